// For teachers: is an exercise complete, and does its check catch what learners write?
//
// A file in mistakes/ opens with two lines: the mistake in a sentence, then "Told: " and words that
// the check has to say to it.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/course/workbench.hpp>

namespace stepgrad {

/// What is missing or does not work, a sentence each; none if all is well: every file is there,
/// there are two to four hints, the untouched exercise is "not yet" because its hole is empty, the
/// solution is solved and opens with a reason, and at least two mistakes are caught in the words
/// expected.
std::vector<std::string> verify(const Exercise& exercise, const Workbench& bench);

}  // namespace stepgrad
