// The order in which `sum` and `dot` add many terms. Another order would round otherwise, so there
// is one, the same on every machine, in every engine and in every check.
//
// Eight terms at a time go to eight partial sums, which a vector unit adds at once; these are added
// in pairs, and what is left over, fewer than eight, follows one by one:
//
//     term   0  1  2  3  4  5  6  7
//            8  9 10 11 12 13 14 15
//            .  .  .  .  .  .  .  .
//            +  +  +  +  +  +  +  +
//           p0 p1 p2 p3 p4 p5 p6 p7      ((p0 + p4) + (p2 + p6)) + ((p1 + p5) + (p3 + p7)) + rest
//
// Fewer than eight terms are therefore added from left to right.
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>

namespace stepgrad {

/// term(0) + term(1) + … + term(count - 1), starting from T().
template <class Term>
auto total_of(std::size_t count, Term term) {
  using T = std::remove_cvref_t<decltype(term(count))>;
  constexpr std::size_t lanes = 8;
  std::array<T, lanes> part{};
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane) part[lane] += term(i + lane);
  for (std::size_t half = lanes / 2; half > 0; half /= 2)
    for (std::size_t lane = 0; lane < half; ++lane) part[lane] += part[lane + half];
  T total = part[0];
  for (; i < count; ++i) total += term(i);
  return total;
}

}  // namespace stepgrad
