// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/print_ruleset.h"

#include "backend/nft_text/context.h"
#include "backend/nft_text/object_text.h"
#include "backend/nft_text/rule_text.h"
#include "backend/nft_text/set_text.h"
#include "compiler/catalog/symbols.h"

#include <fmt/format.h>

namespace rulec::nft_text {
namespace {

std::string flags_line(std::uint32_t flags) {
    std::string text;
    for (const catalog::Symbol& flag : catalog::words(catalog::Vocabulary::table_flag)) {
        if ((flags & flag.value) != 0) text += fmt::format("{}{}", text.empty() ? "\tflags " : ",", flag.name);
    }
    return text.empty() ? text : text + "\n";
}

// The blocks of a table, with an empty line between two of them.
class Blocks {
  public:
    explicit Blocks(std::string& text) : text_(text) {}
    void add(const std::string& block) {
        if (!first_) text_ += '\n';
        first_ = false;
        text_ += block;
    }

  private:
    std::string& text_;
    bool first_ = true;
};

std::string table_text(const Context& context) {
    const model::Table& table = context.table;
    std::string text = fmt::format("table {} {} {{\n", catalog::name(table.family), name_text(context, table.name));
    if (table.comment) text += fmt::format("\tcomment {}\n", quoted(context, *table.comment));
    text += flags_line(table.flags);
    for (const std::string& what : table.not_expressible)
        text += fmt::format("\t{}\n", not_expressible_text(what));
    Blocks blocks(text);
    for (const model::Object& object : table.objects)
        blocks.add(object_block(context, object));
    for (const model::Set& set : table.sets) {
        if (!set.anonymous) blocks.add(set_block(context, set));
    }
    for (const model::Flowtable& flowtable : table.flowtables)
        blocks.add(flowtable_block(context, flowtable));
    for (const model::Chain& chain : table.chains) {
        if (!chain.bound) blocks.add(chain_block(context, chain));
    }
    return text + "}\n";
}

} // namespace

std::string print_ruleset(const model::Ruleset& ruleset, const Options& options, diag::Sink& sink) {
    std::string text;
    if (ruleset.flush_ruleset) text += "flush ruleset\n";
    for (const auto& [family, name] :
         ruleset.removed_tables) // declared first: deleting what is not there is an error
        text += fmt::format("table {0} {1}\ndelete table {0} {1}\n", catalog::name(family), name);
    for (const model::Table& table : ruleset.tables) {
        text +=
            table_text({.ruleset = ruleset, .table = table, .options = options, .sink = sink, .span = table.span});
    }
    return text;
}

} // namespace rulec::nft_text
