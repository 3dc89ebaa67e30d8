// libFuzzer's way into a target: whatever any_bytes throws ends it, and the bytes are kept.
#include <cstddef>
#include <cstdint>

#include "fuzz/parser.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  any_bytes({reinterpret_cast<const char*>(data), size});
  return 0;
}
