#include <stepgrad/language/gpt_head.hpp>

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

void check_place(const char* what, std::size_t place, std::size_t count) {
  if (place < count) return;
  throw Error(fmt::format("there is no {} {}", what, place), "",
              fmt::format("There are {}, counted from 0.", count));
}

/// Numbers of the whole computation, by the stage at which they were computed.
class Computed {
 public:
  Computed(const Gpt& gpt, const std::vector<std::size_t>& letters) {
    backward(gpt.loss(letters, &stages_));
  }
  std::size_t positions() const { return stages_.back().position + 1; }

  std::vector<double> numbers(std::string_view stage, std::size_t position, std::size_t layer,
                              std::size_t begin, std::size_t size) const {
    return of(stage, position, layer, 0, begin, size, &Value::data);
  }
  std::vector<double> gradients(std::size_t position, std::size_t layer, std::size_t head,
                                std::size_t size) const {
    return of("head", position, layer, head, 0, size, &Value::grad);
  }

 private:
  std::vector<double> of(std::string_view name, std::size_t position, std::size_t layer,
                         std::size_t head, std::size_t begin, std::size_t size,
                         double (Value::*number)() const) const {
    const auto stage = std::find_if(stages_.begin(), stages_.end(), [&](const GptStage& s) {
      return s.name == name && s.position == position && s.layer == layer && s.head == head;
    });
    std::vector<double> numbers;
    for (std::size_t i = 0; i < size; ++i)
      numbers.push_back((tape().handle(static_cast<Id>(stage->begin + begin + i)).*number)());
    return numbers;
  }

  std::vector<GptStage> stages_;
};

Values named_inputs(const std::string& name, std::span<const double> numbers) {
  const Values values = inputs(numbers);
  for (std::size_t i = 0; i < values.size(); ++i)
    named(values[i], fmt::format("{}{}", name, i + 1));
  return values;
}

}  // namespace

Trace head_trace(const Gpt& gpt, const Alphabet& alphabet, const std::string& name,
                 std::size_t layer, std::size_t head, std::size_t position) {
  const GptShape& shape = gpt.shape();
  const std::size_t width = shape.width / shape.heads, begin = head * width;
  check_place("layer", layer, shape.layers);
  check_place("head", head, shape.heads);
  const Scope scope;
  const std::vector<std::size_t> letters = alphabet.numbers(name);
  const Computed computed(gpt, letters);
  check_place("position", position, computed.positions());
  const auto of = [&](const char* stage, std::size_t at) {
    return computed.numbers(stage, at, layer, begin, width);
  };
  const Values query = named_inputs("q", of("query", position));
  std::vector<Values> keys, values;
  for (std::size_t t = 0; t <= position; ++t) {
    keys.push_back(named_inputs(fmt::format("k_{}_", t), of("key", t)));
    values.push_back(named_inputs(fmt::format("v_{}_", t), of("value", t)));
  }
  const Values shares = attention_shares(query, keys);
  for (std::size_t t = 0; t <= position; ++t) named(shares[t], fmt::format("share_{}", t));
  const Values brought = attended(shares, values);
  std::vector<Value> outputs, rest;
  for (std::size_t i = 0; i < width; ++i)
    outputs.push_back(named(brought[i], fmt::format("y{}", i + 1)));
  for (const double gradient : computed.gradients(position, layer, head, width))
    rest.push_back(constant(gradient));
  return trace(named(dot(outputs, rest), "L"));
}

}  // namespace stepgrad
