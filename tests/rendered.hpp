// Pictures read back by other programs: xmllint knows whether an SVG is well-formed, librsvg draws
// it, ImageMagick knows the colour of a pixel.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <stepgrad/base/process.hpp>

#include "catch.hpp"
#include "programs.hpp"

namespace stepgrad::test {

/// What xmllint and librsvg complain about, and "blank" if nothing is drawn; "" if all is well, and
/// where they are not installed.
inline std::string faults_of(const std::string& svg) {
  using namespace std::chrono_literals;
  if (!has("xmllint", "libxml2-utils") || !has("rsvg-convert", "librsvg2-bin")) return "";
  std::string faults = run_program("xmllint", {"--noout", "-"}, svg, 60s).errors;
  const Outcome drawn = run_program("rsvg-convert", {"-f", "png"}, svg, 60s);
  faults += drawn.errors;
  if (drawn.output.size() < 500) faults += "blank";
  return faults;
}

/// The colour of a PNG's pixel, as ImageMagick reads it: "0,114,178"; "" where it is not installed.
inline std::string pixel(const std::string& png, std::size_t x, std::size_t y) {
  if (!has_imagemagick()) return "";
  const std::string channels = fmt::format(
      "%[fx:round(255*p{{{0},{1}}}.r)],%[fx:round(255*p{{{0},{1}}}.g)],"
      "%[fx:round(255*p{{{0},{1}}}.b)]",
      x, y);
  return run_program("convert", {"png:-", "-format", channels, "info:-"}, png,
                     std::chrono::seconds(60))
      .output;
}

}  // namespace stepgrad::test
