// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/constant.h"

#include "compiler/sema/describe.h"
#include "compiler/sema/host_bits.h"
#include "compiler/support/overloaded.h"

namespace rulec::sema {
namespace {

using catalog::DataType;
using catalog::HostFact;
using catalog::Notation;
using catalog::ValueError;
using diag::Code;
using model::KeyPart;

void report(Context& context, const ValueError& error, std::string_view text, const DataType& type, Span span) {
    switch (error.kind) {
    case ValueError::Kind::unknown_symbol: {
        auto diagnostic = diag::make(Code::kUnknownSymbol, span, type.description, text);
        context.sink.report(error.suggestion.empty() ? std::move(diagnostic)
                                                     : std::move(diagnostic).did_you_mean(error.suggestion));
        return;
    }
    case ValueError::Kind::out_of_range:
        context.sink.report(diag::make(Code::kValueRange, span, error.what).label(std::string(type.description)));
        return;
    case ValueError::Kind::malformed:
    case ValueError::Kind::wrong_type:
        auto diagnostic =
            diag::make(Code::kBadValue, span, text, fmt::format("a value of type {}", type.description));
        context.sink.report(error.what.empty() ? std::move(diagnostic) : std::move(diagnostic).note(error.what));
        return;
    }
}

// Without a host every name gets a number of its own that no host uses, so that distinct names stay distinct.
std::uint64_t stand_in(const HostFact& fact) {
    if (fact.kind == HostFact::Kind::interface_index && fact.name == "lo") return 1;
    if (fact.kind != HostFact::Kind::interface_index && fact.name == "root") return 0;
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
    for (const char c : fact.name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return 0x40000000 | (hash & 0x3fffffff);
}

std::optional<std::uint64_t> ask_host(const HostFacts& host, const HostFact& fact) {
    switch (fact.kind) {
    case HostFact::Kind::interface_index: return host.interface_index(fact.name);
    case HostFact::Kind::user: return host.user_id(fact.name);
    case HostFact::Kind::group: return host.group_id(fact.name);
    case HostFact::Kind::cgroup: return host.cgroup_id(fact.name);
    }
    return std::nullopt;
}

std::string_view fact_name(HostFact::Kind kind) {
    switch (kind) {
    case HostFact::Kind::interface_index: return "interface";
    case HostFact::Kind::user: return "user";
    case HostFact::Kind::group: return "group";
    case HostFact::Kind::cgroup: return "cgroup";
    }
    return "";
}

std::optional<Bytes> resolve_fact(Context& context, const HostFact& fact, const KeyPart& part, Span span) {
    const auto value = context.host == nullptr ? stand_in(fact) : ask_host(*context.host, fact);
    if (value) {
        context.host_names.add(fact.kind, *value, fact.name);
        return big_endian(*value, (part.bit_len + 7) / 8);
    }
    auto diagnostic = diag::make(Code::kUnknownWord, span, fact_name(fact.kind), fact.name);
    if (fact.kind == HostFact::Kind::interface_index) {
        return context.fail(std::move(diagnostic)
                                .label("no such interface on this host")
                                .help("`iifname` and `oifname` match by name and work before the interface exists"));
    }
    return context.fail(std::move(diagnostic).label("unknown on this host"));
}

std::optional<Bytes> eval_literal(Context& context, const ast::Literal& literal, const KeyPart& part, Span span) {
    auto value = catalog::parse_value(*part.type, part.bit_len, literal_form(literal.kind), literal.text);
    if (auto* bytes = std::get_if<Bytes>(&value)) return std::move(*bytes);
    if (const auto* fact = std::get_if<HostFact>(&value)) return resolve_fact(context, *fact, part, span);
    report(context, std::get<ValueError>(value), literal.text, *part.type, span);
    return std::nullopt;
}

std::optional<Bytes> eval_binary(Context& context, const ast::Binary& node, const KeyPart& part) {
    const auto left = eval_constant(context, *node.left, part);
    if (node.op == ast::BinaryOp::shift_left || node.op == ast::BinaryOp::shift_right) {
        const auto bits = eval_number(context, *node.right, part.bit_len, "of bits to shift by");
        if (!left || !bits) return std::nullopt;
        return node.op == ast::BinaryOp::shift_left ? shift_left(*left, *bits) : shift_right(*left, *bits);
    }
    const auto right = eval_constant(context, *node.right, part);
    if (!left || !right) return std::nullopt;
    switch (node.op) {
    case ast::BinaryOp::bit_and: return bit_and(*left, *right);
    case ast::BinaryOp::bit_or: return bit_or(*left, *right);
    default: return bit_xor(*left, *right);
    }
}

std::optional<Bytes> eval_list(Context& context, const ast::List& list, const KeyPart& part, Span span) {
    if (!part.type->bitmask) {
        return context.fail(diag::make(Code::kNotBitmask, span, part.type->description)
                                .help(fmt::format("write `{{ {} }}`", context.text(span))));
    }
    std::optional<Bytes> all;
    for (const ast::Expr& item : list.items) {
        const auto one = eval_constant(context, item, part);
        if (!one) return std::nullopt;
        all = all ? bit_or(*all, *one) : *one;
    }
    return all;
}

std::optional<model::Operand> eval_prefix(Context& context, const ast::Prefix& prefix, const KeyPart& part,
                                          Span span) {
    const auto base = eval_constant(context, *prefix.base, part);
    const auto len = eval_number(context, *prefix.length, 0xffffffff, "of bits");
    if (!base || !len) return std::nullopt;
    if (*len > part.bit_len) {
        return context.fail(diag::make(Code::kBadPrefix, prefix.length->span, *len, part.bit_len));
    }
    const Bytes host_bits = low_bits(part.bit_len - *len, base->size());
    Bytes network = bit_and(*base, bit_not(host_bits));
    if (network != *base) {
        const bool literal = std::holds_alternative<ast::Literal>(prefix.base->node);
        report_host_bits(context, {span, literal ? prefix.base->span : Span{}, network, *len}, part);
    }
    return model::Prefix{std::move(network), static_cast<std::uint32_t>(*len)};
}

std::optional<model::Operand> eval_range(Context& context, const ast::Range& range, const KeyPart& part, Span span) {
    if (part.type->notation == Notation::string) {
        return context.fail(diag::make(Code::kNoOrder, span, "-", part.type->description));
    }
    auto low = eval_constant(context, *range.low, part);
    auto high = eval_constant(context, *range.high, part);
    if (!low || !high) return std::nullopt;
    // Hours may run over midnight; who uses the range decides what that means.
    if (*low > *high && part.type->notation != Notation::hour)
        return context.fail(diag::make(Code::kEmptyRange, span, context.text(span)));
    return model::Range{std::move(*low), std::move(*high)};
}

// `eth*`: a prefix of the name. `eth\*` is the name with a star.
std::optional<model::Operand> eval_wildcard(Context& context, const ast::Literal& literal, const KeyPart& part,
                                            Span span) {
    std::string_view text = literal.text;
    text.remove_suffix(1);
    if (text.ends_with('\\')) {
        const std::string plain = std::string(text.substr(0, text.size() - 1)) + "*";
        auto bytes = eval_literal(context, {ast::LiteralKind::string, plain}, part, span);
        if (!bytes) return std::nullopt;
        return model::Constant{std::move(*bytes)};
    }
    if (text.empty()) return context.fail(diag::make(Code::kBadValue, span, literal.text, "a name with a wildcard"));
    const std::size_t most = part.bit_len / 8 - 1; // as nft counts, the star among them
    if (literal.text.size() > most) {
        return context.fail(diag::make(Code::kValueRange, span,
                                       fmt::format("a name with a wildcard has at most {} characters", most)));
    }
    auto bytes = eval_literal(context, {ast::LiteralKind::string, text}, part, span);
    if (!bytes) return std::nullopt;
    return model::Prefix{std::move(*bytes), static_cast<std::uint32_t>(text.size() * 8)};
}

bool is_wildcard(const ast::Expr& expr, const KeyPart& part) {
    const auto* literal = std::get_if<ast::Literal>(&expr.node);
    return literal != nullptr && part.type->notation == Notation::string && literal->text.ends_with('*') &&
           (literal->kind == ast::LiteralKind::word || literal->kind == ast::LiteralKind::string);
}

std::optional<Bytes> constant_of(Context& context, const ast::Expr& expr, const KeyPart& part) {
    return std::visit(overloaded{
                          [&](const ast::Literal& node) { return eval_literal(context, node, part, expr.span); },
                          [&](const ast::Binary& node) { return eval_binary(context, node, part); },
                          [&](const ast::List& node) { return eval_list(context, node, part, expr.span); },
                          [&](const auto&) -> std::optional<Bytes> {
                              return context.fail(diag::make(Code::kExpectedConstant, expr.span, describe(expr)));
                          },
                      },
                      expr.node);
}

std::optional<model::Operand> operand_of(Context& context, const ast::Expr& expr, const KeyPart& part) {
    if (is_wildcard(expr, part)) return eval_wildcard(context, std::get<ast::Literal>(expr.node), part, expr.span);
    if (const auto* prefix = std::get_if<ast::Prefix>(&expr.node))
        return eval_prefix(context, *prefix, part, expr.span);
    if (const auto* range = std::get_if<ast::Range>(&expr.node)) return eval_range(context, *range, part, expr.span);
    auto constant = constant_of(context, expr, part);
    if (!constant) return std::nullopt;
    return model::Constant{std::move(*constant)};
}

} // namespace

catalog::LiteralForm literal_form(ast::LiteralKind kind) {
    using From = ast::LiteralKind;
    using To = catalog::LiteralForm;
    switch (kind) {
    case From::word: return To::word;
    case From::number: return To::number;
    case From::hex: return To::hex;
    case From::string: return To::string;
    case From::address4: return To::address4;
    case From::address6: return To::address6;
    case From::mac: return To::mac;
    case From::duration: return To::duration;
    }
    return To::word;
}

std::optional<Bytes> eval_constant(Context& context, const ast::Expr& expr, const KeyPart& part) {
    return with_value(context, expr, [&](const ast::Expr& value) { return constant_of(context, value, part); });
}

std::optional<model::Operand> eval_operand(Context& context, const ast::Expr& expr, const KeyPart& part) {
    return with_value(context, expr, [&](const ast::Expr& value) { return operand_of(context, value, part); });
}

std::pair<Bytes, Bytes> bounds(const model::Operand& operand, std::uint32_t bit_len) {
    using Pair = std::pair<Bytes, Bytes>;
    return std::visit(overloaded{
                          [](const model::Constant& one) {
                              return Pair{one.bytes, one.bytes};
                          },
                          [](const model::Range& range) {
                              return Pair{range.low, range.high};
                          },
                          [&](const model::Prefix& prefix) {
                              const std::size_t len = prefix.base.size();
                              return Pair{prefix.base, bit_or(prefix.base, low_bits(bit_len - prefix.len, len))};
                          },
                          [](const model::SetUse&) { return Pair{}; },
                      },
                      operand);
}

std::optional<std::uint64_t> eval_number(Context& context, const ast::Name& name, std::uint64_t largest,
                                         std::string_view what) {
    const auto number = catalog::parse_number(name.text);
    if (!number) return context.fail(diag::make(Code::kBadNumber, name.span, name.text, what));
    if (*number > largest) {
        return context.fail(diag::make(Code::kValueRange, name.span,
                                       fmt::format("{} is too large, at most {} fits", *number, largest)));
    }
    return number;
}

std::optional<std::uint64_t> eval_number(Context& context, const ast::Expr& expr, std::uint64_t largest,
                                         std::string_view what) {
    return with_value(context, expr, [&](const ast::Expr& value) -> std::optional<std::uint64_t> {
        if (const auto* literal = std::get_if<ast::Literal>(&value.node)) {
            return eval_number(context, ast::Name{value.span, literal->text}, largest, what);
        }
        return context.fail(diag::make(Code::kExpectedConstant, value.span, describe(value)));
    });
}

std::optional<std::string> eval_text(Context& context, const ast::Expr& expr) {
    return with_value(context, expr, [&](const ast::Expr& value) -> std::optional<std::string> {
        if (const auto* literal = std::get_if<ast::Literal>(&value.node)) return std::string(literal->text);
        return context.fail(diag::make(Code::kExpectedConstant, value.span, describe(value)));
    });
}

std::optional<std::uint64_t> eval_duration_ms(Context& context, const ast::Expr& expr) {
    return with_value(context, expr, [&](const ast::Expr& value) -> std::optional<std::uint64_t> {
        const auto* literal = std::get_if<ast::Literal>(&value.node);
        if (literal != nullptr) {
            if (const auto ms = catalog::parse_duration_ms(literal->text)) return ms;
        }
        return context.fail(
            diag::make(Code::kBadValue, value.span, context.text(value.span), "a time like 1d2h3m4s"));
    });
}

} // namespace rulec::sema
