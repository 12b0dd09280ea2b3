// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/set_form.h"

#include "backend/iptables/import/element_list.h"
#include "compiler/catalog/print_value.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::ipt {
namespace {

using ipset::Part;

constexpr std::size_t kNameLen = 4; // of an interface in a key, where it comes last

std::string seconds_text(std::uint64_t seconds) {
    return catalog::print_duration_ms(seconds * 1000);
}

class FormMaker {
  public:
    FormMaker(const ipset::Set& set, const SetView& view, const SetUse& use) : set_(set), view_(view), use_(use) {}

    SetForm make();

  private:
    bool look_for_refusals();
    bool has_only_hosts() const;
    void look_for_wildcards();
    void refuse(std::string why, std::size_t element);
    void write_elements();
    void write_box(const Box& box);
    void write_keys(const Box& box, std::string_view options);
    std::string options(std::size_t element);
    std::string counter(const ipset::ElementExtra& extra, std::size_t element);
    std::string comment(const ipset::ElementExtra& extra, const std::string& key);
    void declare();
    bool has(Part part) const { return std::ranges::find(set_.type->parts, part) != set_.type->parts.end(); }
    std::uint64_t declared_timeout_s() const {
        return use_.permanent || has_permanent_elements(set_) ? 0 : set_.timeout_s.value_or(0);
    }

    const ipset::Set& set_;
    const SetView& view_;
    const SetUse& use_;
    SetForm form_;
    ElementList list_;
    bool ranges_ = false;
    std::set<std::size_t> counted_; // elements whose counters are written
    std::set<std::size_t> told_;    // elements whose comment is a remark
    std::size_t keys_ = 0;          // of ranges that are written key by key
};

void FormMaker::refuse(std::string why, std::size_t element) {
    if (!form_.refusal) form_.refusal = {std::move(why), set_.elements.spans[element]};
}

bool FormMaker::look_for_refusals() {
    if (use_.filled && has(Part::net) && !has_only_hosts())
        form_.refusal = {"packets fill it, with networks as large as the smallest one in it", set_.span};
    const bool exceptions = std::ranges::any_of(set_.elements.extras, &ipset::ElementExtra::nomatch);
    for (const ipset::ElementExtra& extra : set_.elements.extras) {
        if (extra.physdev) refuse("it has a port of a bridge (physdev:)", extra.index);
        if (extra.nomatch && lifetime_s(set_, &extra) != 0)
            refuse("it has an exception with a timeout: what it hides would not come back", extra.index);
        if (extra.wildcard && exceptions)
            refuse("it has exceptions beside interfaces by the beginning of their names", extra.index);
    }
    if (has(Part::interface)) look_for_wildcards();
    return form_.refusal.has_value();
}

// Then packets add hosts, as they do to an empty set (ipset(8), hash:net).
bool FormMaker::has_only_hosts() const {
    return set_.elements.high.empty() || set_.elements.high == set_.elements.low;
}

// Interfaces of which one is the beginning of another's name would overlap.
void FormMaker::look_for_wildcards() {
    const ipset::Elements& all = set_.elements;
    std::map<std::string_view, std::size_t> plain, wild; // an element of each name
    for (std::size_t i = 0; i < all.count; ++i) {
        const auto* extra = all.extra_at(i);
        const std::string& name = all.names[from_big_endian(all.low_at(i).substr(all.key_len - kNameLen))];
        (extra != nullptr && extra->wildcard ? wild : plain)[name] = i;
    }
    for (const auto& [name, element] : wild) {
        const auto begins = [&](auto found, const auto& names) {
            return found != names.end() && found->first.starts_with(name);
        };
        if (begins(plain.lower_bound(name), plain) || begins(wild.upper_bound(name), wild))
            refuse(fmt::format("`{}*` stands for another of its interfaces as well", name), element);
    }
}

// ---- elements

std::string FormMaker::counter(const ipset::ElementExtra& extra, std::size_t element) {
    if (!set_.counters || (!extra.packets && !extra.bytes)) return {};
    if (extra.packets.value_or(0) == 0 && extra.bytes.value_or(0) == 0) return {};
    if (!counted_.insert(element).second) return {}; // what was counted goes to the first piece
    return fmt::format(" counter packets {} bytes {}", extra.packets.value_or(0), extra.bytes.value_or(0));
}

// What a comment of the language cannot hold becomes a remark in front of the set.
std::string FormMaker::comment(const ipset::ElementExtra& extra, const std::string& key) {
    constexpr std::size_t kMost = 128;
    if (!extra.comment) return {};
    const auto is_control = [](unsigned char c) { return c < ' ' || c == 0x7f; };
    if (extra.comment->size() <= kMost && std::ranges::none_of(*extra.comment, is_control))
        return fmt::format(" comment \"{}\"", *extra.comment);
    std::string shown = *extra.comment;
    std::ranges::replace_if(shown, is_control, ' ');
    if (told_.insert(extra.index).second) form_.remarks.push_back(fmt::format("{}: {}", key, shown));
    return {};
}

std::string FormMaker::options(std::size_t element) {
    const ipset::ElementExtra* extra = set_.elements.extra_at(element);
    std::string text = extra == nullptr ? "" : counter(*extra, element);
    const std::uint64_t lifetime = lifetime_s(set_, extra);
    if (lifetime != declared_timeout_s()) text += fmt::format(" timeout {}", seconds_text(lifetime));
    return text;
}

void FormMaker::write_box(const Box& box) {
    std::string text = element_text(set_, view_.face, box);
    std::string rest = options(box.element);
    if (const auto* extra = set_.elements.extra_at(box.element)) rest += comment(*extra, text);
    ranges_ = ranges_ || box.low != box.high;
    if (use_.filled && box.low != box.high) return write_keys(box, rest);
    text += rest;
    list_.add(text);
}

// A set that rules fill has no ranges: each key of one is written.
void FormMaker::write_keys(const Box& box, std::string_view rest) {
    constexpr std::size_t kMost = 1'000'000;
    Bytes key(box.low);
    for (;;) {
        if (++keys_ > kMost)
            return refuse("packets fill it, so it has no ranges, and its ranges hold more than a million keys",
                          box.element);
        list_.add(element_text(set_, view_.face, {key, key, box.element}) + std::string(rest));
        // The next key: parts count up like digits, each from its own low end to its high one.
        std::size_t end = key.size();
        for (auto part = set_.type->parts.rbegin(); part != set_.type->parts.rend(); ++part) {
            const std::size_t len = ipset::part_len(*part, set_.family);
            const std::size_t at = end - len;
            Bytes slice(key, at, len);
            const bool more = slice != box.high.substr(at, len);
            if (more) increment(slice);
            key.replace(at, len, more ? BytesView(slice) : box.low.substr(at, len));
            if (more) break;
            end = at;
        }
        if (end == 0) return;
    }
}

void FormMaker::write_elements() {
    const bool join = set_.type->storage == ipset::Storage::bitmap && !set_.counters && !set_.timeout_s;
    const BoxRequest request = {
        .set = set_,
        .excepted = view_.excepted,
        .widen_masks = !use_.filled,
        .join = join && !use_.filled,
        .takes = [&](std::size_t i) { return face_of(set_, i) == view_.face; },
    };
    switch (for_each_box(request, [&](const Box& box) { write_box(box); })) {
    case BoxTrouble::none: return;
    case BoxTrouble::too_many: form_.refusal = {"its elements overlap too much", set_.span}; return;
    case BoxTrouble::hidden_later:
        form_.refusal = {"networks with a timeout hide larger ones for a time", set_.span};
        return;
    }
}

// ---- the declaration

void FormMaker::declare() {
    form_.lines.push_back("type " + type_text(set_, view_.face));
    std::vector<std::string_view> flags;
    if (use_.filled) {
        constexpr std::uint64_t kMaxElements = 65536; // ipset(8), maxelem
        form_.lines.push_back(fmt::format("size {}", set_.maxelem.value_or(kMaxElements)));
        flags.push_back("dynamic");
    } else if (ranges_ || has(Part::net) || (set_.netmask && has(Part::ip))) {
        flags.push_back("interval");
    }
    if (set_.timeout_s && !view_.excepted) flags.push_back("timeout");
    if (!flags.empty()) form_.lines.push_back(fmt::format("flags {}", fmt::join(flags, ",")));
    if (declared_timeout_s() != 0 && !view_.excepted)
        form_.lines.push_back(fmt::format("timeout {}", seconds_text(declared_timeout_s())));
    if (set_.counters) form_.lines.emplace_back("counter");
}

SetForm FormMaker::make() {
    if (look_for_refusals()) return std::move(form_);
    write_elements();
    form_.elements = list_.finish();
    declare();
    return std::move(form_);
}

} // namespace

SetForm make_form(const ipset::Set& set, const SetView& view, const SetUse& use) {
    return FormMaker(set, view, use).make();
}

bool has_permanent_elements(const ipset::Set& set) {
    return set.timeout_s && std::ranges::any_of(set.elements.extras, [](const ipset::ElementExtra& extra) {
               return extra.timeout_s == 0U && !extra.nomatch;
           });
}

} // namespace rulec::ipt
