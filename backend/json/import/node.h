// SPDX-License-Identifier: GPL-2.0-or-later
// Node: a JSON value and how one came to it, so that what is wrong with it has a place. Fields: the members of an
// object, each taken once; what is left untaken is reported. Nodes point at their parents on the caller's stack.
#pragma once

#include "backend/json/import/locate.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace rulec::json {

struct Node {
    const nlohmann::json* json;
    const Node* parent = nullptr;
    std::string_view key = {}; // in an object...
    std::size_t index = 0;     // ...or in an array, if there is no `key` (an empty one points somewhere)

    const nlohmann::json& operator*() const { return *json; }
    const nlohmann::json* operator->() const { return json; }
    Node item(std::size_t i) const { return {&(*json)[i], this, {}, i}; }
};

// Where the nodes come from and where complaints go.
struct Reader {
    const SourceManager& sources;
    FileId file;
    diag::Sink& sink;

    // Reports at the node's place; an empty string, for `return reader.fail(...)`.
    template <class... Args>
    std::string fail(const Node& node, diag::Code code, const Args&... args) {
        return report(node, diag::make(code, {}, args...));
    }
    std::string report(const Node& node, diag::Diagnostic diagnostic);
    // "expected WHAT, found ..."
    std::string expected(const Node& node, std::string_view what);
};

class Fields {
  public:
    // `what` the object is, for messages. Reports if `node` is no object; then it has no members.
    Fields(Reader& reader, const Node& node, std::string_view what);
    ~Fields(); // reports what nobody has taken
    Fields(const Fields&) = delete;
    Fields& operator=(const Fields&) = delete;

    const Node& node() const { return node_; }
    std::string_view what() const { return what_; }
    std::optional<Node> take(std::string_view key);
    std::optional<Node> need(std::string_view key); // reports if it is not there
    bool has(std::string_view key) const;
    void ignore(std::string_view key) { static_cast<void>(take(key)); }
    void ignore_rest() { asked_all_ = true; } // something was wrong already

  private:
    Reader& reader_;
    Node node_;
    std::string_view what_;
    std::vector<std::string_view> asked_;
    bool asked_all_ = false;
};

// The only member of an object: what kind of thing it is, and the thing.
std::optional<Node> only_member(Reader& reader, const Node& node, std::string_view what);

} // namespace rulec::json
