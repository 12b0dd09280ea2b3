// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/encode.h"
#include "backend/nft/locate.h"
#include "tests/unit/backend/samples.h"

#include <doctest/doctest.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

using namespace rulec;
using namespace rulec::nft;

namespace {

NewElements addresses(std::uint32_t count) {
    NewElements elements;
    elements.table = {1, "t"};
    elements.set = "s";
    elements.set_id = 1;
    elements.key_len = 4;
    elements.count = count;
    for (std::uint32_t i = 0; i < count; ++i) {
        elements.keys += big_endian(i, 4);
        elements.spans.push_back({FileId{0}, i, i + 1});
    }
    return elements;
}

const nlattr* list_of(std::span<const unsigned char> message) {
    const nlattr* list = nullptr;
    mnl_attr_parse(
        reinterpret_cast<const nlmsghdr*>(message.data()), sizeof(nfgenmsg),
        [](const nlattr* attr, void* data) {
            if (mnl_attr_get_type(attr) == NFTA_SET_ELEM_LIST_ELEMENTS) *static_cast<const nlattr**>(data) = attr;
            return MNL_CB_OK;
        },
        &list);
    return list;
}

// The elements of a message, in order.
std::vector<const nlattr*> elements_in(std::span<const unsigned char> message) {
    std::vector<const nlattr*> elements;
    const nlattr* list = list_of(message);
    REQUIRE(list != nullptr);
    mnl_attr_parse_nested(
        list,
        [](const nlattr* attr, void* data) {
            static_cast<std::vector<const nlattr*>*>(data)->push_back(attr);
            return MNL_CB_OK;
        },
        &elements);
    return elements;
}

// Which attributes an element has.
std::vector<std::uint16_t> types_in(const nlattr* element) {
    std::vector<std::uint16_t> types;
    mnl_attr_parse_nested(
        element,
        [](const nlattr* attr, void* data) {
            static_cast<std::vector<std::uint16_t>*>(data)->push_back(mnl_attr_get_type(attr));
            return MNL_CB_OK;
        },
        &types);
    return types;
}

using Types = std::vector<std::uint16_t>;

} // namespace

TEST_CASE("long lists become several messages, and no element is lost") {
    constexpr std::uint32_t kCount = 100000;
    const Batch batch = encode({{addresses(kCount)}});
    CHECK(batch.message_count() > 10);
    std::size_t count = 0;
    for (std::uint32_t seq = 1; seq < batch.end_seq(); ++seq) {
        CHECK(batch.origin(seq)->message == 0);
        CHECK(batch.origin(seq)->first_element == count);
        count += elements_in(batch.message(seq)).size();
    }
    CHECK(count == kCount);
}

TEST_CASE("an offset in a later message leads to the right element") {
    const Program program{{addresses(10000)}};
    const Batch batch = encode(program);
    const std::uint32_t seq = 3;
    const auto message = batch.message(seq);
    const nlattr* fifth = elements_in(message)[5];
    const auto offset = static_cast<std::uint32_t>(reinterpret_cast<const unsigned char*>(fifth) - message.data());
    const auto place = locate(program, batch, seq, offset);
    REQUIRE(place);
    CHECK(place->span.begin == batch.origin(seq)->first_element + 5);
    CHECK(place->what == "element of set s");
}

TEST_CASE("elements have only the attributes that say something") {
    NewElements elements = addresses(4);
    elements.flags = {NFT_SET_ELEM_INTERVAL_END, 0, 0, NFT_SET_ELEM_CATCHALL};
    elements.data_len = 2;
    elements.data = test::octets("0000000500060007");
    elements.extras.push_back({.index = 2,
                               .timeout_ms = 5,
                               .expiration_ms = 4,
                               .userdata = test::octets("00027800"),
                               .expressions = {{Counter{}, {}}, {Last{}, {}}},
                               .object = {}});
    const Batch batch = encode({{elements}});
    const auto list = elements_in(batch.message(1));
    REQUIRE(list.size() == 4);
    CHECK(types_in(list[0]) == Types{NFTA_SET_ELEM_FLAGS, NFTA_SET_ELEM_KEY});
    CHECK(types_in(list[1]) == Types{NFTA_SET_ELEM_KEY, NFTA_SET_ELEM_DATA});
    CHECK(types_in(list[2]) == Types{NFTA_SET_ELEM_KEY, NFTA_SET_ELEM_DATA, NFTA_SET_ELEM_TIMEOUT,
                                     NFTA_SET_ELEM_EXPIRATION, NFTA_SET_ELEM_USERDATA, NFTA_SET_ELEM_EXPRESSIONS});
    CHECK(types_in(list[3]) == Types{NFTA_SET_ELEM_FLAGS, NFTA_SET_ELEM_DATA});
}

TEST_CASE("an empty list sends nothing") {
    CHECK(encode({{addresses(0)}}).message_count() == 0);
}

TEST_CASE("large elements at the edge of a message are not cut") {
    NewElements elements = addresses(2000);
    for (std::uint32_t i = 0; i < 2000; ++i)
        elements.extras.push_back({.index = i,
                                   .timeout_ms = {},
                                   .expiration_ms = {},
                                   .userdata = Bytes(200 + i % 50, 'x'),
                                   .expressions = {},
                                   .object = {}});
    const Batch batch = encode({{elements}});
    std::size_t count = 0;
    for (std::uint32_t seq = 1; seq < batch.end_seq(); ++seq)
        for (const nlattr* element : elements_in(batch.message(seq))) {
            CHECK(types_in(element) == Types{NFTA_SET_ELEM_KEY, NFTA_SET_ELEM_USERDATA});
            ++count;
        }
    CHECK(count == 2000);
}
