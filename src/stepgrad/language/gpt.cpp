#include <stepgrad/language/gpt.hpp>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

void check_letter(std::size_t letter, const GptShape& shape) {
  if (letter < shape.letters) return;
  throw Error(fmt::format("{} is the number of no letter", letter), "",
              fmt::format("There are {}, counted from 0.", shape.letters));
}

}  // namespace

Gpt::Gpt(const GptShape& shape, std::span<const double> weights) : shape_(shape) {
  if (weights.size() != weights_of(shape))
    throw Error(fmt::format("a GPT of this shape has {} weights, and not {}", weights_of(shape),
                            weights.size()),
                "", "Give a number for each weight.");
  weights_ = inputs(weights);
  std::size_t begin = 0;
  const auto add = [&](const std::string& name, std::size_t rows, std::size_t columns) {
    const WeightMatrix matrix{weights_.part(begin, rows * columns), rows};
    parts_.push_back({name, matrix, begin});
    begin += rows * columns;
    return matrix;
  };
  const std::size_t width = shape.width;
  letter_ = add("wte", shape.letters, width);
  position_ = add("wpe", shape.context, width);
  next_ = add("lm_head", shape.letters, width);
  for (std::size_t i = 0; i < shape.layers; ++i) {
    const std::string layer = fmt::format("layer{}.", i);
    // In braces they are made in this order.
    layers_.push_back({.query = add(layer + "attn_wq", width, width),
                       .key = add(layer + "attn_wk", width, width),
                       .value = add(layer + "attn_wv", width, width),
                       .out = add(layer + "attn_wo", width, width),
                       .hidden = add(layer + "mlp_fc1", 4 * width, width),
                       .back = add(layer + "mlp_fc2", width, 4 * width)});
  }
}

Value Gpt::loss(std::span<const std::size_t> letters, std::vector<GptStage>* stages) const {
  if (letters.size() < 2)
    throw Error("a name is read from the end before it to the end behind it", "",
                "Give what Alphabet::numbers makes of it.");
  GptPast past = this->past();
  past.stages = stages;
  std::vector<Value> losses;
  for (std::size_t i = 0; i + 1 < letters.size() && i < shape_.context; ++i)
    losses.push_back(loss_of_next(logits(letters[i], past), letters[i + 1], past));
  past.stage("mean");
  return mean(losses);
}

Values Gpt::logits(std::size_t letter, GptPast& past) const {
  check_letter(letter, shape_);
  if (past.read == shape_.context)
    throw Error(fmt::format("this GPT reads {} letters at most", shape_.context), "",
                "Begin a new past, or make one with a larger context.");
  past.position = past.read++;
  past.stage("embedding");
  Values x = normalised(letter_.row(letter) + position_.row(past.position));
  for (std::size_t i = 0; i < shape_.layers; ++i) {
    past.stage("norm for attention", i);
    const Values heard = attention(normalised(x), i, past);
    past.stage("x after attention", i);
    x = x + heard;
    past.stage("norm for neurons", i);
    const Values thought = neurons(normalised(x), i, past);
    past.stage("x after neurons", i);
    x = x + thought;
  }
  past.stage("logits");
  return next_ * x;
}

Values Gpt::attention(Values x, std::size_t number, GptPast& past) const {
  const Layer& layer = layers_[number];
  std::vector<GptPast::Head>& heads = past.layers[number];
  const std::size_t width = shape_.width / shape_.heads;
  past.stage("query", number);
  const Values query = layer.query * x;
  past.stage("key", number);
  const Values key = layer.key * x;
  past.stage("value", number);
  const Values value = layer.value * x;
  std::vector<Values> shares, brought;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    past.stage("shares", number, i);
    heads[i].keys.push_back(key.part(i * width, width));
    heads[i].values.push_back(value.part(i * width, width));
    shares.push_back(attention_shares(query.part(i * width, width), heads[i].keys));
  }
  for (std::size_t i = 0; i < heads.size(); ++i) {
    past.stage("head", number, i);
    brought.push_back(attended(shares[i], heads[i].values));
  }
  past.stage("out", number);
  return layer.out * joined(brought);
}

Values Gpt::neurons(Values x, std::size_t number, const GptPast& past) const {
  const Layer& layer = layers_[number];
  past.stage("neurons", number);
  const Values hidden = relu(layer.hidden * x);
  past.stage("neurons out", number);
  return layer.back * hidden;
}

Value Gpt::loss_of_next(Values logits, std::size_t next, const GptPast& past) const {
  check_letter(next, shape_);
  past.stage("softmax");
  const Values chances = softmax(logits);
  past.stage("loss");
  return -log(chances[next]);
}

GptPast Gpt::past() const {
  GptPast past;
  past.layers.assign(shape_.layers, std::vector<GptPast::Head>(shape_.heads));
  return past;
}

}  // namespace stepgrad
