// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/print_ast.h"

#include "compiler/support/overloaded.h"
#include "compiler/syntax/plain_elements.h"

#include <fmt/format.h>

namespace rulec::syntax {
namespace {

std::string_view word(ast::Verb verb) {
    switch (verb) {
    case ast::Verb::none: return "";
    case ast::Verb::add: return "add ";
    case ast::Verb::create: return "create ";
    case ast::Verb::insert: return "insert ";
    case ast::Verb::replace: return "replace ";
    case ast::Verb::del: return "delete ";
    case ast::Verb::destroy: return "destroy ";
    case ast::Verb::flush: return "flush ";
    case ast::Verb::rename: return "rename ";
    case ast::Verb::list: return "list ";
    case ast::Verb::reset: return "reset ";
    case ast::Verb::monitor: return "monitor ";
    case ast::Verb::export_: return "export ";
    case ast::Verb::describe: return "describe ";
    }
    return {};
}

std::string_view word(ast::ObjectKind kind) {
    switch (kind) {
    case ast::ObjectKind::ruleset: return "ruleset";
    case ast::ObjectKind::table: return "table";
    case ast::ObjectKind::chain: return "chain";
    case ast::ObjectKind::rule: return "rule";
    case ast::ObjectKind::set: return "set";
    case ast::ObjectKind::map: return "map";
    case ast::ObjectKind::element: return "element";
    case ast::ObjectKind::flowtable: return "flowtable";
    case ast::ObjectKind::meter: return "meter";
    case ast::ObjectKind::counter: return "counter";
    case ast::ObjectKind::quota: return "quota";
    case ast::ObjectKind::limit: return "limit";
    case ast::ObjectKind::ct_helper: return "ct helper";
    case ast::ObjectKind::ct_timeout: return "ct timeout";
    case ast::ObjectKind::ct_expectation: return "ct expectation";
    case ast::ObjectKind::synproxy: return "synproxy";
    case ast::ObjectKind::secmark: return "secmark";
    case ast::ObjectKind::other: return "other";
    }
    return {};
}

std::string_view word(ast::DefineKind kind) {
    switch (kind) {
    case ast::DefineKind::define: return "define";
    case ast::DefineKind::redefine: return "redefine";
    case ast::DefineKind::undefine: return "undefine";
    }
    return {};
}
std::string_view word(ast::PositionKind kind) {
    switch (kind) {
    case ast::PositionKind::handle: return "handle";
    case ast::PositionKind::index: return "index";
    case ast::PositionKind::position: return "position";
    }
    return {};
}

std::string maybe(std::string_view before, const std::optional<ast::Name>& name) {
    return name ? fmt::format("{}{}", before, name->text) : std::string();
}
std::string path_text(const ast::Path& path) {
    return maybe(" ", path.family) + maybe(" ", path.table) + maybe(" ", path.name);
}
std::string values_text(const std::vector<ast::Expr>& values) {
    std::string out;
    for (const ast::Expr& value : values)
        out += " " + print_expression(value);
    return out;
}
std::string types_text(const std::vector<ast::Name>& types) {
    std::string out;
    for (const ast::Name& type : types)
        out += fmt::format("{}{}", out.empty() ? " " : " . ", type.text);
    return out;
}
// Of an element list too long for a line: how many, and the lines.
std::string elements_text(const std::vector<ast::Element>& elements, std::size_t indent) {
    std::string out;
    for (const ast::Element& element : elements)
        out += fmt::format("\n{:{}}{}", "", indent, print_element(element));
    return out;
}

std::string data_text(bool interval, const std::string& data, const std::optional<ast::Name>& object) {
    if (data.empty() && !object) return {};
    return fmt::format(" :{}{}{}", interval ? " interval" : "", data, maybe(" object ", object));
}

std::string hook_text(const ast::HookSpec& hook) {
    std::string out = fmt::format("hook{} {}", maybe(" type ", hook.type), hook.hook.text);
    if (!hook.devices.empty()) out += " devices" + values_text(hook.devices);
    out += " priority";
    if (hook.priority) out += " " + print_expression(*hook.priority);
    if (hook.sign != 0) out += fmt::format(" {}{}", hook.sign > 0 ? "+" : "-", hook.priority_offset->text);
    return out;
}

// One item without indentation; further lines are indented by `indent`.
struct Line {
    std::size_t indent;

    std::string operator()(const ast::Define& define) const {
        const std::string value = define.value ? " = " + print_expression(*define.value) : std::string();
        return fmt::format("{} {}{}", word(define.kind), define.name.text, value);
    }
    std::string operator()(const ast::Include& include) const {
        return fmt::format("include \"{}\"", include.path.text);
    }
    std::string operator()(const ast::Open& open) const {
        return fmt::format("{}{}{}{}", word(open.verb), word(open.kind), path_text(open.path),
                           open.has_block ? " {" : "");
    }
    std::string operator()(const ast::BlockClose&) const { return "}"; }
    std::string operator()(const ast::Command& command) const {
        return fmt::format("{}{}{}{}{}{}", word(command.verb), word(command.kind), path_text(command.path),
                           maybe(" handle ", command.handle), maybe(" to ", command.new_name),
                           elements_text(command.elements, indent));
    }
    std::string operator()(const ast::RuleItem& item) const {
        std::string out = fmt::format("{}rule{}", word(item.verb), path_text(item.path));
        if (item.position) out += fmt::format(" {} {}", word(item.position->kind), item.position->number.text);
        out += '\n';
        print_rule(item.rule, indent, out);
        out.pop_back();
        return out;
    }
    std::string operator()(const ast::HookSpec& hook) const { return hook_text(hook); }
    std::string operator()(const ast::PolicySpec& policy) const { return "policy " + print_expression(policy.value); }
    std::string operator()(const ast::TypeSpec& type) const {
        return "type" + types_text(type.key) + data_text(type.data_interval, types_text(type.data), type.objref);
    }
    std::string operator()(const ast::TypeofSpec& type) const {
        const std::string data = type.data ? " " + print_expression(*type.data) : std::string();
        return "typeof " + print_expression(type.key) + data_text(type.data_interval, data, type.objref);
    }
    std::string operator()(const ast::FlagsSpec& flags) const { return "flags" + values_text(flags.flags); }
    std::string operator()(const ast::ElementsChunk& chunk) const {
        return "elements" + elements_text(chunk.elements, indent);
    }
    std::string operator()(const ast::PlainElements& elements) const {
        return "elements" + elements_text(as_elements(elements), indent);
    }
    std::string operator()(const ast::ElementsFile& list) const {
        return fmt::format("elements file \"{}\"", list.path.text);
    }
    std::string operator()(const ast::DevicesSpec& devices) const { return "devices" + values_text(devices.devices); }
    std::string operator()(const ast::Property& property) const {
        return fmt::format("{}{}", property.key.text, values_text(property.values));
    }
    std::string operator()(const ast::StatefulSpec& stateful) const {
        std::string out;
        print_statement(stateful.statement, 0, out);
        out.pop_back();
        return out;
    }
};

} // namespace

void AstPrinter::consume(ast::Item item) {
    if (std::holds_alternative<ast::BlockClose>(item.node)) indent_ -= 2;
    out_ += fmt::format("{:{}}{}\n", "", indent_, std::visit(Line{indent_ + 2}, item.node));
    const auto* open = std::get_if<ast::Open>(&item.node);
    if (open != nullptr && open->has_block) indent_ += 2;
}

} // namespace rulec::syntax
