// SPDX-License-Identifier: GPL-2.0-or-later
// Elements from a file are what they would be if they stood in the ruleset.
#include "compiler/model/print.h"
#include "tests/unit/sema/analyzed.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace rulec;
using test::Folder;

namespace {

// The model of a ruleset in `folder`, or what is wrong with it.
std::string model_of(Folder& folder, std::string_view ruleset) {
    folder.write("main.rules", ruleset);
    const auto done = folder.analyze("main.rules");
    return done.codes.empty() ? model::print(done.ruleset) : done.codes;
}

} // namespace

TEST_CASE("a set of a file, beside elements in braces") {
    Folder folder;
    folder.write("list.txt", "10.0.0.1 # one\r\n\n10.1.0.0/16,\n10.2.0.1-10.2.0.9 comment \"lab\"\n");
    const auto set = [&](std::string_view elements) {
        return model_of(folder,
                        fmt::format("table ip t {{ set s {{ type ipv4_addr; flags interval\n{}\n}} }}\n", elements));
    };
    const std::string inlined =
        set("elements = { 10.9.9.9, 10.0.0.1, 10.1.0.0/16, 10.2.0.1-10.2.0.9 comment \"lab\" }");
    CHECK(inlined.find("10.2.0.9 \"lab\"") != std::string::npos);
    CHECK(set("elements = { 10.9.9.9 }\nelements = file(\"list.txt\")") == inlined);
}

TEST_CASE("a map of a file, which stands before the type") {
    Folder folder;
    folder.write("list.txt", "10.0.0.1 . 22 : accept\n10.0.0.2 . ssh : jump c\n");
    const auto map = [&](std::string_view elements) {
        return model_of(folder, fmt::format("table ip t {{ map m {{ {}; type ipv4_addr . inet_service : verdict\n}}\n"
                                            "chain c {{ }}\n}}\n",
                                            elements));
    };
    const std::string inlined = map("elements = { 10.0.0.1 . 22 : accept, 10.0.0.2 . ssh : jump c }");
    CHECK(inlined.find("jump c") != std::string::npos);
    CHECK(map("elements = file(\"list.txt\")") == inlined);
}

TEST_CASE("add element of a file") {
    Folder folder;
    folder.write("list.txt", "1\n2\n");
    const std::string set = "table ip t {\nset s { type mark; }\n}\n";
    const std::string inlined = model_of(folder, set + "add element t s { 1, 2 }\n");
    CHECK(model_of(folder, set + "add element t s file(\"list.txt\")\n") == inlined);
    folder.write("list.txt", "1\n2\n1\n");
    CHECK(model_of(folder, set + "create element t s file(\"list.txt\")\n") ==
          model_of(folder, set + "create element t s { 1, 2, 1 }\n"));
}

TEST_CASE("the file is looked for where an include would be") {
    Folder folder;
    folder.write("sub/set.rules", "table ip t { set s { type mark; elements = file(\"list.txt\"); } }\n");
    folder.write("main.rules", "include \"sub/set.rules\"\n");
    folder.write("other/list.txt", "7\n");
    CHECK(folder.analyze("main.rules").codes == "E0001");
    const test::Given given{.include_dirs = {folder.path() + "/other"}};
    CHECK(folder.analyze("main.rules", given).set("s").elements.count == 1);
    folder.write("sub/list.txt", "1\n2\n");
    CHECK(folder.analyze("main.rules", given).set("s").elements.count == 2);
}

TEST_CASE("an empty file has no elements, a folder and a missing file are errors") {
    Folder folder;
    folder.write("empty.txt", "");
    folder.write("d/x", "");
    const auto codes = [&](std::string_view name) {
        folder.write("main.rules",
                     fmt::format("table ip t {{ set s {{ type mark; elements = file(\"{}\"); }} }}\n", name));
        return folder.analyze("main.rules").codes;
    };
    CHECK(codes("empty.txt") == "");
    CHECK(codes("none*.txt") == "");
    CHECK(codes("d") == "E0001");
    CHECK(codes("gone.txt") == "E0001");
    CHECK(codes("main.rules").starts_with("E0101"));
}
