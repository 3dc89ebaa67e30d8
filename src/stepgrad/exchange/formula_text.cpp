#include <stepgrad/exchange/formula_text.hpp>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/features.hpp>

namespace stepgrad {
namespace {

/// Writes statements; a number has the digits that the model has.
class FormulaWriter {
 public:
  explicit FormulaWriter(const PlainModel& plain) : plain_(plain) {}

  std::string text() {
    write_sample();
    write_preparation();
    leave_out();
    for (const PlainLayer& layer : plain_.layers) write_layer(layer);
    plain_.says_classes() ? write_loss() : write_numbers();
    return text_;
  }

 private:
  std::string number(double number) const {
    return plain_.type == "float32" ? fmt::format("{}", static_cast<float>(number))
                                    : fmt::format("{}", number);
  }
  void state(const std::string& name, const std::string& expression) {
    text_ += fmt::format("{} = {}\n", name, expression);
  }

  void write_sample() {
    const std::vector<std::string> names = plain_.purpose.given_features();
    for (std::size_t i = 0; i < names.size(); ++i) {
      x_.push_back(fmt::format("x{}", i + 1));
      const double value = plain_.examples.empty() ? 1 : plain_.examples.front().given[i];
      const std::string called = names[i] == x_.back() ? "" : "  # " + printable(names[i]);
      text_ += fmt::format("{} = {}{}\n", x_.back(), value, called);
    }
  }

  /// Features that are made of others; then all of them scaled.
  void write_preparation() {
    const Purpose& purpose = plain_.purpose;
    for (const MadeFeature& made :
         read_features(purpose.made_features, purpose.given_features()).made) {
      std::string product;
      for (const auto& [feature, power, is_sine] : made.factors)
        product += fmt::format("{}{}x{}{}^{}", product.empty() ? "" : " * ", is_sine ? "sin(" : "",
                               feature + 1, is_sine ? ")" : "", power);
      x_.push_back(fmt::format("x{}", x_.size() + 1));
      state(x_.back(), product);
    }
    if (!purpose.features.is_set()) return;
    for (std::size_t i = 0; i < x_.size(); ++i) {
      const auto at = static_cast<Index>(i);
      const std::string scaled = fmt::format("s{}", i + 1);
      state(scaled, fmt::format("({} - ({})) / {}", x_[i], purpose.features.mean[at],
                                purpose.features.deviation[at]));
      x_[i] = scaled;
    }
  }

  /// Of the names only those of what the network sees.
  void leave_out() {
    std::vector<std::string> seen;
    for (const Index i : plain_.purpose.seen_features())
      seen.push_back(x_[static_cast<std::size_t>(i)]);
    x_ = seen;
  }

  /// "0.63*x1 - 0.35*x2 + 0.1"
  std::string weighted_sum(const PlainLayer& layer, Index unit) const {
    std::string sum;
    const auto add = [&](double factor, const std::string& of) {
      const bool negative = factor < 0 && !sum.empty();
      sum += fmt::format("{}{}{}",
                         sum.empty() ? ""
                         : negative  ? " - "
                                     : " + ",
                         number(negative ? -factor : factor), of);
    };
    for (std::size_t i = 0; i < x_.size(); ++i)
      add(layer.weights(unit, static_cast<Index>(i)), "*" + x_[i]);
    add(layer.bias[unit], "");
    return sum;
  }

  void write_layer(const PlainLayer& layer) {
    ++layers_;
    std::vector<std::string> units;
    for (Index unit = 0; unit < layer.outputs(); ++unit) {
      std::string expression = weighted_sum(layer, unit);
      if (layer.is_normalised())
        expression =
            fmt::format("({} - ({})) / sqrt({} + {}) * ({}) + {}", expression,
                        number(layer.mean[unit]), number(layer.variance[unit]), batch_norm_epsilon,
                        number(layer.gamma[unit]), number(layer.beta[unit]));
      const bool last = layer.function.empty();
      units.push_back(last ? fmt::format("z{}", unit + 1)
                           : fmt::format("h{}_{}", layers_, unit + 1));
      state(units.back(), last ? expression : fmt::format("{}({})", layer.function, expression));
    }
    x_ = units;
  }

  void write_loss() {
    std::string logits = plain_.has_one_output_for_two() ? "0, " : "";
    for (const std::string& z : x_) logits += (z == "z1" ? "" : ", ") + z;
    text_ += fmt::format("# the loss if '{}' is right\n", printable(plain_.purpose.class_names[0]));
    state("L", fmt::format("log_sum_exp({}) - {}", logits,
                           plain_.has_one_output_for_two() ? "0" : "z1"));
  }

  void write_numbers() {
    const Scale& targets = plain_.purpose.targets;
    for (std::size_t k = 0; k < x_.size(); ++k) {
      const auto at = static_cast<Index>(k);
      text_ += fmt::format("# {}\n", printable(plain_.purpose.target_names[k]));
      state(fmt::format("y{}", k + 1),
            targets.is_set()
                ? fmt::format("{} * {} + {}", x_[k], targets.deviation[at], targets.mean[at])
                : x_[k] + " + 0");
    }
  }

  const PlainModel& plain_;
  std::vector<std::string> x_;  // what the next layer takes, by name
  int layers_ = 0;
  std::string text_;
};

}  // namespace

std::string as_formula_text(const PlainModel& plain) {
  if (plain.architecture.is_reduced())
    throw Error("the learners of a reduction vote, which no formula says", "",
                "Export it as .onnx, .hpp or .json.");
  constexpr Index most = 20'000;
  Index weights = 0;
  for (const PlainLayer& layer : plain.layers) weights += layer.weights.size();
  if (weights > most)
    throw Error(fmt::format("a formula of {} weights is too long to be looked at", weights), "",
                fmt::format("Models of up to {} weights can be a formula.", most));
  return fmt::format("# A model {} as a formula: stepgrad explain --file FILE x1=...\n",
                     shown(plain.architecture.sizes)) +
         FormulaWriter(plain).text();
}

}  // namespace stepgrad
