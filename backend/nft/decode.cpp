// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/decode.h"

#include "backend/nft/decode_messages.h"

#include <algorithm>
#include <cstring>

#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>

namespace rulec::nft {
namespace {

constexpr std::size_t kHeaders = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(nfgenmsg));

// The set that elements belong to, if it is in the program: by number alone within a batch, by name in a dump.
const NewSet* find_set(const Program& program, const TableRef& table, const std::string& name, std::uint32_t id) {
    for (auto message = program.messages.rbegin(); message != program.messages.rend(); ++message) {
        const auto* set = std::get_if<NewSet>(&*message);
        if (set == nullptr || set->table != table) continue;
        if (id != 0 ? set->id == id : set->name == name) return set;
    }
    return nullptr;
}

bool add_elements(Program& program, std::uint8_t family, const Attributes& in) {
    const TableRef table{family, in.text(NFTA_SET_ELEM_LIST_TABLE)};
    const std::string set = in.text(NFTA_SET_ELEM_LIST_SET);
    const std::uint32_t id = in.u32(NFTA_SET_ELEM_LIST_SET_ID);
    auto* last = program.messages.empty() ? nullptr : std::get_if<NewElements>(&program.messages.back());
    if (last != nullptr && last->table == table && last->set_id == id && (id != 0 || last->set == set))
        return decode_elements(in, nullptr, *last);
    NewElements elements;
    elements.table = table;
    const NewSet* declared = find_set(program, table, set, id);
    elements.set = declared == nullptr ? set : declared->name;
    elements.set_id = id;
    if (!decode_elements(in, declared, elements)) return false;
    if (elements.count > 0) program.messages.push_back(std::move(elements)); // dumps of empty sets have no elements
    return true;
}

} // namespace

bool Decoder::add(Octets message) {
    nlmsghdr header{};
    nfgenmsg extra{};
    if (message.size() < kHeaders) return message.size() >= sizeof header; // NLMSG_DONE and the like
    std::memcpy(&header, message.data(), sizeof header);
    std::memcpy(&extra, message.data() + NLMSG_HDRLEN, sizeof extra);
    if (header.nlmsg_type >> 8 != NFNL_SUBSYS_NFTABLES) return true;
    const Attributes in(message.subspan(kHeaders));
    if (!in.well_formed()) return false;
    const std::uint8_t family = extra.nfgen_family;
    const auto add = [&](auto made) {
        program_.messages.push_back(std::move(made));
        return true;
    };
    switch (header.nlmsg_type & 0xff) {
    case NFT_MSG_NEWTABLE: {
        NewTable table = decode_table(family, in);
        table.create = (header.nlmsg_flags & NLM_F_EXCL) != 0;
        return add(std::move(table));
    }
    case NFT_MSG_DELTABLE: return add(DelTable{{family, in.text(NFTA_TABLE_NAME)}, {}});
    case NFT_MSG_NEWCHAIN: return add(decode_chain(family, in));
    case NFT_MSG_NEWRULE: return add(decode_rule(family, in));
    case NFT_MSG_NEWSET: return add(decode_set(family, in));
    case NFT_MSG_NEWSETELEM: return add_elements(program_, family, in);
    case NFT_MSG_NEWOBJ: return add(decode_object(family, in));
    case NFT_MSG_NEWFLOWTABLE: return add(decode_flowtable(family, in));
    default: return true;
    }
}

std::optional<Program> decode(Octets messages) {
    Decoder decoder;
    while (!messages.empty()) {
        nlmsghdr header{};
        if (messages.size() < sizeof header) return std::nullopt;
        std::memcpy(&header, messages.data(), sizeof header);
        if (header.nlmsg_len < sizeof header || header.nlmsg_len > messages.size()) return std::nullopt;
        if (!decoder.add(messages.first(header.nlmsg_len))) return std::nullopt;
        messages = messages.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), messages.size()));
    }
    return std::move(decoder).take();
}

} // namespace rulec::nft
