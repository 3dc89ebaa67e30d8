#!/bin/sh
# Every C++ block of the README and of the headers' comments stands, word for word, in a program that
# the tests compile and run.
#
#   sh blocks_test.sh README.md DIRECTORY_OF_HEADERS PROGRAM.cpp …
#
# A block of the README opens with ```cpp; one of a header is what stands together in a comment, is
# indented by three blanks or more, is no list, and has a line that ends in a semicolon. Its lines stand in one of the programs one
# after the other, indented as they like and with blank lines where they like; its #include and
# `using namespace` lines may stand anywhere in there. A line of … alone stands for any lines.
#
# shellcheck disable=SC2016  # programs for awk
set -eu

readme=$1 headers=$2
shift 2

# One line for each line of a block: FILE:LINE of its first, a tab, the line without its blanks.
blocks=$(mktemp)
trap 'rm -f "$blocks"' EXIT
of_blocks='
  function end_block(    i) {
    if (is_code && lines[1] !~ /^(-|[0-9]+\.) /) for (i = 1; i <= count; ++i) print place "\t" lines[i]
    count = is_code = 0
  }
  function add(text) {
    sub(/^[ \t]+/, "", text)
    sub(/[ \t]+$/, "", text)
    if (text == "") return
    if (!count) place = FILENAME ":" FNR
    lines[++count] = text
    if (text ~ /;( *\/\/.*)?$/) is_code = 1
  }
  FNR == 1 { end_block(); inside = 0 }
  FILENAME ~ /\.md$/ {
    if (/^```/) { end_block(); inside = ($0 == "```cpp") }
    else if (inside) { add($0); is_code = 1 }
    next
  }
  /^ *\/\/\/?   / { sub(/^ *\/\/\/?   /, ""); add($0); next }
  { end_block() }
  END { end_block() }
'
find "$headers" -name '*.hpp' -exec awk "$of_blocks" "$readme" {} + >"$blocks"

awk -F '\t' '
  function found_from(program, at, i,    text) {  # lines i, i + 1, … of the block, from a line on
    while (i <= count) {
      if (lines[i] == "…") {
        for (; at <= sizes[program] + 1; ++at) if (found_from(program, at, i + 1)) return 1
        return 0
      }
      if (at > sizes[program] || texts[program, at] != lines[i]) return 0
      ++at
      ++i
    }
    return 1
  }
  function stands_in(program,    at) {
    for (at = 1; at <= head_count; ++at) if (!((program, heads[at]) in has)) return 0
    for (at = 1; at <= sizes[program] + 1; ++at) if (found_from(program, at, 1)) return 1
    return 0
  }
  function end_block(    program) {
    if (!count && !head_count) return
    ++blocks
    for (program = 1; program <= programs; ++program) if (stands_in(program)) break
    if (program > programs) {
      ++missing
      print place ": this block stands in no program:"
      for (program = 1; program <= count; ++program) print "    " lines[program]
    }
    count = head_count = 0
  }
  FILENAME != ARGV[ARGC - 1] {
    if (FNR == 1) ++programs
    sub(/^[ \t]+/, "")
    sub(/[ \t]+$/, "")
    if ($0 == "") next
    texts[programs, ++sizes[programs]] = $0
    has[programs, $0] = 1
    next
  }
  $1 != place { end_block(); place = $1 }
  {
    text = substr($0, length($1) + 2)
    if (text ~ /^(#include|using namespace)/) heads[++head_count] = text
    else lines[++count] = text
  }
  END {
    end_block()
    print blocks " blocks, " missing + 0 " of them in no program (see tests/examples)"
    exit missing > 0 || blocks == 0
  }
' "$@" "$blocks"
