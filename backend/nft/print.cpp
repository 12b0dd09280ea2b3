// SPDX-License-Identifier: GPL-2.0-or-later
// Messages; the expressions in them are print_expression.cpp's.
#include "backend/nft/print.h"

#include "backend/nft/names.h"
#include "compiler/support/overloaded.h"

#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

// Appends formatted text to the program's.
class Printer {
  public:
    template <class... Args>
    Printer& add(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
        return *this;
    }
    Printer& head(std::string_view what, const TableRef& table) {
        return add("{} {} {}", what, family_name(table.family), table.name);
    }
    Printer& flags(std::uint32_t flags) { return flags != 0 ? add(" flags {:#x}", flags) : *this; }
    Printer& userdata(BytesView userdata) {
        return userdata.empty() ? *this : add("  userdata {}\n", to_hex(userdata));
    }
    Printer& expressions(const std::vector<Expression>& expressions) {
        for (const Expression& expression : expressions)
            add("  {}\n", print(expression));
        return *this;
    }
    std::string take() && { return std::move(text_); }

  private:
    std::string text_;
};

void print_message(Printer& out, const NewTable& table) {
    out.head("table", table.table).flags(table.flags).add("{}\n", table.create ? " exclusive" : "");
    out.userdata(table.userdata);
}

void print_message(Printer& out, const DelTable& table) {
    out.head("delete table", table.table).add("\n");
}

void print_hook(Printer& out, std::uint8_t family, const Hook& hook) {
    out.add(" type {} hook {} prio {}", hook.type, hook_name(family, hook.number), hook.priority);
    if (hook.policy) out.add(" policy {}", verdict_name(static_cast<std::int32_t>(*hook.policy)));
    if (!hook.devices.empty()) out.add(" devices {}", fmt::join(hook.devices, ", "));
}

void print_message(Printer& out, const NewChain& chain) {
    out.head("chain", chain.table);
    if (!chain.name.empty()) out.add(" {}", chain.name);
    if (chain.id != 0) out.add(" id {}", chain.id);
    if (chain.hook) print_hook(out, chain.table.family, *chain.hook);
    out.flags(chain.flags).add("\n").userdata(chain.userdata);
}

void print_message(Printer& out, const NewRule& rule) {
    out.head("rule", rule.table);
    if (rule.chain_id != 0)
        out.add(" chain id {}\n", rule.chain_id);
    else
        out.add(" {}\n", rule.chain);
    out.expressions(rule.expressions).userdata(rule.userdata);
}

void print_message(Printer& out, const NewSet& set) {
    out.head((set.flags & (NFT_SET_MAP | NFT_SET_OBJECT)) != 0 ? "map" : "set", set.table);
    out.add(" {} id {}", set.name, set.id).flags(set.flags);
    out.add(" key type {} len {}", set.key_type, set.key_len);
    if (!set.field_lens.empty()) out.add(" fields {}", fmt::join(set.field_lens, "."));
    if (set.data) out.add(" data type {:#x} len {}", set.data->type, set.data->len);
    if (set.object_type != 0) out.add(" object {}", object_type_name(set.object_type));
    if (set.timeout_ms) out.add(" timeout {}ms", *set.timeout_ms);
    if (set.gc_interval_ms) out.add(" gc {}ms", *set.gc_interval_ms);
    if (set.size) out.add(" size {}", *set.size);
    if (set.policy) out.add(" policy {}", *set.policy == NFT_SET_POL_MEMORY ? "memory" : "performance");
    out.add("\n").expressions(set.expressions).userdata(set.userdata);
}

void print_extra(Printer& out, const ElementExtra& extra) {
    if (!extra.object.empty()) out.add(" : {}", extra.object);
    if (extra.timeout_ms) out.add(" timeout {}ms", *extra.timeout_ms);
    if (extra.expiration_ms) out.add(" expires {}ms", *extra.expiration_ms);
    for (const Expression& expression : extra.expressions)
        out.add(" {}", print(expression));
    if (!extra.userdata.empty()) out.add(" userdata {}", to_hex(extra.userdata));
}

BytesView slice(BytesView all, std::size_t i, std::size_t len) {
    return all.substr(i * len, len);
}

void print_element(Printer& out, const NewElements& elements, std::size_t i) {
    const std::uint8_t flags = elements.flags.empty() ? std::uint8_t{0} : elements.flags[i];
    if ((flags & NFT_SET_ELEM_CATCHALL) != 0)
        out.add("  element *");
    else
        out.add("  element {}", to_hex(slice(elements.keys, i, elements.key_len)));
    if (!elements.key_ends.empty() && (flags & NFT_SET_ELEM_CATCHALL) == 0)
        out.add(" - {}", to_hex(slice(elements.key_ends, i, elements.key_len)));
    if ((flags & NFT_SET_ELEM_INTERVAL_END) != 0) out.add(" end");
    if (elements.data_len > 0 && (flags & NFT_SET_ELEM_INTERVAL_END) == 0)
        out.add(" : {}", to_hex(slice(elements.data, i, elements.data_len)));
    if (!elements.verdicts.empty() && elements.verdicts[i] != NewElements::kNoVerdict)
        out.add(" : {}", print(elements.verdict_table[elements.verdicts[i]]));
}

void print_message(Printer& out, const NewElements& elements) {
    out.head("elements", elements.table).add(" {}\n", elements.set);
    auto extra = elements.extras.begin();
    for (std::size_t i = 0; i < elements.count; ++i) {
        print_element(out, elements, i);
        if (extra != elements.extras.end() && extra->index == i) print_extra(out, *extra++);
        out.add("\n");
    }
}

// What an object and the expression of the same kind share is printed as the expression.
void print_body(Printer& out, const NewObject::CtHelper& helper) {
    out.add("ct helper {} l4proto {} l3proto {}", helper.helper, helper.l4proto, helper.l3proto);
}
void print_body(Printer& out, const NewObject::CtTimeout& timeout) {
    out.add("ct timeout l4proto {} l3proto {}", timeout.l4proto, timeout.l3proto);
    for (const auto& [state, seconds] : timeout.timeouts)
        out.add(" {}:{}s", state, seconds);
}
void print_body(Printer& out, const NewObject::CtExpectation& expectation) {
    out.add("ct expectation l4proto {} l3proto {} dport {} timeout {}ms size {}", expectation.l4proto,
            expectation.l3proto, expectation.dport, expectation.timeout_ms, expectation.size);
}
void print_body(Printer& out, const NewObject::Secmark& secmark) {
    out.add("secmark {}", secmark.context);
}
void print_body(Printer& out, const NewObject::Foreign& foreign) {
    out.add("type {} {}", foreign.type, to_hex(foreign.data));
}
template <class Stateful>
void print_body(Printer& out, const Stateful& stateful) {
    out.add("{}", print(Expression{stateful, {}}));
}

void print_message(Printer& out, const NewObject& object) {
    out.head("object", object.table).add(" {}\n  ", object.name);
    std::visit([&](const auto& body) { print_body(out, body); }, object.body);
    out.add("\n").userdata(object.userdata);
}

void print_message(Printer& out, const NewFlowtable& flowtable) {
    out.head("flowtable", flowtable.table).add(" {} hook {}", flowtable.name, flowtable.hook);
    out.add(" prio {} devices {}", flowtable.priority, fmt::join(flowtable.devices, ", "));
    out.flags(flowtable.flags).add("\n");
}

} // namespace

std::string print(const Program& program) {
    Printer out;
    for (const Message& message : program.messages)
        std::visit([&](const auto& m) { print_message(out, m); }, message);
    return std::move(out).take();
}

} // namespace rulec::nft
