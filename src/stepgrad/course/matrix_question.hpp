// The question that a matrix player asks before a matrix is seen: its shape, and one of its numbers.
#pragma once

#include <cstddef>
#include <optional>

#include <stepgrad/base/matrix_trace.hpp>
#include <stepgrad/course/question.hpp>

namespace stepgrad {

/// What is asked before a change (matrix_story.hpp), counted from 1; nothing where the rule names
/// more than matrices that are seen. Of a large matrix the shape alone, of a single number only
/// that.
std::optional<Question> matrix_question(const MatrixTrace& trace, std::size_t number);

}  // namespace stepgrad
