// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/gather_values.h"

#include "backend/iptables/import/key_field.h"
#include "backend/iptables/import/run_rules.h"

#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::ipt {
namespace {

// Everything but the value of one condition.
std::string rest_of(const Line& line, std::size_t place) {
    std::string rest = fmt::format("{}\n{}", place, line.comment);
    for (std::size_t i = 0; i < line.conditions.size(); ++i)
        rest += "\n" + (i == place ? line.conditions[i].field : line.conditions[i].text());
    return rest;
}

std::optional<std::vector<KeyElement>> keys_of(const Clause& clause) {
    const KeyField* field = find_key_field(clause.field);
    return field == nullptr ? std::nullopt : elements_of(*field, clause.value);
}

// The lines of one run.
class Gatherer {
  public:
    void add(Line line) {
        if (joins(line)) return;
        for (std::size_t place = 0; place < line.conditions.size(); ++place) {
            if (keys_of(line.conditions[place])) by_rest_.try_emplace(rest_of(line, place), lines_.size());
        }
        lines_.push_back(std::move(line));
    }

    // The run as it is now, into `all`; the next one begins.
    void finish(std::vector<Line>& all) {
        for (const auto& [index, values] : grown_)
            lines_[index].conditions[values.place].value = values.text();
        std::ranges::move(lines_, std::back_inserter(all));
        lines_.clear();
        by_rest_.clear();
        grown_.clear();
    }

    bool empty() const { return lines_.empty(); }
    const std::string& action() const { return lines_.back().action; }

  private:
    // The values of a line that stands for several.
    struct Values {
        std::size_t place = 0;
        Keys known = {};
        std::vector<std::string> texts = {};

        std::string text() const {
            return texts.size() == 1 ? texts[0] : fmt::format("{{ {} }}", fmt::join(texts, ", "));
        }
        // What lies within other values is said already. False: one overlaps half.
        bool take(const std::vector<KeyElement>& keys) {
            Keys own;
            for (const KeyElement& key : keys) {
                if (known.fit(key) == Keys::Fit::across || own.fit(key) != Keys::Fit::apart) return false;
                own.add(key);
            }
            for (const KeyElement& key : keys) {
                if (known.fit(key) != Keys::Fit::apart) continue;
                known.add(key);
                texts.push_back(key.text);
            }
            return true;
        }
    };

    bool joins(const Line& line) {
        for (std::size_t place = 0; place < line.conditions.size(); ++place) {
            const auto keys = keys_of(line.conditions[place]);
            const auto found = keys ? by_rest_.find(rest_of(line, place)) : by_rest_.end();
            if (found != by_rest_.end() && grow(found->second, place, *keys)) return true;
        }
        return false;
    }

    // A line grows in one place only. As others knew it by the values of that place, they no longer do.
    bool grow(std::size_t index, std::size_t place, const std::vector<KeyElement>& keys) {
        const Line& line = lines_[index];
        const auto grown = grown_.find(index);
        if (grown != grown_.end()) return grown->second.take(keys);
        Values values{.place = place};
        if (!values.take(*keys_of(line.conditions[place])) || !values.take(keys)) return false;
        grown_.emplace(index, std::move(values));
        for (std::size_t other = 0; other < line.conditions.size(); ++other) {
            if (other != place) by_rest_.erase(rest_of(line, other));
        }
        return true;
    }

    std::vector<Line> lines_;
    std::unordered_map<std::string, std::size_t> by_rest_; // to the index of a line
    std::unordered_map<std::size_t, Values> grown_;        // by the index of the line
};

void gather_once(std::vector<Line>& lines) {
    std::vector<Line> all;
    Gatherer run;
    for (Line& line : lines) {
        const bool may = is_plain(line) && is_final(line);
        if (!run.empty() && (!may || line.action != run.action())) run.finish(all);
        if (may) {
            run.add(std::move(line));
        } else {
            all.push_back(std::move(line));
        }
    }
    run.finish(all);
    lines = std::move(all);
}

} // namespace

// What was gathered by one field may be alike now but for another.
void gather_values(std::vector<Line>& lines) {
    for (std::size_t before = lines.size() + 1; lines.size() < before;) {
        before = lines.size();
        gather_once(lines);
    }
}

} // namespace rulec::ipt
