// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/map_lookup.h"

#include "compiler/sema/describe.h"
#include "compiler/sema/sets.h"
#include "compiler/sema/value.h"

namespace rulec::sema {

std::optional<model::Value> eval_map_lookup(Context& context, const ast::MapLookup& lookup,
                                            const std::optional<std::vector<model::KeyPart>>& target, Span span) {
    auto key = eval_value(context, *lookup.key);
    if (!key || !names_family(context, *key)) return std::nullopt;
    Shape shape{.key = parts_of(*key),
                .data_kind = model::SetData::value,
                .data = target.value_or(std::vector<model::KeyPart>{})};
    const bool literal = with_value(context, *lookup.map, is_set_literal);
    if (literal && shape.data.empty()) {
        return context.fail(diag::make(diag::Code::kExpectedConstant, lookup.map->span, "a map in braces")
                                .note("what its data are cannot be told here; declare a named map"));
    }
    const auto map = eval_set(context, *lookup.map, shape);
    if (!map) return std::nullopt;
    const model::Set& set = context.table->table.sets[*map];
    const std::uint32_t bits = set.data.size() == 1 ? set.data[0].bit_len : model::key_byte_len(set.data) * 8;
    return model::Value{set.data[0].type, bits, set.data[0].order, span,
                        model::MapGet{Box<model::Value>(*key), *map}};
}

} // namespace rulec::sema
