// A step of the backward pass as a question: the learner makes it before it is shown.
//
// What is said to a wrong guess is what the page's player says (page/files/predict.js).
#pragma once

#include <cstddef>

#include <stepgrad/course/lesson.hpp>

namespace stepgrad {

/// Asks for the gradient of the node that the step goes back to, as it is after this step: upstream
/// times local, and what came along earlier paths. `step` is a place in `trace.steps`.
Question step_question(const Trace& trace, std::size_t step);

}  // namespace stepgrad
