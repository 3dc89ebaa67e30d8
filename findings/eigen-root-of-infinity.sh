#!/usr/bin/env bash
# The root of infinity is not a number in Eigen, if there are four of them.
#
# Guess:      sqrt(infinity) is infinity, so an optimiser whose mean of squared gradients has overflown
#             divides by infinity and stands still.
# Version:    Eigen 3.4.0 (libeigen3-dev 3.4.0-4), floats, compiled for any x86-64
# Seen:       NaN where four numbers are computed at once, infinity for the odd one at the end: the
#             root is x times an approximation of 1/sqrt(x), which is infinity times 0.
# Output:     sqrt of five infinities: nan nan nan nan inf; with EIGEN_FAST_MATH=0: inf inf inf inf inf
# Documented: that EIGEN_FAST_MATH, which is on, may be less accurate, yes; that infinity is lost, no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root libeigen3-dev=3.4.0-4
for package in *.deb; do dpkg -x "$package" .; done

cat >try.cpp <<'EOF'
#include <Eigen/Dense>
#include <cmath>
#include <cstdio>
#include <limits>

int main() {
  const Eigen::ArrayXf y = Eigen::ArrayXf::Constant(5, std::numeric_limits<float>::infinity()).sqrt();
  for (const float number : y) std::printf(" %g", std::fabs(number));
  const bool all = std::isinf(y[0]) && std::isinf(y[3]), none = std::isnan(y[0]) && std::isnan(y[3]);
  return (EIGEN_FAST_MATH ? none : all) && std::isinf(y[4]) ? 0 : 1;
}
EOF
g++ -std=c++17 -w -I usr/include/eigen3 try.cpp -o fast
g++ -std=c++17 -w -I usr/include/eigen3 -D EIGEN_FAST_MATH=0 try.cpp -o exact
printf 'sqrt of five infinities:' && ./fast && same=yes || same=no
printf '; with EIGEN_FAST_MATH=0:' && ./exact || same=no
echo
if [ $same = no ]; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
