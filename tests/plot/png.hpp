// Tests that write a PNG are left out where there is no libpng.
#pragma once

#include <stepgrad/base/error.hpp>
#include <stepgrad/plot/bitmap.hpp>

#include "catch.hpp"

namespace stepgrad::test {

/// Can the kit write PNG? If not, this says so, and what was asked for must be told how to mend it.
inline bool has_libpng() {
  try {
    png({1, 1, Bitmap::Colors::grey, {0}});
    return true;
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::machine);
    CHECK(std::string_view(error.what()).find("Install libpng-dev") != std::string_view::npos);
    WARN("skipped: built without libpng");
    return false;
  }
}

}  // namespace stepgrad::test
