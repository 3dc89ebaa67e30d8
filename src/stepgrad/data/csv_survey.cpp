#include <stepgrad/data/csv_survey.hpp>

#include <algorithm>
#include <cmath>

namespace stepgrad {
namespace {

constexpr std::size_t most_whole_numbers_as_classes = 100;

}  // namespace

std::size_t LabelSurvey::add(std::string_view text, Decimal decimal) {
  if (samples_++ == 0) first_ = text;
  times_of_first_ += text == first_;
  if (const auto known = texts_.find(text); known != texts_.end()) return known->second;
  const std::optional<double> number = read_number(text, decimal);
  numbers_ = numbers_ && number && !std::isnan(*number);
  whole_ = whole_ && number && *number == std::floor(*number);
  const std::size_t place = texts_.size();
  if (!too_many()) texts_.emplace(text, place);
  return place;
}

std::vector<std::string> LabelSurvey::texts() const {
  std::vector<std::string> texts(texts_.size());
  for (const auto& [text, place] : texts_) texts[place] = text;
  return texts;
}

bool LabelSurvey::may_be_either() const {
  return numbers_ && whole_ && texts_.size() <= most_whole_numbers_as_classes;
}

bool LabelSurvey::are_classes() const {
  return !numbers_ || (may_be_either() && samples_ >= 2 * texts_.size());
}

std::vector<std::string> LabelSurvey::names() const {
  std::vector<std::string> names;
  for (const auto& [text, place] : texts_) names.push_back(text);
  if (numbers_)
    std::stable_sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
      return read_number(a, Decimal::either) < read_number(b, Decimal::either);
    });
  return names;
}

void WordSurvey::add(std::string_view text, Decimal decimal) {
  words_ = words_ || !read_number(text, decimal);
  if (!too_many() && !texts_.contains(text)) texts_.emplace(text);
}

void RowNameSurvey::add(std::string_view text) {
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
    names_ =
        names_ && !counted && !other_number && !is_missing(text) && texts_.emplace(text).second;
  }
  words_ += !number;
  ++rows_;
}

}  // namespace stepgrad
