// SPDX-License-Identifier: GPL-2.0-or-later
// Carries out ipset's commands as a kernel without sets would, and keeps what comes of it.
#pragma once

#include "backend/ipset/commands.h"
#include "backend/ipset/read_element.h"
#include "backend/ipset/sets.h"
#include "backend/ipset/words.h"
#include "compiler/diag/diagnostic.h"

#include <map>
#include <span>

namespace rulec::ipset {

class SetStore {
  public:
    // `forgiving`: emptying or destroying a set that is not there is no mistake, as in a shell script, which goes on.
    SetStore(bool forgiving, diag::Sink& sink) : forgiving_(forgiving), sink_(sink) {}

    // One command in words, from `begin` on; mistakes are in the sink. Options of ipset itself are taken out of
    // `words`.
    void run(std::vector<Word>& words, Span line);
    Sets finish();

  private:
    struct Slot {
        Set set;
        NameIndex names; // of its elements
        bool destroyed = false;
    };
    using Words = std::span<const Word>;

    void carry_out(Command command, Words words);
    void create(Words arguments, Span line);
    void repeat(const Slot& before, const Set& again);
    void add(Words arguments);
    bool may_be_member(const Set& list, const Word& member);
    void flush(Words arguments);
    void destroy(Words arguments);
    void rename(Words arguments);
    void swap(Words arguments);
    Slot* find(const Word& name);
    Slot* find_to_clear(const Word& name);
    bool takes(Words words, std::size_t least, std::size_t most);
    void fail(Span span, std::string why) { sink_.report(diag::make(diag::Code::kIptSyntax, span, std::move(why))); }
    void unknown_command(const Word& name);

    bool forgiving_;
    diag::Sink& sink_;
    std::vector<Slot> slots_;
    std::map<std::string, std::size_t, std::less<>> by_name_;
    bool exist_ok_ = false; // of the command: -exist
};

} // namespace rulec::ipset
