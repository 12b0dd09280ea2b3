// SPDX-License-Identifier: GPL-2.0-or-later
// Connection: a socket to the kernel's netfilter, and the two things everybody does with it: one batch sent as a
// single datagram, and one request that is answered at once. It knows neither programs nor diagnostics. Not for use
// from several threads.
#pragma once

#include "compiler/support/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

struct mnl_socket;
struct nlmsghdr;

namespace rulec::kernel {

using Octets = std::span<const unsigned char>;

class Connection {
  public:
    // Opens NETLINK_NETFILTER with extended acknowledgements in the network namespace of the caller.
    static Result<Connection> open();

    // Sends `parts` as one datagram; the kernel has worked it off when this returns. The send buffer is enlarged if
    // necessary; EMSGSIZE says that it may not be that large (net.core.wmem_max, see errors.h).
    Result<void> send(std::span<const Octets> parts);

    // Hands over every message that has arrived. Does not wait. Returns false if the kernel dropped some because the
    // receive buffer was full.
    Result<bool> receive_pending(const std::function<void(const nlmsghdr&)>& each);

    // Sends `request`, whose sequence number is chosen here, and hands over what comes back until it is complete.
    // EINTR: the tables changed during a dump, ask again. Error codes are the kernel's.
    Result<void> request(nlmsghdr& request, const std::function<void(const nlmsghdr&)>& each);

  private:
    struct Close {
        void operator()(mnl_socket* socket) const;
    };
    explicit Connection(std::unique_ptr<mnl_socket, Close> socket);
    int fd() const;
    Result<void> make_room(std::size_t byte_len);
    Result<std::size_t> receive(int flags); // octets in buffer_; EAGAIN if there is nothing

    std::unique_ptr<mnl_socket, Close> socket_;
    std::unique_ptr<unsigned char[]> buffer_;
    std::uint32_t last_seq_ = 0;
};

} // namespace rulec::kernel
