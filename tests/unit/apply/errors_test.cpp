// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/kernel/errors.h"

#include <cerrno>

#include <doctest/doctest.h>
#include <linux/netfilter/nf_tables.h>

using namespace rulec::kernel;

TEST_CASE("the expression decides before the message, the message before the number") {
    CHECK(likely_cause({EOPNOTSUPP, NFT_MSG_NEWRULE, "masq"}) ==
          "masquerade is allowed in nat chains at the postrouting hook only");
    CHECK(likely_cause({ENOENT, NFT_MSG_NEWRULE, "quota"}).find("CONFIG_NFT_QUOTA") != std::string_view::npos);
    CHECK(likely_cause({ENOENT, NFT_MSG_NEWRULE, "something new"}).find("missing") != std::string_view::npos);
    CHECK(likely_cause({EPERM, Refusal::kWholeBatch, {}}).find("unshare -Urn") != std::string_view::npos);
    CHECK(likely_cause({EPERM, NFT_MSG_DELTABLE, {}}).find("owner") != std::string_view::npos);
    CHECK(likely_cause({ENOMEM, NFT_MSG_NEWSET, {}}).find("memory") != std::string_view::npos);
    CHECK(likely_cause({EXDEV, NFT_MSG_NEWRULE, {}}).empty());
}

TEST_CASE("only expressions that are checked against the hook are suspects") {
    CHECK(may_be_misplaced(EOPNOTSUPP, "masq"));
    CHECK(!may_be_misplaced(EOPNOTSUPP, "counter"));
    CHECK(!may_be_misplaced(ENOENT, "masq"));
}
