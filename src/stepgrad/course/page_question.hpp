// A lesson's question in a page: its fields, what judges an answer there, and the answer folded.
#pragma once

#include <cstddef>
#include <string>

#include <stepgrad/course/question.hpp>

namespace stepgrad {

/// The question, the `number`-th of its page.
std::string question_html(const Question& question, std::size_t number);

}  // namespace stepgrad
