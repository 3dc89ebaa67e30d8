// The worst mistakes: images that a model is sure about, and wrong.
#pragma once

#include <span>
#include <string>

#include <stepgrad/plot/contact_sheet.hpp>

namespace stepgrad {

struct Mistake {
  GreyImage image;
  std::string truth, said;  // names of classes
  double probability;       // how sure the model is, 0 … 1
};

/// The images in rows, each with its caption: "is 4, said 9 (98 %)". Without any, it says so.
/// The same images without captions, as pixels: contact_sheet.
std::string svg(std::span<const Mistake> mistakes);

}  // namespace stepgrad
