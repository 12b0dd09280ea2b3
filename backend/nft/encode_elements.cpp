// SPDX-License-Identifier: GPL-2.0-or-later
// Set elements, written with libmnl straight from the flat arrays: a million of them through libnftnl cost three
// times the time and ten times the memory. An attribute holds less than 64 KiB, so a long list becomes several
// messages; an element that does not fit any more is taken back and written again in the next message.
//
// Elements of one list are alike but for their octets: the first of each kind is written attribute by attribute and
// then serves as a stamp for the others.
#include "backend/nft/encode_expression.h"
#include "backend/nft/encode_messages.h"

#include <cstring>

#include <arpa/inet.h>
#include <endian.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

constexpr std::size_t kMaxList = 0xffff; // nla_len has 16 bits

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

// One NFTA_LIST_ELEM, which is returned.
const nlattr* put_element(nlmsghdr* message, const NewElements& elements, std::size_t i, const ElementExtra* extra) {
    nlattr* element = mnl_attr_nest_start(message, NFTA_LIST_ELEM);
    const std::uint8_t flags = flags_of(elements, i);
    const std::size_t key_len = elements.key_len;
    if (flags != 0) mnl_attr_put_u32(message, NFTA_SET_ELEM_FLAGS, htonl(flags));
    if ((flags & NFT_SET_ELEM_CATCHALL) == 0) { // which has no key
        put_octets(message, NFTA_SET_ELEM_KEY, BytesView(elements.keys).substr(i * key_len, key_len));
        if (!elements.key_ends.empty())
            put_octets(message, NFTA_SET_ELEM_KEY_END, BytesView(elements.key_ends).substr(i * key_len, key_len));
    }
    // The end of an interval maps to nothing.
    if (elements.data_len > 0 && (flags & NFT_SET_ELEM_INTERVAL_END) == 0)
        put_octets(message, NFTA_SET_ELEM_DATA,
                   BytesView(elements.data).substr(i * elements.data_len, elements.data_len));
    if (!elements.verdicts.empty() && elements.verdicts[i] != NewElements::kNoVerdict)
        put_verdict(message, NFTA_SET_ELEM_DATA, elements.verdict_table[elements.verdicts[i]]);
    if (extra != nullptr) put_extra(message, *extra);
    mnl_attr_nest_end(message, element);
    return element;
}

// Where in an element's attributes its own octets stand.
struct Stamp {
    std::vector<unsigned char> octets; // empty: none yet
    std::size_t key_at = 0, key_end_at = 0, data_at = 0;
};

// Octets from the start of the element to the value of a nested attribute `attribute` / NFTA_DATA_VALUE; 0 if there
// is none.
std::size_t value_at(const nlattr* element, std::uint16_t attribute) {
    const auto* const begin = reinterpret_cast<const char*>(element);
    const auto* attr = static_cast<const nlattr*>(mnl_attr_get_payload(element));
    while (reinterpret_cast<const char*>(attr) < begin + element->nla_len && mnl_attr_get_type(attr) != attribute)
        attr = mnl_attr_next(attr);
    if (reinterpret_cast<const char*>(attr) >= begin + element->nla_len) return 0;
    const auto* value = static_cast<const nlattr*>(mnl_attr_get_payload(attr));
    return static_cast<std::size_t>(static_cast<const char*>(mnl_attr_get_payload(value)) - begin);
}

Stamp make_stamp(const nlattr* element, const NewElements& elements) {
    const auto* octets = reinterpret_cast<const unsigned char*>(element);
    Stamp stamp{{octets, octets + MNL_ALIGN(element->nla_len)}, value_at(element, NFTA_SET_ELEM_KEY), 0, 0};
    if (!elements.key_ends.empty()) stamp.key_end_at = value_at(element, NFTA_SET_ELEM_KEY_END);
    if (elements.data_len > 0) stamp.data_at = value_at(element, NFTA_SET_ELEM_DATA);
    return stamp;
}

// The stamps of one list: one for each combination of flags and verdict.
class Stamps {
  public:
    explicit Stamps(const NewElements& elements)
        : elements_(elements), kinds_(2 * (elements.verdict_table.size() + 1)) {}

    // None for elements that have something of their own besides octets.
    Stamp* of(std::size_t i, const ElementExtra* extra) {
        const std::uint8_t flags = flags_of(elements_, i);
        if (extra != nullptr || flags > NFT_SET_ELEM_INTERVAL_END) return nullptr;
        std::size_t verdict = 0;
        if (!elements_.verdicts.empty() && elements_.verdicts[i] != NewElements::kNoVerdict)
            verdict = elements_.verdicts[i] + 1;
        return &kinds_[2 * verdict + flags];
    }

    void apply(const Stamp& stamp, std::size_t i, unsigned char* to) const {
        std::memcpy(to, stamp.octets.data(), stamp.octets.size());
        const std::size_t key_len = elements_.key_len;
        std::memcpy(to + stamp.key_at, elements_.keys.data() + i * key_len, key_len);
        if (stamp.key_end_at != 0)
            std::memcpy(to + stamp.key_end_at, elements_.key_ends.data() + i * key_len, key_len);
        if (stamp.data_at != 0)
            std::memcpy(to + stamp.data_at, elements_.data.data() + i * elements_.data_len, elements_.data_len);
    }

  private:
    const NewElements& elements_;
    std::vector<Stamp> kinds_;
};

// The messages of one set; keeps at most one of them open.
class ElementWriter {
  public:
    ElementWriter(Batch& batch, const NewElements& elements, std::uint32_t index)
        : batch_(batch), elements_(elements), index_(index), stamps_(elements) {}

    void write(std::size_t i, const ElementExtra* extra) {
        if (message_ == nullptr) open(i);
        Stamp* stamp = stamps_.of(i, extra);
        if (stamp != nullptr && !stamp->octets.empty()) return write(i, *stamp);
        const std::uint32_t len_before = message_->nlmsg_len;
        const nlattr* written = put_element(message_, elements_, i, extra);
        if (list_len() > kMaxList) {
            MessageBuffer::take_back(message_, len_before);
            reopen(i);
            written = put_element(message_, elements_, i, extra);
        }
        if (stamp != nullptr) *stamp = make_stamp(written, elements_);
    }

    void close() {
        if (message_ == nullptr) return;
        mnl_attr_nest_end(message_, list_);
        batch_.end(message_, {index_, first_});
        message_ = nullptr;
    }

  private:
    void write(std::size_t i, const Stamp& stamp) {
        if (list_len() + stamp.octets.size() > kMaxList) reopen(i);
        stamps_.apply(stamp, i, static_cast<unsigned char*>(mnl_nlmsg_get_payload_tail(message_)));
        message_->nlmsg_len += static_cast<std::uint32_t>(stamp.octets.size());
    }

    void reopen(std::size_t first) {
        close();
        open(first);
    }

    void open(std::size_t first) {
        first_ = static_cast<std::uint32_t>(first);
        message_ = batch_.begin(NFT_MSG_NEWSETELEM, NLM_F_CREATE, elements_.table.family);
        put_string(message_, NFTA_SET_ELEM_LIST_TABLE, elements_.table.name);
        // The kernel looks for the name first, among all sets of the table.
        if (elements_.set_id == 0)
            put_string(message_, NFTA_SET_ELEM_LIST_SET, elements_.set);
        else
            mnl_attr_put_u32(message_, NFTA_SET_ELEM_LIST_SET_ID, htonl(elements_.set_id));
        list_ = mnl_attr_nest_start(message_, NFTA_SET_ELEM_LIST_ELEMENTS);
    }

    std::size_t list_len() const {
        const auto* end = static_cast<const char*>(mnl_nlmsg_get_payload_tail(message_));
        return static_cast<std::size_t>(end - reinterpret_cast<const char*>(list_));
    }

    Batch& batch_;
    const NewElements& elements_;
    std::uint32_t index_;
    Stamps stamps_;
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
