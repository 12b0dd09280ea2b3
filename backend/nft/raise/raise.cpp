// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/raise.h"

#include "backend/nft/lower/userdata.h"
#include "backend/nft/print.h"
#include "backend/nft/raise/raise_object.h"
#include "backend/nft/raise/raise_rule.h"
#include "backend/nft/raise/raise_set.h"
#include "backend/nft/raise/userdata_reader.h"
#include "compiler/support/overloaded.h"

#include <deque>

#include <fmt/format.h>
#include <linux/netfilter.h>

namespace rulec::nft {
namespace {

// NFT_CHAIN_BINDING, which Debian 12's header keeps from user space.
constexpr std::uint32_t kChainBinding = 1U << 2;

std::optional<catalog::Family> family_of(std::uint8_t nf_proto) {
    for (const auto family : {catalog::Family::inet, catalog::Family::ip, catalog::Family::arp,
                              catalog::Family::netdev, catalog::Family::bridge, catalog::Family::ip6})
        if (static_cast<std::uint8_t>(family) == nf_proto) return family;
    return std::nullopt;
}

std::optional<catalog::Hook> hook_of(catalog::Family family, std::uint32_t number) {
    for (const std::string_view name : catalog::hook_names()) {
        const auto hook = catalog::find_hook(name);
        if (hook && catalog::hook_number(family, *hook) == number) return hook;
    }
    return std::nullopt;
}

std::optional<model::BaseChain> raise_hook(catalog::Family family, const Hook& hook) {
    const auto type = catalog::find_chain_type(hook.type);
    const auto place = hook_of(family, hook.number);
    if (!type || !place) return std::nullopt;
    model::BaseChain base{*type, *place, hook.number, hook.priority, hook.devices, std::nullopt};
    if (hook.policy) base.policy_accept = *hook.policy == NF_ACCEPT;
    return base;
}

// The messages of one table, put together in the order in which they depend on each other.
class TableBuilder {
  public:
    explicit TableBuilder(model::Table& table) : raiser_{table} {}

    void add(NewChain& chain) {
        model::Chain out;
        out.bound = (chain.flags & kChainBinding) != 0;
        if (!out.bound) out.name = chain.name;
        if (chain.hook) out.base = raise_hook(table().family, *chain.hook);
        if (chain.hook && !out.base)
            show(fmt::format("chain {} at hook {} of type {}", chain.name, chain.hook->number, chain.hook->type));
        out.comment = UserdataReader(chain.userdata).text(kCommentAttribute);
        const auto index = static_cast<std::uint32_t>(table().chains.size());
        if (!chain.name.empty()) raiser_.chains.emplace(chain.name, index);
        if (chain.id != 0) raiser_.chains_by_id.emplace(chain.id, index);
        table().chains.push_back(std::move(out));
    }

    void add(NewSet& set) {
        LiveSet& live = raiser_.sets[{set.name, set.id}];
        if (live.set == nullptr) order_.push_back(&live);
        live.set = &set;
    }
    void add(NewElements& elements) {
        if (LiveSet* live = raiser_.find_set(elements.set, elements.set_id)) live->elements = &elements;
    }
    void add(NewObject& object) {
        if (auto raised = raise_object(object))
            table().objects.push_back(std::move(*raised));
        else
            show(fmt::format("object {} of type {}", object.name, std::get<NewObject::Foreign>(object.body).type));
    }
    void add(NewFlowtable& flowtable) { table().flowtables.push_back(raise_flowtable(flowtable)); }
    void add(NewRule& rule) { rules_.push_back(&rule); }
    void add(NewTable&) {}
    void add(DelTable&) {}

    void finish() {
        for (LiveSet* live : order_) {
            if (is_anonymous(*live->set) || raise_named_set(raiser_, *live)) continue;
            show(fmt::format("set {} of type {:#x}", live->set->name, live->set->key_type));
        }
        for (NewRule* rule : rules_)
            add_rule(*rule);
    }

    std::size_t not_expressible() const { return not_expressible_; }

  private:
    model::Table& table() { return raiser_.table; }

    void add_rule(NewRule& rule) {
        const auto index = chain_of(rule);
        if (!index) return; // a rule without a chain cannot be live
        model::Rule raised = raise_rule(raiser_, rule);
        if (raised.not_expressible) ++not_expressible_;
        table().chains[*index].rules.push_back(std::move(raised));
        rule = {}; // program and model of a hundred thousand rules need not be there at once
    }

    std::optional<std::uint32_t> chain_of(const NewRule& rule) const {
        if (rule.chain_id != 0) {
            const auto found = raiser_.chains_by_id.find(rule.chain_id);
            return found == raiser_.chains_by_id.end() ? std::nullopt : std::optional(found->second);
        }
        const auto found = raiser_.chains.find(rule.chain);
        return found == raiser_.chains.end() ? std::nullopt : std::optional(found->second);
    }

    void show(std::string what) {
        table().not_expressible.push_back(std::move(what));
        ++not_expressible_;
    }

    TableRaiser raiser_;
    std::vector<LiveSet*> order_;
    std::vector<NewRule*> rules_;
    std::size_t not_expressible_ = 0;
};

model::Table raise_head(const NewTable& table, catalog::Family family) {
    model::Table out{};
    out.family = family;
    out.name = table.table.name;
    out.flags = table.flags;
    out.comment = UserdataReader(table.userdata).text(kCommentAttribute);
    return out;
}

using Key = std::pair<std::uint8_t, std::string>;

} // namespace

Raised raise(Program program) {
    std::deque<model::Table> tables;
    std::deque<TableBuilder> builders;
    std::map<Key, TableBuilder*> by_name;
    for (Message& message : program.messages) {
        std::visit(overloaded{
                       [&](NewTable& table) {
                           const auto family = family_of(table.table.family);
                           if (!family) return; // the kernel has no others
                           tables.push_back(raise_head(table, *family));
                           by_name[{table.table.family, table.table.name}] = &builders.emplace_back(tables.back());
                       },
                       [](DelTable&) {},
                       [&](auto& part) {
                           const auto found = by_name.find({part.table.family, part.table.name});
                           if (found != by_name.end()) found->second->add(part);
                       },
                   },
                   message);
    }
    Raised raised;
    for (TableBuilder& builder : builders) {
        builder.finish();
        raised.not_expressible += builder.not_expressible();
    }
    for (model::Table& table : tables)
        raised.ruleset.tables.push_back(std::move(table));
    return raised;
}

} // namespace rulec::nft
