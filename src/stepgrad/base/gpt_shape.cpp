#include <stepgrad/base/gpt_shape.hpp>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {

std::size_t weights_of(const GptShape& shape) {
  const auto [letters, layers, width, heads, context] = shape;
  if (letters < 2 || layers == 0 || width == 0 || heads == 0 || context == 0)
    throw Error("a GPT has at least one letter, layer, head and number in its width", "",
                "Give sizes from 1 on.");
  if (width % heads != 0)
    throw Error(fmt::format("{} heads cannot share a width of {}", heads, width), "",
                "Each head gets as many numbers as the others: "
                "give a width that is a multiple of the heads.");
  return (2 * letters + context + 12 * layers * width) * width;
}

}  // namespace stepgrad
