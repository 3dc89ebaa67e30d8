// A lesson with every piece that changes or asks for more than one number, for tests of what shows
// lessons.
#pragma once

#include <algorithm>
#include <cmath>
#include <string_view>

#include <stepgrad/course/lesson.hpp>

namespace stepgrad::test {

/// w ← w − rate · w, from 1: what a step of descent does on ½ w².
inline Film descent(double rate) {
  Film film{{}, "The weight, step by step."};
  Plot plot{.title = "w",
            .x = {.label = "step"},
            .y = {.label = "w"},
            .series = {{"w", {}}},
            .marks = {}};
  double w = 1;
  for (int step = 0; step < 5; ++step, w -= rate * w) {
    plot.series[0].points.push_back({static_cast<double>(step), w});
    film.frames.push_back({told("step {}", step), plot, told("w is {}.", w)});
  }
  return film;
}

inline Lesson machine_lesson() {
  Lesson lesson("08_machine", "Everything that moves");
  lesson.screen("Does it move?");
  lesson.film(descent(0.5));
  lesson.experiment({.ask = "Choose a rate.",
                     .setting = "rate",
                     .offered = {0.5, 1, 3},
                     .least = 0,
                     .most = 4,
                     .outcomes = {"it shrinks", "it grows"},
                     .run = [](double rate) {
                       return Experiment::Trial{std::abs(1 - rate) < 1 ? 0u : 1u, descent(rate),
                                                told("Each step takes 1 - {} of it.", rate)};
                     }});
  lesson.screen("Several at once");
  lesson.predict_all(
      "The gradient of w*x + b at w = -3, x = 2?", {{"dL/dw", 2}, {"dL/dx", -3}, {"dL/db", 1}},
      {.hints = {"One by one."},
       .remarks = {Remark::entry(2, 0, "b moves, too."), Remark::times(10, "ten times too much.")},
       .reveal = "x, w and 1."});
  lesson.predict_matrix("The matrix?", {{1, 2}, {3, 4}}, {.hints = {"Count."}});
  lesson.order("What comes first?",
               {{"forward", false, "nothing can be done before the values are known."},
                {"backward"},
                {"a step downhill"}},
               {.hints = {"The values first."}});
  Plot bowl{.title = "the bowl",
            .x = {.label = "w"},
            .y = {.label = "L"},
            .series = {{"L", {{-2, 4}, {-1, 1}, {0, 0}, {1, 1}, {2, 4}}}},
            .marks = {}};
  lesson.locate("Where is the least?", bowl, {0, 0},
                {.hints = {"Where it is flat."}, .around = 0.3});
  lesson.choose("Which falls?", {{"this", true, "", bowl}, {"that", false, "it rises.", bowl}},
                {.hints = {"Look at the left."}});
  lesson.predict("How many steps?", 40,
                 {.hints = {"Some tens."},
                  .remarks = {Remark::above(100, "so long it does not take."),
                              Remark::below(2, "one step does not do.")},
                  .around = 10});
  lesson.plot(
      Bars{.title = "p", .bars = {{"cat", 0.7, true}, {"dog", 0.2}, {"owl", 0.1}}, .full = 1},
      "Probabilities.");
  lesson.plot(std::vector<NumberGrid>{{"W", {{1, -2}, {0.5, 3}}}, {"b", {{0}, {1}}}},
              "Two matrices.");
  lesson.screen("Two settings");
  lesson.experiment(
      {.ask = "Choose an activation, and where it is taken.",
       .settings = {{.name = "activation", .names = {"sigmoid", "relu"}},
                    {.name = "z", .offered = {-1, 1}}},
       .outcomes = {"it is 0", "it is more"},
       .run = [](std::string_view activation, double z) {
         const double y = activation == "relu" ? std::max(0.0, z) : 1 / (1 + std::exp(-z));
         return Experiment::Trial{y > 0 ? 1u : 0u, still(Bars{"", {{"z", z}, {"y", y}}})};
       }});
  return lesson;
}

}  // namespace stepgrad::test
