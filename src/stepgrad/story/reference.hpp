// The operation table as a reference page that a student can read.
#pragma once

#include <span>
#include <string>

#include <stepgrad/base/op.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

namespace stepgrad {

/// The rows as text for a terminal of 80 columns: how each is written, its formula, slopes, kink
/// and probe points; then the functions that are made of several rows.
std::string as_text(std::span<const op::Op* const> rows, std::span<const Composition> made = {},
                    bool color = false);

/// The same as a Markdown table.
std::string as_markdown(std::span<const op::Op* const> rows,
                        std::span<const Composition> made = {});

}  // namespace stepgrad
