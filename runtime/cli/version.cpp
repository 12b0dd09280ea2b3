// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/arguments.h"
#include "runtime/cli/output.h"

namespace rulec::cli {

ExitCode run_version(Arguments arguments) {
    CLI::App app("Prints the version.", "rulec version");
    if (const auto exit = parse_arguments(app, arguments)) return *exit;
    return write_output("rulec " RULEC_VERSION "\n");
}

} // namespace rulec::cli
