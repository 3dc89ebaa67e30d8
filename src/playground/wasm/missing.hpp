// What the standard library of emscripten 3.1.6 lacks of C++20, as far as the library uses it.
//
// Compilers for the browser read this header before every source (cmake/emscripten.cmake), so that
// the sources themselves can be written as the standard has it. Where the standard library has all of
// it, this header says nothing.
#pragma once

#include <algorithm>
#include <bit>
#include <functional>
#include <iterator>
#include <ranges>
#include <utility>

#ifndef __cpp_lib_bit_cast
namespace std {
template <class To, class From>
constexpr To bit_cast(const From& from) noexcept {
  return __builtin_bit_cast(To, from);
}
}  // namespace std
#endif

#ifndef __cpp_lib_ranges
namespace std::ranges {

/// Compares what is projected: begin(range), end(range) and these make the older algorithm.
template <class Compare, class Projection>
auto projected_by(Compare& compare, Projection& projection) {
  return [&](const auto& a, const auto& b) {
    return std::invoke(compare, std::invoke(projection, a), std::invoke(projection, b));
  };
}

template <class R, class F, class P = identity>
constexpr auto find_if(R&& range, F holds, P projection = {}) {
  return std::find_if(ranges::begin(range), ranges::end(range), [&](const auto& entry) {
    return std::invoke(holds, std::invoke(projection, entry));
  });
}
template <class R, class T, class P = identity>
constexpr auto find(R&& range, const T& value, P projection = {}) {
  return ranges::find_if(
      range, [&](const auto& entry) { return entry == value; }, projection);
}
template <class R, class F, class P = identity>
constexpr bool any_of(R&& range, F holds, P projection = {}) {
  return ranges::find_if(range, holds, projection) != ranges::end(range);
}
template <class R, class F, class P = identity>
constexpr bool none_of(R&& range, F holds, P projection = {}) {
  return !ranges::any_of(range, holds, projection);
}
template <class R, class F, class P = identity>
constexpr bool all_of(R&& range, F holds, P projection = {}) {
  return ranges::none_of(
      range, [&](const auto& entry) { return !std::invoke(holds, entry); }, projection);
}
template <class R, class T, class P = identity>
constexpr auto count(R&& range, const T& value, P projection = {}) {
  return std::count_if(ranges::begin(range), ranges::end(range),
                       [&](const auto& entry) { return std::invoke(projection, entry) == value; });
}
template <class R, class F, class P = identity>
constexpr auto count_if(R&& range, F holds, P projection = {}) {
  return std::count_if(ranges::begin(range), ranges::end(range), [&](const auto& entry) {
    return std::invoke(holds, std::invoke(projection, entry));
  });
}
template <class R, class F>
constexpr void for_each(R&& range, F act) {
  std::for_each(ranges::begin(range), ranges::end(range), std::ref(act));
}
template <class A, class B, class Same = equal_to, class P = identity, class Q = identity>
constexpr bool equal(A&& a, B&& b, Same same = {}, P of_a = {}, Q of_b = {}) {
  return std::equal(ranges::begin(a), ranges::end(a), ranges::begin(b), ranges::end(b),
                    [&](const auto& x, const auto& y) {
                      return std::invoke(same, std::invoke(of_a, x), std::invoke(of_b, y));
                    });
}

template <class R, class Less = less, class P = identity>
constexpr auto min_element(R&& range, Less less = {}, P projection = {}) {
  return std::min_element(ranges::begin(range), ranges::end(range), projected_by(less, projection));
}
template <class R, class Less = less, class P = identity>
constexpr auto max_element(R&& range, Less less = {}, P projection = {}) {
  return std::max_element(ranges::begin(range), ranges::end(range), projected_by(less, projection));
}
template <class R>
constexpr auto max(R&& range) {
  return *ranges::max_element(range);
}
template <class R>
constexpr auto minmax(R&& range) {
  const auto [least, most] = std::minmax_element(ranges::begin(range), ranges::end(range));
  return std::pair(*least, *most);
}
template <class R, class T, class Less = less, class P = identity>
constexpr auto upper_bound(R&& range, const T& value, Less less = {}, P projection = {}) {
  return std::upper_bound(ranges::begin(range), ranges::end(range), value,
                          [&](const auto& a, const auto& b) {
                            return std::invoke(less, a, std::invoke(projection, b));
                          });
}

template <class R, class Less = less, class P = identity>
constexpr void sort(R&& range, Less less = {}, P projection = {}) {
  std::sort(ranges::begin(range), ranges::end(range), projected_by(less, projection));
}
template <class R, class Less = less, class P = identity>
constexpr void stable_sort(R&& range, Less less = {}, P projection = {}) {
  std::stable_sort(ranges::begin(range), ranges::end(range), projected_by(less, projection));
}
template <class R, class Less = less, class P = identity>
constexpr bool is_sorted(R&& range, Less less = {}, P projection = {}) {
  return std::is_sorted(ranges::begin(range), ranges::end(range), projected_by(less, projection));
}
template <class R, class Same>
constexpr auto unique(R&& range, Same same) {
  return std::pair(std::unique(ranges::begin(range), ranges::end(range), same), ranges::end(range));
}
template <class R, class Place>
constexpr void rotate(R&& range, Place first) {
  std::rotate(ranges::begin(range), first, ranges::end(range));
}
template <class R>
constexpr void reverse(R&& range) {
  std::reverse(ranges::begin(range), ranges::end(range));
}
template <class R, class Out>
constexpr Out move(R&& range, Out out) {
  return std::move(ranges::begin(range), ranges::end(range), out);
}
template <class R, class Out, class F>
constexpr Out copy_if(R&& range, Out out, F holds) {
  return std::copy_if(ranges::begin(range), ranges::end(range), out, holds);
}
template <class R, class Out, class F>
constexpr Out transform(R&& range, Out out, F change) {
  return std::transform(ranges::begin(range), ranges::end(range), out, std::ref(change));
}
template <class A, class B>
struct mismatch_result {
  A in1;
  B in2;
};
template <class A, class B, class Same = equal_to, class P = identity, class Q = identity>
constexpr auto mismatch(A&& a, B&& b, Same same = {}, P of_a = {}, Q of_b = {}) {
  const auto [in1, in2] =
      std::mismatch(ranges::begin(a), ranges::end(a), ranges::begin(b), ranges::end(b),
                    [&](const auto& x, const auto& y) {
                      return std::invoke(same, std::invoke(of_a, x), std::invoke(of_b, y));
                    });
  return mismatch_result<decltype(ranges::begin(a)), decltype(ranges::begin(b))>{in1, in2};
}

}  // namespace std::ranges
#endif

#ifndef __cpp_lib_jthread
namespace std {
/// Without threads one thing is done after the other: this one at once.
class jthread {
 public:
  template <class F>
  explicit jthread(F act) {
    act();
  }
};
}  // namespace std
#endif
