// The check of an exercise, from within: lessons/NN_name/check.cpp asks the learner's code at many
// points, and the first disagreement is told as a table, with what may be behind it.
//
//   #include <stepgrad/course/exercise_check.hpp>
//   #include EXERCISE
//
//   namespace checking {  // apart from whatever names the learner uses
//   void check(stepgrad::ExerciseCheck& exercise) {
//     exercise.gradient({.formula = "L = w*x + b", .points = {{2, -3, 1}}}, slopes);
//   }
//   }  // namespace checking
//   int main(int count, char** words) {
//     return stepgrad::check_exercise(count, words, checking::check);
//   }
//
// It is a program of its own, started by Workbench (workbench.hpp), so that a crash or an endless
// loop of the learner's code harms nobody. This header is part of every exercise: it includes
// little, on purpose.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace stepgrad {

/// A mistake that is easily made, as a sentence, and the number that comes of it.
struct Slip {
  std::string sentence;
  double value;
};

/// One number that the learner's code has computed, beside the right one.
struct Sample {
  std::string where;  // "f = sin at x = 2"
  double yours, expected;
  std::vector<Slip> slips = {};  // the same ones in the same order in every sample
};

class ExerciseCheck {
 public:
  using Numbers = std::vector<double>;

  explicit ExerciseCheck(std::function<void(const std::string&)> report)
      : report_(std::move(report)) {}

  /// Says what is about to be computed; told if the learner's code crashes there or never ends.
  void about_to(const std::string& compute) { report_(compute); }

  /// Compares samples of the number called `name`; all may be off by `tolerance` relative to the
  /// larger of 1 and the right number. Ends the check at the first that disagrees, with the slip
  /// that explains all of them, where there is one.
  void numbers(const std::string& name, const std::vector<Sample>& samples, double tolerance);

  /// What a gradient is taken of, and where.
  struct Problem {
    std::string formula;          // as on the command line
    std::vector<Numbers> points;  // the inputs in the order in which they stand in the formula
    std::size_t random = 20;      // so many more points, from -2 to 2
    std::vector<std::string> names = {};  // of the rows; without them "dL/dw"
    /// What one may get wrong in a row of this exercise; the same in the same order for every
    /// point. Without them, the learner's code is taken for a backward pass, and searched for the
    /// missteps of one (misstep.hpp).
    std::function<std::vector<Slip>(const Numbers& at, std::size_t row)> slips = {};
  };
  /// Compares a gradient with that of the formula, by the gradient checker with its diagnosis; then
  /// to 12 digits, which no difference quotient reaches.
  void gradient(const Problem& problem, const std::function<Numbers(const Numbers&)>& yours);

  /// What is told of code that passes, such as how fast it is. Once, at the end of a check.
  void tell(const std::string& text) { told_ = text; }
  const std::string& told() const { return told_; }

  /// Ends the check, in the words of an exercise that has its own way to look at things. Lines of
  /// the advice are broken where they are too long, unless they are indented.
  [[noreturn]] void not_yet(const std::string& headline, const std::string& advice);

 private:
  std::function<void(const std::string&)> report_;
  std::string told_;
};

/// The number as people read it, for the words of a check.
std::string in_digits(double number);

/// A random number from [from, to) that is an eighth: exact, and short to write. The same sequence
/// in every run.
double random_eighth(double from, double to);

/// The main function of a check, with what main is given, the seconds of the processor that it may
/// take: runs it, and writes to standard output, which is for that alone, how it ended.
int check_exercise(int count, char** words, const std::function<void(ExerciseCheck&)>& check);

}  // namespace stepgrad
