// SPDX-License-Identifier: GPL-2.0-or-later
#include "parse_text.h"

#include "compiler/syntax/print_ast.h"

#include <fmt/format.h>

namespace rulec::test {

Parsed parse_text(std::string_view text, syntax::Block start) {
    SourceManager sources;
    const FileId file = sources.add("test.rules", std::string(text));
    diag::Sink sink;
    Parsed parsed;
    syntax::AstPrinter printer(parsed.tree);
    syntax::parse(sources, file, start, printer, sink);
    parsed.diagnostics = sink.all();
    parsed.errors = sink.error_count();
    for (const diag::Diagnostic& diagnostic : parsed.diagnostics) {
        const Span span = diagnostic.primary.span;
        const std::string_view place = text.substr(span.begin, span.end - span.begin);
        parsed.summary +=
            fmt::format("{}{} at `{}`", parsed.summary.empty() ? "" : "; ", diag::info(diagnostic.code).id, place);
    }
    return parsed;
}

std::string tree_of_rule(std::string_view line) {
    const Parsed parsed = parse_text(line, syntax::Block::chain);
    return parsed.summary.empty() ? parsed.tree : parsed.summary;
}

} // namespace rulec::test
