// SPDX-License-Identifier: GPL-2.0-or-later
// Kinds of stateful objects: of what kind one is, and the language's word for a kind.
#pragma once

#include "compiler/model/ruleset.h"

#include <string_view>

namespace rulec::model {

ObjectType type_of(const Object& object);

std::string_view object_word(ObjectType type); // "counter", "ct helper"

} // namespace rulec::model
