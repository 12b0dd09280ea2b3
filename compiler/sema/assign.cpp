// SPDX-License-Identifier: GPL-2.0-or-later
// `FIELD set VALUE`: mangling packets, marks and conntrack entries.
#include "compiler/sema/describe.h"
#include "compiler/sema/statement.h"
#include "compiler/sema/value.h"

#include <cstdint>
#include <optional>

#include <linux/netfilter/nf_tables.h>

namespace rulec::sema {
namespace {

using catalog::HeaderKind;
using diag::Code;
using model::FieldLoad;
using model::ObjectType;

// `ct helper set "x"`, `ct timeout set`, `ct expectation set` and `meta secmark set` attach a named object.
std::optional<ObjectType> object_type(const ast::Expr& target) {
    const auto* selector = std::get_if<ast::Selector>(&target.node);
    if (selector == nullptr || selector->words.size() < 2) return std::nullopt;
    const std::string words = words_of(*selector);
    if (words == "ct helper") return ObjectType::ct_helper;
    if (words == "ct timeout") return ObjectType::ct_timeout;
    if (words == "ct expectation") return ObjectType::ct_expectation;
    return std::nullopt;
}

bool is_settable(const FieldLoad& load) {
    if (load.field == nullptr) return false;
    switch (load.header->kind) {
    case HeaderKind::payload: return true;
    case HeaderKind::tcp_option: return load.field->bit_offset % 8 == 0 && load.field->bit_len % 8 == 0;
    case HeaderKind::meta:
    case HeaderKind::ct: return load.field->settable;
    case HeaderKind::exthdr:
    case HeaderKind::ip_option:
    case HeaderKind::sctp_chunk:
    case HeaderKind::rt:
    case HeaderKind::socket:
    case HeaderKind::osf:
    case HeaderKind::fib:
    case HeaderKind::ipsec: return false;
    }
    return false;
}

bool is_settable(const model::RawLoad& raw) {
    return raw.from != model::RawLoad::From::tcp_option || (raw.bit_offset % 8 == 0 && raw.bit_len % 8 == 0);
}

// Octets of a packet are written as they are, but bits of one are merged into it, and the kernel merges only
// constants. Where a header has an Internet checksum, whole words of 16 bits are written to keep it right.
bool takes_only_constants(const model::Assign& assign) {
    std::uint32_t unit = 8;
    std::uint32_t begin = 0;
    std::uint32_t len = 0;
    if (assign.raw_target) {
        begin = assign.raw_target->bit_offset;
        len = assign.raw_target->bit_len;
    } else if (assign.target.header->kind == HeaderKind::payload) {
        if (assign.target.header->csum_type == NFT_PAYLOAD_CSUM_INET) unit = 16;
        begin = assign.target.field->bit_offset;
        len = assign.target.field->bit_len;
    }
    return begin % unit != 0 || len % unit != 0;
}

// Octets of a protocol header as they are; a part of an octet has to be masked.
bool is_whole_payload(const model::Value& value) {
    const auto* load = std::get_if<FieldLoad>(&value.node);
    if (load != nullptr && load->header->kind == HeaderKind::payload)
        return load->field->bit_offset % 8 == 0 && load->field->bit_len % 8 == 0;
    const auto* raw = std::get_if<model::RawLoad>(&value.node);
    return raw != nullptr && raw->bit_offset % 8 == 0 && raw->bit_len % 8 == 0;
}

// nft's rule: the same type, or a number. Of a number that is read from the packet as it is the length must fit.
bool may_be_set_to(const model::Value& value, const model::Value& target) {
    const bool generated =
        std::holds_alternative<model::Numgen>(value.node) || std::holds_alternative<model::Hash>(value.node);
    if (generated) return true;
    if (value.type->id == catalog::TypeId::integer)
        return !is_whole_payload(value) || value.bit_len == target.bit_len;
    return value.type->id == target.type->id && value.bit_len == target.bit_len;
}

// Constants and data of maps have been read as the target's type already.
bool check_computed(Context& context, const model::Assign& assign, const model::Value& target) {
    const model::Value& value = *assign.value;
    if (std::holds_alternative<model::Constant>(value.node)) return true;
    if (takes_only_constants(assign)) {
        context.sink.report(diag::make(Code::kExpectedConstant, value.span, "a computed value")
                                .label("only part of an octet or of a checksummed word is set, and the kernel merges "
                                       "only constants into it"));
        return false;
    }
    if (std::holds_alternative<model::MapGet>(value.node) || may_be_set_to(value, target)) return true;
    context.sink.report(
        diag::make(Code::kTypeMismatch, value.span, describe(parts_of(target)), describe(parts_of(value))));
    return false;
}

// `meta secmark set "name"`: a name means the object, everything else a number.
bool names_secmark(const FieldLoad& load, const ast::Expr& value) {
    const auto* literal = std::get_if<ast::Literal>(&value.node);
    return load.header->kind == HeaderKind::meta && load.field != nullptr && load.field->name == "secmark" &&
           literal != nullptr &&
           (literal->kind == ast::LiteralKind::word || literal->kind == ast::LiteralKind::string);
}

bool is_secmark_number(const model::Assign& assign) {
    const bool secmark = assign.target.field != nullptr && assign.target.field->name == "secmark";
    return secmark && std::holds_alternative<model::Constant>(assign.value->node);
}

} // namespace

std::optional<model::Action> eval_assign(Context& context, const ast::Assign& node, Span) {
    if (const auto type = object_type(node.target)) return eval_object_ref(context, *type, node.value);
    const auto target = eval_value(context, node.target);
    if (!target) return std::nullopt;
    model::Assign assign{
        .target = {}, .bit_len = target->bit_len, .order = target->order, .raw_target = {}, .value = *target};
    if (const auto* raw = std::get_if<model::RawLoad>(&target->node)) {
        if (!is_settable(*raw))
            return context.fail(diag::make(Code::kNotSettable, node.target.span, context.text(node.target.span)));
        assign.raw_target = *raw;
    } else if (const auto* load = std::get_if<FieldLoad>(&target->node)) {
        if (names_secmark(*load, node.value)) return eval_object_ref(context, ObjectType::secmark, node.value);
        if (!is_settable(*load))
            return context.fail(diag::make(Code::kNotSettable, node.target.span, context.text(node.target.span)));
        assign.target = *load;
    } else {
        return context.fail(diag::make(Code::kNotSettable, node.target.span, context.text(node.target.span)));
    }
    auto value = eval_rvalue(context, node.value, {target->type, target->bit_len, target->order});
    if (!value) return std::nullopt;
    assign.value = std::move(*value);
    if (!check_computed(context, assign, *target)) return std::nullopt;
    if (is_secmark_number(assign)) {
        return context.fail(diag::make(Code::kBadOption, node.value.span, "a security mark is no number")
                                .help("set it to a `secmark` object by its name, or to another mark"));
    }
    return assign;
}

} // namespace rulec::sema
