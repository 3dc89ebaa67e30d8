#!/usr/bin/env bash
# ADOL-C records a cube root that it cannot play back.
#
# Guess:      cbrt is declared for adouble and can be traced, so what was traced has a gradient: 1/12 at 8.
# Version:    ADOL-C 2.7.2 (libadolc-dev and libadolc2 2.7.2-6)
# Seen:       the trace is written and its value is right; the gradient, and even the value once more,
#             raise an error: "no such operation 147". pow(x, 1.0 / 3) has its gradient.
# Output:     traced: 2; gradient of cbrt: an error; of pow(x, 1.0 / 3): 0.0833
# Documented: no
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
#include <exception>

template<class Function>
double traced(int tape, Function f, double at) {
  adouble x, y;
  double value;
  trace_on(tape);
  x <<= at;
  y = f(x);
  y >>= value;
  trace_off();
  return value;
}

int main() {
  double at = 8, slope = 0;
  bool raised = false;
  const double value = traced(1, [](adouble x) -> adouble { return cbrt(x); }, at);
  try {
    gradient(1, 1, &at, &slope);
  } catch (const std::exception &) {
    raised = true;
  }
  traced(2, [](adouble x) -> adouble { return pow(x, 1.0 / 3); }, at);
  gradient(2, 1, &at, &slope);
  std::printf("traced: %g; gradient of cbrt: %s; of pow(x, 1.0 / 3): %.4f\n", value,
              raised ? "an error" : "there", slope);
  return value == 2 && raised && std::fabs(slope - 1.0 / 12) < 1e-9 ? 0 : 1;
}
EOF
libraries=$(dirname usr/lib/*/libadolc.so.2)
g++ -std=c++17 -w -I usr/include try.cpp -o try -L "$libraries" -l:libadolc.so.2
if ! LD_LIBRARY_PATH="$libraries" ./try 2>said || ! grep -q "no such operation 147" said; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
