#!/usr/bin/env bash
# Slopes do not vanish in FANN: a saturated sigmoid keeps learning at a pace of its own.
#
# Guess:      a sigmoid at y = 0.99999 has the slope 2 s y (1 - y), 1e-5 or so: the gradient vanishes, as
#             in every text on sigmoids, and a gradient check passes.
# Version:    FANN 2.2.0 (libfann-dev and libfann2 2.2.0+ds-8)
# Seen:       y is cut to 0.01 .. 0.99 for the slope, so it never falls below 0.0198, here 1600 times
#             what it is. A stuck neuron comes loose; a gradient check fails, for good neurons only.
# Output:     y 0.982014: slope 0.03533 (0.03533 is right), y 0.999994: slope 0.01980 (0.00001 is right)
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root libfann-dev=2.2.0+ds-8 libfann2=2.2.0+ds-8
for package in *.deb; do dpkg -x "$package" .; done

cat >try.cpp <<'EOF'
#include <doublefann.h>
#include <cmath>
#include <cstdio>

struct Step { double y, slope; };

// A step of incremental training on one sigmoid of input 1, per learning rate and error.
Step step(double weight) {
  fann *net = fann_create_standard(2, 1, 1);
  fann_set_activation_function_output(net, FANN_SIGMOID);
  fann_set_activation_steepness_output(net, 1);
  fann_set_training_algorithm(net, FANN_TRAIN_INCREMENTAL);
  fann_set_train_error_function(net, FANN_ERRORFUNC_LINEAR);
  fann_set_learning_rate(net, 1);
  fann_set_weight(net, 0, 2, weight);
  fann_set_weight(net, 1, 2, 0);
  double in = 1, target = 0;
  const double y = *fann_run(net, &in);
  fann_train(net, &in, &target);
  fann_connection connection[2];
  fann_get_connection_array(net, connection);
  fann_destroy(net);
  return {y, (connection[0].weight - weight) / (target - y)};
}

int main() {
  const Step near = step(2), far = step(6);
  const auto right = [](double y) { return 2 * y * (1 - y); };
  std::printf("y %.6f: slope %.5f (%.5f is right), y %.6f: slope %.5f (%.5f is right)\n", near.y,
              near.slope, right(near.y), far.y, far.slope, right(far.y));
  return std::fabs(near.slope - right(near.y)) < 1e-6 && std::fabs(far.slope - 0.0198) < 1e-6 ? 0 : 1;
}
EOF
libraries=$(dirname usr/lib/*/libdoublefann.so.2)
g++ -std=c++17 -w -I usr/include try.cpp -o try -L "$libraries" -l:libdoublefann.so.2
if ! LD_LIBRARY_PATH="$libraries" ./try; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
