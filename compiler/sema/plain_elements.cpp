// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/plain_elements.h"

#include "compiler/catalog/datatype.h"
#include "compiler/sema/constant.h"
#include "compiler/sema/element_list.h"
#include "compiler/sema/elements.h"
#include "compiler/sema/host_bits.h"
#include "compiler/sema/verdict.h"
#include "compiler/syntax/plain_elements.h"

#include <algorithm>
#include <optional>
#include <span>

namespace rulec::sema {
namespace {

using ast::PlainWord;
using catalog::Notation;
using model::KeyPart;
using model::Set;
using model::SetData;
using Role = PlainWord::Role;
using Words = std::span<const PlainWord>;

// Sets the last `bits` bits of the octets.
void fill_low_bits(unsigned char* octets, std::size_t byte_len, std::size_t bits, bool ones) {
    for (std::size_t i = byte_len; i-- > 0 && bits > 0;) {
        const std::size_t here = std::min<std::size_t>(bits, 8);
        const auto mask = static_cast<unsigned char>((1U << here) - 1);
        octets[i] = static_cast<unsigned char>(ones ? octets[i] | mask : octets[i] & ~mask);
        bits -= here;
    }
}

class PlainAdder {
  public:
    PlainAdder(Context& context, const ast::PlainElements& elements, Set& set)
        : context_(context), elements_(elements), set_(set) {}

    // Adds the element, or nothing.
    bool add(Words words) {
        words_ = words;
        if (!read(set_.key, key_)) return false;
        if (!read_data() || !words_.empty()) return false;
        push_key(set_, key_);
        if (set_.data_kind == SetData::value) push_data(set_, data_);
        if (set_.data_kind == SetData::verdict) push_verdict(set_.elements, verdict_);
        end_element(set_.elements, {elements_.file, words.front().begin, words.back().begin + words.back().len});
        return true;
    }

  private:
    bool at(Role role) const { return !words_.empty() && words_.front().role == role; }
    Span span_of(const PlainWord& word) const { return {elements_.file, word.begin, word.begin + word.len}; }
    const PlainWord& take() {
        const PlainWord& word = words_.front();
        words_ = words_.subspan(1);
        return word;
    }

    bool read_data() {
        switch (set_.data_kind) {
        case SetData::none: return true;
        case SetData::value: return at(Role::data) && read(set_.data, data_);
        case SetData::verdict:
            if (!at(Role::verdict)) return false;
            read_verdict();
            return true;
        case SetData::object: return false;
        }
        return false;
    }

    void read_verdict() {
        verdict_.kind = verdict_kind(syntax::verdict_kind(elements_.text_of(take())));
        verdict_.chain = at(Role::chain) ? elements_.text_of(take()) : std::string_view();
    }

    // The words of a key or datum.
    bool read(const std::vector<KeyPart>& parts, Bounds& out) {
        out.low.clear();
        out.high.clear();
        out.ranged = false;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (words_.empty() || (i > 0 && !at(Role::next_part)) || !read_part(parts[i], out)) return false;
            if (parts.size() == 1) continue;
            const std::size_t padding = model::padded_len(parts[i]) - (parts[i].bit_len + 7) / 8;
            out.low.append(padding, 0);
            out.high.append(padding, 0);
        }
        return !at(Role::next_part);
    }

    bool read_part(const KeyPart& part, Bounds& out) {
        const std::size_t start = out.low.size();
        const PlainWord& first = words_.front();
        if (!read_literal(part, out.low)) return false;
        if (at(Role::range_end)) {
            out.ranged = true;
            return part.type->notation != Notation::string && part.type->notation != Notation::hour &&
                   read_literal(part, out.high) &&
                   BytesView(out.low).substr(start) <= BytesView(out.high).substr(start);
        }
        out.high.append(out.low, start);
        return !at(Role::prefix_len) || read_prefix(part, first, start, out);
    }

    bool read_prefix(const KeyPart& part, const PlainWord& address, std::size_t start, Bounds& out) {
        const PlainWord& length = take();
        const auto len = catalog::parse_number(elements_.text_of(length));
        if (!len || *len > part.bit_len) return false;
        out.ranged = true;
        fill_low_bits(out.low.data() + start, out.low.size() - start, part.bit_len - *len, false);
        const BytesView network = BytesView(out.low).substr(start);
        if (network != BytesView(out.high).substr(start)) {
            const Span written = span_of(address);
            report_host_bits(context_, {cover(written, span_of(length)), written, network, *len}, part);
        }
        fill_low_bits(out.high.data() + start, out.high.size() - start, part.bit_len - *len, true);
        return true;
    }

    bool read_literal(const KeyPart& part, Bytes& out) {
        const PlainWord& word = take();
        const std::string_view text = elements_.text_of(word);
        if (word.kind == ast::LiteralKind::address4 && part.type->notation == Notation::address4) {
            if (const auto quad = catalog::parse_dotted_quad(text)) {
                out.append(quad->data(), quad->size());
                return true;
            }
        }
        const auto value = catalog::parse_value(*part.type, part.bit_len, literal_form(word.kind), text);
        const auto* octets = std::get_if<Bytes>(&value);
        if (octets == nullptr) return false;
        out += *octets;
        return true;
    }

    Context& context_;
    const ast::PlainElements& elements_;
    Set& set_;
    Words words_; // of the element, not yet read
    Bounds key_, data_;
    model::Verdict verdict_{};
};

} // namespace

void add_plain_elements(Context& context, const ast::PlainElements& elements, Set& set) {
    set.elements.key_len = model::key_byte_len(set.key);
    PlainAdder adder(context, elements, set);
    for (std::size_t first = 0; first < elements.words.size();) {
        const Words words = syntax::words_of_element(elements, first);
        if (!adder.add(words)) add_element(context, syntax::as_element(elements, words), set);
        first += words.size();
    }
}

} // namespace rulec::sema
