// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/write_sets.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::ipt {
namespace {

void add_view(const ipset::Set& set, const SetView& view, TableText& table, IpsetSets& ipsets, diag::Sink& sink) {
    const SetForm& form = ipsets.form(set, view);
    if (form.refusal) {
        sink.report(diag::make(diag::Code::kIptCannotSay, form.refusal->span,
                               fmt::format("the set `{}`: {}", set.name, form.refusal->why)));
        return;
    }
    const std::string name = fmt::format("{}{}", set.name, name_suffix(view.face));
    table.add_set(
        name,
        {.name = name, .lines = form.lines, .span = set.span, .remarks = form.remarks, .elements = form.elements});
}

// The marks, priorities and queues of elements, which nothing but `-j SET --map-set` would read.
void warn_of_skbinfo(const ipset::Set& set, diag::Sink& sink) {
    for (const ipset::ElementExtra& extra : set.elements.extras) {
        if (!extra.skbinfo) continue;
        sink.report(
            diag::make(diag::Code::kIptDiffers, set.elements.spans[extra.index],
                       fmt::format("marks, priorities and queues of elements of `{}` are left out", set.name)));
        return;
    }
}

} // namespace

std::vector<TableText> write_sets(const ipset::Sets& sets, IpsetSets& ipsets, diag::Sink& sink) {
    TableText table;
    table.family = "inet";
    table.name = "filter";
    for (const ipset::Set& set : sets.sets) {
        if (set.type->storage == ipset::Storage::list) {
            sink.report(diag::make(diag::Code::kIptDiffers, set.span,
                                   fmt::format("the list `{}` is left out: rules look into each of its sets ({})",
                                               set.name, fmt::join(set.elements.names, ", "))));
            continue;
        }
        warn_of_skbinfo(set, sink);
        for (const Face face : {Face::whole, Face::ports, Face::icmp, Face::protocols}) {
            if (has_face(set, face)) add_view(set, {face}, table, ipsets, sink);
        }
    }
    if (table.sets.empty()) return {};
    return {std::move(table)};
}

} // namespace rulec::ipt
