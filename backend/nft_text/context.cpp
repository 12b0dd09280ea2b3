// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/context.h"

#include "compiler/diag/printable.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::nft_text {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool may_be_in_name(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '/' || c == '\\' || c == '_' || c == '.' || c == '-';
}

} // namespace

void Context::fail(std::string_view what) const {
    sink.report(diag::make(diag::Code::kNotWritable, span, what));
}

std::string quoted(const Context& context, std::string_view text) {
    const bool plain = text.find('"') == std::string_view::npos && text.find('\0') == std::string_view::npos;
    if (!plain) context.fail("a string with a quote in it");
    return fmt::format("\"{}\"", text);
}

std::string name_text(const Context& context, std::string_view name) {
    const bool good =
        !name.empty() && (is_letter(name[0]) || name[0] == '_') && std::ranges::all_of(name, may_be_in_name);
    if (!good) context.fail(fmt::format("the name `{}`", name));
    return std::string(name);
}

} // namespace rulec::nft_text
