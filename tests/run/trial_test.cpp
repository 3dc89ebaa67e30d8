// A trial, and the command that repeats it.
#include <stepgrad/run/trial.hpp>

#include "catch.hpp"

using namespace stepgrad;

TEST_CASE("the command of a trial says what is not usual, and no more", "[run]") {
  CHECK(command_line({}) == "stepgrad train");
  Configuration c;
  c.data = "my points/it's.csv";
  c.model = "4-8-2";
  c.features = "x1*x2, sin(x1)";
  c.batch_norm = true;
  c.rate = 0.03;
  c.seed = 7;
  c.without = {"a b", "c"};
  CHECK(command_line(c) ==
        "stepgrad train --data 'my points/it'\\''s.csv' --without 'a b' --without c "
        "--features 'x1*x2, sin(x1)' --model 4-8-2 --batch-norm --rate 0.03 --seed 7");
}
