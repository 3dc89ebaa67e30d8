#!/bin/sh
# An installed program, moved to another place, without its checkout: it explains, has its lessons, checks
# exercises in a folder of the learner's own, and finds its manual.
#
#   installed_test.sh BUILD
set -eu
build=$1
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT INT TERM

fail() { printf '%s\n' "$*" >&2; exit 1; }
expect() {  # what is expected of the last output, by a word of it
  grep -q -- "$1" "$here/output" || { cat "$here/output" >&2; fail "it does not say: $1"; }
}
stepgrad() {  # the status expected, then the words
  wanted=$1
  shift
  status=0
  env -i PATH="$PATH" HOME="$here/home" "$here/moved/bin/stepgrad" "$@" \
    >"$here/output" 2>&1 </dev/null || status=$?
  [ "$status" = "$wanted" ] || { cat "$here/output" >&2; fail "stepgrad $*: exit status $status, not $wanted"; }
}

mkdir "$here/home"
cmake --install "$build" --prefix "$here/first" >"$here/log" || { tail -n 3 "$here/log" >&2; exit 1; }
mv "$here/first" "$here/moved"

stepgrad 0 explain "q = x + y; f = q * z" x=-2 y=5 z=-4
expect 'dL/dx\|df/dx'
stepgrad 0 lesson 1 --auto
expect 'Your turn'
stepgrad 0 course
expect 'Lesson\|lesson'

course=$here/home/.local/share/stepgrad
[ -f "$course/lessons/02_partial/exercise.hpp" ] || [ -n "$(ls "$course"/lessons/02_*/exercise.hpp)" ] ||
  fail "the course was not brought to $course"
stepgrad 1 check-exercise 2
cp "$course"/lessons/02_*/solution.hpp "$here/solution.hpp"
cp "$here/solution.hpp" "$course"/lessons/02_*/exercise.hpp
stepgrad 0 check-exercise 2

# Another version brings new lessons and keeps what the learner has written.
printf 'older' >"$course/lessons/version.txt"
stepgrad 0 course
cmp "$here/solution.hpp" "$course"/lessons/02_*/exercise.hpp || fail 'an exercise was overwritten'

# Without the library it says what is missing.
rm -r "$here/moved"/lib*
stepgrad 3 check-exercise 3
expect 'libstepgrad-dev'

[ -f "$here/moved/share/man/man1/stepgrad.1" ] || fail 'there is no manual page'
[ -f "$here/moved/share/bash-completion/completions/stepgrad" ] || fail 'there is no completion'
