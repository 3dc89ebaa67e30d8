#!/usr/bin/env bash
# A derivative that nerdamer cannot do is zero once a number is put in.
#
# Guess:      what it cannot differentiate stays diff(...) and cannot be evaluated either: an error,
#             or the symbols back. sqrt(abs(x)) has the slope 1/4 at 4, max(x, 1) has 1 at 3.
# Version:    nerdamer 1.1.13
# Seen:       it does stay diff(...), but evaluating it at a number first puts the number in
#             and then differentiates a constant: 0, without a word.
# Output:     diff(sqrt(abs(x)),x) at 4: 0; diff(max(x,1),x) at 3: 0
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund nerdamer@1.1.13

if ! node - <<'EOF'
const nerdamer = require('nerdamer/all');

const root = nerdamer.diff('sqrt(abs(x))', 'x'), max = nerdamer.diff('max(x,1)', 'x');
const seen = `${root.toString()} at 4: ${root.evaluate({x: 4}).text()}; ` +
             `${max.toString()} at 3: ${max.evaluate({x: 3}).text()}`;

console.log(seen);
process.exit(seen === 'diff(sqrt(abs(x)),x) at 4: 0; diff(max(x,1),x) at 3: 0' ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
