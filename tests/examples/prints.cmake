# Runs a program and compares what it prints with the comment at the end of its source, which begins
# with "// Prints:". A line … in there stands for any lines, and … in a line for anything.
#
#   cmake -Dprogram=… -Dsource=… -P prints.cmake
cmake_minimum_required(VERSION 3.22)

file(READ ${source} expected)
string(REGEX REPLACE ".*\n// Prints:\n" "" expected "${expected}")
string(REGEX REPLACE "(^|\n)//( |)" "\\1" expected "${expected}")
execute_process(COMMAND ${program} OUTPUT_VARIABLE printed RESULT_VARIABLE result)
string(STRIP "${expected}" expected)
string(STRIP "${printed}" printed)
string(REGEX REPLACE "[][+.*()^?|\\$]" "\\\\\\0" pattern "${expected}")
string(REPLACE "…\n" "(.*\n)?" pattern "${pattern}")
string(REPLACE "…" "[^\n]*" pattern "${pattern}")
if(NOT result EQUAL 0 OR NOT printed MATCHES "^${pattern}$")
  message(FATAL_ERROR "${source} ended with ${result} and printed\n${printed}\nin place of\n${expected}")
endif()
