// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/ipset/set_store.h"

#include "backend/ipset/create_options.h"
#include "backend/iptables/split_words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace rulec::ipset {
namespace {

using diag::Code;
using ipt::shown;

constexpr std::size_t kMostSuggestions = 100; // that are looked through: a file may have any number of sets

// ---- types by the names of ipset 4, which ipset still takes

struct OldName {
    std::string_view name, type;
};
constexpr auto kOldNames = std::to_array<OldName>({
    {"ipmap", "bitmap:ip"},
    {"macipmap", "bitmap:ip,mac"},
    {"portmap", "bitmap:port"},
    {"iphash", "hash:ip"},
    {"iptree", "hash:ip"},
    {"iptreemap", "hash:ip"},
    {"ipporthash", "hash:ip,port"},
    {"ipportiphash", "hash:ip,port,ip"},
    {"ipportnethash", "hash:ip,port,net"},
    {"nethash", "hash:net"},
    {"setlist", "list:set"},
});

const TypeRow* type_called(std::string_view name) {
    const auto old = std::ranges::find(kOldNames, name, &OldName::name);
    return find_type(old == kOldNames.end() ? name : old->type);
}

diag::Diagnostic unknown_type(const Word& name) {
    std::vector<std::string_view> known;
    for (const TypeRow& row : types())
        known.push_back(row.name);
    auto mistake = diag::make(Code::kIptUnknownName, name.span, "type of sets", shown(name.text));
    mistake.suggest(name.text, known);
    return mistake;
}

bool is_list(const Set& set) {
    return set.type->storage == Storage::list;
}

// Options of ipset itself may stand anywhere.
bool is_quiet(const Word& word) {
    return word.text == "-q" || word.text == "-quiet";
}
bool is_exist(const Word& word) {
    return word.text == "-!" || word.text == "-exist" || word.text == "--exist";
}

} // namespace

void SetStore::run(std::vector<Word>& words, Span line) {
    exist_ok_ = std::ranges::any_of(words, is_exist);
    std::erase_if(words, [](const Word& word) { return !word.quoted && (is_exist(word) || is_quiet(word)); });
    if (words.empty()) return fail(line, "a command is missing: `create`, `add`...");
    const Word& name = words[0];
    if (name.text == "COMMIT" || name.text == "quit") return;
    const auto command = find_command(name.text);
    if (!command) return unknown_command(name);
    carry_out(*command, words);
}

void SetStore::unknown_command(const Word& name) {
    auto unknown = diag::make(Code::kIptSyntax, name.span,
                              fmt::format("expected a command like `create` or `add`, found `{}`", shown(name.text)));
    if (name.text == "Name:") unknown.helps.emplace_back("`ipset list` is for people: take what `ipset save` prints");
    sink_.report(std::move(unknown));
}

Sets SetStore::finish() {
    Sets all;
    for (Slot& slot : slots_) {
        if (!slot.destroyed) all.sets.push_back(std::move(slot.set));
    }
    return all;
}

void SetStore::carry_out(Command command, Words words) {
    const Word& name = words[0];
    const Words arguments = words.subspan(1);
    switch (command) {
    case Command::create:
        if (takes(words, 2, SIZE_MAX)) create(arguments, cover(name.span, words.back().span));
        return;
    case Command::add:
        if (takes(words, 2, SIZE_MAX)) add(arguments);
        return;
    case Command::flush:
        if (takes(words, 0, 1)) flush(arguments);
        return;
    case Command::destroy:
        if (takes(words, 0, 1)) destroy(arguments);
        return;
    case Command::rename:
        if (takes(words, 2, 2)) rename(arguments);
        return;
    case Command::swap:
        if (takes(words, 2, 2)) swap(arguments);
        return;
    case Command::del: return fail(name.span, "elements that are deleted again: leave out their `add`");
    case Command::test:
    case Command::list:
    case Command::save:
    case Command::restore:
    case Command::help:
    case Command::version:
        return fail(name.span, fmt::format("`{}` says nothing of what is in sets", shown(name.text)));
    }
}

bool SetStore::takes(Words words, std::size_t least, std::size_t most) {
    const Word& command = words[0];
    const Words arguments = words.subspan(1);
    if (arguments.size() < least) {
        fail(cover(command.span, words.back().span),
             fmt::format("`{}` needs {} more words", shown(command.text), least - arguments.size()));
        return false;
    }
    if (arguments.size() <= most) return true;
    fail(arguments[most].span, fmt::format("`{}` takes no more words", shown(command.text)));
    return false;
}

SetStore::Slot* SetStore::find(const Word& name) {
    const auto found = by_name_.find(name.text);
    if (found != by_name_.end()) return &slots_[found->second];
    auto mistake = diag::make(Code::kIptUnknownName, name.span, "set", shown(name.text));
    std::vector<std::string_view> known;
    for (auto one = by_name_.begin(); one != by_name_.end() && known.size() < kMostSuggestions; ++one)
        known.push_back(one->first);
    mistake.suggest(name.text, known);
    sink_.report(std::move(mistake));
    return nullptr;
}

SetStore::Slot* SetStore::find_to_clear(const Word& name) {
    return forgiving_ && !by_name_.contains(name.text) ? nullptr : find(name);
}

void SetStore::create(Words arguments, Span line) {
    const Word& name = arguments[0];
    if (name.text.empty() || name.text.size() > kMaxName)
        return sink_.report(diag::make(Code::kIptArgument, name.span,
                                       fmt::format("a name of up to {} octets", kMaxName), shown(name.text)));
    const TypeRow* type = type_called(arguments[1].text);
    if (type == nullptr) return sink_.report(unknown_type(arguments[1]));
    Set set;
    set.name = std::string(name.text);
    set.type = type;
    set.span = line;
    if (!read_create_options(arguments.subspan(2), set, sink_)) return;
    if (const auto found = by_name_.find(name.text); found != by_name_.end())
        return repeat(slots_[found->second], set);
    by_name_[set.name] = slots_.size();
    slots_.push_back({.set = std::move(set), .names = {}});
}

void SetStore::repeat(const Slot& before, const Set& again) {
    if (exist_ok_ && before.set.type == again.type && before.set.family == again.family) return;
    const std::string_view why = exist_ok_ ? "is there with another type or family" : "is created twice";
    sink_.report(diag::make(Code::kIptCombination, again.span, fmt::format("set `{}` {}", again.name, why))
                     .also(before.set.span, "the first time"));
}

void SetStore::add(Words arguments) {
    Slot* slot = find(arguments[0]);
    if (slot == nullptr) return;
    if (is_list(slot->set) && !may_be_member(slot->set, arguments[1])) return;
    read_element(arguments.subspan(1), slot->set, slot->names, sink_);
}

bool SetStore::may_be_member(const Set& list, const Word& member) {
    const Slot* slot = find(member);
    if (slot == nullptr) return false;
    if (!is_list(slot->set)) return true;
    sink_.report(diag::make(Code::kIptArgument, member.span, "a set that is no list itself", shown(member.text))
                     .also(list.span, "the list"));
    return false;
}

void SetStore::flush(Words arguments) {
    const auto empty = [](Slot& slot) {
        slot.set.elements = {};
        slot.names.clear();
    };
    if (arguments.empty()) return std::ranges::for_each(slots_, empty), void();
    if (Slot* slot = find_to_clear(arguments[0])) empty(*slot);
}

void SetStore::destroy(Words arguments) {
    if (arguments.empty()) {
        slots_.clear();
        by_name_.clear();
        return;
    }
    Slot* slot = find_to_clear(arguments[0]);
    if (slot == nullptr) return;
    slot->destroyed = true;
    slot->set.elements = {};
    by_name_.erase(slot->set.name);
}

void SetStore::rename(Words arguments) {
    Slot* slot = find(arguments[0]);
    if (slot == nullptr) return;
    const Word& to = arguments[1];
    if (to.text.empty() || to.text.size() > kMaxName || by_name_.contains(to.text))
        return sink_.report(diag::make(Code::kIptArgument, to.span, "a name that no set has", shown(to.text)));
    auto node = by_name_.extract(slot->set.name);
    node.key() = slot->set.name = std::string(to.text);
    by_name_.insert(std::move(node));
}

// The sets change their names, as the kernel has it; lists keep naming them by their contents there, here by name.
void SetStore::swap(Words arguments) {
    Slot* one = find(arguments[0]);
    Slot* other = find(arguments[1]);
    if (one == nullptr || other == nullptr) return;
    if (one->set.type != other->set.type || one->set.family != other->set.family)
        return sink_.report(
            diag::make(Code::kIptCombination, arguments[1].span, "sets of two types or families cannot be swapped"));
    std::swap(by_name_[one->set.name], by_name_[other->set.name]);
    std::swap(one->set.name, other->set.name);
}

} // namespace rulec::ipset
