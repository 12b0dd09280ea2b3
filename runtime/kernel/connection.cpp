// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/kernel/connection.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <libmnl/libmnl.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace rulec::kernel {
namespace {

// A dump's datagram is at most 32 KiB (the kernel's NLMSG_GOODSIZE doubled for large readers); an answer to one of
// our own messages holds a header only, because of NETLINK_CAP_ACK.
constexpr std::size_t kReceiveLen = 64 * 1024;
// One error takes about 1 KiB of the socket's memory: enough room for a batch that fails in thousands of places.
constexpr int kReceiveBuffer = 8 * 1024 * 1024;
constexpr std::size_t kMaxParts = 1024; // UIO_MAXIOV

tl::unexpected<SystemError> failed(std::string_view what) {
    const int code = errno;
    return system_error(code, fmt::format("{}: {}", what, std::strerror(code)));
}

int option(int fd, int name) {
    int value = 0;
    socklen_t len = sizeof value;
    return getsockopt(fd, SOL_SOCKET, name, &value, &len) == 0 ? value : 0;
}

bool set_option(int fd, int name, int value) {
    return setsockopt(fd, SOL_SOCKET, name, &value, sizeof value) == 0;
}

} // namespace

void Connection::Close::operator()(mnl_socket* socket) const {
    mnl_socket_close(socket);
}

Connection::Connection(std::unique_ptr<mnl_socket, Close> socket)
    : socket_(std::move(socket)), buffer_(std::make_unique_for_overwrite<unsigned char[]>(kReceiveLen)) {}

int Connection::fd() const {
    return mnl_socket_get_fd(socket_.get());
}

Result<Connection> Connection::open() {
    std::unique_ptr<mnl_socket, Close> socket(mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC));
    if (!socket) return failed("cannot open a netlink socket");
    if (mnl_socket_bind(socket.get(), 0, MNL_SOCKET_AUTOPID) < 0) return failed("cannot bind a netlink socket");
    int on = 1;
    // Kernels before 4.12 do not have these; errors then come without offsets and with the whole message.
    mnl_socket_setsockopt(socket.get(), NETLINK_CAP_ACK, &on, sizeof on);
    mnl_socket_setsockopt(socket.get(), NETLINK_EXT_ACK, &on, sizeof on);
    Connection connection(std::move(socket));
    if (!set_option(connection.fd(), SO_RCVBUFFORCE, kReceiveBuffer))
        set_option(connection.fd(), SO_RCVBUF, kReceiveBuffer);
    return connection;
}

// A datagram may be as long as the send buffer less 32; the kernel doubles what it is asked for. SO_SNDBUFFORCE needs
// root outside of any user namespace, SO_SNDBUF silently stops at net.core.wmem_max.
Result<void> Connection::make_room(std::size_t byte_len) {
    const std::size_t needed = byte_len + 64;
    if (std::cmp_greater_equal(option(fd(), SO_SNDBUF), needed)) return {};
    constexpr std::size_t kMost = std::numeric_limits<int>::max() / 2;
    const std::size_t ask = needed / 2 + 4096;
    if (ask > kMost)
        return system_error(EMSGSIZE, fmt::format("the batch has {} octets, a netlink socket takes 2 GiB", byte_len));
    if (set_option(fd(), SO_SNDBUFFORCE, static_cast<int>(ask))) return {};
    set_option(fd(), SO_SNDBUF, static_cast<int>(ask));
    if (std::cmp_greater_equal(option(fd(), SO_SNDBUF), needed)) return {};
    return system_error(EMSGSIZE, fmt::format("the batch has {} octets, this socket may send {}: without root "
                                              "outside of user namespaces the limit is net.core.wmem_max; as root "
                                              "set it to at least {} (sysctl -w net.core.wmem_max={})",
                                              byte_len, option(fd(), SO_SNDBUF), ask, ask));
}

Result<void> Connection::send(std::span<const Octets> parts) {
    std::vector<iovec> vectors;
    std::size_t byte_len = 0;
    for (const Octets part : parts) {
        if (part.empty()) continue;
        vectors.push_back({const_cast<unsigned char*>(part.data()), part.size()}); // sendmsg only reads
        byte_len += part.size();
    }
    if (vectors.size() > kMaxParts) return system_error(EMSGSIZE, "the batch has too many parts for one datagram");
    if (auto room = make_room(byte_len); !room) return room;

    sockaddr_nl kernel{};
    kernel.nl_family = AF_NETLINK;
    msghdr datagram{};
    datagram.msg_name = &kernel;
    datagram.msg_namelen = sizeof kernel;
    datagram.msg_iov = vectors.data();
    datagram.msg_iovlen = vectors.size();
    ssize_t sent = 0;
    do // An interrupted call has sent nothing: a datagram goes whole or not at all.
        sent = sendmsg(fd(), &datagram, 0);
    while (sent < 0 && errno == EINTR);
    if (sent < 0) return failed(fmt::format("cannot send {} octets to the kernel", byte_len));
    if (std::cmp_not_equal(sent, byte_len)) return system_error(EIO, "the kernel took only a part of the batch");
    return {};
}

Result<std::size_t> Connection::receive(int flags) {
    for (;;) {
        iovec vector{buffer_.get(), kReceiveLen};
        sockaddr_nl from{};
        msghdr datagram{};
        datagram.msg_name = &from;
        datagram.msg_namelen = sizeof from;
        datagram.msg_iov = &vector;
        datagram.msg_iovlen = 1;
        const ssize_t got = recvmsg(fd(), &datagram, flags);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed("cannot receive from the kernel");
        if ((datagram.msg_flags & MSG_TRUNC) != 0) return system_error(EMSGSIZE, "the kernel's answer is too long");
        if (from.nl_pid != 0) continue; // not from the kernel
        return static_cast<std::size_t>(got);
    }
}

Result<bool> Connection::receive_pending(const std::function<void(const nlmsghdr&)>& each) {
    bool complete = true;
    for (;;) {
        const auto got = receive(MSG_DONTWAIT);
        if (!got && got.error().code == EAGAIN) return complete;
        if (!got && got.error().code == ENOBUFS) {
            complete = false;
            continue;
        }
        if (!got) return tl::unexpected(got.error());
        int len = static_cast<int>(*got);
        for (auto* message = reinterpret_cast<nlmsghdr*>(buffer_.get()); mnl_nlmsg_ok(message, len);
             message = mnl_nlmsg_next(message, &len))
            each(*message);
    }
}

namespace {

enum class Progress { more, done };

// What one message of an answer means for the whole of it.
Result<Progress> progress(const nlmsghdr& message) {
    if ((message.nlmsg_flags & NLM_F_DUMP_INTR) != 0) return system_error(EINTR, "the tables changed meanwhile");
    if (message.nlmsg_type == NLMSG_DONE) return Progress::done;
    if (message.nlmsg_type == NLMSG_ERROR) {
        if (message.nlmsg_len < mnl_nlmsg_size(sizeof(nlmsgerr))) return system_error(EBADMSG, "malformed answer");
        const auto* error = static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(&message));
        if (error->error != 0)
            return system_error(-error->error, fmt::format("the kernel answered: {}", std::strerror(-error->error)));
        return Progress::done;
    }
    return (message.nlmsg_flags & NLM_F_MULTI) != 0 ? Progress::more : Progress::done;
}

} // namespace

Result<void> Connection::request(nlmsghdr& request, const std::function<void(const nlmsghdr&)>& each) {
    request.nlmsg_seq = ++last_seq_;
    const Octets octets(reinterpret_cast<const unsigned char*>(&request), request.nlmsg_len);
    // What is left of an exchange that was broken off would be taken for the answer.
    if (auto stale = receive_pending([](const nlmsghdr&) {}); !stale) return tl::unexpected(stale.error());
    if (auto sent = send({&octets, 1}); !sent) return sent;
    for (;;) {
        const auto got = receive(0);
        if (!got) return tl::unexpected(got.error());
        int len = static_cast<int>(*got);
        for (auto* message = reinterpret_cast<nlmsghdr*>(buffer_.get()); mnl_nlmsg_ok(message, len);
             message = mnl_nlmsg_next(message, &len)) {
            if (message->nlmsg_seq != request.nlmsg_seq) continue;
            const auto step = progress(*message);
            if (!step) return tl::unexpected(step.error());
            const bool payload = message->nlmsg_type != NLMSG_DONE && message->nlmsg_type != NLMSG_ERROR;
            if (payload) each(*message);
            if (*step == Progress::done) return {};
        }
    }
}

} // namespace rulec::kernel
