// SPDX-License-Identifier: GPL-2.0-or-later
// overloaded{lambda...}: a visitor for std::visit that must name every alternative.
#pragma once

namespace rulec {

template <class... Callables>
struct overloaded : Callables... {
    using Callables::operator()...;
};
template <class... Callables>
overloaded(Callables...) -> overloaded<Callables...>;

} // namespace rulec
