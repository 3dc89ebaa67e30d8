// The header of the room `exchange`: exchange/plain_model.hpp.
#include <cstdio>

#include <stepgrad/base/files.hpp>
#include <stepgrad/data/generators.hpp>
#include <stepgrad/exchange/onnx.hpp>

using namespace stepgrad;

int main() {
  Model<double> model({.sizes = {2, 4, 2}}, purpose_of(make("moons")), 1);
  // clang-format off
  const PlainModel plain = plain_model(model);              // of float or double
  write_file("moons.onnx", as_onnx(plain));
  Model<double> again = model_of<double>(plain);
  // clang-format on
  std::printf("%zu layers, %s\n", plain.layers.size(), shown(again.architecture().sizes).c_str());
}

// Prints:
// 2 layers, 2-4-2
