// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/sema/analyzed.h"

#include <doctest/doctest.h>

using namespace rulec;
using test::Folder;

TEST_CASE("a relative include starts from the folder of the file that says it") {
    Folder folder;
    folder.write("main.rules", "include \"sub/a.rules\"\n");
    folder.write("sub/a.rules", "include \"b.rules\"\n");
    folder.write("sub/b.rules", "table ip t {\n}\n");
    CHECK(folder.analyze("main.rules").codes == "");
    CHECK(folder.analyze("main.rules").ruleset.tables.size() == 1);
}

TEST_CASE("-I is searched behind that folder, in order") {
    Folder folder;
    folder.write("main.rules", "include \"x.rules\"\n");
    folder.write("one/x.rules", "table ip one {\n}\n");
    folder.write("two/x.rules", "table ip two {\n}\n");
    const test::Given given{.include_dirs = {folder.path() + "/one", folder.path() + "/two"}};
    CHECK(folder.analyze("main.rules", given).ruleset.tables.at(0).name == "one");
    folder.write("x.rules", "table ip here {\n}\n");
    CHECK(folder.analyze("main.rules", given).ruleset.tables.at(0).name == "here");
}

TEST_CASE("a pattern includes what matches, sorted, and may match nothing") {
    Folder folder;
    folder.write("main.rules", "include \"d/*.rules\"\ninclude \"e/*.rules\"\n");
    folder.write("d/20.rules", "table ip second {\n}\n");
    folder.write("d/10.rules", "table ip first {\n}\n");
    const auto done = folder.analyze("main.rules");
    CHECK(done.codes == "");
    REQUIRE(done.ruleset.tables.size() == 2);
    CHECK(done.ruleset.tables[0].name == "first");
}

TEST_CASE("a missing file and a folder cannot be read, and the file after them is") {
    Folder folder;
    folder.write("main.rules", "include \"gone.rules\"\ninclude \"d\"\ntable ip t {\n}\n");
    folder.write("d/x", "");
    const auto done = folder.analyze("main.rules");
    CHECK(done.codes == "E0001 E0001");
    CHECK(done.place() == "\"gone.rules\"");
    CHECK(done.ruleset.tables.size() == 1);
}

TEST_CASE("a file that includes itself, through others and other spellings") {
    Folder folder;
    folder.write("a.rules", "include \"d/../b.rules\"\n");
    folder.write("b.rules", "include \"a.rules\"\n");
    folder.write("d/x", "");
    CHECK(folder.analyze("a.rules").codes == "E0002");
}

TEST_CASE("includes nest as deep as in nft: sixteen files below the first") {
    Folder folder;
    const auto chain_of = [&](int files) {
        for (int i = 0; i < files; ++i) {
            folder.write(fmt::format("{}.rules", i), fmt::format("include \"{}.rules\"\n", i + 1));
        }
        folder.write(fmt::format("{}.rules", files), "table ip t {\n}\n");
        return folder.analyze("0.rules").codes;
    };
    CHECK(chain_of(15) == "");
    CHECK(chain_of(18) == "E0003");
}

TEST_CASE("an include in a block continues the block, and its variables stay") {
    Folder folder;
    folder.write("main.rules", "table ip t {\n chain c {\n include \"rules.inc\"\n tcp dport $p\n }\n}\n");
    folder.write("rules.inc", "define p = 5\ntcp dport 1\n");
    const auto done = folder.analyze("main.rules");
    CHECK(done.codes == "");
    CHECK(done.rules("c") == "tcp.dport == 1 | tcp.dport == 5");
}
