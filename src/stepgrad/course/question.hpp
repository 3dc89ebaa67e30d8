// The questions of a lesson: what is asked, what is right, and what helps who is wrong.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <stepgrad/base/number.hpp>
#include <stepgrad/course/picture.hpp>

namespace stepgrad {

/// Answers that a typical mistake leads to, and what helps who gave one.
struct Remark {
  enum class When {
    is,     // the answer: a number, a formula, a list of numbers, an order
    above,  // a number larger than that
    below,  // a smaller one
    times,  // every number of a list is so many times the right one
    entry,  // one number of a list, and it is wrong
  };

  Remark(double number, std::string say) : Remark(When::is, exact(number), std::move(say)) {}
  Remark(std::string answer, std::string say)
      : Remark(When::is, std::move(answer), std::move(say)) {}

  static Remark above(double number, std::string say) {
    return {When::above, exact(number), std::move(say)};
  }
  static Remark below(double number, std::string say) {
    return {When::below, exact(number), std::move(say)};
  }
  static Remark times(double factor, std::string say) {
    return {When::times, exact(factor), std::move(say)};
  }
  /// Of a list: the number in this place, from 0, is that.
  static Remark entry(std::size_t place, double number, std::string say) {
    return {When::entry, exact(number), std::move(say), place};
  }

  When when;
  std::string answer;
  std::string say;
  std::size_t place = 0;  // of an entry

 private:
  Remark(When when, std::string answer, std::string say, std::size_t place = 0)
      : when(when), answer(std::move(answer)), say(std::move(say)), place(place) {}
};

/// A way to answer a question, whether it is the right one, and what helps who took it. Of an
/// order: a thing to be put in its place, and what helps who put it into a wrong one.
struct Choice {
  std::string text;
  bool right = false;
  std::string say = {};
  std::optional<Picture> picture = {};  // which of these plots?
};

/// What is known of a question besides its answer.
struct Help {
  std::vector<std::string> hints;  // given one at a time
  std::vector<Remark> remarks = {};
  std::string reveal = {};  // told with the answer: why it is so
  double within = 0.01;     // of numbers: the relative error that counts as right
  double around = 0;        // and the absolute one, where that is larger
  std::string seen = {};    // why its answer may stand above it (given_away.hpp)
};

/// A question that the learner answers before the lesson does.
struct Question {
  enum class Kind { number, numbers, choice, order, formula };
  Kind kind;
  std::string ask;
  std::string answer;               // a number, numbers, the place of a choice, places, a formula
  std::vector<Choice> choices;      // of a choice; of an order its things
  std::vector<std::string> inputs;  // of a formula: the names it may use; of numbers: their names
  Help help;
  std::size_t columns = 0;        // of numbers that are a matrix, row after row
  std::optional<Plot> plot = {};  // of two numbers that are a place on it
};

}  // namespace stepgrad
