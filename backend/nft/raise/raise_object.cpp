// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/raise_object.h"

#include "backend/nft/lower/lower_object.h"
#include "backend/nft/lower/userdata.h"
#include "backend/nft/raise/raise_stateful.h"
#include "backend/nft/raise/userdata_reader.h"
#include "compiler/support/overloaded.h"

namespace rulec::nft {
namespace {

using Body = decltype(model::Object::body);

std::optional<Body> raise_body(const NewObject& object) {
    return std::visit(
        overloaded{
            [](const NewObject::CtHelper& o) -> std::optional<Body> {
                return model::CtHelper{o.helper, o.l4proto, static_cast<std::uint8_t>(o.l3proto)};
            },
            [](const NewObject::CtTimeout& o) -> std::optional<Body> {
                return model::CtTimeout{o.l4proto, static_cast<std::uint8_t>(o.l3proto), o.timeouts};
            },
            [](const NewObject::CtExpectation& o) -> std::optional<Body> {
                return model::CtExpectation{o.l4proto, static_cast<std::uint8_t>(o.l3proto), o.dport, o.timeout_ms,
                                            o.size};
            },
            [](const NewObject::Secmark& o) -> std::optional<Body> { return model::Secmark{o.context}; },
            [](const NewObject::Foreign&) -> std::optional<Body> { return std::nullopt; },
            [](const auto& stateful) -> std::optional<Body> { return raise(stateful); },
        },
        object.body);
}

} // namespace

std::optional<model::Object> raise_object(const NewObject& object) {
    auto body = raise_body(object);
    if (!body) return std::nullopt;
    return model::Object{{}, object.name, std::move(*body), UserdataReader(object.userdata).text(kCommentAttribute)};
}

model::Flowtable raise_flowtable(const NewFlowtable& flowtable) {
    model::Flowtable out;
    out.name = flowtable.name;
    out.hook_number = flowtable.hook;
    out.priority = flowtable.priority;
    out.devices = flowtable.devices;
    out.offload = (flowtable.flags & kFlowtableOffload) != 0;
    out.counter = (flowtable.flags & kFlowtableCounter) != 0;
    return out;
}

} // namespace rulec::nft
