// What a program without JSON or matrices says where a model is to leave or to come in.
#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

#include "app/commands.hpp"

namespace stepgrad::app {
namespace {

[[noreturn]] void refuse_exchange(const char* command) {
  throw Error(fmt::format("this stepgrad was built without the command '{}'", command), "",
              "It needs matrices and JSON: install libeigen3-dev, zlib1g-dev, libpng-dev and "
              "nlohmann-json3-dev, then build again.",
              Fault::machine);
}

}  // namespace

Action export_model(Options&) { refuse_exchange("export"); }
Action import_model(Options&) { refuse_exchange("import"); }

}  // namespace stepgrad::app
