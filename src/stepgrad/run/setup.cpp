#include <stepgrad/run/setup.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/table.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t much_data = 5000;
constexpr std::uint64_t for_codes = 14;  // which part of the experiment a seed is for
const std::vector<std::string> one_layer{"softmax", "linear"};  // words for a model

bool is_reduced(const Configuration& c) { return c.reduction != Configuration().reduction; }

template <class S>
std::vector<Index> sizes_for(const Configuration& c, const RunData<S>& run) {
  const DatasetOf<S>& data = run.data;
  const std::string& asked = c.model;
  const auto features = static_cast<Index>(run.purpose.seen_features().size());
  const Index outputs = is_reduced(c)       ? 1
                      : data.labels.empty() ? data.targets.rows()
                                            : data.classes();
  const std::string near = nearest(asked, one_layer);
  if (!near.empty() && near != asked)
    throw Error(fmt::format("there is no model '{}'", shortened(printable(asked), 40)), "",
                did_you_mean(asked, one_layer));
  std::vector<Index> sizes;
  if (!near.empty() || (asked.empty() && is_reduced(c)))
    sizes = {features, outputs};
  else if (!asked.empty())
    sizes = read_sizes(asked);
  else if (data.has_images())
    sizes = {features, 128, 64, outputs};
  else
    sizes = {features, 16, 16, outputs};
  if (is_reduced(c) && (sizes.front() != features || sizes.back() != 1))
    throw Error(
        fmt::format("a model {} for a learner of {} features and two classes", asked, features), "",
        fmt::format("Its first size must be the features, its last 1: --model {}-16-1", features));
  const bool one_for_two = !data.labels.empty() && data.classes() == 2 && sizes.back() == 1;
  if (sizes.front() != features || (sizes.back() != outputs && !one_for_two))
    throw Error(fmt::format("a model {} for {} features and {} {}", asked, features, outputs,
                            data.labels.empty() ? "targets" : "classes"),
                "",
                fmt::format("Its first size must be the features, "
                            "its last the {}: --model {}-16-{}",
                            data.labels.empty() ? "targets" : "classes", features, outputs));
  return sizes;
}

/// "30:0.1,60:0.01": from the end of epoch 30 on a tenth of the rate.
std::vector<RateChange> drops_of(const std::string& text, int steps_an_epoch) {
  std::vector<RateChange> changes;
  for (const std::string_view drop : split(text, ',')) {
    const std::vector<std::string_view> parts = split(drop, ':');
    const std::optional<double> epoch = read_number(trimmed(parts[0])),
                                factor = read_number(trimmed(parts.back()));
    if (parts.size() != 2 || !epoch || !factor || !(*epoch >= 0 && *epoch <= 1e6) ||
        !(*factor >= 0 && *factor <= 1e6))
      throw Error(fmt::format("--drops cannot be '{}'", shortened(printable(text), 60)), "",
                  "It says after which epoch which part of the rate is left: 30:0.1,60:0.01.");
    changes.push_back({static_cast<int>(std::min(*epoch * steps_an_epoch, 2e9)), *factor});
  }
  return changes;
}

Schedule schedule_of(const Configuration& c, int steps_an_epoch) {
  const int steps = std::max(2, steps_an_epoch * static_cast<int>(*c.epochs));
  Schedule schedule = c.drops.empty()
                        ? row_named(schedules(), "schedule", c.schedule).make(*c.rate, steps)
                        : piecewise(*c.rate, drops_of(c.drops, steps_an_epoch));
  if (c.warm_up <= 0) return schedule;
  const double warm = std::clamp(c.warm_up * steps_an_epoch, 1.0, 2e9);
  return warm_up(static_cast<int>(warm), std::move(schedule));
}

/// The loss asked for; the first that suits the task where none is. Throws Error for one that does
/// not.
const Loss& loss_for(Task task, const std::string& asked) {
  std::vector<std::string> suitable;
  for (const Loss& loss : losses())
    if (loss.suits == task) suitable.emplace_back(loss.name);
  const Loss& loss = loss_named(asked == "auto" ? suitable.front() : asked);
  if (loss.suits == task) return loss;
  const std::string what = task == Task::classes ? "classes" : "numbers";
  throw Error(fmt::format("the loss {} does not suit {}", loss.name, what), "",
              fmt::format("For {}: --loss {}.", what, fmt::join(suitable, " or ")));
}

/// Throws Error unless from <= number (<= to).
void within(const char* name, double number, double from, double to) {
  if (number >= from && number <= to) return;
  throw Error(fmt::format("--{} cannot be {}", name, shown(number)), "",
              to == HUGE_VAL ? fmt::format("It is {} or more.", shown(from))
                             : fmt::format("It is from {} to {}.", shown(from), shown(to)));
}

void check_numbers(const Configuration& c) {
  constexpr double most_epochs = 1e6;
  within("epochs", static_cast<double>(*c.epochs), 1, most_epochs);
  within("batch", static_cast<double>(c.batch), 1, static_cast<double>(most_numbers));
  within("rate", *c.rate, 1e-12, 1e6);  // less is lost beside a weight
  within("momentum", c.momentum, 0, 0.9999);
  within("weight-decay", c.weight_decay, 0, 1e6);
  within("dropout", c.dropout, 0, 0.999);
  within("warm-up", c.warm_up, 0, static_cast<double>(*c.epochs));
  within("l1", c.l1, 0, 1e6);
  within("l2", c.l2, 0, 1e6);
  if (c.clip) within("clip", *c.clip, 1e-12, HUGE_VAL);
  if (c.patience) within("patience", static_cast<double>(*c.patience), 1, most_epochs);
}

/// Throws Error for a setting that would change nothing.
void check_effects(const Configuration& c) {
  const Configuration usual;
  const auto without_effect = [](const std::string& setting, const std::string& why) {
    const std::string option = "--" + replaced(setting, "_", "-");
    throw Error(fmt::format("{} has no effect: {}", option, why), "",
                fmt::format("Leave {} out.", option));
  };
  const OptimiserRow& optimiser = row_named(optimisers, "optimiser", c.optimiser);
  for (const auto& [setting, is_set] :
       {std::pair{"momentum", c.momentum != usual.momentum},
        std::pair{"weight_decay", c.weight_decay != usual.weight_decay}})
    if (is_set && optimiser.reads != setting)
      without_effect(setting, fmt::format("the optimiser {} does not read it", optimiser.name));
  if (!c.drops.empty() && c.schedule != "piecewise")
    without_effect("drops", fmt::format("the schedule {} does not read it", c.schedule));
  drops_of(c.drops.empty() ? "0:1" : c.drops, 1);  // throws for what is none
  if (read_sizes(c.model).size() > 2) return;
  for (const auto& [setting, is_set] :
       {std::pair{"batch_norm", c.batch_norm}, std::pair{"dropout", c.dropout != 0},
        std::pair{"activation", c.activation != usual.activation}})
    if (is_set) without_effect(setting, fmt::format("the model {} has no hidden layer", c.model));
}

/// Throws Error where a reduction, or what is said of it, does not suit the rest.
void check_reduction(const Configuration& c, bool classes) {
  if (!c.tree.empty() && c.reduction != "tree")
    throw Error("--tree is for the reduction tree", "", "Say --reduction tree, or leave it out.");
  if (!is_reduced(c)) return;
  if (!classes)
    throw Error("a reduction is for classes, and these are numbers to predict", "",
                "Leave --reduction out.");
  if (c.loss != "cross_entropy")
    throw Error(fmt::format("a reduction learns by cross-entropy, not by {}", c.loss), "",
                "Leave --loss out.");
}

/// Throws Error where every sample has the same number to predict.
template <class S>
void check_targets(const DatasetOf<S>& data) {
  for (Index i = 0; i < data.targets.rows(); ++i)
    if (data.targets.row(i).minCoeff() == data.targets.row(i).maxCoeff())
      throw Error(
          fmt::format("'{}' is the same in all samples",
                      shortened(printable(data.target_names[static_cast<std::size_t>(i)]), 40)),
          "", "There is nothing to learn. Is the label in another column (--label)?");
}

}  // namespace

template <class S>
void decide(Configuration& c, const RunData<S>& run) {
  const bool classes = !run.data.labels.empty();
  c.model = shown(sizes_for(c, run));
  c.loss = loss_for(classes ? Task::classes : Task::numbers, c.loss).name;
  check_reduction(c, classes);
  if (row_named(augmentations, "augmentation", c.augment).bounds && !run.data.has_images())
    throw Error("augmentation is for images", "", "Leave --augment out.");
  if (c.batch_norm && c.batch == 1)
    throw Error("batch normalisation of batches of one sample", "",
                "A sample less its own mean is 0: let --batch be 8 or more.");
  if (c.batch_norm && run.training.size() == 1)
    throw Error("batch normalisation of one sample to learn from", "",
                "A sample less its own mean is 0: leave --batch-norm out, or take more samples.");
  check_targets(run.data);
  const bool much = run.training.size() >= much_data;
  // Squared errors are steeper than cross-entropy, and much data makes more steps.
  const OptimiserRow& optimiser = row_named(optimisers, "optimiser", c.optimiser);
  if (!c.rate) c.rate = much || !classes ? optimiser.careful_rate : optimiser.rate;
  if (!c.epochs) c.epochs = much ? 10 : 100;
  check_numbers(c);
  check_effects(c);
  if (static_cast<double>(*c.epochs) * static_cast<double>(run.training.size() / c.batch + 1) > 2e9)
    throw Error(
        fmt::format("{} epochs of {} samples are too many steps", *c.epochs, run.training.size()),
        "", "Take fewer epochs or larger batches.");
}

Architecture architecture_of(const Configuration& c, const Purpose& purpose) {
  CodeMatrix codes;
  if (!c.tree.empty())
    codes = read_tree(c.tree, purpose.class_names);
  else if (is_reduced(c))
    codes = row_named(reductions(), "reduction", c.reduction)
                .codes(static_cast<int>(purpose.class_names.size()), seed_for(c.seed, for_codes));
  return {.sizes = read_sizes(c.model),
          .activation = c.activation,
          .batch_norm = c.batch_norm,
          .dropout = c.dropout,
          .loss = c.loss,
          .initial = c.init,
          .reduction = c.reduction,
          .codes = std::move(codes)};
}

Regime regime_of(const Configuration& c, std::size_t steps_an_epoch) {
  const OptimiserRow& optimiser = row_named(optimisers, "optimiser", c.optimiser);
  return {.optimiser = optimiser.make({.momentum = c.momentum, .weight_decay = c.weight_decay}),
          .learning_rate = schedule_of(c, static_cast<int>(steps_an_epoch)),
          .epochs = static_cast<int>(*c.epochs),
          .batch = c.batch,
          .l1 = c.l1,
          .l2 = c.l2,
          .clip = c.clip,
          .augmentation = row_named(augmentations, "augmentation", c.augment).bounds,
          .seed = c.seed,
          .with_replacement = row_named(samplings, "sampling", c.sampling).with_replacement};
}

template void decide(Configuration&, const RunData<float>&);
template void decide(Configuration&, const RunData<double>&);

}  // namespace stepgrad
