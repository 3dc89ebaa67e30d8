#!/usr/bin/env bash
# A root written as a power has the slope 0 at 0 in Sacado.
#
# Guess:      sqrt(x) and pow(x, 0.5) are one function, with an infinite slope at 0.
# Version:    Sacado of Trilinos 13.2.0 (libtrilinos-sacado-dev, with the headers of
#             libtrilinos-teuchos-dev and libtrilinos-kokkos-dev, 13.2.0-4)
# Seen:       infinite for sqrt, 0 for pow, though it is 5e149 at 1e-300: any power of 0 but the first is
#             taken to have no slope, whatever the exponent.
# Output:     at 0: sqrt inf, pow(x, 0.5) 0; at 1e-300: pow(x, 0.5) 5e+149
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root libtrilinos-sacado-dev=13.2.0-4 \
  libtrilinos-teuchos-dev=13.2.0-4 libtrilinos-kokkos-dev=13.2.0-4
for package in *.deb; do dpkg -x "$package" .; done

cat >try.cpp <<'EOF'
#include <Sacado_Fad_Exp_SFad.hpp>
#include <Sacado_Fad_Exp_Ops.hpp>
#include <cmath>
#include <cstdio>

// What the headers want of Teuchos' library, which wants MPI, and is not used here.
Teuchos::ActiveRCPNodesSetup::ActiveRCPNodesSetup() {}
Teuchos::ActiveRCPNodesSetup::~ActiveRCPNodesSetup() {}

int main() {
  using Number = Sacado::Fad::Exp::SFad<double, 1>;
  const Number zero(1, 0, 0.0), small(1, 0, 1e-300);
  const Number root = sqrt(zero), power = pow(zero, 0.5), beside = pow(small, 0.5);
  std::printf("at 0: sqrt %g, pow(x, 0.5) %g; at 1e-300: pow(x, 0.5) %g\n", root.dx(0), power.dx(0),
              beside.dx(0));
  return std::isinf(root.dx(0)) && power.dx(0) == 0 && beside.dx(0) > 1e149 ? 0 : 1;
}
EOF
g++ -std=c++17 -w -O2 -ffunction-sections -fdata-sections -Wl,--gc-sections \
  -D SACADO_DISABLE_FAD_VIEW_SPEC -I usr/include/trilinos try.cpp -o try
if ! ./try; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
