// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/ir/dependencies.h"

#include "compiler/model/action_values.h"
#include "compiler/model/protocol_context.h"
#include "compiler/support/check.h"
#include "compiler/support/overloaded.h"

#include <array>

namespace rulec::ir {
namespace {

using catalog::HeaderKind;
using model::Dependency;
using model::MatchOp;

constexpr std::uint8_t kTcp = 6; // IPPROTO_TCP

struct TestedField {
    Dependency::On on;
    HeaderKind kind;
    std::string_view header;
    std::string_view name;
};
constexpr auto kTestedFields = std::to_array<TestedField>({
    // in the order of Dependency::On
    {Dependency::On::meta_nfproto, HeaderKind::meta, "meta", "nfproto"},
    {Dependency::On::meta_protocol, HeaderKind::meta, "meta", "protocol"},
    {Dependency::On::meta_l4proto, HeaderKind::meta, "meta", "l4proto"},
    {Dependency::On::meta_iiftype, HeaderKind::meta, "meta", "iiftype"},
    {Dependency::On::ether_type, HeaderKind::payload, "ether", "type"},
    {Dependency::On::vlan_type, HeaderKind::payload, "vlan", "type"},
    {Dependency::On::icmp_type, HeaderKind::payload, "icmp", "type"},
    {Dependency::On::icmpv6_type, HeaderKind::payload, "icmpv6", "type"},
});

using Loads = std::array<model::FieldLoad, kTestedFields.size()>;

Loads find_tested_fields() {
    Loads loads;
    for (std::size_t i = 0; i < loads.size(); ++i) {
        const TestedField& row = kTestedFields[i];
        RULEC_CHECK(row.on == static_cast<Dependency::On>(i), "rows stand in the order of the enumeration");
        loads[i].header = catalog::find_header(row.kind, row.header);
        RULEC_CHECK(loads[i].header != nullptr, "dependencies name headers of the catalogue");
        loads[i].field = catalog::find_field(*loads[i].header, row.name);
        RULEC_CHECK(loads[i].field != nullptr, "dependencies name fields of the catalogue");
    }
    return loads;
}

Value tested_field(const Dependency& dependency, Span span) {
    static const Loads kLoads = find_tested_fields();
    model::FieldLoad load = kLoads[static_cast<std::size_t>(dependency.on)];
    load.vlan_depth = dependency.vlan_depth;
    return {&catalog::type(load.field->type), load.field->bit_len, load.field->order, span, load};
}

CompareOp compare_op(MatchOp op) {
    switch (op) {
    case MatchOp::eq: return CompareOp::eq;
    case MatchOp::ne: return CompareOp::ne;
    case MatchOp::lt: return CompareOp::lt;
    case MatchOp::le: return CompareOp::le;
    case MatchOp::gt: return CompareOp::gt;
    case MatchOp::ge: return CompareOp::ge;
    case MatchOp::any_bit:
    case MatchOp::no_bit: break;
    }
    RULEC_CHECK(false, "bit tests are no comparisons");
}

Test test_of(model::Match&& match) {
    const bool invert = match.op == MatchOp::ne || match.op == MatchOp::no_bit;
    return std::visit(
        overloaded{
            [&](Constant& constant) -> Test {
                if (match.op == MatchOp::any_bit || match.op == MatchOp::no_bit) {
                    return AnyBit{std::move(match.lhs), std::move(constant.bytes), invert};
                }
                return Compare{std::move(match.lhs), compare_op(match.op), std::move(constant.bytes)};
            },
            [&](model::Prefix& prefix) -> Test {
                if (prefix.len == match.lhs.bit_len) {
                    return Compare{std::move(match.lhs), invert ? CompareOp::ne : CompareOp::eq,
                                   std::move(prefix.base)};
                }
                return InPrefix{std::move(match.lhs), std::move(prefix.base), prefix.len, invert};
            },
            [&](model::Range& range) -> Test {
                return InRange{std::move(match.lhs), std::move(range.low), std::move(range.high), invert};
            },
            [&](model::SetUse& use) -> Test {
                return InSet{std::move(match.lhs), use.set, invert};
            },
        },
        match.rhs);
}

class RuleBuilder {
  public:
    RuleBuilder(catalog::Family family, std::vector<model::Set>& sets) : protocols_(family), sets_(sets) {}

    Rule build(model::Rule rule) {
        out_.span = rule.span;
        out_.comment = std::move(rule.comment);
        out_.statements.reserve(rule.statements.size() + 1);
        for (model::Statement& statement : rule.statements) {
            if (&statement == &rule.statements.back() || !always_true(statement)) add(statement);
        }
        return std::move(out_);
    }

  private:
    // `meta protocol ip` in an ip table. nft leaves it out too, unless nothing follows.
    bool always_true(const model::Statement& statement) const {
        const auto* match = std::get_if<model::Match>(&statement.node);
        if (match == nullptr || match->op != MatchOp::eq) return false;
        const auto* load = std::get_if<model::FieldLoad>(&match->lhs.node);
        const auto* value = std::get_if<Constant>(&match->rhs);
        if (load == nullptr || load->field == nullptr || value == nullptr) return false;
        const bool protocol = load->header->kind == HeaderKind::meta && load->field->name == "protocol";
        return protocol && from_big_endian(value->bytes) == ether_type_of(protocols_.family());
    }

    static std::uint64_t ether_type_of(catalog::Family family) {
        if (family == catalog::Family::ip) return catalog::find_header(HeaderKind::payload, "ip")->ether_type;
        if (family == catalog::Family::ip6) return catalog::find_header(HeaderKind::payload, "ip6")->ether_type;
        return 0;
    }

    void add(model::Statement& statement) {
        span_ = statement.span;
        if (auto* match = std::get_if<model::Match>(&statement.node)) {
            need(match->lhs);
            protocols_.learn(*match);
            out_.statements.push_back({span_, false, test_of(std::move(*match))});
            return;
        }
        Action& action = std::get<Action>(statement.node);
        need_for(action);
        out_.statements.push_back({span_, false, std::move(action)});
    }

    void need_for(const Action& action) {
        if (const auto* reject = std::get_if<model::Reject>(&action)) need_first(*reject);
        if (const auto* assign = std::get_if<model::Assign>(&action)) {
            if (assign->target.header != nullptr) made(protocols_.require(assign->target));
        }
        model::for_each_value(action, [&](const Value& value) { need(value); });
    }

    void need_first(const model::Reject& reject) {
        if (reject.nf_proto != 0) imply_first(protocols_.require_network(reject.nf_proto));
        if (reject.type == model::RejectType::tcp_reset) imply_first(protocols_.require_transport(kTcp));
    }

    void need(const Value& value) { made(protocols_.require(value)); }

    void made(const std::variant<std::vector<Dependency>, model::ProtocolConflict>& answer) {
        // Sema has refused conflicts already; what is left are values that it did not evaluate inside a rule.
        if (const auto* needed = std::get_if<std::vector<Dependency>>(&answer)) imply(*needed);
    }

    void imply(const std::vector<Dependency>& needed) {
        for (const Dependency& one : needed) {
            if (one.opens_rule)
                imply_first({one});
            else
                out_.statements.push_back({span_, true, test(one)});
        }
    }

    // What reject and extension headers need stands before everything else, as nft writes it.
    void imply_first(const std::vector<Dependency>& needed) {
        auto at = out_.statements.begin();
        for (const Dependency& one : needed)
            at = out_.statements.insert(at, {span_, true, test(one)}) + 1;
    }

    Test test(const Dependency& dependency) {
        Value value = tested_field(dependency, span_);
        if (dependency.types.empty()) {
            Bytes rhs = big_endian(dependency.value, value.byte_len());
            return Compare{std::move(value), CompareOp::eq, std::move(rhs)};
        }
        if (dependency.types.size() == 1) {
            return Compare{std::move(value), CompareOp::eq, Bytes(1, dependency.types[0])};
        }
        model::Set set;
        set.span = span_;
        set.anonymous = true;
        set.is_constant = true;
        set.key = {{value.type, value.bit_len, value.order}};
        set.elements.key_len = 1;
        for (const std::uint8_t type : dependency.types) {
            set.elements.low.push_back(type);
            set.elements.spans.push_back(span_);
            ++set.elements.count;
        }
        sets_.push_back(std::move(set));
        return InSet{std::move(value), static_cast<std::uint32_t>(sets_.size() - 1), false};
    }

    model::ProtocolContext protocols_;
    std::vector<model::Set>& sets_;
    Rule out_;
    Span span_;
};

} // namespace

Rule explicit_rule(model::Rule rule, catalog::Family family, std::vector<model::Set>& sets) {
    return RuleBuilder(family, sets).build(std::move(rule));
}

} // namespace rulec::ir
