// Lesson 25's model of language: how often each letter came after the letters before it.
#pragma once

#include <cmath>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <stepgrad/language/alphabet.hpp>

namespace stepgrad::letter_counts {

using Numbers = std::vector<double>;
using Letters = std::vector<std::size_t>;

class LetterCounts {
 public:
  /// Counts what follows each `back` letters of these names. Before a name stand as many ends.
  LetterCounts(const Alphabet& alphabet, std::span<const std::string> names, std::size_t back)
      : alphabet_(alphabet), back_(back) {
    for (const std::string& name : names)
      for_each_letter(name, [&](const Letters& before, std::size_t next) {
        ++rows_.try_emplace(before, alphabet_.size(), 0.0).first->second[next];
      });
  }

  /// How many rows of the table have been seen.
  std::size_t rows() const { return rows_.size(); }

  /// How often each letter came after these.
  Numbers after(const Letters& before) const {
    const auto row = rows_.find(before);
    return row == rows_.end() ? Numbers(alphabet_.size(), 0.0) : row->second;
  }

  /// The mean of -log p over the letters of these names, and their ends; p is the share of the counts
  /// after so much is added to each. Infinite where something has a p of 0.
  double loss(std::span<const std::string> names, double added) const {
    double total = 0, letters = 0;
    for (const std::string& name : names)
      for_each_letter(name, [&](const Letters& before, std::size_t next) {
        const Numbers row = after(before);
        double sum = 0;
        for (const double count : row) sum += count + added;
        total -= sum > 0 ? std::log((row[next] + added) / sum) : -INFINITY;
        ++letters;
      });
    return total / letters;
  }

 private:
  template <class Visit>
  void for_each_letter(const std::string& name, Visit&& visit) const {
    const Letters numbers = alphabet_.numbers(name);
    Letters before(back_, alphabet_.end());
    for (std::size_t i = 1; i < numbers.size(); ++i) {
      visit(before, numbers[i]);
      before.push_back(numbers[i]);
      before.erase(before.begin());
    }
  }

  Alphabet alphabet_;
  std::size_t back_;
  std::map<Letters, Numbers> rows_;
};

}  // namespace stepgrad::letter_counts
