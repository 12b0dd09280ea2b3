// SPDX-License-Identifier: GPL-2.0-or-later
// The syntax tree as text, for `rulec compile --to ast` and for tests. A line an item or statement, indented by
// block; every distinction the tree makes can be seen. For people: it is not parsed again, and it is no formatter.
//
//     rule
//       match (tcp dport) implicit {22, 80-90}
//       verdict accept
#pragma once

#include "compiler/syntax/ast.h"
#include "compiler/syntax/parse.h"

#include <string>

namespace rulec::syntax {

std::string print_expression(const ast::Expr& expression);
std::string print_element(const ast::Element& element);
std::string print_verdict(const ast::VerdictExpr& verdict);
// One or more lines, each indented by `indent` blanks and ended by a newline.
void print_statement(const ast::Statement& statement, std::size_t indent, std::string& out);
void print_rule(const ast::Rule& rule, std::size_t indent, std::string& out);

// Appends each item to `out`.
class AstPrinter final : public Consumer {
  public:
    explicit AstPrinter(std::string& out) : out_(out) {}
    void consume(ast::Item item) override;

  private:
    std::string& out_;
    std::size_t indent_ = 0;
};

} // namespace rulec::syntax
