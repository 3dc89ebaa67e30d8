# What every target is compiled with: C++20; in builds of our own warnings and sanitizers, too.
include(CheckCXXCompilerFlag)
include(CheckCXXSourceCompiles)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

set(oldest_GNU 11)
set(oldest_Clang 14)
set(oldest ${oldest_${CMAKE_CXX_COMPILER_ID}})
if(oldest AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS oldest)
  message(FATAL_ERROR "stepgrad is written in C++20, which ${CMAKE_CXX_COMPILER} "
                      "(${CMAKE_CXX_COMPILER_VERSION}) does not speak well enough: version "
                      "${oldest} or newer is needed. Where it is installed, say so: CXX=g++-12 ./stepgrad")
endif()

# What tells, and what waits for a learner, is optimised lightly: that takes half of the time to
# compile, and nobody sees the difference. (What computes is optimised fully.)
set(light $<$<CONFIG:Release>:-O1>)

if(NOT PROJECT_IS_TOP_LEVEL)
  return()  # the project around us decides the rest
endif()

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()

add_compile_options(-Wall -Wextra -Wconversion $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wshadow>)

if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # At -O3 it sees overlaps in string + string, and numbers unset in its own AVX-512 header
  # (its bugs 105651 and 105593).
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized)
endif()

if(STEPGRAD_NATIVE)
  check_cxx_compiler_flag(-march=native STEPGRAD_KNOWS_NATIVE)
  if(STEPGRAD_KNOWS_NATIVE)
    add_compile_options(-march=native)
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
      add_compile_options(-Wno-maybe-uninitialized)  # its own AVX-512 header is full of that
    endif()
  endif()
endif()

if(STEPGRAD_SANITIZE)
  set(sanitize -fsanitize=${STEPGRAD_SANITIZE} -fno-sanitize-recover=all)
  set(CMAKE_REQUIRED_FLAGS ${sanitize})
  check_cxx_source_compiles("int main() {}" STEPGRAD_CAN_SANITIZE)
  unset(CMAKE_REQUIRED_FLAGS)
  if(STEPGRAD_CAN_SANITIZE)
    add_compile_options(${sanitize} -fno-omit-frame-pointer)
    add_link_options(${sanitize})
  else()
    message(STATUS "No sanitizers: install libasan and libubsan to have them")
  endif()
endif()
