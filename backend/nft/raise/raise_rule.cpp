// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/raise_rule.h"

#include "backend/nft/lower/userdata.h"
#include "backend/nft/print.h"
#include "backend/nft/raise/fold_implied.h"
#include "backend/nft/raise/raise_action.h"
#include "backend/nft/raise/raise_set.h"
#include "backend/nft/raise/raise_stateful.h"
#include "backend/nft/raise/raise_test.h"
#include "backend/nft/raise/raise_value.h"
#include "backend/nft/raise/raise_verdict.h"
#include "backend/nft/raise/userdata_reader.h"
#include "compiler/support/overloaded.h"

#include <algorithm>
#include <string_view>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using model::Value;

constexpr Register kVerdictRegister = NFT_REG_VERDICT;

class ExpressionReader {
  public:
    explicit ExpressionReader(RuleRaiser& rule) : rule_(rule) {}

    bool read(const std::vector<Expression>& expressions) {
        for (std::size_t i = 0; i < expressions.size(); ++i) {
            if (i + 1 < expressions.size() && is_range(expressions[i], expressions[i + 1])) {
                if (!read_range(expressions[i], expressions[i + 1])) return false;
                ++i;
                continue;
            }
            if (!read(expressions[i])) return false;
        }
        return true;
    }

  private:
    // Two comparisons of one load are a range.
    static bool is_range(const Expression& first, const Expression& second) {
        const auto* low = std::get_if<Compare>(&first.node);
        const auto* high = std::get_if<Compare>(&second.node);
        return low != nullptr && high != nullptr && low->sreg == high->sreg && low->op == NFT_CMP_GTE &&
               high->op == NFT_CMP_LTE;
    }
    bool read_range(const Expression& first, const Expression& second) {
        const auto& low = std::get<Compare>(first.node);
        return raise_range(rule_, low.sreg, low.data, std::get<Compare>(second.node).data, false);
    }

    bool put(Register reg, Content content) {
        if (RegisterFile::word_of(reg) == RegisterFile::kWords) return false;
        rule_.registers.put(reg, std::move(content));
        return true;
    }

    // Kernel keys. One that has no name is unknown only to whoever reads the register.
    template <class Load>
    bool load_key(const Load& load) {
        auto value = raise_key(rule_.protocols, load);
        if (!value) return false;
        const std::uint32_t byte_len = value->byte_len();
        return put(load.dreg, {std::move(*value), byte_len});
    }

    bool load_presence(const ExthdrLoad& load) {
        auto value = presence_of(rule_.protocols, {load.op, load.type});
        return value && put(load.dreg, {std::move(*value), 1});
    }

    bool load_hash(const HashLoad& load) {
        model::Hash hash{std::nullopt, load.modulus, load.seed, load.offset};
        if (load.type == NFT_HASH_JENKINS) {
            auto key = hashed_key(load);
            if (!key) return false;
            hash.key = Box<Value>(std::move(*key));
        }
        Value value{&catalog::type(catalog::TypeId::integer), 32, catalog::ByteOrder::host, {}, std::move(hash)};
        return put(load.dreg, {std::move(value), 4});
    }

    // As many parts as fill the octets that are hashed.
    std::optional<Value> hashed_key(const HashLoad& load) const {
        std::uint32_t word = RegisterFile::word_of(load.sreg);
        std::uint32_t len = 0;
        std::size_t count = 0;
        while (len < load.len) {
            const Content* content = rule_.registers.at(word);
            if (content == nullptr || content->byte_len == 0) return std::nullopt;
            const std::uint32_t words = (content->byte_len + 3) / 4;
            len += load.len - len == content->byte_len ? content->byte_len : words * 4;
            word += words;
            ++count;
        }
        auto key = raise_lookup_key(rule_, load.sreg, count);
        if (!key || key->shift != 0) return std::nullopt;
        return std::move(key->value);
    }

    // An operation on what stands in a register.
    template <class Step>
    bool step(const Step& step) {
        const Content* before = rule_.registers.in(step.sreg);
        if (before == nullptr) return false;
        Content content = *before;
        content.steps.emplace_back(step);
        return put(step.dreg, std::move(content));
    }

    bool immediate(const Immediate& e) {
        if (const auto* octets = std::get_if<Bytes>(&e.data))
            return put(e.dreg, {*octets, static_cast<std::uint32_t>(octets->size())});
        const auto verdict = raise_verdict(rule_.table, std::get<Verdict>(e.data));
        if (!verdict) return false;
        rule_.add(*verdict);
        return true;
    }

    bool map_lookup(const Lookup& lookup) {
        auto use = raise_set_use(rule_, lookup.set, lookup.set_id, lookup.sreg);
        if (!use) return false;
        const model::Set& set = rule_.table.table.sets[use->set];
        if (set.data.empty()) return false;
        const std::uint32_t byte_len = model::key_byte_len(set.data);
        const std::uint32_t bits = set.data.size() == 1 ? set.data[0].bit_len : byte_len * 8;
        Value value{
            set.data[0].type, bits, set.data[0].order, {}, model::MapGet{Box<Value>(std::move(use->key)), use->set}};
        return put(*lookup.dreg, {std::move(value), byte_len});
    }

    bool lookup(const Lookup& e) {
        if (!e.dreg) return raise_lookup(rule_, e);
        return *e.dreg == kVerdictRegister ? raise_verdict_map(rule_, e) : map_lookup(e);
    }

    template <class Stateful>
    bool stateful(const Stateful& e) {
        rule_.add(raise(e));
        return true;
    }

    bool read(const Expression& expression) {
        return std::visit(
            overloaded{
                [&](const PayloadLoad& e) {
                    return put(e.dreg, {e, e.len});
                },
                [&](const ExthdrLoad& e) {
                    return (e.flags & NFT_EXTHDR_F_PRESENT) != 0 ? load_presence(e) : put(e.dreg, {e, e.len});
                },
                [&](const MetaLoad& e) { return load_key(e); },
                [&](const CtLoad& e) { return load_key(e); },
                [&](const RtLoad& e) { return load_key(e); },
                [&](const SocketLoad& e) { return load_key(e); },
                [&](const OsfLoad& e) { return load_key(e); },
                [&](const XfrmLoad& e) { return load_key(e); },
                [&](const FibLoad& e) { return load_key(e); },
                [&](const NumgenLoad& e) { return load_key(e); },
                [&](const HashLoad& e) { return load_hash(e); },
                [&](const Bitwise& e) { return step(e); },
                [&](const BitShift& e) { return step(e); },
                [&](const ByteorderSwap& e) { return step(e); },
                [&](const Compare& e) { return raise_compare(rule_, e); },
                [&](const RangeCompare& e) {
                    return raise_range(rule_, e.sreg, e.from, e.to, e.op == NFT_RANGE_NEQ);
                },
                [&](const Lookup& e) { return lookup(e); },
                [&](const Immediate& e) { return immediate(e); },
                [&](const PayloadSet& e) { return raise_payload_set(rule_, e); },
                [&](const ExthdrSet& e) { return raise_exthdr_set(rule_, e); },
                [&](const ExthdrReset& e) {
                    rule_.add(model::OptionReset{e.type});
                    return e.op == NFT_EXTHDR_OP_TCPOPT;
                },
                [&](const MetaSet& e) { return raise_meta_set(rule_, e); },
                [&](const CtSet& e) { return raise_ct_set(rule_, e); },
                [&](const Counter& e) { return stateful(e); },
                [&](const Limit& e) { return stateful(e); },
                [&](const Quota& e) { return stateful(e); },
                [&](const Connlimit& e) { return stateful(e); },
                [&](const Last& e) { return stateful(e); },
                [&](const Log& e) { return raise_log(rule_, e); },
                [&](const Reject& e) { return raise_reject(rule_, e); },
                [&](const Nat& e) { return raise_nat(rule_, e); },
                [&](const Masquerade& e) { return raise_masquerade(rule_, e); },
                [&](const Redirect& e) { return raise_redirect(rule_, e); },
                [&](const Tproxy& e) { return raise_tproxy(rule_, e); },
                [&](const Notrack&) {
                    rule_.add(model::Notrack{});
                    return true;
                },
                [&](const Queue& e) { return raise_queue(rule_, e); },
                [&](const Dup& e) { return raise_dup(rule_, e); },
                [&](const Fwd& e) { return raise_fwd(rule_, e); },
                [&](const Synproxy& e) { return stateful(e); },
                [&](const Objref& e) { return raise_objref(rule_, e); },
                [&](const FlowOffload& e) {
                    rule_.add(model::FlowAdd{e.flowtable});
                    return true;
                },
                [&](const Dynset& e) { return raise_dynset(rule_, e); },
                [](const Foreign&) { return false; },
            },
            expression.node);
    }

    RuleRaiser& rule_;
};

// The language has no escapes within quotes.
bool can_be_quoted(std::string_view text) {
    return std::ranges::none_of(text, [](unsigned char c) { return c == '"' || c < ' ' || c == 0x7f; });
}

bool all_can_be_quoted(const model::Rule& rule) {
    if (rule.comment && !can_be_quoted(*rule.comment)) return false;
    return std::ranges::all_of(rule.statements, [](const model::Statement& statement) {
        const auto* action = std::get_if<model::Action>(&statement.node);
        const auto* log = action == nullptr ? nullptr : std::get_if<model::Log>(action);
        return log == nullptr || !log->prefix || can_be_quoted(*log->prefix);
    });
}

std::string as_it_is(const NewRule& rule) {
    std::string text;
    for (const Expression& expression : rule.expressions)
        text += (text.empty() ? "" : " ") + print(expression);
    if (const auto comment = UserdataReader(rule.userdata).text(kCommentAttribute))
        text += " comment \"" + *comment + '"';
    return text;
}

} // namespace

model::Rule raise_rule(TableRaiser& table, const NewRule& rule) {
    RuleRaiser raiser{table, model::ProtocolContext(table.table.family)};
    model::Rule out;
    out.comment = UserdataReader(rule.userdata).text(kCommentAttribute);
    if (ExpressionReader(raiser).read(rule.expressions))
        out.statements = fold_implied(table.table.family, std::move(raiser.statements), table.table.sets);
    else
        out.not_expressible = as_it_is(rule);
    if (all_can_be_quoted(out)) return out;
    out = {};
    out.not_expressible = as_it_is(rule);
    return out;
}

} // namespace rulec::nft
