// SPDX-License-Identifier: GPL-2.0-or-later
// The kernel's numbers as words, in the spelling of `nft --debug=netlink`. Every function gives "unknown" for a
// number it does not have, so that a dump of anything can be printed.
#pragma once

#include "backend/nft/program.h"

#include <cstdint>
#include <string_view>

namespace rulec::nft {

std::string_view family_name(std::uint32_t family); // NFPROTO_*
std::string_view hook_name(std::uint8_t family, std::uint32_t hook);
std::string_view payload_base_name(std::uint32_t base);
std::string_view exthdr_op_name(std::uint32_t op);
std::string_view meta_key_name(std::uint32_t key);
std::string_view ct_key_name(std::uint32_t key);
std::string_view ct_direction_name(std::uint32_t direction);
std::string_view rt_key_name(std::uint32_t key);
std::string_view socket_key_name(std::uint32_t key);
std::string_view xfrm_key_name(std::uint32_t key);
std::string_view compare_op_name(std::uint32_t op);
std::string_view dynset_op_name(std::uint32_t op);
std::string_view object_type_name(std::uint32_t type);
std::string_view verdict_name(std::int32_t code);

// The name under which the kernel knows the expression's type: "payload", "cmp", ...
std::string_view expression_name(const Expression& expression);

} // namespace rulec::nft
