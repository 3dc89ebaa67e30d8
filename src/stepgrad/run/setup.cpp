#include <stepgrad/run/setup.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t much_data = 5000;

template <class S>
std::vector<Index> sizes_for(const std::string& asked, const DatasetOf<S>& data) {
  const auto features = static_cast<Index>(data.features());
  const Index outputs = data.labels.empty() ? data.targets.rows() : data.classes();
  const std::vector<std::string> words{"softmax", "linear"};
  if (const std::string near = nearest(asked, words); !near.empty() && near != asked)
    throw Error(fmt::format("there is no model '{}'", shortened(printable(asked), 40)), "",
                fmt::format("did you mean '{}'?", near));
  std::vector<Index> sizes;
  if (asked == "softmax" || asked == "linear")
    sizes = {features, outputs};
  else if (!asked.empty())
    sizes = read_sizes(asked);
  else if (data.has_images())
    sizes = {features, 128, 64, outputs};
  else
    sizes = {features, 16, 16, outputs};
  if (sizes.size() < 2 || sizes.front() != features || sizes.back() != outputs)
    throw Error(fmt::format("a model {} for {} features and {} {}", asked, features, outputs,
                            data.labels.empty() ? "targets" : "classes"),
                "",
                fmt::format("Its first size must be the features, its last the {}: --model "
                            "{}-16-{}",
                            data.labels.empty() ? "targets" : "classes", features, outputs));
  return sizes;
}

/// Squared errors are steeper than cross-entropy, and much data makes more steps.
double usual_rate(const std::string& optimiser, bool careful) {
  if (optimiser == "sgd" || optimiser == "nesterov") return careful ? 0.01 : 0.05;
  return optimiser == "adagrad" ? 0.01 : 0.001;
}

OptimiserRule rule_of(const Configuration& c) {
  if (c.optimiser == "adagrad") return Adagrad{};
  if (c.optimiser == "rmsprop") return RmsProp{};
  if (c.optimiser == "adam") return Adam{};
  if (c.optimiser == "adamw") return adam_w(c.weight_decay);
  return Sgd{.momentum = c.momentum, .nesterov = c.optimiser == "nesterov"};
}

Schedule schedule_of(const Configuration& c, int steps_an_epoch) {
  const int steps = std::max(2, steps_an_epoch * static_cast<int>(*c.epochs));
  const double rate = *c.rate;
  Schedule schedule = constant_rate(rate);
  if (c.schedule == "step") schedule = step_decay(rate, 0.1, std::max(1, steps / 3));
  if (c.schedule == "exponential")  // down to a hundredth at the end
    schedule = exponential_decay(rate, std::pow(0.01, 1.0 / steps));
  if (c.schedule == "cosine") schedule = cosine(rate, 0, steps);
  if (c.schedule == "one_cycle") schedule = one_cycle(rate, steps);
  if (c.warm_up > 0)
    schedule =
        warm_up(static_cast<int>(std::clamp(c.warm_up * steps_an_epoch, 1.0, 2e9)), schedule);
  return schedule;
}

std::optional<Augmentation> augmentation_of(const Configuration& c) {
  if (c.augment == "light") return Augmentation{.shift = 1, .rotation = 8, .scale = 0.08};
  if (c.augment == "normal") return Augmentation{};
  return std::nullopt;
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
  within("rate", *c.rate, 0, 1e6);
  within("momentum", c.momentum, 0, 1);
  within("weight-decay", c.weight_decay, 0, 1e6);
  within("dropout", c.dropout, 0, 0.999);
  within("warm-up", c.warm_up, 0, most_epochs);
  within("l1", c.l1, 0, 1e6);
  within("l2", c.l2, 0, 1e6);
  if (c.clip) within("clip", *c.clip, 1e-12, HUGE_VAL);
  if (c.patience) within("patience", static_cast<double>(*c.patience), 1, most_epochs);
}

}  // namespace

template <class S>
void decide(Configuration& c, const RunData<S>& run) {
  const bool classes = !run.data.labels.empty();
  c.model = shown(sizes_for(c.model, run.data));
  if (c.loss == "auto") c.loss = classes ? "cross_entropy" : "mse";
  if (classes != (c.loss != "mse"))
    throw Error(
        fmt::format("the loss {} does not suit {}", c.loss, classes ? "classes" : "numbers"), "",
        classes ? "For classes: --loss cross_entropy or hinge." : "For numbers: --loss mse.");
  if (c.augment != "none" && !run.data.has_images())
    throw Error("augmentation is for images", "", "Leave --augment out.");
  if (c.batch_norm && c.batch == 1)
    throw Error("batch normalisation of batches of one sample", "",
                "A sample less its own mean is 0: let --batch be 8 or more.");
  const bool much = run.training.size() >= much_data;
  if (!c.rate) c.rate = usual_rate(c.optimiser, much || !classes);
  if (!c.epochs) c.epochs = much ? 10 : 100;
  check_numbers(c);
  if (static_cast<double>(*c.epochs) * static_cast<double>(run.training.size() / c.batch + 1) > 2e9)
    throw Error(
        fmt::format("{} epochs of {} samples are too many steps", *c.epochs, run.training.size()),
        "", "Take fewer epochs or larger batches.");
}

Architecture architecture_of(const Configuration& c) {
  return {.sizes = read_sizes(c.model),
          .activation = c.activation,
          .batch_norm = c.batch_norm,
          .dropout = c.dropout,
          .loss = loss_named(c.loss)};
}

Regime regime_of(const Configuration& c, std::size_t steps_an_epoch) {
  return {.optimiser = rule_of(c),
          .learning_rate = schedule_of(c, static_cast<int>(steps_an_epoch)),
          .epochs = static_cast<int>(*c.epochs),
          .batch = c.batch,
          .l1 = c.l1,
          .l2 = c.l2,
          .clip = c.clip,
          .augmentation = augmentation_of(c),
          .seed = c.seed};
}

template void decide(Configuration&, const RunData<float>&);
template void decide(Configuration&, const RunData<double>&);

}  // namespace stepgrad
