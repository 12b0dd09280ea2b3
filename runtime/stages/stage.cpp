// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/stages/stage.h"

#include <algorithm>
#include <vector>

namespace rulec {
namespace {

std::string_view current;
std::vector<StageWatcher*> watchers;

void go_over_to(std::string_view stage) {
    current = stage;
    for (StageWatcher* watcher : watchers)
        watcher->enter(stage);
}

} // namespace

Stage::Stage(std::string_view name) : outer_(current) {
    go_over_to(name);
}

Stage::~Stage() {
    go_over_to(outer_);
}

StageWatcher::StageWatcher() {
    watchers.push_back(this);
}

StageWatcher::~StageWatcher() {
    std::erase(watchers, this);
}

} // namespace rulec
