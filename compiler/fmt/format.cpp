// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/fmt/format.h"

#include "compiler/fmt/layout.h"
#include "compiler/syntax/parse.h"

namespace rulec::style {
namespace {

class Nobody final : public syntax::Consumer {
  public:
    void consume(ast::Item) override {}
};

} // namespace

bool can_format(const SourceManager& sources, FileId file, diag::Sink& sink) {
    diag::Sink found;
    Nobody nobody;
    syntax::parse(sources, file, syntax::Block::top, nobody, found);
    for (const diag::Diagnostic& diagnostic : found.all())
        sink.report(diagnostic);
    return !found.failed();
}

void format(const SourceManager& sources, FileId file, const Output& output) {
    Layout(sources.text(file), output).file();
}

bool is_formatted(const SourceManager& sources, FileId file) {
    std::string_view expected = sources.text(file);
    bool same = true;
    format(sources, file, [&](std::string_view part) {
        same = same && expected.starts_with(part);
        if (same) expected.remove_prefix(part.size());
    });
    return same && expected.empty();
}

} // namespace rulec::style
