// The operation table as a reference page that a student can read.
#pragma once

#include <span>
#include <string>

#include <stepgrad/base/op.hpp>

namespace stepgrad {

/// The rows as text for a terminal of 80 columns: how each is written, its formula, slopes, kink
/// and probe points.
std::string as_text(std::span<const op::Op* const> rows, bool color = false);

/// The rows as a Markdown table.
std::string as_markdown(std::span<const op::Op* const> rows);

}  // namespace stepgrad
