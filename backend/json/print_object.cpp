// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/print_object.h"

#include "backend/json/print_stateful.h"
#include "compiler/catalog/print_value.h"
#include "compiler/support/overloaded.h"

namespace rulec::json {
namespace {

Json protocol_name(std::uint8_t l4proto) {
    const Bytes octet(1, l4proto);
    return catalog::print_value(catalog::type(catalog::TypeId::inet_proto), 8, octet);
}

// NFPROTO_*; 0 is the table's.
Json l3proto_name(const Context& context, std::uint8_t l3proto) {
    return catalog::name(l3proto == 0 ? context.table.family : static_cast<catalog::Family>(l3proto));
}

Json quota_object(const model::Quota& quota) {
    return {{"bytes", quota.bytes}, {"used", quota.used}, {"inv", quota.over}};
}

Json helper(const Context& context, const model::CtHelper& body) {
    return {{"type", body.helper},
            {"protocol", protocol_name(body.l4proto)},
            {"l3proto", l3proto_name(context, body.l3proto)}};
}

// nft 1.0.6 reads timeouts without their policy and with the family of the table.
Json timeout(Context& context, const model::CtTimeout& body, Span span) {
    if (!body.timeouts.empty()) return cannot_say(context, span, "the policy of a `ct timeout`");
    const bool other_family = body.l3proto != 0 && body.l3proto != static_cast<std::uint8_t>(context.table.family);
    if (other_family) return cannot_say(context, span, "`l3proto` of a `ct timeout`");
    return {{"protocol", protocol_name(body.l4proto)}, {"l3proto", l3proto_name(context, body.l3proto)}};
}

struct Named {
    const char* kind;
    Json body;
};

Named named(Context& context, const model::Object& object) {
    return std::visit(overloaded{
                          [](const model::Counter& body) {
                              return Named{"counter", counter_body(body)};
                          },
                          [](const model::Quota& body) {
                              return Named{"quota", quota_object(body)};
                          },
                          [](const model::Limit& body) {
                              return Named{"limit", limit_body(body)};
                          },
                          [&](const model::CtHelper& body) {
                              return Named{"ct helper", helper(context, body)};
                          },
                          [&](const model::CtTimeout& body) {
                              return Named{"ct timeout", timeout(context, body, object.span)};
                          },
                          [&](const model::CtExpectation&) {
                              return Named{"ct expectation", cannot_say(context, object.span, "a `ct expectation`")};
                          },
                          [&](const model::Synproxy&) {
                              return Named{"synproxy", cannot_say(context, object.span, "a named `synproxy`")};
                          },
                          [](const model::Secmark& body) {
                              return Named{"secmark", {{"context", body.context}}};
                          },
                      },
                      object.body);
}

} // namespace

Json print_object(Context& context, const model::Object& object) {
    Named made = named(context, object);
    if (made.body.is_null()) return made.body;
    Json body = head(context, object.name);
    if (object.comment) body["comment"] = *object.comment;
    body.update(made.body);
    return Json::object({{made.kind, std::move(body)}});
}

Json print_flowtable(Context& context, const model::Flowtable& flowtable) {
    if (flowtable.offload) return cannot_say(context, flowtable.span, "`flags offload` of a flowtable");
    if (flowtable.counter) return cannot_say(context, flowtable.span, "`counter` of a flowtable");
    Json body = head(context, flowtable.name);
    body["hook"] = "ingress";
    body["prio"] = flowtable.priority;
    if (!flowtable.devices.empty()) body["dev"] = flowtable.devices;
    return Json::object({{"flowtable", std::move(body)}});
}

} // namespace rulec::json
