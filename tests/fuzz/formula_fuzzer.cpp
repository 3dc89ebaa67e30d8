// libFuzzer's target for the formula language: any exception but Error ends it.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/any_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  any_text::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
