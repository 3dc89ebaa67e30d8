#include <stepgrad/data/csv_survey.hpp>

#include <algorithm>
#include <cmath>

namespace stepgrad {
namespace {

constexpr std::size_t most_whole_numbers_as_classes = 100;

}  // namespace

void LabelSurvey::add(const std::string& text, Decimal decimal) {
  const std::optional<double> number = read_number(text, decimal);
  numbers_ = numbers_ && number && !std::isnan(*number);
  whole_ = whole_ && number && *number == std::floor(*number);
  const std::optional<std::size_t> index = whole_number(text);
  indices_ = indices_ && index;
  largest_ = std::max(largest_, index.value_or(0));
  if (samples_++ == 0) first_ = text;
  times_of_first_ += text == first_;
  if (texts_.size() <= most_classes) texts_.insert(text);
}

bool LabelSurvey::may_be_either() const {
  return numbers_ && whole_ && texts_.size() <= most_whole_numbers_as_classes;
}

bool LabelSurvey::are_classes() const {
  return !numbers_ || (may_be_either() && samples_ >= 2 * texts_.size());
}

std::vector<std::string> LabelSurvey::names() const {
  std::vector<std::string> names(texts_.begin(), texts_.end());
  if (numbers_)
    std::stable_sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
      return read_number(a, Decimal::either) < read_number(b, Decimal::either);
    });
  return names;
}

void WordSurvey::add(const std::string& text, Decimal decimal) {
  words_ = words_ || !read_number(text, decimal);
  if (!too_many()) texts_.insert(text);
}

void RowNameSurvey::add(const std::string& text) {
  const std::optional<std::size_t> number = whole_number(text);
  if (rows_ == 0) {
    first_ = number.value_or(0);
    counting_ = number && first_ < 2;
  }
  counting_ = counting_ && number == first_ + rows_;
  if (counting_) {
    ++counted_;
  } else {
    const bool counted = number && *number >= first_ && *number < first_ + counted_;
    const bool other_number = !number && read_number(text, Decimal::either);
    names_ = names_ && !counted && !other_number && !is_missing(text) && texts_.insert(text).second;
  }
  words_ += !number;
  ++rows_;
}

}  // namespace stepgrad
