// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/model/host_names.h"

namespace rulec::model {

std::optional<HostNames::Kind> host_name_kind(const catalog::DataType& type) {
    switch (type.notation) {
    case catalog::Notation::interface: return HostNames::Kind::interface_index;
    case catalog::Notation::user: return HostNames::Kind::user;
    case catalog::Notation::group: return HostNames::Kind::group;
    case catalog::Notation::cgroup: return HostNames::Kind::cgroup;
    default: return std::nullopt;
    }
}

} // namespace rulec::model
