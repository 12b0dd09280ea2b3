// SPDX-License-Identifier: GPL-2.0-or-later
// From words to the typed argument of an option, by the Shape of its row. No name is asked of the machine: services
// and protocols are the built-in ones, hosts have to be addresses.
#pragma once

#include "backend/iptables/ruleset.h"
#include "backend/iptables/split_words.h"

#include <optional>
#include <span>

namespace rulec::ipt {

// How many words the shape takes: none, one or two.
std::size_t word_count(Shape shape);

// `words`: as many as word_count() says. What is wrong is in `sink`, at its word.
std::optional<Argument> read_argument(const OptionRow& row, std::span<const Token> words, Family family,
                                      diag::Sink& sink);

} // namespace rulec::ipt
