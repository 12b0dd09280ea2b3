// SPDX-License-Identifier: GPL-2.0-or-later
// Values of the model as expressions of the language.
#pragma once

#include "backend/nft_text/context.h"

#include <string>
#include <vector>

namespace rulec::nft_text {

std::string expression_text(const Context& context, const model::Value& value);

std::vector<model::KeyPart> parts_of(const model::Value& value);

} // namespace rulec::nft_text
