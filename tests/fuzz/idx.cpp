// IDX files, plain or gzipped: the first byte says which part of the others are the images, the
// rest are the labels.
#include <stepgrad/data/idx.hpp>

#include <stepgrad/base/files.hpp>

#include "fuzz/parser.hpp"
#include "workplace.hpp"

using namespace stepgrad;
using stepgrad::test::require;

void any_bytes(std::string_view bytes) {
  static const test::Workplace place;
  if (bytes.empty()) return;
  const auto share = static_cast<unsigned char>(bytes[0]);
  bytes.remove_prefix(1);
  const std::size_t images = bytes.size() * share / 255;
  write_file(place / "images", bytes.substr(0, images));
  write_file(place / "labels", bytes.substr(images));
  test::told_well([&] {
    const auto data = read_idx<float>(place / "images", place / "labels");
    require(data.labels.size() == static_cast<std::size_t>(data.inputs.cols()),
            "an image has no label");
    require(data.inputs.size() == 0 || (data.inputs.minCoeff() >= 0 && data.inputs.maxCoeff() <= 1),
            "ink is from 0 to 1");
  });
}
