// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/raise_elements.h"

#include "backend/nft/lower/set_elements.h"
#include "backend/nft/lower/userdata.h"
#include "backend/nft/raise/raise_stateful.h"
#include "backend/nft/raise/raise_verdict.h"
#include "backend/nft/raise/userdata_reader.h"

#include <algorithm>
#include <numeric>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using model::ElementList;

class ElementsRaiser {
  public:
    ElementsRaiser(const TableRaiser& table, const NewElements& in, std::uint32_t shift, model::Set& set)
        : table_(table), in_(in), shift_(shift), set_(set), out_(set.elements) {
        out_.key_len = model::key_byte_len(set.key);
        out_.data_len = in.data_len;
    }

    bool raise() {
        if (in_.key_len < out_.key_len || !data_fits()) return false;
        if (!raise_verdicts()) return false;
        sort();
        const bool done = has_ends() ? raise_intervals() : raise_keys();
        if (!done || !raise_catchall()) return false;
        if (out_.high == out_.low) out_.high.clear();
        out_.data = in_register_form(std::move(out_.data), set_.data, out_.data_len);
        return true;
    }

  private:
    // Two ends are each padded; but lowering pads no single part, as nft does not, and the kernel refuses that.
    bool data_fits() const {
        if (set_.data_kind != model::SetData::value) return in_.data_len == 0;
        const std::uint32_t len = model::key_byte_len(set_.data);
        if (!set_.data_interval) return in_.data_len == len;
        std::uint32_t padded = 0;
        for (const model::KeyPart& part : set_.data)
            padded += model::padded_len(part);
        return in_.data_len == 2 * padded || in_.data_len == 2 * len;
    }

    bool raise_verdicts() {
        for (const Verdict& verdict : in_.verdict_table) {
            auto raised = raise_verdict(table_, verdict);
            if (!raised) return false;
            out_.verdict_table.push_back(std::move(*raised));
        }
        return true;
    }

    std::uint8_t flags(std::uint32_t i) const { return in_.flags.empty() ? std::uint8_t{0} : in_.flags[i]; }
    bool is_end(std::uint32_t i) const { return (flags(i) & NFT_SET_ELEM_INTERVAL_END) != 0; }
    bool is_catchall(std::uint32_t i) const { return (flags(i) & NFT_SET_ELEM_CATCHALL) != 0; }
    BytesView key(std::uint32_t i) const {
        return BytesView(in_.keys).substr(std::size_t{i} * in_.key_len, in_.key_len);
    }
    bool has_ends() const { return set_.is_interval && set_.key.size() == 1; }

    void sort() {
        order_.resize(in_.count);
        std::iota(order_.begin(), order_.end(), 0U);
        if (has_ends())
            sort_ends();
        else if (!set_.is_interval && !has_flags())
            sort_keys();
    }

    // nft does not sort what may be several flags, nor intervals of concatenations: they stay in the kernel's order.
    bool has_flags() const {
        return std::ranges::any_of(set_.key, [](const model::KeyPart& part) { return part.type->bitmask; });
    }

    // As nft lists keys: as numbers whose last part, and of a string the last character, weighs most.
    void sort_keys() {
        const Bytes keys = in_register_form(in_.keys, set_.key, in_.key_len);
        const auto before = [&](std::uint32_t a, std::uint32_t b) {
            return is_before(BytesView(keys).substr(std::size_t{a} * in_.key_len, in_.key_len),
                             BytesView(keys).substr(std::size_t{b} * in_.key_len, in_.key_len));
        };
        if (!std::ranges::is_sorted(order_, before)) std::ranges::sort(order_, before);
    }

    bool is_before(BytesView a, BytesView b) const {
        std::size_t end = a.size();
        for (auto part = set_.key.rbegin(); part != set_.key.rend(); ++part) {
            const std::size_t len = set_.key.size() == 1 ? a.size() : model::padded_len(*part);
            end -= len;
            const BytesView x = a.substr(end, len), y = b.substr(end, len);
            if (x == y) continue;
            if (part->type->notation != catalog::Notation::string) return x < y;
            return std::lexicographical_compare(x.rbegin(), x.rend(), y.rbegin(), y.rend());
        }
        return false;
    }

    // Ends to their starts: by key, and where one interval ends and the next begins the end first.
    void sort_ends() {
        const auto before = [&](std::uint32_t a, std::uint32_t b) {
            const int way = key(a).compare(key(b));
            return way != 0 ? way < 0 : is_end(a) && !is_end(b);
        };
        if (std::ranges::is_sorted(order_, before)) return;
        std::ranges::reverse(order_); // the kernel's trees are walked from the largest key
        if (!std::ranges::is_sorted(order_, before)) std::ranges::sort(order_, before);
    }

    // The value within the octets of a key.
    Bytes value_in(BytesView octets) const { return shift_right(octets, shift_).substr(in_.key_len - out_.key_len); }

    bool raise_keys() {
        out_.low.reserve(in_.count * out_.key_len);
        for (const std::uint32_t i : order_) {
            if (is_catchall(i)) continue;
            if (set_.is_interval) {
                out_.low.append(key(i));
                const BytesView ends = in_.key_ends.empty() ? BytesView(in_.keys) : BytesView(in_.key_ends);
                out_.high.append(ends.substr(std::size_t{i} * in_.key_len, in_.key_len));
            } else {
                const Bytes canonical = in_register_form(Bytes(key(i)), set_.key, in_.key_len);
                out_.low.append(value_in(canonical));
            }
            if (!add_rest(i)) return false;
        }
        return true;
    }

    // A start, and where the next entry is, an end; without one the interval reaches to the last key.
    bool raise_intervals() {
        out_.low.reserve(in_.count / 2 * out_.key_len);
        out_.high.reserve(in_.count / 2 * out_.key_len);
        for (std::size_t at = 0; at < order_.size(); ++at) {
            const std::uint32_t i = order_[at];
            if (is_catchall(i) || is_end(i)) continue; // the end before the first start
            out_.low.append(value_in(key(i)));
            out_.high.append(end_of(at));
            if (!add_rest(i)) return false;
        }
        return true;
    }

    Bytes end_of(std::size_t at) const {
        for (++at; at < order_.size(); ++at) {
            if (is_catchall(order_[at])) continue;
            Bytes last(key(order_[at]));
            decrement(last);
            return value_in(last);
        }
        return low_bits(set_.key[0].bit_len, out_.key_len);
    }

    bool raise_catchall() {
        for (std::uint32_t i = 0; i < in_.flags.size(); ++i) {
            if (!is_catchall(i)) continue;
            out_.low.append(out_.key_len, 0);
            if (set_.is_interval) out_.high.append(out_.key_len, 0);
            if (!add_rest(i)) return false;
        }
        return true;
    }

    // What element i has beside its key.
    bool add_rest(std::uint32_t i) {
        if (in_.data_len != 0)
            out_.data.append(BytesView(in_.data).substr(std::size_t{i} * in_.data_len, in_.data_len));
        if (set_.data_kind == model::SetData::verdict) {
            if (i >= in_.verdicts.size() || in_.verdicts[i] == NewElements::kNoVerdict) return false;
            out_.verdicts.push_back(in_.verdicts[i]);
        }
        const auto index = static_cast<std::uint32_t>(out_.count++);
        const auto extra = std::ranges::lower_bound(in_.extras, i, {}, &ElementExtra::index);
        const bool has_extra = extra != in_.extras.end() && extra->index == i;
        if (!has_extra && !is_catchall(i)) return true;
        return add_extra(index, has_extra ? *extra : ElementExtra{}, is_catchall(i));
    }

    bool add_extra(std::uint32_t index, const ElementExtra& extra, bool catchall) {
        model::ElementExtra raised{.index = index,
                                   .catchall = catchall,
                                   .timeout_ms = extra.timeout_ms,
                                   .expires_ms = extra.expiration_ms,
                                   .comment = UserdataReader(extra.userdata).text(kCommentAttribute),
                                   .stateful = {},
                                   .object = extra.object};
        if (!raise_stateful(extra.expressions, raised.stateful)) return false;
        const bool says_something = catchall || raised.timeout_ms || raised.expires_ms || raised.comment ||
                                    !raised.stateful.empty() || !raised.object.empty();
        if (says_something) out_.extras.push_back(std::move(raised));
        return true;
    }

    const TableRaiser& table_;
    const NewElements& in_;
    std::uint32_t shift_;
    model::Set& set_;
    ElementList& out_;
    std::vector<std::uint32_t> order_;
};

} // namespace

bool raise_elements(const TableRaiser& table, const NewElements& in, std::uint32_t shift, model::Set& set) {
    return ElementsRaiser(table, in, shift, set).raise();
}

} // namespace rulec::nft
