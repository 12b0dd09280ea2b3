// SPDX-License-Identifier: GPL-2.0-or-later
// A set of ipset as a set of the language: what it declares, and the text of its elements.
#pragma once

#include "backend/ipset/sets.h"
#include "backend/iptables/import/set_key.h"

#include <optional>
#include <string>
#include <vector>

namespace rulec::ipt {

// What rules do to a set.
struct SetUse {
    bool filled = false;    // they add or delete elements: it has to be one of single keys
    bool permanent = false; // they add elements without an end to a set with timeouts
};

// Which part of a set is asked for.
struct SetView {
    Face face = Face::whole;
    bool excepted = false; // what `nomatch` takes out of it
};

struct SetForm {
    std::vector<std::string> lines; // "type ipv4_addr"...
    std::string elements;           // `elements = { ... }`, in as many lines as it takes; empty: none
    std::vector<std::string> remarks;

    struct Refusal {
        std::string why;
        Span span;
    };
    std::optional<Refusal> refusal; // there are no words for it; the rest is of no account
};

SetForm make_form(const ipset::Set& set, const SetView& view, const SetUse& use);

// Do elements that rules add need a timeout of their own? That of the set is not in its declaration then.
bool has_permanent_elements(const ipset::Set& set);

} // namespace rulec::ipt
