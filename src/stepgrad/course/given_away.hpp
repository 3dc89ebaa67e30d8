// Answers that stand above their questions: a learner who can look them up does not predict.
//
// Found in what has been shown by then, in whatever way: sentences, equations, tables, listings,
// diagrams, the words of a plot, and the answers of earlier questions. What is not meant: 0, 1 and 2, for
// they stand everywhere; and numbers that are given, as inputs of a diagram or in the question.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/course/lesson.hpp>

namespace stepgrad {

/// A sentence for each question whose answer has been shown: what is asked, and where it stands.
/// Left out are those for which the author says why it may be seen (`Help::seen`).
std::vector<std::string> given_away(const Lesson& lesson);

}  // namespace stepgrad
