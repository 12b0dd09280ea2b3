// SPDX-License-Identifier: GPL-2.0-or-later
// Reads what iptables-save and ip6tables-save print, or what a person wrote for iptables-restore.
#pragma once

#include "backend/iptables/ruleset.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

namespace rulec::ipt {

// What is wrong is in `sink`, at its place; lines that are right are in the result nevertheless.
Ruleset read_save(const SourceManager& sources, FileId file, Family family, diag::Sink& sink);

} // namespace rulec::ipt
