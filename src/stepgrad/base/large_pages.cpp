#include <stepgrad/base/large_pages.hpp>

#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace stepgrad {
namespace {

constexpr std::size_t page = 4096, large_page = std::size_t{2} << 20, cache_line = 64;

/// Of less, too much would lie in large pages that are not full.
constexpr std::size_t least_bytes = 2 * large_page;

std::align_val_t start_of(std::size_t bytes) {
  return std::align_val_t{bytes < least_bytes ? page : large_page};
}

}  // namespace

void* allocate_pages(std::size_t bytes, unsigned line) {
  const std::size_t skipped = line * cache_line;
  void* const memory = ::operator new(skipped + bytes, start_of(bytes));
#ifdef MADV_HUGEPAGE
  if (bytes >= least_bytes)
    (void)madvise(memory, bytes, MADV_HUGEPAGE);  // if it is refused, pages are small as ever
#endif
  return static_cast<char*>(memory) + skipped;
}

void free_pages(void* memory, std::size_t bytes, unsigned line) {
  if (memory) ::operator delete(static_cast<char*>(memory) - line * cache_line, start_of(bytes));
}

}  // namespace stepgrad
