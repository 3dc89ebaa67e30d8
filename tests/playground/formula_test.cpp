// A formula to play with: what the page is told of it, and what stays when something is wrong.
#include "playground/formula.hpp"

#include <catch.hpp>

#include "error_text.hpp"

using namespace stepgrad;
using stepgrad::playground::FormulaSession;

TEST_CASE("an input without a number begins at 1", "[formula]") {
  FormulaSession session;
  session.read("x*y", "", Flow::right);
  CHECK(session.trace().node(session.trace().output).value == 1);
}
