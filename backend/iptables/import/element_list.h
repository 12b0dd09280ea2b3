// SPDX-License-Identifier: GPL-2.0-or-later
// `elements = { a, b }` in a set's declaration, filled to the width that `rulec fmt` has, and aligned as there.
#pragma once

#include <string>
#include <string_view>

namespace rulec::ipt {

class ElementList {
  public:
    void add(std::string_view element);
    std::string finish(); // the text; empty if there are no elements

  private:
    std::string text_;
    std::size_t column_ = 0;
};

} // namespace rulec::ipt
