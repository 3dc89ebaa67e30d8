#!/bin/sh
# Follows every recipe of CONTRIBUTING.md in a copy of the checkout, and looks for what was added.
#
#   sh contributing_test.sh CHECKOUT PLACE [OPTION …]
#
# A block that opens with ```diff FILE says what changes in a file: its lines with a blank in front
# stand there one below the other (a line … stands for any between them), those with + are put in,
# those with - are taken out. A block ```cpp FILE, or with another word before FILE, is a whole new
# file. The text above a block, below the heading, names FILE, too, for readers see only that. When all is done, the
# copy is built in PLACE, with the OPTIONs for CMake, and the commands of the ```console blocks are
# run in it as those of the README are (readme_test.sh), with the same look at what they print.
#
# PLACE is kept, so that a second run builds only what has changed.
#
# shellcheck disable=SC2016  # programs for awk
set -eu

house=$(cd "$(dirname "$0")" && pwd)
checkout=$1 place=$2
shift 2
page=$checkout/CONTRIBUTING.md
copy=$place/copy blocks=$place/blocks
rm -rf "$copy" "$blocks"
mkdir -p "$copy" "$blocks" "$place/checkout"
place=$(cd "$place" && pwd) copy=$place/copy
for part in CMakeLists.txt cmake src lessons; do cp -R "$checkout/$part" "$copy"; done
# No recipe is about the other lessons, and each of them takes seconds to compile.
for lesson in "$copy"/lessons/[0-9][0-9]_*; do
  case $lesson in */01_*) ;; *) rm -r "$lesson" ;; esac
done

# 01.block, 01.file, …; complains of a block whose file is not named above it.
awk -v blocks="$blocks" '
  /^```/ && file { file = ""; next }
  /^```[a-z]+ [^ ]+$/ {
    if (!index(said, "`" $2 "`")) {
      print "CONTRIBUTING.md, line " NR ": the text above the block does not name `" $2 "`"
      failed = 1
    }
    file = sprintf("%s/%02d", blocks, ++count)
    print $2 > (file ".file")
    print substr($1, 4) " " NR > (file ".kind")
    printf "" > (file ".block")
    next
  }
  file { print > (file ".block"); next }
  /^#/ { said = "" }
  { said = said "\n" $0 }
  END { exit failed }
' "$page"

# The file with the change made: `block`, then the file. Each part of the block between two lines …
# has to be found below the one before.
change='
  FNR == NR { part[++parts] = $0; next }
  { line[++lines] = $0 }
  function is_gap(p) { return p > parts || part[p] ~ /^ *…$/ }
  function fits(at, from,    p) {
    for (p = from; !is_gap(p); p++) {
      if (part[p] ~ /^\+/) continue
      if (at > lines || line[at++] != substr(part[p], 2)) return 0
    }
    return 1
  }
  END {
    next_line = 1
    for (p = 1; p <= parts; p++) {
      if (is_gap(p)) continue
      for (at = next_line; !fits(at, p); at++) if (at > lines) exit 1
      while (next_line < at) print line[next_line++]
      for (; !is_gap(p); p++) {
        if (part[p] ~ /^\+/) print substr(part[p], 2)
        else if (part[p] ~ /^-/) next_line++
        else print line[next_line++]
      }
    }
    while (next_line <= lines) print line[next_line++]
  }
'
for block in "$blocks"/*.block; do
  file=$(cat "${block%.block}.file")
  read -r kind line <"${block%.block}.kind"
  if [ "$kind" != diff ]; then
    mkdir -p "$(dirname "$copy/$file")"
    cp "$block" "$copy/$file"
  elif awk "$change" "$block" "$copy/$file" >"$place/changed"; then
    cp "$place/changed" "$copy/$file"
  else
    echo "CONTRIBUTING.md, line $line: $file does not have these lines"
    exit 1
  fi
done

# What is the same as in the last run stays as it is, not to be built again.
(cd "$copy" && find . -type f) | while read -r file; do
  cmp -s "$copy/$file" "$place/checkout/$file" && continue
  mkdir -p "$(dirname "$place/checkout/$file")"
  cp "$copy/$file" "$place/checkout/$file"
done
(cd "$place/checkout" && find . -type f -o -type l) | while read -r file; do
  [ -e "$copy/$file" ] || rm "$place/checkout/$file"
done

cmake -S "$place/checkout" -B "$place/build" -DSTEPGRAD_TESTS=OFF "$@" >"$place/log" &&
  cmake --build "$place/build" --target stepgrad >>"$place/log" || {
  cat "$place/log"
  exit 1
}
sh "$house/readme_test.sh" "$page" "$place/build/src/app/stepgrad" "$place/checkout"
