// SPDX-License-Identifier: GPL-2.0-or-later
// Coverage: does one rule take every packet that another rule of its chain would look at? Both see the packet in the
// same state: whoever asks makes sure of that.
#pragma once

#include "compiler/lint/conditions.h"

#include <optional>
#include <vector>

namespace rulec::lint {

// The matches of a rule, read once.
struct Reading {
    struct Part {
        const model::Match* match;
        const model::FieldLoad* field; // null: not one field
        std::optional<Condition> condition;
    };
    std::vector<Part> parts;
    // What fields imply: the transport protocol (IPPROTO_*) and IP version (NFPROTO_*) of every packet that passes.
    std::optional<std::uint32_t> transport;
    std::optional<std::uint32_t> version;
    // Which tests nft puts before a field depends on the matches before it.
    bool depends_on_order = false;
};

// All matches of a rule that decides.
Reading read_all(const model::Rule& rule, const model::Table& table);
// The matches that a packet passes before the rule does anything.
Reading read_leading(const model::Rule& rule, const model::Table& table);

// Does every packet that passes `later` pass `earlier`? False where that is not certain.
bool covers(const Reading& earlier, const Reading& later, const model::Table& table);

// Do both rules ask the same, in the same order?
bool same_matches(const model::Rule& a, const model::Rule& b, const model::Table& table);

} // namespace rulec::lint
