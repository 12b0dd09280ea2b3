// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/warning_options.h"

#include "compiler/support/suggest.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <fmt/format.h>

namespace rulec::cli {
namespace {

using diag::Code;
using diag::Level;

void add(const std::vector<Code>& from, std::vector<Code>& to) {
    to.insert(to.end(), from.begin(), from.end());
}

std::vector<Code> find_or_refuse(std::string_view option, std::string_view word) {
    std::vector<Code> found = diag::find_warnings(word);
    if (!found.empty()) return found;
    throw CLI::ValidationError(std::string(option), fmt::format("no warning is called `{}`{}", word,
                                                                or_did_you_mean(word, diag::warning_names())));
}

// What a SELECTION names.
std::vector<Code> read_selection(std::string_view option, std::string_view text) {
    std::vector<Code> codes;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        add(find_or_refuse(option, text.substr(at, end - at)), codes);
        at = end + 1;
    }
    return codes;
}

// SELECTION, no-SELECTION, error or error=SELECTION.
void read_w(std::string_view text, WarningOptions& options) {
    constexpr std::string_view kError = "error", kNo = "no-";
    if (text == kError) {
        options.escalate_all = true;
    } else if (text.starts_with(kError) && text[kError.size()] == '=') {
        const std::vector<Code> codes = read_selection("-W", text.substr(kError.size() + 1));
        add(codes, options.enable);
        add(codes, options.escalate);
    } else if (text.starts_with(kNo)) {
        add(read_selection("-W", text.substr(kNo.size())), options.ignore);
    } else {
        add(read_selection("-W", text), options.enable);
    }
}

void add_selection_option(CLI::App& app, const std::string& name, const std::string& help,
                          const std::function<void(const std::string&)>& take) {
    app.add_option_function<std::vector<std::string>>(
           name,
           [take](const std::vector<std::string>& texts) {
               for (const std::string& text : texts)
                   take(text);
           },
           help)
        ->type_name("SELECTION")
        ->allow_extra_args(false);
}

} // namespace

void add_warning_options(CLI::App& app, WarningOptions& options) {
    add_selection_option(app, "--select", "only these warnings", [&options](const std::string& text) {
        if (!options.select) options.select.emplace();
        add(read_selection("--select", text), *options.select);
    });
    add_selection_option(app, "--ignore", "all but these warnings", [&options](const std::string& text) {
        add(read_selection("--ignore", text), options.ignore);
    });
    add_selection_option(app, "-W",
                         "these warnings too; no-SELECTION: not these; error: all warnings are errors; "
                         "error=SELECTION: these are",
                         [&options](const std::string& text) { read_w(text, options); });
}

diag::Levels levels_of(const WarningOptions& options) {
    diag::Levels levels;
    const auto set = [&](const std::vector<Code>& codes, Level level) {
        for (const Code code : codes)
            levels.set(code, level);
    };
    if (options.select) {
        set(diag::find_warnings("all"), Level::off);
        set(*options.select, Level::warning);
    }
    set(options.enable, Level::warning);
    set(options.ignore, Level::off);
    for (const Code code : options.escalate_all ? diag::find_warnings("all") : options.escalate) {
        if (levels.of(code) != Level::off) levels.set(code, Level::error);
    }
    return levels;
}

} // namespace rulec::cli
