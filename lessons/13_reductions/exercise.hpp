// Exercise 13. The nearest code word.
//
// Seven questions have been answered, some of them wrongly. Which class is meant? And then ask them:
// each question is a two-class learner, whose score you have written in exercise 11. Here it is
// lesson11::score(w, x).
#pragma once

#include <cstddef>
#include <vector>

#include <learned/11_two_classes.hpp>
#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

/// The class whose code word is nearest to the answers.
///
/// `words` has a row for each class, and in it +1 or -1 for each question. `scores` has a number for
/// each question: above 0 the answer is +1, otherwise it is -1.
///
/// The distance of a word is the number of questions where it and the answer differ. If words are
/// equally near, take the one of them with the larger sum of word[j] * scores[j]; if that is the
/// same, too, the one that stands first.
inline std::size_t nearest(const std::vector<std::vector<double>>& words,
                           const std::vector<double>& scores) {
  todo();  // replace this line
}

/// The class of the sample x: each question j is answered by the two-class learner whose weights are
/// learners[j], with its score, and the class is the one whose word is nearest to these answers.
inline std::size_t decide(const std::vector<std::vector<double>>& words,
                          const std::vector<std::vector<double>>& learners,
                          const std::vector<double>& x) {
  todo();  // replace this line
}
