// SPDX-License-Identifier: GPL-2.0-or-later
// `rulec import` of the formats of iptables and ipset.
#pragma once

#include "runtime/cli/arguments.h"
#include "runtime/cli/exit_code.h"

#include <string>
#include <vector>

namespace rulec::cli {

struct IptablesRequest {
    struct Input {
        std::string kind; // "iptables", "ip6tables", "iptables-script", "ipset"
        std::string path; // "-": standard input
    };
    std::vector<Input> inputs;
    bool keep_going = false;
    bool idiomatic = false;
};

ExitCode import_iptables(const IptablesRequest& request, const CommonOptions& options);

} // namespace rulec::cli
