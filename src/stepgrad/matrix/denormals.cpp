#include <stepgrad/matrix/denormals.hpp>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace stepgrad {

namespace {

#if defined(__SSE2__)

constexpr std::uint64_t flush = 0x8000 | 0x0040;  // results (FTZ) and operands (DAZ)
std::uint64_t mode() { return _mm_getcsr(); }
void set_mode(std::uint64_t mode) { _mm_setcsr(static_cast<unsigned>(mode)); }

#elif defined(__aarch64__)

constexpr std::uint64_t flush = std::uint64_t{1} << 24;  // FZ
std::uint64_t mode() {
  std::uint64_t mode;
  asm volatile("mrs %0, fpcr" : "=r"(mode));
  return mode;
}
void set_mode(std::uint64_t mode) { asm volatile("msr fpcr, %0" : : "r"(mode)); }

#else

constexpr std::uint64_t flush = 0;
std::uint64_t mode() { return 0; }
void set_mode(std::uint64_t) {}

#endif

}  // namespace

FlushDenormals::FlushDenormals() : before_(mode()) { set_mode(before_ | flush); }

// Only the bits that were set here: rounding and sticky flags are as they are by now.
FlushDenormals::~FlushDenormals() { set_mode((mode() & ~flush) | (before_ & flush)); }

bool FlushDenormals::possible() { return flush != 0; }

}  // namespace stepgrad
