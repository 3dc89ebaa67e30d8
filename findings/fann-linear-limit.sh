#!/usr/bin/env bash
# A linear neuron in FANN is flat beyond 150.
#
# Guess:      FANN_LINEAR spans from minus infinity to infinity, as the header says; the neuron whose
#             weight is 1 passes 100 and 1000 on as they are: regression on prices or years.
# Version:    FANN 2.2.0 (libfann-dev and libfann2 2.2.0+ds-8)
# Seen:       150 for all above: each neuron's sum is cut at 150, whatever its activation
#             (at 300 with steepness 0.5, the default).
# Output:     100 -> 100, 1000 -> 150, -1000 -> -150
# Documented: no: the span given for FANN_LINEAR is all numbers
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root libfann-dev=2.2.0+ds-8 libfann2=2.2.0+ds-8
for package in *.deb; do dpkg -x "$package" .; done

cat >try.cpp <<'EOF'
#include <doublefann.h>
#include <cstdio>

// What a single linear neuron of weight 1, without bias, makes of x.
double neuron(double x) {
  fann *net = fann_create_standard(2, 1, 1);
  fann_set_activation_function_output(net, FANN_LINEAR);
  fann_set_activation_steepness_output(net, 1);
  fann_set_weight(net, 0, 2, 1);
  fann_set_weight(net, 1, 2, 0);
  const double y = *fann_run(net, &x);
  fann_destroy(net);
  return y;
}

int main() {
  const double near = neuron(100), far = neuron(1000), low = neuron(-1000);
  std::printf("100 -> %g, 1000 -> %g, -1000 -> %g\n", near, far, low);
  return near == 100 && far == 150 && low == -150 ? 0 : 1;
}
EOF
libraries=$(dirname usr/lib/*/libdoublefann.so.2)
g++ -std=c++17 -w -I usr/include try.cpp -o try -L "$libraries" -l:libdoublefann.so.2
if ! LD_LIBRARY_PATH="$libraries" ./try; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
