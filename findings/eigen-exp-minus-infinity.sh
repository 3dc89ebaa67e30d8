#!/usr/bin/env bash
# exp of minus infinity is not 0 in Eigen, if there are four of them.
#
# Guess:      0, which is why masked scores of an attention are set to minus infinity before a softmax.
# Version:    Eigen 3.4.0 (libeigen3-dev 3.4.0-4), floats, compiled for any x86-64
# Seen:       2.9e-39 wherever four numbers are computed at once, 0 for the odd one at the end: the
#             argument is cut at -88.38 before. It adds up, a weight of 0 is never seen, and a
#             row of five has two kinds of it. The same with -100, where the answer is 3.8e-44.
# Output:     exp of five times -infinity: 2.9e-39 2.9e-39 2.9e-39 2.9e-39 0
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root libeigen3-dev=3.4.0-4
for package in *.deb; do dpkg -x "$package" .; done

cat >try.cpp <<'EOF'
#include <Eigen/Dense>
#include <cstdio>
#include <limits>

int main() {
  const Eigen::ArrayXf masked = Eigen::ArrayXf::Constant(5, -std::numeric_limits<float>::infinity());
  const Eigen::ArrayXf y = masked.exp();
  std::printf("exp of five times -infinity: %.2g %.2g %.2g %.2g %g\n", y[0], y[1], y[2], y[3], y[4]);
  return y[0] > 0 && y[0] == y[3] && y[4] == 0 ? 0 : 1;
}
EOF
g++ -std=c++17 -w -I usr/include/eigen3 try.cpp -o try
if ! ./try; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
