#!/usr/bin/env bash
# exp of what is not a number is infinite in oneDNN.
#
# Guess:      NaN in, NaN out, as with its tanh, its sigmoid and its softplus.
# Version:    oneDNN 2.6.3 (libdnnl-dev and libdnnl2 2.6.3-1) on x86-64, with SSE4.1 (and with AVX2 and AVX-512)
# Seen:       infinity: who looks for NaN finds an overflow, and 1 / (1 + exp(x)) is a plain 0.
# Output:     of NaN: exp inf, tanh nan, logistic nan
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root libdnnl-dev=2.6.3-1 libdnnl2=2.6.3-1
for package in *.deb; do dpkg -x "$package" .; done

cat >try.cpp <<'EOF'
#include <dnnl.hpp>
#include <cmath>
#include <cstdio>

// An elementwise operation of one float.
float result(dnnl::algorithm algorithm, float x) {
  using namespace dnnl;
  engine cpu(engine::kind::cpu, 0);
  stream run(cpu);
  float y = 0;
  const memory::desc one({1}, memory::data_type::f32, memory::format_tag::a);
  const eltwise_forward::desc description(prop_kind::forward_inference, algorithm, one, 0, 0);
  eltwise_forward({description, cpu})
      .execute(run, {{DNNL_ARG_SRC, memory(one, cpu, &x)}, {DNNL_ARG_DST, memory(one, cpu, &y)}});
  run.wait();
  return y;
}

int main() {
  const float exp = result(dnnl::algorithm::eltwise_exp, NAN);
  const float tanh = std::fabs(result(dnnl::algorithm::eltwise_tanh, NAN));
  const float logistic = std::fabs(result(dnnl::algorithm::eltwise_logistic, NAN));
  std::printf("of NaN: exp %g, tanh %g, logistic %g\n", exp, tanh, logistic);
  return std::isinf(exp) && std::isnan(tanh) && std::isnan(logistic) ? 0 : 1;
}
EOF
libraries=$(dirname usr/lib/*/libdnnl.so.2)
g++ -std=c++17 -w -I usr/include try.cpp -o try -L "$libraries" -l:libdnnl.so.2
if ! DNNL_MAX_CPU_ISA=SSE41 LD_LIBRARY_PATH="$libraries" ./try; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
