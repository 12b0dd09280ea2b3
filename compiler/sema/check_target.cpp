// SPDX-License-Identifier: GPL-2.0-or-later
// What the kernel that the ruleset is for does not know yet. Statements whose version depends on where they stand are
// told in check_placement.cpp, with their places.
#include "compiler/catalog/kernel_features.h"
#include "compiler/model/action_values.h"
#include "compiler/sema/session.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

namespace rulec::sema {
namespace {

using catalog::Feature;
using model::Action;
using model::Value;

constexpr std::uint32_t kOwner = 0x2;   // NFT_TABLE_F_OWNER
constexpr std::uint32_t kNetmap = 0x40; // NF_NAT_RANGE_NETMAP

class Checker {
  public:
    Checker(Session& session, const model::Table& table) : session_(session), table_(table) {}

    void run() {
        if ((table_.flags & kOwner) != 0) need(Feature::table_owner, table_.span);
        std::ranges::for_each(table_.chains, [&](const model::Chain& chain) { check(chain); });
        std::ranges::for_each(table_.sets, [&](const model::Set& set) { check(set); });
        for (const model::Object& object : table_.objects) {
            if (std::holds_alternative<model::Secmark>(object.body)) need(Feature::secmark, object.span);
        }
        for (const model::Flowtable& flowtable : table_.flowtables) {
            if (flowtable.counter) need(Feature::flowtable_counter, flowtable.span);
            if (flowtable.offload) need(Feature::flowtable_offload, flowtable.span);
        }
    }

  private:
    void need(Feature what, Span span) {
        const catalog::FeatureRow& row = catalog::feature(what);
        target_knows(session_, span, row.name, row.since);
    }

    void check(const model::Chain& chain) {
        if (chain.base) check(chain, *chain.base);
        for (const model::Rule& rule : chain.rules) {
            if (chain.bound && &rule == &chain.rules.front()) need(Feature::bound_chain, rule.span);
            for (const model::Statement& statement : rule.statements)
                check(statement);
        }
    }

    void check(const model::Chain& chain, const model::BaseChain& base) {
        const std::string name = fmt::format("a {} chain in hook {} of family {}", catalog::name(base.type),
                                             catalog::name(base.hook), catalog::name(table_.family));
        target_knows(session_, chain.span, name, catalog::chain_since(table_.family, base.type, base.hook));
        if (base.devices.size() > 1) need(Feature::several_devices, chain.span);
    }

    void check(const model::Statement& statement) {
        model::for_each_load(statement,
                             [&](const model::FieldLoad& load, const model::Value&) { check(load, statement.span); });
        if (const auto* match = std::get_if<model::Match>(&statement.node)) return check(match->lhs, statement.span);
        const Action& action = std::get<Action>(statement.node);
        model::for_each_value(action, [&](const Value& value) { check(value, statement.span); });
        check(action, statement.span);
    }

    void check(const model::FieldLoad& load, Span span) {
        if (!target_knows(session_, span, fmt::format("`{}`", words(load)), load.header->since)) return;
        if (load.field == nullptr) return;
        target_knows(session_, span, fmt::format("`{} {}`", load.header->name, load.field->name), load.field->since);
    }

    static std::string words(const model::FieldLoad& load) {
        if (load.header->kind == catalog::HeaderKind::ip_option)
            return fmt::format("ip option {}", load.header->name);
        if (load.header->kind == catalog::HeaderKind::sctp_chunk)
            return fmt::format("sctp chunk {}", load.header->name);
        return std::string(load.header->name);
    }

    void check(const Value& value, Span span) {
        model::for_each_part(value, [&](const Value& part) {
            if (std::holds_alternative<model::Shifted>(part.node)) need(Feature::shift, span);
            const auto* raw = std::get_if<model::RawLoad>(&part.node);
            if (raw != nullptr && raw->from == model::RawLoad::From::inner) need(Feature::inner_payload, span);
        });
    }

    void check(const Action& action, Span span) {
        std::visit(overloaded{
                       [&](const model::Last&) { need(Feature::last, span); },
                       [&](const model::OptionReset&) { need(Feature::option_reset, span); },
                       [&](const model::Nat& node) {
                           if ((node.flags & kNetmap) != 0) need(Feature::nat_prefix, span);
                       },
                       [&](const model::SetUpdate& node) {
                           if (node.op == model::SetOp::remove) need(Feature::delete_from_packets, span);
                           check_statements(node.stateful, span);
                       },
                       [](const auto&) {},
                   },
                   action);
    }

    void check_statements(const std::vector<model::Stateful>& statements, Span span) {
        if (statements.size() > 1) need(Feature::two_set_statements, span);
        const bool last = std::ranges::any_of(
            statements, [](const model::Stateful& one) { return std::holds_alternative<model::Last>(one); });
        if (last) need(Feature::last, span);
    }

    void check(const model::Set& set) {
        if (set.is_interval && set.key.size() > 1) need(Feature::concatenated_ranges, set.span);
        if (!set.stateful.empty()) need(Feature::set_statement, set.span);
        check_statements(set.stateful, set.span);
        for (const model::ElementExtra& extra : set.elements.extras) {
            if (extra.catchall) need(Feature::catchall, set.elements.spans[extra.index]);
        }
    }

    Session& session_;
    const model::Table& table_;
};

} // namespace

bool target_knows(Session& session, Span span, std::string_view what, catalog::KernelVersion since) {
    const auto& target = session.options.target_kernel;
    if (!target || *target >= since) return true;
    session.sink.report(diag::make(diag::Code::kNeedsKernel, span, what, catalog::to_string(since))
                            .note(fmt::format("the ruleset is checked for Linux {}", catalog::to_string(*target))));
    return false;
}

void check_target(Session& session) {
    if (!session.options.target_kernel) return;
    for (const auto& table : session.tables)
        Checker(session, table->table).run();
}

} // namespace rulec::sema
