// What a learner has typed, read and judged: right, not yet, or not an answer at all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/course/lesson.hpp>

namespace stepgrad {

struct Reply {
  bool read;        // was it an answer to this question?
  bool right;       // and the right one?
  std::string say;  // "Right: 6.1.", "Not yet: …", or how to type an answer
};

/// Judges an answer. Numbers may be arithmetic (1/3, 2*3.1, 0,5), several of them have blanks
/// between them, choices are their place, an order the places one after the other (3 1 2);
/// formulas are compared with the right one at random points, and the first point where they differ
/// is told.
Reply judge(const Question& question, std::string_view typed);

/// The answer as the lesson tells it: "6.1", "2) It halves", "4 * x * (2*x^2 + 1)".
std::string shown_answer(const Question& question);

/// What to type, in a word: "a number", "1, 2 or 3", "a formula of x and w".
std::string what_to_type(const Question& question);

/// What somebody types to whom the remark is due.
std::string typed_slip(const Question& question, const Remark& remark);

/// Points at which formulas of these inputs are compared: a number for each input. The same for
/// the same inputs.
std::vector<std::vector<double>> comparison_points(const std::vector<std::string>& inputs);

/// The formula at those points.
std::vector<double> at_points(const Formula& formula, const std::vector<std::string>& inputs,
                              const std::vector<std::vector<double>>& points);

}  // namespace stepgrad
