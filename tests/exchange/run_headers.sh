#!/bin/sh
# Compiles the exported headers: all of them together, with a program that compares what they say with
# what the models have said; and one of them as its own test.
#
#   sh run_headers.sh COMPILER DIRECTORY_OF_MODELS
set -eu

compiler=$1
cd "$2"
flags='-std=c++20 -Wall -Wextra -Wconversion -Werror'
# shellcheck disable=SC2086  # several flags
"$compiler" $flags compare.cpp -o compare
./compare
# shellcheck disable=SC2086
"$compiler" $flags -DSTEPGRAD_TEST -x c++ classes.hpp -o test_classes
./test_classes
