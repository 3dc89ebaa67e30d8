#include <stepgrad/run/comparison.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/train/evaluation.hpp>

namespace stepgrad {
namespace {

/// The share of labels that are said rightly.
double share_right(const std::vector<int>& said, const std::vector<int>& labels) {
  double right = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) right += said[i] == labels[i];
  return right / static_cast<double>(labels.size());
}

Contender contender_of(const std::string& name, const std::vector<Decoded>& verdicts,
                       const std::vector<int>& said, const std::vector<int>& labels) {
  Contender row{.name = name, .learners = verdicts.front().scores.size(), .asked = 0};
  for (const Decoded& verdict : verdicts) {
    row.asked += verdict.questions / static_cast<double>(verdicts.size());
    row.tied += verdict.tied.size() > 1;
  }
  row.accuracy = share_right(said, labels);
  return row;
}

}  // namespace

std::string described(const Architecture& architecture) {
  if (!architecture.is_reduced()) return shown(architecture.sizes);
  const auto learners = static_cast<std::size_t>(architecture.codes.cols());
  return fmt::format("{} of {} {}", architecture.reduction, counted(learners, "learner"),
                     shown(architecture.sizes));
}

template <class S>
Contender contender(Model<S>& model, const DatasetOf<S>& data) {
  if (model.architecture().is_reduced()) {
    Random random(0);
    return contenders(model, data, random).front();
  }
  return {.name = "softmax", .accuracy = score<S>(model, data, data.all_samples()).accuracy};
}

template <class S>
std::vector<Contender> contenders(Model<S>& model, const DatasetOf<S>& data, Random& random) {
  if (!model.architecture().is_reduced()) return {contender(model, data)};
  const std::string& name = model.architecture().reduction;
  const std::vector<Decoded> all = verdicts(model, data);
  std::vector<int> surest;
  for (const Decoded& verdict : all) surest.push_back(verdict.label);
  std::vector<Contender> rows{contender_of(name, all, surest, data.labels)};
  if (row_named(reductions(), "reduction", name).decoding != Decoding::votes) return rows;
  const std::vector<int> drawn = drawn_of_tied(all, random);
  rows.push_back(contender_of(name + ", ties drawn", all, drawn, data.labels));
  return rows;
}

void merge(std::vector<Contender>& rows, std::size_t samples, const std::vector<Contender>& more,
           std::size_t more_samples) {
  if (samples == 0) {
    rows = more;
    return;
  }
  const double share =
      static_cast<double>(more_samples) / static_cast<double>(samples + more_samples);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].asked += share * (more[i].asked - rows[i].asked);
    rows[i].accuracy += share * (more[i].accuracy - rows[i].accuracy);
    rows[i].tied += more[i].tied;
  }
}

std::string comparison_text(const std::vector<Contender>& contenders, std::size_t samples) {
  std::size_t width = 0, tied = 0;
  for (const Contender& row : contenders) {
    width = std::max(width, row.name.size());
    tied = std::max(tied, row.tied);
  }
  std::string text =
      fmt::format("{:{}}  {:>8}  {:>8}  {:>8}\n", "", width, "learners", "asked", "accuracy");
  for (const Contender& row : contenders)
    text += fmt::format("{:{}}  {:>8}  {:>8}  {:>6.2f} %\n", row.name, width, row.learners,
                        shown(row.asked, 3), 100 * row.accuracy);
  if (tied > 0)
    text += fmt::format("The vote on {} of {} samples is tied: the surest decides, or a draw.\n",
                        tied, samples);
  return text;
}

std::string as_json(const std::vector<Contender>& contenders) {
  std::string lines;
  for (const Contender& row : contenders)
    lines += fmt::format(
        "{}  {{\"name\": \"{}\", \"learners\": {}, \"asked\": {}, \"accuracy\": {}, \"tied\": {}}}",
        lines.empty() ? "" : ",\n", row.name, row.learners, exact(row.asked), exact(row.accuracy),
        row.tied);
  return "[\n" + lines + "\n]\n";
}

#define STEPGRAD_COMPARISON(S)                                  \
  template Contender contender(Model<S>&, const DatasetOf<S>&); \
  template std::vector<Contender> contenders(Model<S>&, const DatasetOf<S>&, Random&);
STEPGRAD_COMPARISON(float)
STEPGRAD_COMPARISON(double)
#undef STEPGRAD_COMPARISON

}  // namespace stepgrad
