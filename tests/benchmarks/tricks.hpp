// What each trick of scalar/fast/ brings: the same gradients with it and without it, and the page
// that says so.
#pragma once

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <stepgrad/scalar/backward.hpp>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/scalar/values.hpp>

#include "workloads.hpp"

namespace stepgrad::benchmarks {

// ---- without statements -------------------------------------------------------------------------

/// A Value whose operations are an entry of the tape each.
struct Single {
  Value value;
  Single() = default;
  Single(double number) : value(number) {}
  explicit Single(Value v) : value(v) {}
};

/// The row on Singles and plain numbers.
template <const op::Op& row, class... T>
[[gnu::always_inline]] inline Single single(const T&... operands) {
  const auto plain = [](const auto& operand) -> decltype(auto) {
    if constexpr (requires { operand.value; })
      return (operand.value);
    else
      return (operand);
  };
  return Single(tape().record<row>(plain(operands)...));
}

// clang-format off
template <class T> concept SingleOrPlain = std::same_as<T, Single> || std::same_as<T, double>;
template <SingleOrPlain A, SingleOrPlain B> inline Single operator+(const A& a, const B& b) { return single<op::add>(a, b); }
template <SingleOrPlain A, SingleOrPlain B> inline Single operator-(const A& a, const B& b) { return single<op::sub>(a, b); }
template <SingleOrPlain A, SingleOrPlain B> inline Single operator*(const A& a, const B& b) { return single<op::mul>(a, b); }
inline Single& operator+=(Single& a, const Single& b) { return a = a + b; }
inline Single tanh(const Single& a) { return single<op::tanh>(a); }
inline Single exp(const Single& a)  { return single<op::exp>(a); }
inline Single log(const Single& a)  { return single<op::log>(a); }
inline Single sin(const Single& a)  { return single<op::sin>(a); }
// clang-format on

struct OneByOne {
  using Number = Single;
  static double value(const Single& number) { return number.value.data(); }
};

// ---- with ranges --------------------------------------------------------------------------------

/// The softmax of workloads.hpp: an output is one `dot` of weights and pixels that stand side by
/// side. Its sum is taken in another order, so the last digits differ.
inline std::vector<double> softmax_in_ranges(const Data& data) {
  const Scope scope;
  const Values weights = inputs(data.softmax_inputs);
  Value loss(0.0);
  for (const Picture& picture : data.pictures) {
    const Values pixels = inputs(picture.pixels);
    std::array<Value, 10> logits;
    double largest = -1e300;
    for (std::size_t label = 0; label < 10; ++label) {
      logits[label] = weights[label * 65 + 64] + dot(weights.part(label * 65, 64), pixels);
      largest = std::fmax(largest, logits[label].data());
    }
    Value total(0.0);
    for (const Value& logit : logits) total += exp(logit - largest);
    loss += log(total) + largest - logits[picture.label];
  }
  backward(loss * (1.0 / 64));
  const auto gradients = weights.grad();
  return {gradients.begin(), gradients.end()};
}

// ---- without any --------------------------------------------------------------------------------

/// Gradients by the edition to read, of the tape unfolded.
inline std::vector<double> read_gradients(const Value& output, const std::vector<Value>& inputs) {
  const Unfolded unfolded(tape());
  const std::vector<double> all =
      backward(unfolded, unfolded.id(tape().id(output)), [](const Step&) {});
  std::vector<double> gradients;
  for (const Value& input : inputs) gradients.push_back(all[unfolded.id(tape().id(input))]);
  return gradients;
}

// ---- the page -----------------------------------------------------------------------------------

/// A trick, and the contenders that do without it and with it.
struct Trick {
  const char *name, *file, *idea, *without, *with;
};

inline constexpr Trick tricks[] = {
    {"The quick sweep", "sweep.hpp",
     "every row's slopes written out, or kept where they came with the value; gradients kept from "
     "sweep to sweep, nothing called",
     "stepgrad, swept as told", "stepgrad"},
    {"Statements", "../statement.hpp", "two or three operations are one entry of the tape",
     "stepgrad, one by one", "stepgrad"},
    {"Ranges", "ranges.hpp", "a `dot` of numbers that stand side by side is one entry", "stepgrad",
     "stepgrad, in ranges"},
    {"Replay", "replay.hpp", "the same graph with other numbers, without recording", "stepgrad",
     "stepgrad, replayed"},
    {"Lanes", "lanes.hpp", "one sample recorded, sixteen computed at a time", "stepgrad",
     "stepgrad, in lanes"},
};

/// The medians of a workload's contenders, in seconds.
struct Medians {
  std::string workload;
  std::vector<std::pair<std::string, double>> of;

  /// 0 if it did not take part.
  double operator[](std::string_view contender) const {
    for (const auto& [name, seconds] : of)
      if (name == contender) return seconds;
    return 0;
  }
};

/// Writes the page in Markdown: a table of tricks and workloads. False if it cannot be written.
inline bool write_page(const std::string& path, const std::vector<Medians>& measured) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (!file) return false;
  std::fprintf(
      file,
      "# What each trick of `scalar/fast/` brings\n\n"
      "Time for a gradient without the trick and with it (milliseconds, medians of processor"
      "\ntime, all in one run), and how many times as fast it is with it. Gradients are the "
      "same.\nMade by `./stepgrad bench`.\n\n| trick |");
  for (const Medians& medians : measured) std::fprintf(file, " %s |", medians.workload.c_str());
  std::fprintf(file, "\n|---|");
  for (std::size_t i = 0; i < measured.size(); ++i) std::fprintf(file, "---|");
  for (const Trick& trick : tricks) {
    std::fprintf(file, "\n| **%s** (`%s`): %s |", trick.name, trick.file, trick.idea);
    for (const Medians& medians : measured) {
      const double without = medians[trick.without], with = medians[trick.with];
      if (without > 0 && with > 0)
        std::fprintf(file, " %.3g → %.3g: **%.2g ×** |", 1e3 * without, 1e3 * with, without / with);
      else
        std::fprintf(file, " |");
    }
  }
  std::fprintf(file, "\n");
  return std::fclose(file) == 0;
}

}  // namespace stepgrad::benchmarks
