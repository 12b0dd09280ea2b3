// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/limits.h"

#include "compiler/support/overloaded.h"

#include <string_view>

#include <fmt/format.h>
#include <linux/netfilter/nf_tables.h>
#include <net/if.h>

namespace rulec::nft {
namespace {

constexpr std::size_t kMaxName = NFT_NAME_MAXLEN - 1; // without the NUL
constexpr std::size_t kMaxUserdata = NFT_USERDATA_MAXLEN;
constexpr std::size_t kMaxStateful = 2;    // NFT_SET_EXPR_MAX
constexpr std::size_t kMaxData = 64;       // NFT_DATA_VALUE_MAXLEN, the 16 registers of 4 octets
constexpr std::size_t kMaxDevices = 256;   // NFT_NETDEVICE_MAX
constexpr std::size_t kMaxLogPrefix = 127; // NF_LOG_PREFIXLEN - 1
constexpr std::size_t kMaxSecmark = NFT_SECMARK_CTX_MAXLEN - 1;

// Collects the first excess; everything after it is ignored.
class Checker {
  public:
    explicit Checker(Span span) : span_(span) {}

    void at(Span span) { span_ = span.known() ? span : span_; }
    void text(std::string_view what, std::string_view text, std::size_t max) {
        if (text.find('\0') != text.npos) return refuse(fmt::format("the {} contains a NUL", what));
        count(what, text.size(), max, "characters");
    }
    void name(std::string_view what, std::string_view name) { text(what, name, kMaxName); }
    void userdata(BytesView userdata) { count("comment and user data", userdata.size(), kMaxUserdata, "octets"); }
    void data(std::string_view what, BytesView octets) { count(what, octets.size(), kMaxData, "octets"); }
    void devices(const std::vector<std::string>& devices) {
        count("device list", devices.size(), kMaxDevices, "devices");
        for (const std::string& device : devices)
            text("device name", device, IFNAMSIZ - 1);
    }
    void count(std::string_view what, std::size_t n, std::size_t max, std::string_view unit) {
        if (n > max) refuse(fmt::format("the {} has {} {}, the kernel takes at most {}", what, n, unit, max));
    }
    void expressions(const std::vector<Expression>& expressions, std::size_t max);

    std::optional<Excess> take() && { return std::move(excess_); }

  private:
    void refuse(std::string what) {
        if (!excess_) excess_ = Excess{span_, std::move(what)};
    }
    Span span_;
    std::optional<Excess> excess_;
};

void Checker::expressions(const std::vector<Expression>& list, std::size_t max) {
    count(max == kMaxExpressions ? "rule" : "list of stateful statements", list.size(), max, "expressions");
    for (const Expression& expression : list) {
        at(expression.span);
        std::visit(overloaded{[&](const Bitwise& e) {
                                  data("mask", e.mask);
                                  data("value", e.xor_);
                              },
                              [&](const Compare& e) { data("value", e.data); },
                              [&](const RangeCompare& e) {
                                  data("start of the range", e.from);
                                  data("end of the range", e.to);
                              },
                              [&](const Lookup& e) { name("set name", e.set); },
                              [&](const Immediate& e) {
                                  if (const auto* octets = std::get_if<Bytes>(&e.data)) data("value", *octets);
                                  if (const auto* verdict = std::get_if<Verdict>(&e.data))
                                      name("chain name", verdict->chain);
                              },
                              [&](const Log& e) { text("log prefix", e.prefix.value_or(""), kMaxLogPrefix); },
                              [&](const Objref& e) {
                                  name("object name", e.object);
                                  name("set name", e.set);
                              },
                              [&](const FlowOffload& e) { name("flowtable name", e.flowtable); },
                              [&](const Dynset& e) {
                                  name("set name", e.set);
                                  expressions(e.expressions, kMaxStateful);
                              },
                              [](const auto&) {}},
                   expression.node);
    }
}

void check(Checker& checker, const NewTable& table) {
    checker.userdata(table.userdata);
}

void check(Checker&, const DelTable&) {}

void check(Checker& checker, const NewChain& chain) {
    checker.name("chain name", chain.name);
    checker.userdata(chain.userdata);
    if (!chain.hook) return;
    checker.name("chain type", chain.hook->type);
    checker.devices(chain.hook->devices);
}

void check(Checker& checker, const NewRule& rule) {
    checker.name("chain name", rule.chain);
    checker.userdata(rule.userdata);
    checker.expressions(rule.expressions, kMaxExpressions);
}

void check(Checker& checker, const NewSet& set) {
    checker.name("set name", set.name);
    checker.userdata(set.userdata);
    checker.count("key", set.key_len, kMaxData, "octets");
    checker.count("concatenation", set.field_lens.size(), kMaxData / 4, "fields");
    checker.expressions(set.expressions, kMaxStateful);
}

void check(Checker& checker, const NewElements& elements) {
    checker.name("set name", elements.set);
    checker.count("key", elements.key_len, kMaxData, "octets");
    checker.count("data of an element", elements.data_len, kMaxData, "octets");
    for (const Verdict& verdict : elements.verdict_table)
        checker.name("chain name", verdict.chain);
    for (const ElementExtra& extra : elements.extras) {
        checker.at(extra.span);
        checker.userdata(extra.userdata);
        checker.name("object name", extra.object);
        checker.expressions(extra.expressions, kMaxStateful);
    }
}

void check(Checker& checker, const NewObject& object) {
    checker.name("object name", object.name);
    checker.userdata(object.userdata);
    if (const auto* helper = std::get_if<NewObject::CtHelper>(&object.body)) checker.name("helper", helper->helper);
    if (const auto* secmark = std::get_if<NewObject::Secmark>(&object.body))
        checker.text("security context", secmark->context, kMaxSecmark);
    if (const auto* timeout = std::get_if<NewObject::CtTimeout>(&object.body))
        checker.count("policy", timeout->timeouts.size(), kMaxData, "states");
}

void check(Checker& checker, const NewFlowtable& flowtable) {
    checker.name("flowtable name", flowtable.name);
    checker.devices(flowtable.devices);
}

} // namespace

std::optional<Excess> beyond_limits(const Message& message) {
    return std::visit(
        [](const auto& m) {
            Checker checker(m.span);
            checker.name("table name", m.table.name);
            check(checker, m);
            return std::move(checker).take();
        },
        message);
}

} // namespace rulec::nft
