// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/kernel/dump.h"

#include "runtime/kernel/request.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include <linux/netfilter/nf_tables.h>

namespace rulec::kernel {
namespace {

constexpr int kMaxAttempts = 50; // somebody who commits all the time must not keep us here for ever

// What a table consists of, in the order in which it is read: what others refer to first. `table` is the attribute
// that names the table, in requests and answers alike.
struct Part {
    std::uint8_t get;
    std::uint16_t table;
};
constexpr auto kParts = std::to_array<Part>({{NFT_MSG_GETTABLE, NFTA_TABLE_NAME},
                                             {NFT_MSG_GETCHAIN, NFTA_CHAIN_TABLE},
                                             {NFT_MSG_GETSET, NFTA_SET_TABLE},
                                             {NFT_MSG_GETOBJ, NFTA_OBJ_TABLE},
                                             {NFT_MSG_GETFLOWTABLE, NFTA_FLOWTABLE_TABLE},
                                             {NFT_MSG_GETRULE, NFTA_RULE_TABLE}});

struct SetName {
    std::uint8_t family;
    std::string table, name;
};

std::uint8_t family_of(const nlmsghdr& message) {
    return static_cast<const nfgenmsg*>(mnl_nlmsg_get_payload(&message))->nfgen_family;
}

std::string text_attribute(const nlmsghdr& message, std::uint16_t type) {
    std::string text;
    for_each_attribute(message, [&](const nlattr& attr) {
        if (mnl_attr_get_type(&attr) != type) return;
        const auto* begin = static_cast<const char*>(mnl_attr_get_payload(&attr));
        text.assign(begin, strnlen(begin, mnl_attr_get_payload_len(&attr)));
    });
    return text;
}

class Dump {
  public:
    Dump(Connection& connection, std::span<const LiveTable> wanted, const DumpReceiver& receiver)
        : connection_(connection), wanted_(wanted), receiver_(receiver) {}

    Result<void> read() {
        receiver_.begin();
        for (const Part& part : kParts) {
            if (auto done = read_part(part); !done) return done;
            if (part.get != NFT_MSG_GETSET) continue;
            if (auto done = read_elements(); !done) return done;
        }
        return {};
    }

  private:
    // One table is asked for by name, since a kernel may hold many others; of several the answers are sorted out.
    Result<void> read_part(const Part& part) {
        const bool one = wanted_.size() == 1 && part.get != NFT_MSG_GETTABLE;
        Request request(part.get, NLM_F_DUMP, one ? wanted_[0].family : std::uint8_t{AF_UNSPEC});
        if (one) request.name(part.table, wanted_[0].name);
        return connection_.request(request.header(), [&](const nlmsghdr& message) {
            if (mnl_nlmsg_get_payload_len(&message) < sizeof(nfgenmsg) || !is_wanted(message, part)) return;
            if (part.get == NFT_MSG_GETSET)
                sets_.push_back({family_of(message), text_attribute(message, NFTA_SET_TABLE),
                                 text_attribute(message, NFTA_SET_NAME)});
            pass_on(message);
        });
    }

    Result<void> read_elements() {
        for (const SetName& set : sets_) {
            Request request(NFT_MSG_GETSETELEM, NLM_F_DUMP, set.family);
            request.name(NFTA_SET_ELEM_LIST_TABLE, set.table).name(NFTA_SET_ELEM_LIST_SET, set.name);
            const auto done = connection_.request(request.header(), [&](const nlmsghdr& m) { pass_on(m); });
            if (!done) return done;
        }
        return {};
    }

    bool is_wanted(const nlmsghdr& message, const Part& part) const {
        if (wanted_.empty()) return true;
        const std::string table = text_attribute(message, part.table);
        return std::ranges::any_of(
            wanted_, [&](const LiveTable& one) { return one.family == family_of(message) && one.name == table; });
    }

    void pass_on(const nlmsghdr& message) {
        receiver_.each({reinterpret_cast<const unsigned char*>(&message), message.nlmsg_len});
    }

    Connection& connection_;
    std::span<const LiveTable> wanted_;
    const DumpReceiver& receiver_;
    std::vector<SetName> sets_;
};

// The kernel says so in words or by an answer that makes no sense: a set that was there is gone.
bool changed_meanwhile(const SystemError& error) {
    return error.code == EINTR || error.code == ENOENT;
}

} // namespace

Result<void> dump_tables(Connection& connection, std::span<const LiveTable> wanted, const DumpReceiver& receiver) {
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
        const auto before = read_generation(connection);
        if (!before) return tl::unexpected(before.error());
        const auto done = Dump(connection, wanted, receiver).read();
        if (!done && !changed_meanwhile(done.error())) return done;
        const auto after = read_generation(connection);
        if (!after) return tl::unexpected(after.error());
        if (*before == *after && done) return {};
        if (*before == *after && done.error().code == ENOENT) return done; // it is not there, and was not
    }
    return system_error(EBUSY, "the kernel's tables change faster than they can be read");
}

} // namespace rulec::kernel
