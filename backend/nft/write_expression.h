// SPDX-License-Identifier: GPL-2.0-or-later
// Inside of encode_expression.cpp: the expressions that nearly every rule is made of, written with libmnl. Through
// libnftnl each of them costs an object, copies of its octets and a search by name: four fifths of the time of
// encoding a rule. The others are left to libnftnl (expression_builder.h).
#pragma once

#include "backend/nft/program.h"

struct nlmsghdr;

namespace rulec::nft {

// Each writes NFTA_EXPR_NAME and NFTA_EXPR_DATA.
void write_expression(nlmsghdr* message, const PayloadLoad& e);
void write_expression(nlmsghdr* message, const MetaLoad& e);
void write_expression(nlmsghdr* message, const CtLoad& e);
void write_expression(nlmsghdr* message, const Bitwise& e);
void write_expression(nlmsghdr* message, const Compare& e);
void write_expression(nlmsghdr* message, const Lookup& e);
void write_expression(nlmsghdr* message, const Immediate& e);
void write_expression(nlmsghdr* message, const Counter& e);

} // namespace rulec::nft
