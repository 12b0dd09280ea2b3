// SPDX-License-Identifier: GPL-2.0-or-later
// The programs that change iptables' tables, and what they say when they do not.
#pragma once

#include "backend/iptables/spellings.h"
#include "compiler/support/result.h"
#include "runtime/process/run.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rulec::restore {

enum class Kind : std::uint8_t {
    host,   // what `iptables` is on this machine
    legacy, // x_tables
    nft,    // iptables-nft: nf_tables below, in the words of iptables
};

struct Tools {
    std::string restore, save;  // paths
    std::string name;           // "ip6tables-legacy", for people
    std::chrono::seconds limit; // of a run of either
};

// An error if they are not installed.
Result<Tools> find_tools(Kind kind, ipt::Family family, std::chrono::seconds limit);

// Those of the kind that `tools` are not of; none if there are none here.
Result<std::optional<Tools>> other_kind(const Tools& tools, ipt::Family family);

Result<std::string> run_save(const Tools& tools);

enum class Commit : bool { no, yes };
enum class Keep : bool { no, yes }; // what the text does not name: --noflush
Result<process::Finished> run_restore(const Tools& tools, std::string_view text, Keep others, Commit commit);

// What iptables-restore has against a text.
struct Refusal {
    std::optional<std::size_t> line; // from 1; it may be that of COMMIT
    std::string reason;
};
Refusal refusal_in(std::string_view errors);
Refusal refusal_of(const process::Finished& done); // which may have said nothing at all

} // namespace rulec::restore
