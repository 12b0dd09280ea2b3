// SPDX-License-Identifier: GPL-2.0-or-later
// Named objects and flowtables: the inverse of lower/lower_object.h.
#pragma once

#include "backend/nft/program.h"
#include "compiler/model/ruleset.h"

#include <optional>

namespace rulec::nft {

std::optional<model::Object> raise_object(const NewObject& object);
model::Flowtable raise_flowtable(const NewFlowtable& flowtable);

} // namespace rulec::nft
