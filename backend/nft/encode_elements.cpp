// SPDX-License-Identifier: GPL-2.0-or-later
// Set elements, written with libmnl straight from the flat arrays: a million of them through libnftnl cost three
// times the time and ten times the memory. An attribute holds less than 64 KiB, so a long list becomes several
// messages; an element that does not fit any more is taken back and written again in the next message.
#include "backend/nft/encode_expression.h"
#include "backend/nft/encode_messages.h"

#include <arpa/inet.h>
#include <endian.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

constexpr std::size_t kMaxList = 0xffff; // nla_len has 16 bits

void put_data(nlmsghdr* message, std::uint16_t attribute, const unsigned char* octets, std::size_t len) {
    nlattr* nest = mnl_attr_nest_start(message, attribute);
    mnl_attr_put(message, NFTA_DATA_VALUE, len, octets);
    mnl_attr_nest_end(message, nest);
}

void put_verdict(nlmsghdr* message, const Verdict& verdict) {
    nlattr* nest = mnl_attr_nest_start(message, NFTA_SET_ELEM_DATA);
    nlattr* inner = mnl_attr_nest_start(message, NFTA_DATA_VERDICT);
    mnl_attr_put_u32(message, NFTA_VERDICT_CODE, htonl(static_cast<std::uint32_t>(verdict.code)));
    if (!verdict.chain.empty()) put_string(message, NFTA_VERDICT_CHAIN, verdict.chain);
    if (verdict.chain_id != 0) mnl_attr_put_u32(message, NFTA_VERDICT_CHAIN_ID, htonl(verdict.chain_id));
    mnl_attr_nest_end(message, inner);
    mnl_attr_nest_end(message, nest);
}

void put_extra(nlmsghdr* message, const ElementExtra& extra) {
    if (extra.timeout_ms) mnl_attr_put_u64(message, NFTA_SET_ELEM_TIMEOUT, htobe64(*extra.timeout_ms));
    if (extra.expiration_ms) mnl_attr_put_u64(message, NFTA_SET_ELEM_EXPIRATION, htobe64(*extra.expiration_ms));
    if (!extra.object.empty()) put_string(message, NFTA_SET_ELEM_OBJREF, extra.object);
    put_userdata(message, NFTA_SET_ELEM_USERDATA, extra.userdata);
    put_stateful(message, NFTA_SET_ELEM_EXPR, NFTA_SET_ELEM_EXPRESSIONS, extra.expressions);
}

std::uint8_t flags_of(const NewElements& elements, std::size_t i) {
    return elements.flags.empty() ? std::uint8_t{0} : elements.flags[i];
}

// One NFTA_LIST_ELEM.
void put_element(nlmsghdr* message, const NewElements& elements, std::size_t i, const ElementExtra* extra) {
    nlattr* element = mnl_attr_nest_start(message, NFTA_LIST_ELEM);
    const std::uint8_t flags = flags_of(elements, i);
    const std::size_t key_len = elements.key_len;
    if (flags != 0) mnl_attr_put_u32(message, NFTA_SET_ELEM_FLAGS, htonl(flags));
    if ((flags & NFT_SET_ELEM_CATCHALL) == 0) { // which has no key
        put_data(message, NFTA_SET_ELEM_KEY, elements.keys.data() + i * key_len, key_len);
        if (!elements.key_ends.empty())
            put_data(message, NFTA_SET_ELEM_KEY_END, elements.key_ends.data() + i * key_len, key_len);
    }
    // The end of an interval maps to nothing.
    if (elements.data_len > 0 && (flags & NFT_SET_ELEM_INTERVAL_END) == 0)
        put_data(message, NFTA_SET_ELEM_DATA, elements.data.data() + i * elements.data_len, elements.data_len);
    if (!elements.verdicts.empty() && elements.verdicts[i] != NewElements::kNoVerdict)
        put_verdict(message, elements.verdict_table[elements.verdicts[i]]);
    if (extra != nullptr) put_extra(message, *extra);
    mnl_attr_nest_end(message, element);
}

// The messages of one set; keeps at most one of them open.
class ElementWriter {
  public:
    ElementWriter(Batch& batch, const NewElements& elements, std::uint32_t index)
        : batch_(batch), elements_(elements), index_(index) {}

    void write(std::size_t i, const ElementExtra* extra) {
        if (message_ == nullptr) open(i);
        const std::uint32_t len_before = message_->nlmsg_len;
        put_element(message_, elements_, i, extra);
        if (list_len() <= kMaxList) return;
        MessageBuffer::take_back(message_, len_before);
        close();
        open(i);
        put_element(message_, elements_, i, extra);
    }

    void close() {
        if (message_ == nullptr) return;
        mnl_attr_nest_end(message_, list_);
        batch_.end(message_, {index_, first_});
        message_ = nullptr;
    }

  private:
    void open(std::size_t first) {
        first_ = static_cast<std::uint32_t>(first);
        message_ = batch_.begin(NFT_MSG_NEWSETELEM, NLM_F_CREATE, elements_.table.family);
        put_string(message_, NFTA_SET_ELEM_LIST_TABLE, elements_.table.name);
        put_string(message_, NFTA_SET_ELEM_LIST_SET, elements_.set);
        if (elements_.set_id != 0) mnl_attr_put_u32(message_, NFTA_SET_ELEM_LIST_SET_ID, htonl(elements_.set_id));
        list_ = mnl_attr_nest_start(message_, NFTA_SET_ELEM_LIST_ELEMENTS);
    }

    std::size_t list_len() const {
        const auto* end = static_cast<const char*>(mnl_nlmsg_get_payload_tail(message_));
        return static_cast<std::size_t>(end - reinterpret_cast<const char*>(list_));
    }

    Batch& batch_;
    const NewElements& elements_;
    std::uint32_t index_;
    std::uint32_t first_ = 0;
    nlmsghdr* message_ = nullptr;
    nlattr* list_ = nullptr;
};

} // namespace

void encode_message(Batch& batch, const NewElements& elements, std::uint32_t index) {
    ElementWriter writer(batch, elements, index);
    auto extra = elements.extras.begin();
    for (std::size_t i = 0; i < elements.count; ++i) {
        const bool has_extra = extra != elements.extras.end() && extra->index == i;
        writer.write(i, has_extra ? &*extra : nullptr);
        if (has_extra) ++extra;
    }
    writer.close();
}

} // namespace rulec::nft
