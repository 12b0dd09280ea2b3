# SPDX-License-Identifier: GPL-2.0-or-later
# Debian 12's packages, found one by one (README.md says what each is for).
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(doctest REQUIRED)
find_package(tl-expected REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBMNL REQUIRED IMPORTED_TARGET libmnl)
pkg_check_modules(LIBNFTNL REQUIRED IMPORTED_TARGET libnftnl)

# Debian's antlr4 has no pkg-config file, its CMake targets ask for libuuid without using it, and its
# generator module looks for a jar of another name.
find_path(ANTLR4_INCLUDE antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR4_LIBRARY NAMES libantlr4-runtime.a antlr4-runtime REQUIRED)
find_program(ANTLR4_TOOL antlr4 REQUIRED)
add_library(antlr4_runtime INTERFACE)
target_include_directories(antlr4_runtime SYSTEM INTERFACE ${ANTLR4_INCLUDE})
target_link_libraries(antlr4_runtime INTERFACE ${ANTLR4_LIBRARY} Threads::Threads)
