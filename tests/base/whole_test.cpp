// Whole numbers within bounds.
#include <stepgrad/base/whole.hpp>

#include "catch.hpp"

using namespace stepgrad;

TEST_CASE("whole numbers are read within their bounds, however they are written", "[number]") {
  for (const char* text : {"3", "3.0", "3e0", "+3", "0003"}) CHECK(read_whole(text, 1, 3) == 3);
  for (const char* text : {"0", "4", "2.5", "-1", "1e300", "nan", "inf", "", "x", " 3"})
    CHECK_FALSE(read_whole(text, 1, 3));
}
