// SPDX-License-Identifier: GPL-2.0-or-later
// Suppressions: the comments `# rulec: allow(CODE, ...) reason` of some files. Behind other text a comment is about
// its own line; alone on a line it is about what follows: the next line that is not empty and no comment, to the end
// of the block that opens there. On an `include` it is about the whole included file.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/lint/directives.h"
#include "compiler/source/source_manager.h"

#include <string_view>
#include <vector>

namespace rulec::lint {

class Suppressions {
  public:
    // Reads the comments of the files from `first_file` on, and reports those that are not understood.
    Suppressions(const SourceManager& sources, FileId first_file, diag::Sink& sink);

    // Is the finding allowed? Remembers that the comment was of use.
    bool allow(const diag::Diagnostic& diagnostic);

    void report_unused(diag::Sink& sink) const;

  private:
    struct Allowed {
        Span word;   // of the code in the comment
        Span covers; // where findings are allowed
        std::vector<diag::Code> codes;
        Span removable = {}; // the comment, if this is all that it says
        bool used = false;
    };
    struct Parts { // of one comment
        Span comment;
        Span codes;
        Span covers;
    };

    bool has_directives(FileId file) const;
    void read(FileId file, const Directive& directive);
    void read_codes(const Parts& parts);
    bool allow_at(Span place, diag::Code code);

    const SourceManager& sources_;
    diag::Sink& sink_;
    std::vector<Allowed> allowed_; // by file and place
};

} // namespace rulec::lint
