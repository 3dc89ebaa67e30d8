#include <stepgrad/base/large_pages.hpp>

#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace stepgrad {
namespace {

constexpr std::align_val_t large_page{std::size_t{2} << 20};

/// Of less, too much would lie in pages that are not full.
constexpr std::size_t least_bytes = 2 * static_cast<std::size_t>(large_page);

}  // namespace

void* allocate_pages(std::size_t bytes) {
  if (bytes < least_bytes) return ::operator new(bytes);
  void* const memory = ::operator new(bytes, large_page);
#ifdef MADV_HUGEPAGE
  (void)madvise(memory, bytes, MADV_HUGEPAGE);  // if it is refused, pages are small as ever
#endif
  return memory;
}

void free_pages(void* memory, std::size_t bytes) {
  if (bytes < least_bytes)
    ::operator delete(memory);
  else
    ::operator delete(memory, large_page);
}

}  // namespace stepgrad
