# SPDX-License-Identifier: GPL-2.0-or-later
# Our warnings and root-relative includes, for every target of ours.
add_library(rulec_flags INTERFACE)
target_include_directories(rulec_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(rulec_flags INTERFACE -Wall -Wextra -Wshadow -Wconversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # "literal" + std::string in optimised code: a false alarm (GCC bug 105651).
  target_compile_options(rulec_flags INTERFACE -Wno-restrict)
endif()
if(RULEC_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

# rulec_library(NAME SOURCES... DEPENDS...): one static library a folder.
function(rulec_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE rulec_flags PUBLIC ${ARG_DEPENDS})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
endfunction()

# rulec_test(NAME SOURCES... DEPENDS...): a doctest executable, known to ctest under its name.
function(rulec_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE rulec_flags rulec_doctest_main ${ARG_DEPENDS})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300)
endfunction()
