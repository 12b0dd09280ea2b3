// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/arguments.h"

#include "compiler/support/suggest.h"
#include "runtime/cli/output.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <map>

#include <fmt/format.h>

namespace rulec::cli {
namespace {

const std::map<std::string, ColorChoice> kColors = {
    {"auto", ColorChoice::automatic}, {"always", ColorChoice::always}, {"never", ColorChoice::never}};
const std::map<std::string, ReportFormat> kFormats = {
    {"text", ReportFormat::text},     {"json", ReportFormat::json},     {"sarif", ReportFormat::sarif},
    {"github", ReportFormat::github}, {"gitlab", ReportFormat::gitlab}, {"checkstyle", ReportFormat::checkstyle}};

// An option whose value is one of the names of `choices`. Returns CLI11's "bad value" by false.
template <class Choice>
void add_choice(CLI::App& app, const std::string& name, const std::map<std::string, Choice>& choices, Choice& value,
                const std::string& help) {
    std::string names;
    for (const auto& [word, choice] : choices)
        names += (names.empty() ? "" : "|") + word;
    app.add_option_function<std::string>(
           name,
           [&choices, &value, name, names](const std::string& word) {
               const auto found = choices.find(word);
               if (found == choices.end())
                   throw CLI::ValidationError(name, fmt::format("{} is none of {}", word, names));
               value = found->second;
           },
           help)
        ->type_name(names);
}

// NAME=VALUE; a name is what `define` takes.
std::pair<std::string, std::string> parse_define(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
        throw CLI::ValidationError("-D", fmt::format("`{}` is not NAME=VALUE", text));
    }
    return {text.substr(0, equals), text.substr(equals + 1)};
}

std::string target_names() {
    std::string names;
    for (const catalog::TargetSystem& system : catalog::target_systems())
        names += fmt::format("{}{}", names.empty() ? "" : ", ", system.name);
    return names;
}

std::string unknown_target(const std::string& text) {
    std::vector<std::string_view> names;
    for (const catalog::TargetSystem& system : catalog::target_systems())
        names.push_back(system.name);
    const auto meant = nearest(text, names);
    return fmt::format("`{}` is neither a version like 5.10 nor one of {}{}", text, target_names(),
                       meant ? fmt::format("; did you mean `{}`?", *meant) : "");
}

std::vector<std::string_view> option_names(const std::vector<std::string>& storage) {
    return {storage.begin(), storage.end()};
}

std::optional<std::string> similar_option(const CLI::App& app, const std::string& word) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames())
            names.push_back("--" + name);
    }
    const auto meant = nearest(std::string_view(word).substr(0, word.find('=')), option_names(names));
    return meant ? std::optional<std::string>(*meant) : std::nullopt;
}

ExitCode usage_error(const CLI::App& app, const std::string& message) {
    write_error(fmt::format("{}: {}\n`{} --help` is its manual\n", app.get_name(), message, app.get_name()));
    return ExitCode::usage;
}

ExitCode extra_arguments(const CLI::App& app) {
    for (const std::string& word : app.remaining()) {
        if (word.size() < 2 || word[0] != '-') return usage_error(app, fmt::format("what is `{}` for?", word));
        const auto meant = similar_option(app, word);
        return usage_error(
            app, fmt::format("no such option: {}{}", word, meant ? fmt::format(", did you mean `{}`?", *meant) : ""));
    }
    return usage_error(app, "too many arguments");
}

} // namespace

void add_report_options(CLI::App& app, CommonOptions& options) {
    add_choice(app, "--color", kColors, options.color, "colours in diagnostics; auto: only on a terminal");
    add_choice(app, "--format", kFormats, options.format,
               "how diagnostics are written; all but text go to standard output, unless that is for something else");
}

void add_input_options(CLI::App& app, CommonOptions& options) {
    app.add_option_function<std::vector<std::string>>(
           "-D,--define",
           [&options](const std::vector<std::string>& texts) {
               for (const std::string& text : texts)
                   options.defines.push_back(parse_define(text));
           },
           "the same as `define NAME = VALUE` before the first line")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    app.add_option("-I,--include-dir", options.include_dirs, "where else to look for what `include` names")
        ->type_name("DIR")
        ->allow_extra_args(false);
}

void add_target_option(CLI::App& app, CommonOptions& options) {
    app.add_option_function<std::string>(
           "--target-kernel",
           [&options](const std::string& text) {
               options.target_kernel = catalog::find_target_kernel(text);
               if (!options.target_kernel) throw CLI::ValidationError("--target-kernel", unknown_target(text));
           },
           "what this version of Linux does not know yet is an error: 5.10, or " + target_names())
        ->type_name("VERSION");
}

void add_stats_option(CLI::App& app, CommonOptions& options) {
    app.add_flag("--stats", options.stats, "time and memory of each stage, on standard error at the end");
}

std::optional<ExitCode> parse_arguments(CLI::App& app, Arguments arguments) {
    app.allow_extras();                                                   // told below, with what was probably meant
    std::vector<std::string> words(arguments.rbegin(), arguments.rend()); // CLI11 takes them from the back
    try {
        app.parse(std::move(words));
    } catch (const CLI::CallForHelp&) {
        return write_output(app.help());
    } catch (const CLI::ParseError& error) {
        const auto extras = app.remaining();
        const bool slip = !extras.empty() && extras.front().starts_with('-') && extras.front().size() > 1;
        return slip ? extra_arguments(app) : usage_error(app, error.what());
    }
    if (!app.remaining().empty()) return extra_arguments(app);
    return std::nullopt;
}

} // namespace rulec::cli
