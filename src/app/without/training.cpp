// What a program without matrices says where they are needed.
#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

#include "app/commands.hpp"
#include "app/training/model.hpp"

namespace stepgrad::app {
namespace {

[[noreturn]] void refuse(const char* what) {
  throw Error(
      fmt::format("this stepgrad was built without {}", what), "",
      "It needs matrices: install libeigen3-dev, zlib1g-dev and libpng-dev, then build again.",
      Fault::machine);
}

}  // namespace

bool has_matrices() { return false; }
MatrixTrace trace_model(const ModelArguments&, const FormulaArguments&) { refuse("--model"); }
Action data(Options&) { refuse("the command 'data'"); }
Action train(Options&) { refuse("the command 'train'"); }
Action evaluate(Options&) { refuse("the command 'evaluate'"); }
Action predict(Options&) { refuse("the command 'predict'"); }

}  // namespace stepgrad::app
