// SPDX-License-Identifier: GPL-2.0-or-later
// What is known of the words of a shell script: those that steer it, and the commands that make no rules.
#pragma once

#include "backend/iptables/split_words.h"

#include <optional>
#include <span>
#include <string_view>

namespace rulec::ipt {

bool begins_control(std::string_view word);    // `for`, `if`...
bool continues_control(std::string_view word); // `do`, `fi`...

// The name of a program, without the directory it is in; that of another file, as in /etc/init.d, is all of it.
std::string_view program(std::string_view path);

// The name in `NAME=value`. Nothing: it is no assignment.
std::optional<std::string_view> assigned_name(const Token& word);

// Does a command leave the kernel's rules as they are?
bool makes_no_rules(std::span<const Token> words);

// Reports that `what` cannot be followed; the first mistake of a script says what to do instead.
void cannot_follow(Span span, std::string_view what, diag::Sink& sink, Span set_here = {});

} // namespace rulec::ipt
