// Which classes a model takes for which: the confusion matrix, as a table in colours and as text.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace stepgrad {

/// Counts of samples: n_kj are of class k and were said to be of class j.
class ConfusionMatrix {
 public:
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();

  explicit ConfusionMatrix(std::vector<std::string> class_names);

  /// Counts one sample (or more). Throws Error for a label that is not a class.
  void add(int truth, int said, std::size_t samples = 1);

  const std::vector<std::string>& class_names() const { return class_names_; }
  std::size_t classes() const { return class_names_.size(); }
  std::size_t count(std::size_t truth, std::size_t said) const {
    return counts_[truth * classes() + said];
  }
  std::size_t of_class(std::size_t truth) const;   // Σ_j n_kj
  std::size_t said_to_be(std::size_t said) const;  // Σ_k n_kj
  std::size_t samples() const;
  std::size_t right() const;  // Σ_k n_kk

  /// Of the samples of a class, the share that was found: n_kk / Σ_j n_kj; none without samples.
  double recall(std::size_t k) const;
  /// Of those said to be of a class, the share that is: n_kk / Σ_j n_jk; none if none was.
  double precision(std::size_t k) const;
  double accuracy() const;  // Σ_k n_kk / Σ_kj n_kj

 private:
  std::vector<std::string> class_names_;
  std::vector<std::size_t> counts_;  // row after row
};

/// A row for each class and a column for what was said, recall at the right, precision below. Right
/// ones are blue, wrong ones orange, stronger the larger their share of the row; a 0 is left out.
std::string svg(const ConfusionMatrix& matrix);

/// The same for a phone, `narrow_width` wide at most for up to thirty classes (svg_page.hpp),
/// without recall and precision.
std::string narrow_svg(const ConfusionMatrix& matrix);

/// The same for a terminal, with the classes that are confused most often in words below; where the
/// table would be wider than `width`, a line for each class. `color`: right ones bold, zeros dim.
std::string text_table(const ConfusionMatrix& matrix, std::size_t width, bool color);

}  // namespace stepgrad
