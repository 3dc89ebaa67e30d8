#!/usr/bin/env bash
# Softplus is negative at -20 in oneDNN.
#
# Guess:      log(1 + exp(-20)) = 2.06e-9: softplus is taken for what must stay above 0, a variance or a rate.
# Version:    oneDNN 2.6.3 (libdnnl-dev and libdnnl2 2.6.3-1) on x86-64, with SSE4.1 (and with AVX2 and AVX-512)
# Seen:       eltwise_soft_relu gives -1.9e-6 there: a root of it is NaN, and so is a logarithm. At -1 it
#             is right.
# Output:     softplus of -1: 0.313262, of -20: -1.90735e-06
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
  const float near = result(dnnl::algorithm::eltwise_soft_relu, -1);
  const float far = result(dnnl::algorithm::eltwise_soft_relu, -20);
  std::printf("softplus of -1: %g, of -20: %g\n", near, far);
  return std::fabs(near - 0.313262f) < 1e-5f && far < 0 ? 0 : 1;
}
EOF
libraries=$(dirname usr/lib/*/libdnnl.so.2)
g++ -std=c++17 -w -I usr/include try.cpp -o try -L "$libraries" -l:libdnnl.so.2
if ! DNNL_MAX_CPU_ISA=SSE41 LD_LIBRARY_PATH="$libraries" ./try; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
