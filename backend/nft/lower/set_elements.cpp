// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/set_elements.h"

#include "backend/nft/lower/byte_order.h"
#include "backend/nft/lower/lower_verdict.h"
#include "backend/nft/lower/stateful.h"
#include "backend/nft/lower/userdata.h"

#include <algorithm>
#include <cstdint>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using model::ElementList;
using model::KeyPart;
using model::Set;

bool is_all(BytesView bytes, unsigned char octet) {
    return std::ranges::all_of(bytes, [&](unsigned char c) { return c == octet; });
}

// Is any part stored otherwise than it is written?
bool any_swapped(const std::vector<KeyPart>& parts) {
    return std::ranges::any_of(parts, [](const KeyPart& p) { return is_swapped(p.order, (p.bit_len + 7) / 8); });
}

// Turns each part within `octets`, which repeats the parts as often as they fit, in place.
void swap_parts(const std::vector<KeyPart>& parts, unsigned char* octets, std::size_t len) {
    std::size_t at = 0;
    while (at < len) {
        for (const KeyPart& part : parts) {
            const std::size_t part_len = (part.bit_len + 7) / 8;
            if (at + part_len > len) return;
            if (is_swapped(part.order, part_len)) std::reverse(octets + at, octets + at + part_len);
            at += part_len == len ? part_len : padded_len(part);
        }
    }
}

// Fills one NewElements from a set's list.
class ElementsBuilder {
  public:
    ElementsBuilder(TableBuilder& table, const Set& set, ElementList list, NewElements& out, Shift shift)
        : table_(table), set_(set), list_(std::move(list)), out_(out), shift_(shift), data_(data_in_register_form()),
          wants_spans_(table.element_spans && !list_.spans.empty()) {
        out_.data_len = list_.data_len;
        for (const model::Verdict& verdict : list_.verdict_table)
            out_.verdict_table.push_back(lower_verdict(table, verdict));
    }

    void build() {
        if (set_.is_interval && set_.key.size() == 1) return build_intervals();
        build_keys();
    }

  private:
    Bytes data_in_register_form() { return in_register_form(std::move(list_.data), set_.data, list_.data_len); }

    // The extra of element i; calls come with ascending i.
    const model::ElementExtra* extra_of(std::size_t i) {
        while (next_extra_ < list_.extras.size() && list_.extras[next_extra_].index < i)
            ++next_extra_;
        if (next_extra_ == list_.extras.size() || list_.extras[next_extra_].index != i) return nullptr;
        return &list_.extras[next_extra_];
    }

    // The key among as many octets as the set's keys have, where the field lies in them.
    void place(BytesView key, Bytes& out) const {
        out.assign(out_.key_len - key.size(), 0);
        out.append(key);
        if (shift_.bits != 0) out = shift_left(out, shift_.bits);
    }

    void build_keys() {
        const bool turned = set_.is_interval; // intervals compare octet by octet, so numbers are kept big-endian
        const std::size_t own_len = list_.key_len;
        if (shift_.bits != 0 || own_len != out_.key_len) {
            for (std::size_t i = 0; i < list_.count; ++i) {
                place(list_.low_at(i), low_);
                out_.keys.append(low_);
            }
        } else {
            if (turned) out_.key_ends = list_.high.empty() ? list_.low : std::move(list_.high);
            out_.keys = turned ? std::move(list_.low) : in_register_form(std::move(list_.low), set_.key, own_len);
        }
        out_.count = list_.count;
        out_.data = std::move(data_);
        out_.verdicts = std::move(list_.verdicts);
        for (const model::ElementExtra& extra : list_.extras) {
            const auto index = static_cast<std::uint32_t>(extra.index);
            if (extra.catchall) {
                out_.flags.resize(list_.count, 0);
                out_.flags[index] = NFT_SET_ELEM_CATCHALL;
            }
            add_extra(index, index, extra, false);
        }
        if (wants_spans_) out_.spans = std::move(list_.spans);
    }

    void build_intervals() {
        reserve(2 * list_.count + 2);
        const Bytes last_key = find_last_key();
        std::optional<std::size_t> catchall;
        for (std::size_t i = 0; i < list_.count; ++i) {
            const model::ElementExtra* extra = extra_of(i);
            if (extra != nullptr && extra->catchall) {
                catchall = i;
            } else {
                add_interval(i, extra, last_key);
            }
        }
        if (!pending_end_.empty()) add_end(pending_end_, list_.count - 1);
        if (catchall) add_catchall(*catchall);
    }

    // Adds the start; the end waits for what the next interval is.
    void add_interval(std::size_t i, const model::ElementExtra* extra, const Bytes& last_key) {
        place(list_.low_at(i), low_);
        // nft marks where the first interval begins only if something lies before it.
        if (out_.count == 0 && !is_all(low_, 0)) add_end(Bytes(out_.key_len, 0), i);
        if (!pending_end_.empty() && !(set_.anonymous && pending_end_ == low_)) add_end(pending_end_, i - 1);
        const auto index = static_cast<std::uint32_t>(out_.count);
        add(low_, 0, i);
        add_data(i);
        place(list_.high_at(i), pending_end_);
        const bool open = pending_end_ == last_key || !increment(pending_end_);
        if (open) pending_end_.clear();
        if (extra != nullptr || open) add_extra(index, i, extra != nullptr ? *extra : model::ElementExtra{}, open);
    }

    void reserve(std::size_t count) {
        out_.keys.reserve(count * out_.key_len);
        out_.flags.reserve(count);
        out_.data.reserve(count * out_.data_len);
        if (wants_spans_) out_.spans.reserve(count);
    }

    // nft leaves an interval open if it reaches the last number of as many bits, as long as none is shifted.
    Bytes find_last_key() const {
        if (shift_.bits != 0) return Bytes(out_.key_len, 0xff);
        return low_bits(set_.key[0].bit_len, out_.key_len);
    }

    void add_end(const Bytes& key, std::size_t i) {
        add(key, NFT_SET_ELEM_INTERVAL_END, i);
        if (out_.data_len != 0) out_.data.append(out_.data_len, 0);
        if (!list_.verdicts.empty()) out_.verdicts.push_back(NewElements::kNoVerdict);
    }

    void add_catchall(std::size_t i) {
        const auto index = static_cast<std::uint32_t>(out_.count);
        add(Bytes(out_.key_len, 0), NFT_SET_ELEM_CATCHALL, i);
        add_data(i);
        next_extra_ = 0;
        if (const auto* extra = extra_of(i)) add_extra(index, i, *extra, false);
    }

    void add(const Bytes& key, std::uint8_t flags, std::size_t i) {
        out_.keys.append(key);
        out_.flags.push_back(flags);
        if (wants_spans_) out_.spans.push_back(list_.spans[i]);
        ++out_.count;
    }

    void add_data(std::size_t i) {
        if (out_.data_len != 0) out_.data.append(BytesView(data_).substr(i * out_.data_len, out_.data_len));
        if (!list_.verdicts.empty()) out_.verdicts.push_back(list_.verdicts[i]);
    }

    // Of element `i` of the list, which is `index` among those sent.
    void add_extra(std::uint32_t index, std::size_t i, const model::ElementExtra& extra, bool open) {
        Userdata data;
        if (extra.comment) data.text(kCommentAttribute, *extra.comment);
        if (open) data.number(kFlagsAttribute, kOpenIntervalFlag);
        ElementExtra lowered{index,
                             extra.timeout_ms,
                             extra.expires_ms,
                             data.get(),
                             {},
                             extra.object,
                             list_.spans.empty() ? set_.span : list_.spans[i]};
        for (const model::Stateful& stateful : extra.stateful)
            lowered.expressions.push_back(lower(stateful, set_.span));
        const bool says_something = lowered.timeout_ms || lowered.expiration_ms || !lowered.userdata.empty() ||
                                    !lowered.expressions.empty() || !lowered.object.empty();
        if (says_something) out_.extras.push_back(std::move(lowered));
    }

    TableBuilder& table_;
    const Set& set_;
    ElementList list_;
    NewElements& out_;
    Shift shift_;
    Bytes data_;
    bool wants_spans_;
    std::size_t next_extra_ = 0;
    Bytes low_, pending_end_; // the latter empty if there is none
};

std::size_t count_catchalls(const ElementList& list) {
    return static_cast<std::size_t>(std::ranges::count_if(list.extras, &model::ElementExtra::catchall));
}

bool is_catchall(const ElementList& list, std::size_t i) {
    return std::ranges::any_of(list.extras, [&](const model::ElementExtra& e) { return e.catchall && e.index == i; });
}

// Of the first interval.
bool begins_at_zero(const ElementList& list) {
    std::size_t first = 0;
    while (first < list.count && is_catchall(list, first))
        ++first;
    return first < list.count && is_all(list.low_at(first), 0);
}

} // namespace

Bytes in_register_form(Bytes out, const std::vector<KeyPart>& parts, std::size_t one_len) {
    if (one_len == 0 || !any_swapped(parts)) return out;
    for (std::size_t at = 0; at < out.size(); at += one_len)
        swap_parts(parts, out.data() + at, one_len);
    return out;
}

NewElements lower_elements(TableBuilder& table, const Set& set, ElementList elements, const ElementsTarget& target) {
    NewElements out;
    out.table = table.ref;
    out.set = target.set.name;
    out.set_id = target.set.id;
    out.key_len = target.key_len;
    out.span = set.span;
    ElementsBuilder(table, set, std::move(elements), out, target.shift).build();
    return out;
}

std::uint32_t announced_size(const Set& set, const ElementList& elements) {
    const std::size_t count = elements.count;
    if (!set.is_interval || set.key.size() > 1) return static_cast<std::uint32_t>(count);
    const std::size_t catchalls = count_catchalls(elements);
    const std::size_t intervals = count - catchalls;
    const std::size_t first = intervals == 0 || begins_at_zero(elements) ? 0 : 1;
    return static_cast<std::uint32_t>(2 * intervals + first + catchalls);
}

} // namespace rulec::nft
