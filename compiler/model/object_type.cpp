// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/model/object_type.h"

#include "compiler/support/overloaded.h"

namespace rulec::model {

ObjectType type_of(const Object& object) {
    return std::visit(overloaded{
                          [](const Counter&) { return ObjectType::counter; },
                          [](const Quota&) { return ObjectType::quota; },
                          [](const Limit&) { return ObjectType::limit; },
                          [](const CtHelper&) { return ObjectType::ct_helper; },
                          [](const CtTimeout&) { return ObjectType::ct_timeout; },
                          [](const CtExpectation&) { return ObjectType::ct_expectation; },
                          [](const Synproxy&) { return ObjectType::synproxy; },
                          [](const Secmark&) { return ObjectType::secmark; },
                      },
                      object.body);
}

std::string_view object_word(ObjectType type) {
    switch (type) {
    case ObjectType::counter: return "counter";
    case ObjectType::quota: return "quota";
    case ObjectType::ct_helper: return "ct helper";
    case ObjectType::limit: return "limit";
    case ObjectType::ct_timeout: return "ct timeout";
    case ObjectType::secmark: return "secmark";
    case ObjectType::ct_expectation: return "ct expectation";
    case ObjectType::synproxy: return "synproxy";
    }
    return "object";
}

} // namespace rulec::model
