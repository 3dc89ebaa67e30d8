#!/usr/bin/env bash
# nerdamer forgets the base of a logarithm when it differentiates.
#
# Guess:      log(8, 2) is 3, so log(x, 2) has the derivative 1 / (x log 2): 0.3607 at 4.
# Version:    nerdamer 1.1.13
# Seen:       1/x, 0.25 at 4: a natural logarithm's.
# Output:     log(8,2) = 3, d log(x,2) = x^(-1), at 4: 0.25
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund nerdamer@1.1.13

if ! node - <<'EOF'
const nerdamer = require('nerdamer/all');

const value = nerdamer('log(8,2)').evaluate().text();
const derivative = nerdamer.diff('log(x,2)', 'x');
const at4 = derivative.evaluate({x: 4}).text();

console.log(`log(8,2) = ${value}, d log(x,2) = ${derivative.toString()}, at 4: ${at4}`);
process.exit(value === '3' && at4 === '0.25' ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
