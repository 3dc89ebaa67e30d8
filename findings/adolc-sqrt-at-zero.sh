#!/usr/bin/env bash
# The two modes of ADOL-C disagree on the slope of a root at 0.
#
# Guess:      both infinite (or both 0, for the sake of norms at the origin): they read one tape.
# Version:    ADOL-C 2.7.2 (libadolc-dev and libadolc2 2.7.2-6)
# Seen:       reverse mode 0, forward mode infinite, and both report 3: "locally analytic". So a
#             check of one mode with the other fails where nothing is wrong with the function given.
# Output:     sqrt at 0: reverse 0 (status 3), forward inf (status 3)
# Documented: the manual has the status and the infinite slope, not that reverse mode gives 0
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root libadolc-dev=2.7.2-6 libadolc2=2.7.2-6
for package in *.deb; do dpkg -x "$package" .; done

cat >try.cpp <<'EOF'
#include <adolc/adolc.h>
#include <cmath>
#include <cstdio>

int main() {
  adouble x, y;
  double at[] = {0}, direction[] = {1}, gradient_[1], value[1], slope[1];
  trace_on(1);
  x <<= at[0];
  y = sqrt(x);
  y >>= value[0];
  trace_off();

  const int reverse = gradient(1, 1, at, gradient_);
  const int forward = fos_forward(1, 1, 1, 0, at, direction, value, slope);
  std::printf("sqrt at 0: reverse %g (status %d), forward %g (status %d)\n", gradient_[0], reverse,
              slope[0], forward);
  return gradient_[0] == 0 && std::isinf(slope[0]) ? 0 : 1;
}
EOF
libraries=$(dirname usr/lib/*/libadolc.so.2)
g++ -std=c++17 -w -I usr/include try.cpp -o try -L "$libraries" -l:libadolc.so.2
if ! LD_LIBRARY_PATH="$libraries" ./try; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
