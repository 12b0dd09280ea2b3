// SPDX-License-Identifier: GPL-2.0-or-later
// Inside of encode_expression.cpp: an nft::Expression as libnftnl's, in two files by subject. ExpressionBuilder
// is one nftnl_expr with setters of the right width; libnftnl copies as many octets as it is given, so an attribute
// of 8 bits must not be set with 32.
#pragma once

#include "backend/nft/program.h"

#include <cstdio> // libnftnl's headers use FILE

#include <libnftnl/expr.h>

namespace rulec::nft {

class ExpressionBuilder {
  public:
    explicit ExpressionBuilder(const char* name) : expr_(nftnl_expr_alloc(name)) {}

    ExpressionBuilder& u8(std::uint16_t attr, std::uint8_t value) {
        nftnl_expr_set_u8(expr_.get(), attr, value);
        return *this;
    }
    ExpressionBuilder& u16(std::uint16_t attr, std::uint16_t value) {
        nftnl_expr_set_u16(expr_.get(), attr, value);
        return *this;
    }
    ExpressionBuilder& u32(std::uint16_t attr, std::uint32_t value) {
        nftnl_expr_set_u32(expr_.get(), attr, value);
        return *this;
    }
    ExpressionBuilder& u64(std::uint16_t attr, std::uint64_t value) {
        nftnl_expr_set_u64(expr_.get(), attr, value);
        return *this;
    }
    ExpressionBuilder& string(std::uint16_t attr, const std::string& value) {
        nftnl_expr_set_str(expr_.get(), attr, value.c_str());
        return *this;
    }
    ExpressionBuilder& octets(std::uint16_t attr, BytesView value) {
        nftnl_expr_set(expr_.get(), attr, value.data(), static_cast<std::uint32_t>(value.size()));
        return *this;
    }
    // Only if there is one.
    ExpressionBuilder& reg(std::uint16_t attr, std::optional<Register> value) {
        return value ? u32(attr, *value) : *this;
    }
    // Only if it says something: an absent number is 0 to the kernel.
    ExpressionBuilder& nonzero(std::uint16_t attr, std::uint32_t value) {
        return value != 0 ? u32(attr, value) : *this;
    }

    nftnl_expr* get() const { return expr_.get(); }

  private:
    struct Free {
        void operator()(nftnl_expr* expr) const { nftnl_expr_free(expr); }
    };
    std::unique_ptr<nftnl_expr, Free> expr_;
};

// ---- build_match.cpp: what loads and compares registers
ExpressionBuilder build(const ExthdrLoad& e);
ExpressionBuilder build(const RtLoad& e);
ExpressionBuilder build(const SocketLoad& e);
ExpressionBuilder build(const OsfLoad& e);
ExpressionBuilder build(const XfrmLoad& e);
ExpressionBuilder build(const FibLoad& e);
ExpressionBuilder build(const NumgenLoad& e);
ExpressionBuilder build(const HashLoad& e);
ExpressionBuilder build(const BitShift& e);
ExpressionBuilder build(const ByteorderSwap& e);
ExpressionBuilder build(const RangeCompare& e);

// ---- build_statement.cpp: what changes the packet, its state or its way
ExpressionBuilder build(const PayloadSet& e);
ExpressionBuilder build(const ExthdrSet& e);
ExpressionBuilder build(const ExthdrReset& e);
ExpressionBuilder build(const MetaSet& e);
ExpressionBuilder build(const CtSet& e);
ExpressionBuilder build(const Limit& e);
ExpressionBuilder build(const Quota& e);
ExpressionBuilder build(const Connlimit& e);
ExpressionBuilder build(const Last& e);
ExpressionBuilder build(const Log& e);
ExpressionBuilder build(const Reject& e);
ExpressionBuilder build(const Nat& e);
ExpressionBuilder build(const Masquerade& e);
ExpressionBuilder build(const Redirect& e);
ExpressionBuilder build(const Tproxy& e);
ExpressionBuilder build(const Notrack& e);
ExpressionBuilder build(const Queue& e);
ExpressionBuilder build(const Dup& e);
ExpressionBuilder build(const Fwd& e);
ExpressionBuilder build(const Synproxy& e);
ExpressionBuilder build(const Objref& e);
ExpressionBuilder build(const FlowOffload& e);

} // namespace rulec::nft
