#!/usr/bin/env bash
# FANN's bell-shaped and wave-shaped neurons learn with the slope of another function.
#
# Guess:      a neuron exp(-(s x)^2) with steepness s = 0.5, the default, has the slope -2 s^2 x y;
#             one step of incremental training with a linear error is rate * error * slope.
# Version:    FANN 2.2.0 (libfann-dev and libfann2 2.2.0+ds-8)
# Seen:       half the slope: the sum has the steepness in it already when the formula of the slope
#             multiplies by it. With steepness 1 both agree, and so do sigmoids always. The sines have
#             the same: s cos(s s x) where s cos(s x) is right.
# Output:     steepness 0.5: gaussian -0.209 (by differences -0.419), sine 0.478 (0.413)
#             steepness 1: gaussian -0.569 (by differences -0.569), sine 0.362 (0.362)
# Documented: the header has the formula of the slope, not that its x is scaled
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
#include <initializer_list>

struct Slopes { double learnt, real; };

// The slope of an output in its hidden neuron's weight, at an input of 1.
Slopes slopes(fann_activationfunc_enum activation, double steepness) {
  fann *net = fann_create_standard(3, 1, 1, 1);
  enum { in, bias, hidden, bias2, out };
  fann_set_activation_function_hidden(net, activation);
  fann_set_activation_steepness_hidden(net, steepness);
  fann_set_activation_function_output(net, FANN_LINEAR);
  fann_set_activation_steepness_output(net, 1);
  fann_set_training_algorithm(net, FANN_TRAIN_INCREMENTAL);
  fann_set_train_error_function(net, FANN_ERRORFUNC_LINEAR);
  const double rate = 1e-3, step = 1e-4, weight = 1.2;
  fann_set_learning_rate(net, rate);
  double one = 1;
  const auto at = [&](double weight) {
    fann_set_weight(net, in, hidden, weight);
    fann_set_weight(net, bias, hidden, 0);
    fann_set_weight(net, hidden, out, 1);
    fann_set_weight(net, bias2, out, 0);
    return *fann_run(net, &one);
  };
  const double real = (at(weight + step) - at(weight - step)) / (2 * step);
  double target = at(weight) + 1;
  fann_train(net, &one, &target);
  fann_connection connection[4];
  fann_get_connection_array(net, connection);
  fann_destroy(net);
  return {(connection[0].weight - weight) / rate, real};
}

int main() {
  bool as_seen = true;
  for (const double steepness : {0.5, 1.0}) {
    const Slopes bell = slopes(FANN_GAUSSIAN, steepness), sine = slopes(FANN_SIN_SYMMETRIC, steepness);
    std::printf("steepness %g: gaussian %.3f (by differences %.3f), sine %.3f (%.3f)\n", steepness,
                bell.learnt, bell.real, sine.learnt, sine.real);
    const double ratio = steepness == 1 ? 1 : 0.5;
    as_seen = as_seen && std::fabs(bell.learnt / bell.real - ratio) < 1e-3;
  }
  return as_seen ? 0 : 1;
}
EOF
libraries=$(dirname usr/lib/*/libdoublefann.so.2)
g++ -std=c++17 -w -I usr/include try.cpp -o try -L "$libraries" -l:libdoublefann.so.2
if ! LD_LIBRARY_PATH="$libraries" ./try; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
