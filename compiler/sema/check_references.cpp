// SPDX-License-Identifier: GPL-2.0-or-later
// Names that may be declared after their use: jump targets, stateful objects, flowtables.
#include "compiler/model/object_type.h"
#include "compiler/sema/session.h"
#include "compiler/support/overloaded.h"

#include <algorithm>
#include <unordered_set>

namespace rulec::sema {
namespace {

using diag::Code;
using model::Action;
using model::ObjectType;

class Checker {
  public:
    Checker(Session& session, const TableState& table) : session_(session), table_(table) {}

    void run() {
        for (const model::Chain& chain : table_.table.chains) {
            for (const model::Rule& rule : chain.rules) {
                for (const model::Statement& statement : rule.statements)
                    check(statement);
            }
        }
        for (const model::Set& set : table_.table.sets)
            check(set);
    }

  private:
    // The name in what was written, if it ends it; what stands behind a variable is not found there.
    Span name_in(Span statement, std::string_view name) const {
        const std::string_view text = session_.sources.text(statement);
        if (text.ends_with(name)) statement.begin = statement.end - static_cast<std::uint32_t>(name.size());
        return statement;
    }

    // The mistake, and what was meant if a name is near. Only a name that stands there can be replaced.
    void report_unknown(diag::Diagnostic diagnostic, std::string_view name, std::vector<std::string_view> known) {
        std::sort(known.begin(), known.end());
        const bool written = session_.sources.text(diagnostic.primary.span) == name;
        if (written)
            diagnostic.suggest(name, known);
        else
            diagnostic.suggest_in_words(name, known);
        session_.sink.report(std::move(diagnostic));
    }

    void check_target(const model::Verdict& verdict, Span span) {
        if (verdict.chain.empty()) return;
        const auto found = table_.chains.find(verdict.chain);
        if (found != table_.chains.end()) {
            const model::Chain& chain = table_.table.chains[found->second];
            if (!chain.base || !reported_.insert(verdict.chain).second) return;
            session_.sink.report(
                diag::make(Code::kJumpToBase, span, verdict.chain).also(chain.span, "this chain has a hook"));
            return;
        }
        std::vector<std::string_view> names;
        for (const auto& [known, index] : table_.chains)
            names.push_back(known);
        report_unknown(
            diag::make(Code::kUnknownChain, name_in(span, verdict.chain), verdict.chain, table_.table.name),
            verdict.chain, std::move(names));
    }

    bool has_object(ObjectType type, const std::string& name) const {
        return std::ranges::any_of(table_.table.objects, [&](const model::Object& object) {
            return object.name == name && model::type_of(object) == type;
        });
    }

    void check_object(ObjectType type, const std::string& name, Span span) {
        if (has_object(type, name)) return;
        std::vector<std::string_view> names;
        for (const model::Object& object : table_.table.objects) {
            if (model::type_of(object) == type) names.push_back(object.name);
        }
        report_unknown(
            diag::make(Code::kUnknownObject, name_in(span, name), model::object_word(type), name, table_.table.name),
            name, std::move(names));
    }

    // A set that the file deletes while a rule still uses it: the kernel says that it is busy.
    void check_used(std::uint32_t index, Span span) {
        const model::Set& set = table_.table.sets[index];
        const bool deleted = set.anonymous && !set.is_constant && !set.is_dynamic;
        if (!deleted) return;
        session_.sink.report(diag::make(Code::kUnknownSet, span, session_.sources.text(set.span), table_.table.name)
                                 .also(set.span, "deleted here, while this rule still uses it"));
    }

    void check_used(const model::Value& value, Span span) {
        if (const auto* get = std::get_if<model::MapGet>(&value.node)) check_used(get->map, span);
    }

    void check_sets(const model::Statement& statement) {
        std::visit(overloaded{
                       [&](const model::Match& match) {
                           check_used(match.lhs, statement.span);
                           if (const auto* use = std::get_if<model::SetUse>(&match.rhs))
                               check_used(use->set, statement.span);
                       },
                       [&](const Action& action) {
                           std::visit(
                               overloaded{
                                   [&](const model::VerdictMap& node) { check_used(node.map, statement.span); },
                                   [&](const model::ObjectMap& node) { check_used(node.map, statement.span); },
                                   [&](const model::SetUpdate& node) { check_used(node.set, statement.span); },
                                   [&](const model::Assign& node) { check_used(*node.value, statement.span); },
                                   [&](const model::Nat& node) {
                                       if (node.from_map) check_used(*node.from_map, statement.span);
                                   },
                                   [](const auto&) {},
                               },
                               action);
                       },
                   },
                   statement.node);
    }

    void check(const model::Statement& statement) {
        check_sets(statement);
        const auto* action = std::get_if<Action>(&statement.node);
        if (action == nullptr) return;
        if (const auto* verdict = std::get_if<model::Verdict>(action)) check_target(*verdict, statement.span);
        if (const auto* object = std::get_if<model::ObjectRef>(action))
            check_object(object->type, object->name, statement.span);
        if (const auto* flow = std::get_if<model::FlowAdd>(action);
            flow != nullptr && !table_.flowtables.contains(flow->flowtable)) {
            std::vector<std::string_view> names;
            for (const model::Flowtable& flowtable : table_.table.flowtables)
                names.push_back(flowtable.name);
            const Span span = name_in(statement.span, flow->flowtable);
            report_unknown(diag::make(Code::kUnknownObject, span, "flowtable", flow->flowtable, table_.table.name),
                           flow->flowtable, std::move(names));
        }
    }

    void check(const model::Set& set) {
        const model::ElementList& list = set.elements;
        std::vector<bool> seen(list.verdict_table.size(), false);
        for (std::size_t i = 0; i < list.verdicts.size(); ++i) {
            if (seen[list.verdicts[i]]) continue;
            seen[list.verdicts[i]] = true;
            check_target(list.verdict_table[list.verdicts[i]], list.spans[i]);
        }
        if (set.data_kind != model::SetData::object) return;
        for (const model::ElementExtra& extra : list.extras)
            check_object(set.object, extra.object, list.spans[extra.index]);
    }

    Session& session_;
    const TableState& table_;
    std::unordered_set<std::string> reported_;
};

} // namespace

void check_references(Session& session) {
    for (const auto& table : session.tables)
        Checker(session, *table).run();
}

} // namespace rulec::sema
