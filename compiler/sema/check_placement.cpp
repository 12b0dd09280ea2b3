// SPDX-License-Identifier: GPL-2.0-or-later
// Statements and fields that the kernel lets stand only in certain chains, however those are reached: masquerade in a
// chain that input jumps to fails at commit although each chain alone looks fine. Rules are visited once for all of
// it: a ruleset is larger than any cache.
#include "compiler/catalog/placement.h"
#include "compiler/model/action_values.h"
#include "compiler/sema/session.h"
#include "compiler/support/overloaded.h"

#include <vector>

namespace rulec::sema {
namespace {

using catalog::HeaderKind;
using catalog::Placed;
using model::Action;

constexpr std::uint32_t kFibIif = 8, kFibOif = 16; // NFTA_FIB_F_IIF, _OIF

std::optional<Placed> place_of_meta(std::string_view key) {
    if (key == "ipsec" || key == "secpath") return Placed::meta_ipsec;
    if (key == "sdif" || key == "sdifname") return Placed::meta_sdif;
    if (key.starts_with("ibr") || key.starts_with("obr")) return Placed::meta_bridge;
    return std::nullopt;
}

std::optional<Placed> place_of(const model::FieldLoad& load) {
    if (load.field == nullptr) return std::nullopt;
    switch (load.header->kind) {
    case HeaderKind::socket: return Placed::socket;
    case HeaderKind::osf: return Placed::osf;
    case HeaderKind::ipsec: return load.ipsec_direction == 0 ? Placed::ipsec_in : Placed::ipsec_out;
    case HeaderKind::rt: return load.field->name == "mtu" ? Placed::rt_mtu : Placed::rt;
    case HeaderKind::ct: return Placed::ct;
    case HeaderKind::meta: return place_of_meta(load.field->name);
    case HeaderKind::fib:
        if (load.field->name != "type") return Placed::fib_interface;
        if ((load.fib_flags & kFibIif) != 0) return Placed::fib_type_iif;
        if ((load.fib_flags & kFibOif) != 0) return Placed::fib_type_oif;
        return Placed::fib;
    default: return std::nullopt;
    }
}

void collect(const std::vector<model::Stateful>& statements, std::vector<Placed>& out) {
    for (const model::Stateful& statement : statements) {
        if (std::holds_alternative<model::CtCount>(statement)) out.push_back(Placed::ct_count);
    }
}

Placed place_of(model::NatKind kind) {
    switch (kind) {
    case model::NatKind::snat: return Placed::snat;
    case model::NatKind::dnat: return Placed::dnat;
    case model::NatKind::masquerade: return Placed::masquerade;
    case model::NatKind::redirect: return Placed::redirect;
    }
    return Placed::snat;
}

void collect_target(const model::Assign& node, std::vector<Placed>& out) {
    if (node.target.header == nullptr) return;
    if (node.target.header->kind == HeaderKind::ct) out.push_back(Placed::ct);
    if (node.target.header->kind == HeaderKind::meta && node.target.field->name == "pkttype")
        out.push_back(Placed::set_pkttype);
}

void collect_object(model::ObjectType type, std::vector<Placed>& out) {
    if (type == model::ObjectType::synproxy) out.push_back(Placed::synproxy);
}

void collect(const Action& action, std::vector<Placed>& out) {
    std::visit(overloaded{
                   [&](const model::Nat& node) { out.push_back(place_of(node.kind)); },
                   [&](const model::Reject&) { out.push_back(Placed::reject); },
                   [&](const model::Tproxy&) { out.push_back(Placed::tproxy); },
                   [&](const model::Synproxy&) { out.push_back(Placed::synproxy); },
                   [&](const model::FlowAdd&) { out.push_back(Placed::flow_offload); },
                   [&](const model::Queue&) { out.push_back(Placed::queue); },
                   [&](const model::Dup&) { out.push_back(Placed::dup); },
                   [&](const model::Fwd&) { out.push_back(Placed::fwd); },
                   [&](const model::CtCount&) { out.push_back(Placed::ct_count); },
                   [&](const model::ObjectRef& node) { collect_object(node.type, out); },
                   [&](const model::ObjectMap& node) { collect_object(node.type, out); },
                   [&](const model::SetUpdate& node) { collect(node.stateful, out); },
                   [&](const model::Assign& node) { collect_target(node, out); },
                   [](const auto&) {},
               },
               action);
}

std::optional<Placed> place_of(const model::Object& object) {
    return std::visit(overloaded{
                          [](const model::CtHelper&) { return std::optional(Placed::ct_helper); },
                          [](const model::CtTimeout&) { return std::optional(Placed::ct_timeout); },
                          [](const model::CtExpectation&) { return std::optional(Placed::ct_expectation); },
                          [](const model::Synproxy&) { return std::optional(Placed::synproxy_object); },
                          [](const auto&) { return std::optional<Placed>(); },
                      },
                      object.body);
}

struct Use {
    Placed what;
    Span span;
    bool reported = false;
};

class Placer {
  public:
    Placer(Session& session, const model::Table& table, const model::ChainGraph& graph)
        : session_(session), table_(table), graph_(graph), sink_(session.sink) {
        uses_.resize(table_.chains.size());
        for (std::size_t i = 0; i < table_.chains.size(); ++i)
            scan(table_.chains[i], i);
        for (const model::Object& object : table_.objects) {
            if (const auto what = place_of(object)) check_family(*what, object.span);
        }
        for (const model::Set& set : table_.sets)
            scan(set);
    }

    void run() {
        for (std::size_t i = 0; i < table_.chains.size(); ++i) {
            if (table_.chains[i].base) walk(static_cast<std::uint32_t>(i));
        }
    }

  private:
    void scan(const model::Chain& chain, std::size_t index) {
        for (const model::Rule& rule : chain.rules) {
            for (const model::Statement& statement : rule.statements) {
                std::vector<Placed> found;
                model::for_each_load(statement, [&](const model::FieldLoad& load, const model::Value&) {
                    check_readable(load, statement.span);
                    if (const auto place = place_of(load)) found.push_back(*place);
                });
                if (const auto* action = std::get_if<Action>(&statement.node)) collect(*action, found);
                for (const Placed what : found)
                    add_use(index, what, statement.span);
            }
        }
    }

    // Fields that can only be set stand nowhere else: not in matches, concatenations, below maps and hashes.
    void check_readable(const model::FieldLoad& load, Span span) {
        if (load.field == nullptr || load.field->readable) return;
        const std::string name = fmt::format("{} {}", load.header->name, load.field->name);
        sink_.report(
            diag::make(diag::Code::kNotReadable, span, name).help(fmt::format("only `{} set ...` works", name)));
    }

    // What a set has on its elements, or they have themselves.
    void scan(const model::Set& set) {
        std::vector<Placed> found;
        collect(set.stateful, found);
        for (const model::ElementExtra& extra : set.elements.extras)
            collect(extra.stateful, found);
        if (!found.empty()) check_family(found.front(), set.span);
    }

    void add_use(std::size_t chain, Placed what, Span span) {
        uses_[chain].push_back({what, span, !check_family(what, span)});
    }

    bool check_family(Placed what, Span span) {
        const catalog::Placement& row = catalog::placement(what);
        if (catalog::may_stand(row, table_.family))
            return row.since == catalog::KernelVersion{} ||
                   target_knows(session_, span, fmt::format("`{}`", row.name), row.since);
        sink_.report(
            diag::make(diag::Code::kStatementPlace, span, row.name, row.where)
                .also(table_.span, fmt::format("this is a table of family {}", catalog::name(table_.family))));
        return false;
    }

    void walk(std::uint32_t root) {
        const std::vector<bool> reached = graph_.reached_from({&root, 1});
        for (std::uint32_t chain = 0; chain < reached.size(); ++chain) {
            if (!reached[chain]) continue;
            for (Use& use : uses_[chain])
                check(use, root, chain);
        }
    }

    void check(Use& use, std::uint32_t root, std::uint32_t chain) {
        const model::BaseChain& base = *table_.chains[root].base;
        const catalog::Placement& row = catalog::placement(use.what);
        if (use.reported) return;
        if (catalog::may_stand(row, table_.family, base.type, base.hook)) {
            use.reported = !target_knows_here(use, row.name, base.hook);
            return;
        }
        use.reported = true;
        auto diagnostic = diag::make(diag::Code::kStatementPlace, use.span, row.name, row.where);
        const std::string here = fmt::format("chain `{}` is of type {} in {}", table_.chains[root].name,
                                             catalog::name(base.type), catalog::name(base.hook));
        diagnostic.secondary.push_back({table_.chains[root].span, chain == root ? here : here + " and jumps here"});
        sink_.report(std::move(diagnostic));
    }

    bool target_knows_here(const Use& use, std::string_view what, catalog::Hook hook) {
        if (!session_.options.target_kernel) return true;
        const auto since = catalog::stands_since(use.what, table_.family, hook);
        const std::string name =
            fmt::format("`{}` in {} of family {}", what, catalog::name(hook), catalog::name(table_.family));
        return target_knows(session_, use.span, name, since);
    }

    Session& session_;
    const model::Table& table_;
    const model::ChainGraph& graph_;
    diag::Sink& sink_;
    std::vector<std::vector<Use>> uses_;
};

} // namespace

void check_placement(Session& session, const model::Table& table, const model::ChainGraph& graph) {
    Placer(session, table, graph).run();
}

} // namespace rulec::sema
