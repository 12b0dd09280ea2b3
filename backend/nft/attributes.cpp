// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/attributes.h"

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using enum AttributeKind;

#define ROW(type, ...)                                                                                               \
    { type, #type, __VA_ARGS__ }

constexpr AttributeRow kVerdictRows[] = {ROW(NFTA_VERDICT_CODE, number), ROW(NFTA_VERDICT_CHAIN, string),
                                         ROW(NFTA_VERDICT_CHAIN_ID, number)};
constexpr Schema kVerdict = kVerdictRows;

constexpr AttributeRow kDataRows[] = {ROW(NFTA_DATA_VALUE, octets), ROW(NFTA_DATA_VERDICT, nested, &kVerdict)};
constexpr AttributeRow kExpressionRows[] = {ROW(NFTA_EXPR_NAME, string), ROW(NFTA_EXPR_DATA, expression)};
constexpr AttributeRow kExpressionListRows[] = {ROW(NFTA_LIST_ELEM, nested, &kExpression)};

constexpr AttributeRow kTable[] = {ROW(NFTA_TABLE_NAME, string), ROW(NFTA_TABLE_FLAGS, number),
                                   ROW(NFTA_TABLE_USERDATA, octets)};

constexpr AttributeRow kDeviceRows[] = {ROW(NFTA_DEVICE_NAME, string)};
constexpr Schema kDevices = kDeviceRows;
constexpr AttributeRow kHookRows[] = {ROW(NFTA_HOOK_HOOKNUM, number), ROW(NFTA_HOOK_PRIORITY, number),
                                      ROW(NFTA_HOOK_DEV, string), ROW(NFTA_HOOK_DEVS, nested, &kDevices)};
constexpr Schema kHook = kHookRows;
constexpr AttributeRow kChain[] = {ROW(NFTA_CHAIN_TABLE, string),        ROW(NFTA_CHAIN_NAME, string),
                                   ROW(NFTA_CHAIN_HOOK, nested, &kHook), ROW(NFTA_CHAIN_POLICY, number),
                                   ROW(NFTA_CHAIN_TYPE, string),         ROW(NFTA_CHAIN_FLAGS, number),
                                   ROW(NFTA_CHAIN_ID, number),           ROW(NFTA_CHAIN_USERDATA, octets)};

constexpr AttributeRow kRule[] = {
    ROW(NFTA_RULE_TABLE, string), ROW(NFTA_RULE_CHAIN, string), ROW(NFTA_RULE_CHAIN_ID, number),
    ROW(NFTA_RULE_EXPRESSIONS, nested, &kExpressionList), ROW(NFTA_RULE_USERDATA, octets)};

constexpr AttributeRow kFieldRows[] = {ROW(NFTA_SET_FIELD_LEN, number)};
constexpr Schema kField = kFieldRows;
constexpr AttributeRow kFieldListRows[] = {ROW(NFTA_LIST_ELEM, nested, &kField)};
constexpr Schema kFieldList = kFieldListRows;
constexpr AttributeRow kDescriptionRows[] = {ROW(NFTA_SET_DESC_SIZE, number),
                                             ROW(NFTA_SET_DESC_CONCAT, nested, &kFieldList)};
constexpr Schema kDescription = kDescriptionRows;
constexpr AttributeRow kSet[] = {ROW(NFTA_SET_TABLE, string),
                                 ROW(NFTA_SET_NAME, string),
                                 ROW(NFTA_SET_FLAGS, number),
                                 ROW(NFTA_SET_KEY_TYPE, number),
                                 ROW(NFTA_SET_KEY_LEN, number),
                                 ROW(NFTA_SET_DATA_TYPE, number),
                                 ROW(NFTA_SET_DATA_LEN, number),
                                 ROW(NFTA_SET_POLICY, number),
                                 ROW(NFTA_SET_DESC, nested, &kDescription),
                                 ROW(NFTA_SET_ID, number),
                                 ROW(NFTA_SET_TIMEOUT, number),
                                 ROW(NFTA_SET_GC_INTERVAL, number),
                                 ROW(NFTA_SET_USERDATA, octets),
                                 ROW(NFTA_SET_OBJ_TYPE, number),
                                 ROW(NFTA_SET_EXPR, nested, &kExpression),
                                 ROW(NFTA_SET_EXPRESSIONS, nested, &kExpressionList)};

constexpr AttributeRow kElementRows[] = {
    ROW(NFTA_SET_ELEM_KEY, nested, &kData),  ROW(NFTA_SET_ELEM_KEY_END, nested, &kData),
    ROW(NFTA_SET_ELEM_DATA, nested, &kData), ROW(NFTA_SET_ELEM_FLAGS, number),
    ROW(NFTA_SET_ELEM_TIMEOUT, number),      ROW(NFTA_SET_ELEM_EXPIRATION, number),
    ROW(NFTA_SET_ELEM_USERDATA, octets),     ROW(NFTA_SET_ELEM_EXPR, nested, &kExpression),
    ROW(NFTA_SET_ELEM_OBJREF, string),       ROW(NFTA_SET_ELEM_EXPRESSIONS, nested, &kExpressionList)};
constexpr Schema kElement = kElementRows;
// The kernel ignores the type of a list's items; nft numbers them, so any type stands for an element.
constexpr AttributeRow kElementListRows[] = {ROW(NFTA_LIST_ELEM, nested, &kElement)};
constexpr Schema kElementList = kElementListRows;
constexpr AttributeRow kElements[] = {ROW(NFTA_SET_ELEM_LIST_TABLE, string), ROW(NFTA_SET_ELEM_LIST_SET, string),
                                      ROW(NFTA_SET_ELEM_LIST_SET_ID, number),
                                      ROW(NFTA_SET_ELEM_LIST_ELEMENTS, nested, &kElementList)};

constexpr AttributeRow kObject[] = {ROW(NFTA_OBJ_TABLE, string), ROW(NFTA_OBJ_NAME, string),
                                    ROW(NFTA_OBJ_TYPE, number), ROW(NFTA_OBJ_DATA, object),
                                    ROW(NFTA_OBJ_USERDATA, octets)};

constexpr AttributeRow kFlowtableHookRows[] = {ROW(NFTA_FLOWTABLE_HOOK_NUM, number),
                                               ROW(NFTA_FLOWTABLE_HOOK_PRIORITY, number),
                                               ROW(NFTA_FLOWTABLE_HOOK_DEVS, nested, &kDevices)};
constexpr Schema kFlowtableHook = kFlowtableHookRows;
constexpr AttributeRow kFlowtable[] = {ROW(NFTA_FLOWTABLE_TABLE, string), ROW(NFTA_FLOWTABLE_NAME, string),
                                       ROW(NFTA_FLOWTABLE_HOOK, nested, &kFlowtableHook),
                                       ROW(NFTA_FLOWTABLE_FLAGS, number)};

constexpr AttributeRow kHelper[] = {ROW(NFTA_CT_HELPER_NAME, string), ROW(NFTA_CT_HELPER_L3PROTO, number),
                                    ROW(NFTA_CT_HELPER_L4PROTO, number)};
constexpr Schema kTimeoutStates = {}; // numbered by the protocol's states
constexpr AttributeRow kTimeout[] = {ROW(NFTA_CT_TIMEOUT_L3PROTO, number), ROW(NFTA_CT_TIMEOUT_L4PROTO, number),
                                     ROW(NFTA_CT_TIMEOUT_DATA, nested, &kTimeoutStates)};
constexpr AttributeRow kExpectation[] = {ROW(NFTA_CT_EXPECT_L3PROTO, number), ROW(NFTA_CT_EXPECT_L4PROTO, number),
                                         ROW(NFTA_CT_EXPECT_DPORT, number),
                                         ROW(NFTA_CT_EXPECT_TIMEOUT, octets), // the one number in host order
                                         ROW(NFTA_CT_EXPECT_SIZE, number)};
constexpr AttributeRow kSecmark[] = {ROW(NFTA_SECMARK_CTX, string)};

#undef ROW

struct MessageRow {
    std::uint8_t message;
    std::string_view name;
    Schema schema;
};
constexpr MessageRow kMessages[] = {
    {NFT_MSG_NEWTABLE, "NEWTABLE", kTable}, {NFT_MSG_DELTABLE, "DELTABLE", kTable},
    {NFT_MSG_NEWCHAIN, "NEWCHAIN", kChain}, {NFT_MSG_NEWRULE, "NEWRULE", kRule},
    {NFT_MSG_NEWSET, "NEWSET", kSet},       {NFT_MSG_NEWSETELEM, "NEWSETELEM", kElements},
    {NFT_MSG_NEWOBJ, "NEWOBJ", kObject},    {NFT_MSG_NEWFLOWTABLE, "NEWFLOWTABLE", kFlowtable}};

} // namespace

constinit const Schema kData = kDataRows;
constinit const Schema kExpression = kExpressionRows;
constinit const Schema kExpressionList = kExpressionListRows;

Schema message_schema(std::uint8_t message) {
    for (const MessageRow& row : kMessages)
        if (row.message == message) return row.schema;
    return {};
}

std::string_view message_name(std::uint8_t message) {
    for (const MessageRow& row : kMessages)
        if (row.message == message) return row.name;
    return "unknown message";
}

Schema object_schema(std::uint32_t object_type) {
    switch (object_type) {
    case NFT_OBJECT_COUNTER: return expression_schema("counter");
    case NFT_OBJECT_QUOTA: return expression_schema("quota");
    case NFT_OBJECT_LIMIT: return expression_schema("limit");
    case NFT_OBJECT_SYNPROXY: return expression_schema("synproxy");
    case NFT_OBJECT_CT_HELPER: return kHelper;
    case NFT_OBJECT_CT_TIMEOUT: return kTimeout;
    case NFT_OBJECT_CT_EXPECT: return kExpectation;
    case NFT_OBJECT_SECMARK: return kSecmark;
    default: return {}; // any number may stand in a dump
    }
}

} // namespace rulec::nft
