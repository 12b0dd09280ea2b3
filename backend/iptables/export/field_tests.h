// SPDX-License-Identifier: GPL-2.0-or-later
// test_step(): a test of IR as a step. The rows of field_rows.cpp say which option of which match tests a field;
// what is more than a value behind an option has a function of its own.
#pragma once

#include "backend/iptables/export/wanted.h"

namespace rulec::ipt {

// Nothing if iptables cannot say it; that is in the sink then.
std::optional<Step> test_step(const Context& context, const ir::Test& test);

// What the element of this index leads to: one way or none.
using ElementStep = std::function<std::optional<Step>(std::size_t element)>;

// A way each element of a map, and the element `*` last.
std::optional<Step> map_step(const Context& context, const model::Value& key, const model::Set& map,
                             const ElementStep& done);

// numgen_step.cpp
std::optional<Step> turn_step(const Context& context, const model::Numgen& numgen, const Wanted& wanted);
std::optional<Step> turns_step(const Context& context, const model::Numgen& numgen, const model::Set& map,
                               const ElementStep& done);

// ---- one field

struct FieldRow {
    catalog::HeaderKind kind;
    std::string_view header, field;
    std::string_view match, option; // that want its value
    // Where that is not all.
    std::optional<Step> (*step)(const Context& context, const model::FieldLoad& load, const Wanted& wanted) = nullptr;
};

const FieldRow* find_row(const model::FieldLoad& load);
std::string field_name(const model::FieldLoad& load); // "tcp dport"

// The values as options of one match; several become several ways.
std::optional<Step> option_step(const Context& context, const FieldRow& row, const Wanted& wanted);

// Octets at a fixed place in a header, whatever they mean.
struct Octets {
    catalog::PayloadBase base;
    std::uint32_t bit_offset, bit_len;
    std::string name; // for the error: "`ip id`"
};
std::optional<Step> octets_step(const Context& context, const Octets& octets, const Wanted& wanted);
std::optional<Step> raw_step(const Context& context, const model::RawLoad& load, const Wanted& wanted);

// Whether a TCP option, a chunk or an extension header is there.
std::optional<Step> presence_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted);

Step step_of(Piece piece);
Step steps_of(std::vector<Piece> pieces, bool negated); // one way each

// Rows whose functions are in files of their own.
std::optional<Step> address_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> interface_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> interface_index_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> protocol_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> version_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> frame_type_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> port_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> tcp_flags_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> icmp_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> fragment_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> ttl_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> state_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> status_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> expiration_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> tuple_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> label_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> fib_type_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> fib_route_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> random_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> payload_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> next_header_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> hour_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> day_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> date_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> owner_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> socket_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> ipsec_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> header_length_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> connbytes_step(const Context&, const model::FieldLoad&, const Wanted&);
std::optional<Step> exthdr_flag_step(const Context&, const model::FieldLoad&, const Wanted&);

} // namespace rulec::ipt
