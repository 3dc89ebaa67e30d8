# What most sources include is half of what the compiler reads: with STEPGRAD_PRECOMPILE it reads that
# once for all. Sources still say what they include, for who builds without it.
set(standard_headers <algorithm> <array> <cmath> <functional> <map> <memory> <optional> <random> <set> <span>
                     <sstream> <string> <string_view> <utility> <vector>)
if(NOT EMSCRIPTEN)  # a page has no files
  list(APPEND standard_headers <filesystem>)
endif()

# add_precompiled(precompiled LIBRARIES fmt::fmt HEADERS <vector> …): compiled with what these libraries
# bring, the OPTIONS and the DEFINITIONS, which are to be those of who uses it.
function(add_precompiled name)
  cmake_parse_arguments(PARSE_ARGV 1 with "" "" "LIBRARIES;OPTIONS;DEFINITIONS;HEADERS")
  if(NOT STEPGRAD_PRECOMPILE)
    return()
  endif()
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/precompiled/${name}.cpp CONTENT "")
  add_library(${name} OBJECT ${PROJECT_BINARY_DIR}/precompiled/${name}.cpp)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${with_LIBRARIES})
  target_compile_options(${name} PRIVATE ${with_OPTIONS} ${for_precompiled})
  target_compile_definitions(${name} PRIVATE ${with_DEFINITIONS})
  target_precompile_headers(${name} PRIVATE ${with_HEADERS})
endfunction()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  set(for_precompiled -fpch-preprocess)  # or ccache would keep nothing that was compiled so
endif()

# use_precompiled(stepgrad_scalar precompiled)
function(use_precompiled target name)
  if(TARGET ${name})
    target_precompile_headers(${target} REUSE_FROM ${name})
    target_compile_options(${target} PRIVATE ${for_precompiled})
  endif()
endfunction()
