// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/kernel/transaction.h"

#include <array>

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>

namespace rulec::kernel {
namespace {

// BATCH_BEGIN or BATCH_END; its octets live here.
class Edge {
  public:
    Edge(std::uint16_t type, std::uint32_t seq) : message_(mnl_nlmsg_put_header(octets_.data())) {
        message_->nlmsg_type = type;
        message_->nlmsg_flags = NLM_F_REQUEST;
        message_->nlmsg_seq = seq;
        auto* extra = static_cast<nfgenmsg*>(mnl_nlmsg_put_extra_header(message_, sizeof(nfgenmsg)));
        extra->nfgen_family = AF_UNSPEC;
        extra->version = NFNETLINK_V0;
        extra->res_id = htons(NFNL_SUBSYS_NFTABLES);
    }
    Edge(const Edge&) = delete;
    Edge& operator=(const Edge&) = delete;

    void put_generation(std::uint32_t generation) { mnl_attr_put_u32(message_, NFNL_BATCH_GENID, htonl(generation)); }
    Octets octets() const { return {octets_.data(), message_->nlmsg_len}; }

  private:
    alignas(nlmsghdr) std::array<unsigned char, 64> octets_{};
    nlmsghdr* message_;
};

void read_extended_ack(const nlmsghdr& message, KernelError& error) {
    if ((message.nlmsg_flags & NLM_F_ACK_TLVS) == 0) return;
    const auto* ack = static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(&message));
    std::size_t offset = sizeof *ack;
    // Without NETLINK_CAP_ACK the whole of our message comes back, in front of the attributes.
    if ((message.nlmsg_flags & NLM_F_CAPPED) == 0) offset += MNL_ALIGN(ack->msg.nlmsg_len) - sizeof ack->msg;
    const auto payload_len = mnl_nlmsg_get_payload_len(&message);
    if (offset > payload_len) return;
    const auto* first = reinterpret_cast<const nlattr*>(reinterpret_cast<const char*>(ack) + offset);
    int left = static_cast<int>(payload_len - offset);
    for (const nlattr* attr = first; mnl_attr_ok(attr, left);
         left -= MNL_ALIGN(mnl_attr_get_len(attr)), attr = mnl_attr_next(attr)) {
        if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG) error.message = mnl_attr_get_str(attr);
        if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_OFFS && mnl_attr_get_payload_len(attr) >= 4)
            error.attr_offset = mnl_attr_get_u32(attr);
    }
}

void read_error(const nlmsghdr& message, std::vector<KernelError>& errors) {
    if (message.nlmsg_type != NLMSG_ERROR || message.nlmsg_len < mnl_nlmsg_size(sizeof(nlmsgerr))) return;
    const auto* ack = static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(&message));
    if (ack->error == 0) return;
    KernelError error{.seq = ack->msg.nlmsg_seq, .code = -ack->error, .message = {}, .attr_offset = {}};
    read_extended_ack(message, error);
    errors.push_back(std::move(error));
}

} // namespace

Result<Answer> commit(Connection& connection, const Transaction& transaction) {
    Edge begin(NFNL_MSG_BATCH_BEGIN, transaction.begin_seq);
    if (transaction.generation) begin.put_generation(*transaction.generation);
    const Edge end(NFNL_MSG_BATCH_END, transaction.begin_seq);

    std::vector<Octets> parts{begin.octets()};
    parts.insert(parts.end(), transaction.messages.begin(), transaction.messages.end());
    if (!transaction.dry_run) parts.push_back(end.octets());

    if (auto stale = connection.receive_pending([](const nlmsghdr&) {}); !stale) return tl::unexpected(stale.error());
    if (auto sent = connection.send(parts); !sent) return tl::unexpected(sent.error());
    // The kernel works a batch off inside of sendmsg: all it has to say is waiting now.
    Answer answer;
    const auto complete =
        connection.receive_pending([&](const nlmsghdr& message) { read_error(message, answer.errors); });
    if (!complete) return tl::unexpected(complete.error());
    answer.complete = *complete;
    return answer;
}

} // namespace rulec::kernel
