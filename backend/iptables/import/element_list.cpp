// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/element_list.h"

#include <utility>

namespace rulec::ipt {
namespace {

constexpr std::string_view kBegin = "elements = { ";
constexpr std::string_view kNextLine = ",\n\t\t             "; // behind the brace
constexpr std::size_t kIndent = 16 + kBegin.size(), kWidth = 120;
constexpr std::size_t kBehind = 4; // ", " and what may follow: "," or " }"

} // namespace

void ElementList::add(std::string_view element) {
    if (text_.empty()) {
        text_ = kBegin;
        column_ = kIndent;
    } else if (column_ + element.size() + kBehind > kWidth) {
        text_ += kNextLine;
        column_ = kIndent;
    } else {
        text_ += ", ";
        column_ += 2;
    }
    text_ += element;
    column_ += element.size();
}

std::string ElementList::finish() {
    if (!text_.empty()) text_ += " }";
    return std::move(text_);
}

} // namespace rulec::ipt
