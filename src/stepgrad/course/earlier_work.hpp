// Exercises that grow on one another: what an exercise takes from earlier ones.
//
//   #include <learned/09_losses.hpp>    in untouched.hpp: this exercise builds on exercise 9,
//   … lesson9::loss(f, y) …             and all of that stands in a namespace of its own
//
// learned/09_losses.hpp is written for each attempt (workbench.hpp). Behind it is the learner's own
// exercise.hpp, if it passes its check as it is now, and solution.hpp if it does not: nobody is kept
// from going on. Its names stand in a namespace, for learners call their helpers as they like:
//
//   #include <cmath>       every header that the file includes, outside of the namespace
//   namespace lesson9 {
//   #include "/…/lessons/09_losses/exercise.hpp"
//   }
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/course/exercise.hpp>

namespace stepgrad {

/// What stands in the place of an earlier exercise.
struct EarlierWork {
  Exercise exercise;
  std::filesystem::path file;  // the learner's, or the kit's solution
  bool is_own = false;
  std::string why_not = "";  // why the learner's own is not used; "" if nobody asked for it
};

/// The exercises that this one builds on, each behind those that it builds on itself. Throws Error
/// (machine) if untouched.hpp names one that is not there, or that does not come before it.
std::vector<Exercise> built_on(const Exercise& exercise);

/// "learned/09_losses.hpp".
std::string learned_header(const Exercise& exercise);

/// What stands in it, for a file with this source.
std::string learned_text(const Exercise& exercise, const std::filesystem::path& file,
                         std::string_view source);

/// Whose work is used: "Your loss and slope of lesson 9 are used." A line or two for each.
std::string earlier_work_text(std::span<const EarlierWork> works);

}  // namespace stepgrad
