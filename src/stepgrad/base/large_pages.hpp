// Arrays that grow to many megabytes, in large pages where the system has them.
//
// A system hands memory out page by page, each when it is touched first, and a processor looks up
// where each page is. Pages are of 4 KB: what records three million operations touches eighteen
// thousand. Linux has pages of 2 MB as well, for who asks.
//
// Arrays that are walked through together must not all begin at the start of a page. A processor
// that is to fetch a number looks whether it is still on its way to memory, and compares no more than
// its place within a page: entry 7 of one array would wait for entry 7 of another. So each has a
// `line` of its own, and begins so many cache lines behind the start.
#pragma once

#include <stepgrad/base/standard.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace stepgrad {

/// Memory of so many bytes, `line` cache lines behind the start of a page; in large pages if it is
/// long enough for them. Throws std::bad_alloc.
void* allocate_pages(std::size_t bytes, unsigned line);
void free_pages(void* memory, std::size_t bytes, unsigned line);

/// What a container takes its memory from.
template <class T, unsigned line>
struct LargePages {
  using value_type = T;
  template <class U>
  struct rebind {
    using other = LargePages<U, line>;
  };

  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U, line>&) {}

  T* allocate(std::size_t count) {
    return static_cast<T*>(allocate_pages(count * sizeof(T), line));
  }
  void deallocate(T* memory, std::size_t count) { free_pages(memory, count * sizeof(T), line); }

  bool operator==(const LargePages&) const = default;
};

/// A vector that may become long.
template <class T, unsigned line>
using LongVector = std::vector<T, LargePages<T, line>>;

/// The same without a size of its own, and with room for numbers that are not set yet.
template <unsigned line>
struct FreePages {
  std::size_t bytes = 0;
  void operator()(void* memory) const { free_pages(memory, bytes, line); }
};
template <class T, unsigned line>
using LongArray = std::unique_ptr<T[], FreePages<line>>;
template <class T, unsigned line>
LongArray<T, line> long_array(std::size_t count) {
  const std::size_t bytes = count * sizeof(T);
  return {static_cast<T*>(allocate_pages(bytes, line)), FreePages<line>{bytes}};
}

}  // namespace stepgrad
