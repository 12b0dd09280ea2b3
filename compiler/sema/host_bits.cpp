// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/host_bits.h"

#include "compiler/catalog/print_value.h"

#include <algorithm>

namespace rulec::sema {
namespace {

using diag::Code;

bool is_address(const catalog::DataType& type) {
    return type.notation == catalog::Notation::address4 || type.notation == catalog::Notation::address6;
}

// 127.0.0.1/8, as `ip address` shows it: nobody means anything else by that.
bool is_loopback(const Context& context, Span span) {
    return context.text(span) == "127.0.0.1/8";
}

bool told_before(const Context& context, Span span) {
    if (context.captures == nullptr) return false; // what is no variable's value is read once
    return std::ranges::any_of(context.sink.all(), [&](const diag::Diagnostic& found) {
        return found.code == Code::kHostBits && found.primary.span == span;
    });
}

} // namespace

void report_host_bits(Context& context, const WrittenPrefix& prefix, const model::KeyPart& part) {
    if (!context.sink.wants(Code::kHostBits) || !is_address(*part.type)) return;
    if (is_loopback(context, prefix.span) || told_before(context, prefix.span)) return;
    const std::string network = catalog::print_value(*part.type, part.bit_len, prefix.network);
    auto found = diag::make(Code::kHostBits, prefix.span, context.text(prefix.span))
                     .label(fmt::format("means `{}/{}`", network, prefix.len));
    if (prefix.address.known()) found.fixits.push_back({prefix.address, network});
    context.sink.report(std::move(found));
}

} // namespace rulec::sema
