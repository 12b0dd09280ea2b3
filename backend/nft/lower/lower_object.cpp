// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/lower_object.h"

#include "backend/nft/lower/stateful.h"
#include "backend/nft/lower/userdata.h"
#include "compiler/support/overloaded.h"

#include <cstdint>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

decltype(NewObject::body) lower_body(const model::Object& object) {
    using Body = decltype(NewObject::body);
    return std::visit(overloaded{
                          [](const model::CtHelper& o) -> Body {
                              return NewObject::CtHelper{o.helper, o.l4proto, o.l3proto};
                          },
                          [](const model::CtTimeout& o) -> Body {
                              return NewObject::CtTimeout{o.l4proto, o.l3proto, o.timeouts};
                          },
                          [](const model::CtExpectation& o) -> Body {
                              return NewObject::CtExpectation{o.l4proto, o.l3proto, o.dport, o.timeout_ms, o.size};
                          },
                          [](const model::Secmark& o) -> Body { return NewObject::Secmark{o.context}; },
                          [](const auto& stateful) -> Body { return lower(stateful); },
                      },
                      object.body);
}

} // namespace

NewObject lower_object(const TableRef& table, const model::Object& object) {
    return {table, object.name, lower_body(object), comment_userdata(object.comment), object.span};
}

NewFlowtable lower_flowtable(const TableRef& table, const model::Flowtable& flowtable) {
    NewFlowtable out{};
    out.table = table;
    out.name = flowtable.name;
    out.hook = flowtable.hook_number;
    out.priority = flowtable.priority;
    out.devices = flowtable.devices;
    if (flowtable.offload) out.flags |= kFlowtableOffload;
    if (flowtable.counter) out.flags |= kFlowtableCounter;
    out.span = flowtable.span;
    return out;
}

} // namespace rulec::nft
