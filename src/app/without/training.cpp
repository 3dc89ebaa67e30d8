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
int data(const DataArguments&) { refuse("the command 'data'"); }
int train(const TrainArguments&) { refuse("the command 'train'"); }
int evaluate(const EvaluateArguments&) { refuse("the command 'evaluate'"); }
int predict(const PredictArguments&) { refuse("the command 'predict'"); }

}  // namespace stepgrad::app
