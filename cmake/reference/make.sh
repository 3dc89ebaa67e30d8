#!/bin/sh
# The reference pages, of the headers' comments by Doxygen; a warning is an error.
#
#   sh make.sh build/reference     begin with build/reference/html/index.html
set -eu

if ! command -v doxygen >/dev/null; then
  echo 'skipped: install doxygen to have the reference'
  exit 3
fi
here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
mkdir -p "$1"
pages=$(CDPATH='' cd -- "$1" && pwd)
rm -rf "$pages/html"
awk -f "$here/front.awk" "$root/README.md" >"$pages/front.dox"
cd "$root"
{
  cat "$here/Doxyfile"
  echo "INPUT = src/stepgrad \"$pages/front.dox\""
  echo "OUTPUT_DIRECTORY = \"$pages\""
  echo "FILTER_PATTERNS = \"*.hpp=awk -f '$here/docstrings.awk'\""
  echo "STRIP_FROM_PATH = \"$root/src\" \"$pages\""
  echo "HTML_EXTRA_STYLESHEET = \"$here/style.css\""
} | doxygen -
