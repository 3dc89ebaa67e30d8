#!/bin/sh
# Runs the commands that the README shows, and compares what they print with what it shows.
#
#   sh readme_test.sh README.md path/to/the/program [DIRECTORY]
#
# Looked at are blocks that open with ```console. A line `$ …` in them is a command, and what
# follows is what it prints, errors included; a line `…` alone stands for any lines. Commands that
# do not call ./stepgrad are left out, and so are `./stepgrad test` and `./stepgrad bench`. All run
# in one directory, one after the other, as a reader would type them: DIRECTORY, or an empty one.
#
# shellcheck disable=SC2016  # programs for awk
set -eu

readme=$1
program=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
page=$(basename "$1")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
# 1.command, 1.expected, 1.line, 2.command, …
awk -v place="$place" '
  /^```/ { inside = ($0 == "```console"); file = ""; next }
  continued { print > (file ".command"); continued = /\\$/; next }
  inside && /^\$ / {
    file = ""
    if ($0 !~ /\.\/stepgrad/ || $0 ~ /\.\/stepgrad (test|bench)/) next
    file = place "/" ++count
    print substr($0, 3) > (file ".command")
    print NR > (file ".line")
    printf "" > (file ".expected")
    continued = /\\$/
    next
  }
  file { print > (file ".expected") }
' "$readme"

# Does the file `printed` match the pattern, whose lines … stand for any lines? Goes on from the
# last … when a line differs, with one more line taken by it.
matches='
  FNR == NR { pattern[++patterns] = $0; next }
  { text[++texts] = $0 }
  END {
    p = t = 1
    while (t <= texts) {
      if (p <= patterns && pattern[p] == "…") { last = p++; taken = t }
      else if (p <= patterns && pattern[p] == text[t]) { p++; t++ }
      else if (last) { p = last + 1; t = ++taken }
      else exit 1
    }
    while (p <= patterns && pattern[p] == "…") p++
    exit p <= patterns
  }
'

directory=${3:-$place/directory}
mkdir -p "$directory"
ln -sf "$program" "$directory/stepgrad"
cd "$directory"
number=0 failed=0
while [ -e "$place/$((number + 1)).command" ]; do
  number=$((number + 1))
  case=$place/$number
  sh "$case.command" >"$case.printed" 2>&1 </dev/null || true
  if [ ! -s "$case.expected" ] && [ ! -s "$case.printed" ]; then continue; fi
  if awk "$matches" "$case.expected" "$case.printed"; then continue; fi
  failed=$((failed + 1))
  echo "$page, line $(cat "$case.line"): $(cat "$case.command")"
  diff -u "$case.expected" "$case.printed" | sed '1,2d; s/^/  /'
done

echo "$number commands, $failed print something else (- in $page, + printed)"
[ $number -gt 0 ] && [ $failed = 0 ]
