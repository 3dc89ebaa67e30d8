// Arrays that grow to many megabytes, in large pages where the system has them.
//
// A system hands memory out page by page, each when it is touched first, and a processor looks up
// where each page is. Pages are of 4 KB: what records three million operations touches eighteen
// thousand. Linux has pages of 2 MB as well, for who asks.
#pragma once

#include <stepgrad/base/standard.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace stepgrad {

/// Memory of so many bytes, in large pages if it is long enough for them. Throws std::bad_alloc.
void* allocate_pages(std::size_t bytes);
void free_pages(void* memory, std::size_t bytes);

/// What a container takes its memory from.
template <class T>
struct LargePages {
  using value_type = T;

  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>&) {}

  T* allocate(std::size_t count) { return static_cast<T*>(allocate_pages(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t count) { free_pages(memory, count * sizeof(T)); }

  bool operator==(const LargePages&) const = default;
};

/// A vector that may become long.
template <class T>
using LongVector = std::vector<T, LargePages<T>>;

/// The same without a size of its own, and with room for numbers that are not set yet.
struct FreePages {
  std::size_t bytes = 0;
  void operator()(void* memory) const { free_pages(memory, bytes); }
};
template <class T>
using LongArray = std::unique_ptr<T[], FreePages>;
template <class T>
LongArray<T> long_array(std::size_t count) {
  const std::size_t bytes = count * sizeof(T);
  return {static_cast<T*>(allocate_pages(bytes)), FreePages{bytes}};
}

}  // namespace stepgrad
