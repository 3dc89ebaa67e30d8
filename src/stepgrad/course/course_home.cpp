#include <stepgrad/course/checkout.hpp>

#include <cstdlib>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {

std::filesystem::path checkout() {
  const char* chosen = std::getenv("STEPGRAD_CHECKOUT");
  const std::filesystem::path place = chosen && *chosen ? chosen : STEPGRAD_CHECKOUT;
  std::error_code ignored;
  if (std::filesystem::is_directory(place, ignored)) return std::filesystem::canonical(place);
  throw Error(fmt::format("there is no course in '{}'", place.string()), "",
              "The course lives in stepgrad's checkout: call ./stepgrad there.", Fault::machine);
}

}  // namespace stepgrad
