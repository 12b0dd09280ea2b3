// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/symbols.h"
#include "compiler/sema/constant.h"
#include "compiler/sema/references.h"
#include "compiler/sema/statement.h"
#include "compiler/sema/words.h"

#include <algorithm>

namespace rulec::sema {
namespace {

using diag::Code;

constexpr std::size_t kMostPrefix = 127; // NF_LOG_PREFIXLEN - 1
constexpr std::uint32_t kAudit = 8;      // NFT_LOGLEVEL_AUDIT

// The text with `$name` replaced by the variable's value.
std::optional<std::string> expand(Context& context, std::string_view text, Span span) {
    std::string out;
    std::size_t done = 0;
    for (auto found = find_in_text(text, 0); !found.name.empty(); found = find_in_text(text, done)) {
        const ast::Expr variable{span, ast::Variable{found.name}};
        const auto value = eval_text(context, variable);
        if (!value) return std::nullopt;
        out += text.substr(done, found.at - done);
        out += *value;
        done = found.at + 1 + found.name.size();
    }
    out += text.substr(done);
    return out;
}

bool eval_prefix(Context& context, const ast::Expr& value, model::Log& log) {
    auto text = eval_text(context, value);
    if (text) text = expand(context, *text, value.span);
    if (!text) return false;
    if (text->size() > kMostPrefix) {
        context.sink.report(diag::make(Code::kLogPrefixTooLong, value.span, text->size(), kMostPrefix));
        return false;
    }
    log.prefix = *text;
    return true;
}

bool eval_level(Context& context, const ast::Expr& value, model::Log& log) {
    const auto name = eval_text(context, value);
    if (!name) return false;
    const auto level = find_word(context, catalog::Vocabulary::log_level, "log level", *name, value.span);
    if (!level) return false;
    log.level = static_cast<std::uint32_t>(*level);
    return true;
}

// `flags tcp sequence,options`, `flags ip options`, `flags skuid`, `flags ether`, `flags all`.
bool eval_flags(Context& context, const std::vector<ast::Expr>& values, model::Log& log) {
    std::string head;
    bool head_is_used = false;
    for (const ast::Expr& value : values) {
        const auto word = eval_text(context, value);
        if (!word) return false;
        if (*word == "tcp" || *word == "ip") {
            head = *word;
            continue;
        }
        const bool detail = *word == "sequence" || *word == "options";
        const auto bit = catalog::find(catalog::Vocabulary::log_flag, detail ? head + "-" + *word : *word);
        if (!bit) {
            context.sink.report(
                diag::make(Code::kUnknownWord, value.span, "log flag", *word)
                    .help("the flags are `tcp sequence,options`, `ip options`, skuid, ether and all"));
            return false;
        }
        log.flags |= static_cast<std::uint32_t>(*bit);
        head_is_used = head_is_used || detail;
    }
    if (head.empty() || head_is_used) return true;
    const std::string_view details = head == "tcp" ? "`sequence` or `options`" : "`options`";
    context.sink.report(
        diag::make(Code::kBadOption, values.back().span, fmt::format("`log flags {}` needs {}", head, details)));
    return false;
}

bool eval_option(Context& context, const ast::Option& option, model::Log& log) {
    const std::string_view key = option.key.text;
    if (key == "flags") return eval_flags(context, option.values, log);
    const ast::Expr& value = option.values.at(0);
    if (key == "prefix") return eval_prefix(context, value, log);
    if (key == "level") return eval_level(context, value, log);
    if (key == "snaplen") {
        const auto number = eval_number(context, value, 0xffffffff, "of bytes");
        if (number) log.snaplen = static_cast<std::uint32_t>(*number);
        return number.has_value();
    }
    const auto number = eval_number(context, value, 0xffff, key == "group" ? "of a group" : "of packets");
    if (!number) return false;
    (key == "group" ? log.group : log.queue_threshold) = static_cast<std::uint16_t>(*number);
    return true;
}

} // namespace

std::optional<model::Action> eval_log(Context& context, const ast::LogStmt& node, Span span) {
    model::Log log;
    std::vector<ast::Name> seen;
    for (const ast::Option& option : node.options) {
        const auto same = [&](const ast::Name& name) { return name.text == option.key.text && name.text != "flags"; };
        if (const auto before = std::find_if(seen.begin(), seen.end(), same); before != seen.end()) {
            context.sink.report(
                diag::make(Code::kGivenTwice, option.key.span, option.key.text).also(before->span, "first here"));
        }
        seen.push_back(option.key);
        if (!eval_option(context, option, log)) return std::nullopt;
    }
    const bool netlink = log.group || log.snaplen || log.queue_threshold;
    if (netlink && (log.level || log.flags != 0)) {
        return context.fail(diag::make(Code::kBadOption, span, "`group` and `level` or `flags` exclude each other")
                                .note("a group sends packets to a program, a level writes them to the kernel's log"));
    }
    if (log.level == kAudit && (log.prefix || log.flags != 0)) {
        return context.fail(diag::make(Code::kBadOption, span, "the level audit takes no other option"));
    }
    return log;
}

} // namespace rulec::sema
