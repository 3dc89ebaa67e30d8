// What other libraries take at kinks: the rows stand in order, and what is said of us is so.
#include <stepgrad/base/elsewhere.hpp>

#include <algorithm>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/op.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

const op::Op& row_called(std::string_view name) {
  return **std::ranges::find(op::all, name, [](const op::Op* row) { return row->name; });
}

/// The slopes in words at a point, as the table has them.
std::string slope(std::string_view operation, double a, double b, std::vector<int> operands) {
  const op::Op& row = row_called(operation);
  std::string text;
  for (const int i : operands)
    text += (text.empty() ? "" : ", ") + shown(row.slope[i](a, b, row.value(a, b)));
  return text;
}

}  // namespace

TEST_CASE("what is said to be taken here is taken here", "[elsewhere]") {
  const auto ours = [](std::string_view operation, std::string_view which) {
    if (which == "dy/da at a = 0") return slope(operation, 0, 0, {0});
    if (which == "at a tie dy/da, dy/db") return slope(operation, 1, 1, {0, 1});
    if (which == "dy/da at a whole a") return slope(operation, 2, 0, {0});
    if (which == "at a = b = 0 dy/da, dy/db") return slope(operation, 0, 0, {0, 1});
    if (which == "dy/da where all are 0") return shown(row_called(operation).slope[0](0, 0, 0));
    if (which == "dy/da at a = 0, b = 1") return slope(operation, 0, 1, {0});
    return slope(operation, 0, 0, {1});
  };
  for (const Taken& taken : taken_elsewhere()) {
    if (taken.library != "here") continue;
    INFO(taken.operation << ", " << taken.which);
    CHECK(taken.slope == ours(taken.operation, taken.which));
  }
}

TEST_CASE("libraries that agree are named together, ours first", "[elsewhere]") {
  CHECK(compared_with_others("leaky_relu") ==
        std::vector<std::string>{"dy/da at a = 0 is 0.01 here, as in TensorFlow.js 4.22"});
  CHECK(compared_with_others("min") ==
        std::vector<std::string>{
            "at a tie dy/da, dy/db is 0.5, 0.5 here; 1, 0 in TensorFlow.js 4.22"});
  CHECK(compared_with_others("pow").size() == 2);
  CHECK(compared_with_others("exp").empty());
}
