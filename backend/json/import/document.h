// SPDX-License-Identifier: GPL-2.0-or-later
// JSON text to values: the one place where the library parses. Bounded in depth; a key that an object has twice is
// a mistake, since one of the two would be lost.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <nlohmann/json.hpp>
#include <optional>

namespace rulec::json {

// Nothing if it is no JSON: then `sink` says where and why.
std::optional<nlohmann::json> parse_document(const SourceManager& sources, FileId file, diag::Sink& sink);

} // namespace rulec::json
