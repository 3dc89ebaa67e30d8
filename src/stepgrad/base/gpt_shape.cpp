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
  const auto number = [](std::size_t size) { return static_cast<double>(size); };
  const double count =
      (2 * number(letters) + number(context) + 12 * number(layers) * number(width)) * number(width);
  if (constexpr double most = 2e7; count > most)
    throw Error(fmt::format("a GPT of {:.0f} weights is too large", count), "",
                fmt::format("Make it smaller: {:.0f} is the most.", most));
  return static_cast<std::size_t>(count);
}

}  // namespace stepgrad
