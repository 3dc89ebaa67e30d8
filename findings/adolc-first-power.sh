#!/usr/bin/env bash
# The slope of x to the power of 1 is 0 at 0, says one mode of ADOL-C.
#
# Guess:      pow(x, 1) is x and has the slope 1 everywhere, in either mode. A sum of c[k] * pow(x, k) is how
#             a polynomial is written where the exponent is a loop's.
# Version:    ADOL-C 2.7.2 (libadolc-dev and libadolc2 2.7.2-6)
# Seen:       reverse mode gives 0 at 0, and reports 3: "locally analytic". Forward mode gives 1, and so
#             does reverse mode at any other x. The gradient of 5 + 3 x + x^2 at 0 lacks its 3.
# Output:     pow(x, 1) at 0: reverse 0 (status 3), forward 1; at 2: reverse 1, forward 1
#             5 + 3 x + x^2 at 0: reverse 0
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root libadolc-dev=2.7.2-6 libadolc2=2.7.2-6
for package in *.deb; do dpkg -x "$package" .; done

cat >try.cpp <<'EOF'
#include <adolc/adolc.h>
#include <cstdio>

struct Slopes { double reverse, forward; int status; };

template<class Function>
Slopes slopes(Function f, double at) {
  adouble x, y;
  double direction[] = {1}, gradient_[1], value[1], slope[1];
  trace_on(1);
  x <<= at;
  y = f(x);
  y >>= value[0];
  trace_off();
  const int status = gradient(1, 1, &at, gradient_);
  fos_forward(1, 1, 1, 0, &at, direction, value, slope);
  return {gradient_[0], slope[0], status};
}

int main() {
  const auto first = [](adouble x) -> adouble { return pow(x, 1.0); };
  const auto polynomial = [](adouble x) -> adouble { return 5 + 3 * pow(x, 1.0) + pow(x, 2.0); };
  const Slopes zero = slopes(first, 0), two = slopes(first, 2), sum = slopes(polynomial, 0);
  std::printf("pow(x, 1) at 0: reverse %g (status %d), forward %g; at 2: reverse %g, forward %g\n",
              zero.reverse, zero.status, zero.forward, two.reverse, two.forward);
  std::printf("5 + 3 x + x^2 at 0: reverse %g\n", sum.reverse);
  return zero.reverse == 0 && zero.forward == 1 && two.reverse == 1 && sum.reverse == 0 ? 0 : 1;
}
EOF
libraries=$(dirname usr/lib/*/libadolc.so.2)
g++ -std=c++17 -w -I usr/include try.cpp -o try -L "$libraries" -l:libadolc.so.2
if ! LD_LIBRARY_PATH="$libraries" ./try; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
