// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/apply/ownership.h"

#include <linux/netfilter/nf_tables.h>

namespace rulec::apply {
namespace {

constexpr unsigned char kMarkType = 200;
constexpr unsigned char kMark[] = {'r', 'u', 'l', 'e', 'c'};
constexpr std::size_t kHeader = 2; // type, length

} // namespace

void add_mark(Bytes& userdata) {
    if (has_mark(userdata) || userdata.size() + kHeader + sizeof kMark > NFT_USERDATA_MAXLEN) return;
    userdata.push_back(kMarkType);
    userdata.push_back(sizeof kMark);
    userdata.append(kMark, sizeof kMark);
}

bool has_mark(BytesView userdata) {
    while (userdata.size() >= kHeader) {
        const std::size_t len = userdata[1];
        if (userdata.size() < kHeader + len) return false;
        if (userdata[0] == kMarkType && userdata.substr(kHeader, len) == BytesView(kMark, sizeof kMark)) return true;
        userdata.remove_prefix(kHeader + len);
    }
    return false;
}

} // namespace rulec::apply
