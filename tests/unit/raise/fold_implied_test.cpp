// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/fold_implied.h"
#include "compiler/ir/build.h"
#include "compiler/ir/print.h"

#include <doctest/doctest.h>

using namespace rulec;

namespace {

using catalog::Family;
using catalog::HeaderKind;

model::Statement is(HeaderKind kind, std::string_view header, std::string_view name, std::uint64_t value) {
    model::FieldLoad load;
    load.header = catalog::find_header(kind, header);
    load.field = catalog::find_field(*load.header, name);
    model::Value lhs{&catalog::type(load.field->type), load.field->bit_len, load.field->order, {}, load};
    model::Constant rhs{big_endian(value, lhs.byte_len())};
    return {{}, model::Match{std::move(lhs), model::MatchOp::eq, std::move(rhs)}};
}

model::Statement does(model::Action action) {
    return {{}, std::move(action)};
}

const auto kInet4 = is(HeaderKind::meta, "meta", "nfproto", 2);
const auto kTcp = is(HeaderKind::meta, "meta", "l4proto", 6);
const auto kPort = is(HeaderKind::payload, "tcp", "dport", 22);
const auto kAddress = is(HeaderKind::payload, "ip", "saddr", 1);
const auto kTagged = is(HeaderKind::payload, "ether", "type", 0x8100);
const auto kInnerIp = is(HeaderKind::payload, "vlan", "type", 0x0800);
const auto kProtocol = is(HeaderKind::payload, "ip", "protocol", 6);

std::size_t left(Family family, const std::vector<model::Statement>& statements) {
    return nft::fold_implied(family, statements, {}).size();
}

} // namespace

TEST_CASE("a test that the next field needs is left out") {
    CHECK(left(Family::inet, {kTcp, kPort}) == 1);
    CHECK(left(Family::inet, {kInet4, kAddress, kTcp, kPort}) == 2);
}

TEST_CASE("a test for its own sake stays") {
    CHECK(left(Family::inet, {kTcp}) == 1);
    CHECK(left(Family::inet, {kTcp, kAddress}) == 2);
    CHECK(left(Family::inet, {kTcp, does(model::Counter{}), kPort}) == 3);
}

TEST_CASE("a test stays if more than it would come back") {
    CHECK(left(Family::ip, {kInet4, kPort}) == 2); // no dependency in an ip table
    CHECK(left(Family::bridge, {kTagged, kInnerIp}) == 1);
    CHECK(left(Family::bridge, {kTagged, kInnerIp, kProtocol}) == 2); // `ip protocol` alone would ask for no tag
}

TEST_CASE("what a reject needs is the rule's first test") {
    const model::Reject reset{model::RejectType::tcp_reset, 0, 0};
    CHECK(left(Family::inet, {kTcp, does(model::Counter{}), does(reset)}) == 3);
    const model::Reject unreachable{model::RejectType::icmp_unreach, 3, 2};
    CHECK(left(Family::inet, {kInet4, does(unreachable)}) == 1);
    CHECK(left(Family::inet, {kInet4, kAddress, does(unreachable)}) == 2);
}
