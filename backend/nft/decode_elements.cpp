// SPDX-License-Identifier: GPL-2.0-or-later
// Set elements, straight into the flat arrays: a set of a million addresses is as many messages as it takes and four
// megabytes.
#include "backend/nft/decode_messages.h"

#include <algorithm>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

constexpr std::uint8_t kKnownFlags = NFT_SET_ELEM_INTERVAL_END | NFT_SET_ELEM_CATCHALL;

class ElementReader {
  public:
    explicit ElementReader(NewElements& out) : out_(out) {}

    bool read(const Attributes& in) {
        const std::uint8_t flags = in.u8(NFTA_SET_ELEM_FLAGS) & kKnownFlags;
        read_flags(flags);
        const bool done = read_key(in, (flags & NFT_SET_ELEM_CATCHALL) != 0) && read_data(in);
        read_extra(in);
        ++out_.count;
        return done;
    }

  private:
    void read_flags(std::uint8_t flags) {
        if (flags != 0) out_.flags.resize(out_.count, 0);
        if (flags != 0 || !out_.flags.empty()) out_.flags.push_back(flags);
    }

    // Appends one value to a flat array; all of an array have one length.
    static bool append(Bytes& flat, std::uint32_t& len, std::size_t count, const Bytes& value) {
        if (len == 0) {
            len = static_cast<std::uint32_t>(value.size());
            flat.assign(count * len, 0);
        }
        if (value.size() != len) return false;
        flat.append(value);
        return true;
    }

    bool read_key(const Attributes& in, bool catchall) {
        const Bytes key = catchall ? Bytes(out_.key_len, 0) : decode_data(in, NFTA_SET_ELEM_KEY);
        const bool has_end = in.has(NFTA_SET_ELEM_KEY_END);
        if (has_end && out_.key_ends.empty()) out_.key_ends = out_.keys; // so far every interval was a single key
        if (!append(out_.keys, out_.key_len, out_.count, key)) return false;
        if (out_.key_ends.empty() && !has_end) return true;
        out_.key_ends.append(has_end ? decode_data(in, NFTA_SET_ELEM_KEY_END) : key);
        return out_.key_ends.size() == out_.keys.size();
    }

    bool read_data(const Attributes& in) {
        const Attributes data = in.nested(NFTA_SET_ELEM_DATA);
        if (data.has(NFTA_DATA_VERDICT)) {
            out_.verdicts.resize(out_.count, NewElements::kNoVerdict);
            out_.verdicts.push_back(index_of(decode_verdict(data.nested(NFTA_DATA_VERDICT))));
            return true;
        }
        if (data.has(NFTA_DATA_VALUE))
            return append(out_.data, out_.data_len, out_.count, data.bytes(NFTA_DATA_VALUE));
        if (!out_.verdicts.empty()) out_.verdicts.push_back(NewElements::kNoVerdict);
        if (out_.data_len != 0) out_.data.append(out_.data_len, 0); // the end of an interval maps to nothing
        return true;
    }

    std::uint32_t index_of(const Verdict& verdict) {
        constexpr std::size_t kSearched = 64; // as many distinct chains as elements must not take quadratic time
        auto& table = out_.verdict_table;
        const auto recent = table.size() > kSearched ? table.end() - kSearched : table.begin();
        const auto found = std::find(recent, table.end(), verdict);
        const auto index = static_cast<std::uint32_t>(found - table.begin());
        if (found == table.end()) table.push_back(verdict);
        return index;
    }

    void read_extra(const Attributes& in) {
        const bool says_something = in.has(NFTA_SET_ELEM_TIMEOUT) || in.has(NFTA_SET_ELEM_EXPIRATION) ||
                                    in.has(NFTA_SET_ELEM_USERDATA) || in.has(NFTA_SET_ELEM_EXPR) ||
                                    in.has(NFTA_SET_ELEM_EXPRESSIONS) || in.has(NFTA_SET_ELEM_OBJREF);
        if (!says_something) return;
        out_.extras.push_back({.index = static_cast<std::uint32_t>(out_.count),
                               .timeout_ms = in.maybe<std::uint64_t>(NFTA_SET_ELEM_TIMEOUT),
                               .expiration_ms = in.maybe<std::uint64_t>(NFTA_SET_ELEM_EXPIRATION),
                               .userdata = in.bytes(NFTA_SET_ELEM_USERDATA),
                               .expressions = decode_stateful(in, NFTA_SET_ELEM_EXPR, NFTA_SET_ELEM_EXPRESSIONS),
                               .object = in.text(NFTA_SET_ELEM_OBJREF),
                               .span = {}});
    }

    NewElements& out_;
};

} // namespace

bool decode_elements(const Attributes& in, const NewSet* declared, NewElements& out) {
    if (declared != nullptr) out.key_len = declared->key_len; // of `*` alone nothing tells it
    ElementReader reader(out);
    Octets list = in.payload(NFTA_SET_ELEM_LIST_ELEMENTS);
    while (!list.empty()) {
        const auto item = take_attribute(list);
        if (!item) return false;
        const Attributes element(item->payload);
        if (!element.well_formed() || !reader.read(element)) return false;
    }
    return true;
}

} // namespace rulec::nft
