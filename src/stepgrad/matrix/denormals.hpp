// Denormals flushed to zero, for as long as somebody trains.
//
// Numbers closer to zero than about 1e-38 (float) have fewer digits, and many processors compute
// with them a hundred times slower. Training makes them: the momentum of a weight whose input is
// always 0, a pixel at the edge, halves and halves. Real MNIST takes twice as long with them.
#pragma once

#include <cstdint>

namespace stepgrad {

/// While it lives, this thread takes and makes 0 for a denormal. Then the thread computes as
/// before. Does something on x86 and 64-bit ARM; elsewhere nothing.
class FlushDenormals {
 public:
  FlushDenormals();
  ~FlushDenormals();
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

  /// Whether it can do something on this processor.
  static bool possible();

 private:
  std::uint64_t before_;  // the processor's floating-point mode
};

}  // namespace stepgrad
