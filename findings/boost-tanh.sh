#!/usr/bin/env bash
# tanh of 400 is not a number in Boost's automatic differentiation.
#
# Guess:      the value is that of std::tanh, 1, and the slope 0: tanh is the function that
#             neurons take because it saturates.
# Version:    Boost.Math autodiff 1.81.0 (libboost1.81-dev 1.81.0-5+deb12u1)
# Seen:       the value is NaN, and so is every derivative, though exp(400) is far from overflow:
#             the first derivative is 1 / cosh^2, and the square of cosh(400) is infinite.
# Output:     tanh(300) = 1, slope 0; tanh(400) = nan, slope nan
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root libboost1.81-dev=1.81.0-5+deb12u1
for package in *.deb; do dpkg -x "$package" .; done

cat >try.cpp <<'EOF'
#include <boost/math/differentiation/autodiff.hpp>
#include <cmath>
#include <cstdio>

int main() {
  using boost::math::differentiation::make_fvar;
  const auto near = tanh(make_fvar<double, 1>(300)), far = tanh(make_fvar<double, 1>(400));
  std::printf("tanh(300) = %g, slope %g; tanh(400) = %g, slope %g\n", near.derivative(0),
              near.derivative(1), std::fabs(far.derivative(0)), std::fabs(far.derivative(1)));
  return near.derivative(0) == 1 && std::isnan(far.derivative(0)) ? 0 : 1;
}
EOF
g++ -std=c++17 -w -I usr/include try.cpp -o try
if ! ./try; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
