#include <stepgrad/exchange/foreign.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/table.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/exchange/description.hpp>
#include <stepgrad/exchange/npy.hpp>
#include <stepgrad/exchange/safetensors.hpp>
#include <stepgrad/matrix/activations.hpp>

namespace stepgrad {
namespace {

using Arrays = std::vector<NamedArray>;

[[noreturn]] void refuse_arrays(const std::string& what, const Arrays& arrays,
                                const std::string& mend) {
  throw Error(what, listed_arrays(arrays), mend);
}

/// A layer as it is found, under the name that its arrays begin with: linear, or batch normalisation.
struct Block {
  std::string name;
  PlainLayer layer = {};  // of batch normalisation only that

  bool is_linear() const { return layer.weights.size() > 0; }
  Index inputs() const { return is_linear() ? layer.inputs() : layer.gamma.size(); }
  Index outputs() const { return is_linear() ? layer.outputs() : layer.gamma.size(); }
};

/// Does a stand before b, numbers in the names counting as numbers: fc2 before fc10?
bool stands_before(std::string_view a, std::string_view b) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto take_number = [&](std::string_view& text) {
    std::size_t size = 0;
    while (size < text.size() && is_digit(text[size])) ++size;
    std::string_view digits = text.substr(0, size);
    text.remove_prefix(size);
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return digits;
  };
  while (!a.empty() && !b.empty()) {
    if (is_digit(a[0]) && is_digit(b[0])) {
      const std::string_view x = take_number(a), y = take_number(b);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
    } else {
      if (a[0] != b[0]) return a[0] < b[0];
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
  }
  return a.size() < b.size();
}

bool has_digit(std::string_view name) {
  return name.find_first_of("0123456789") != std::string_view::npos;
}

std::vector<std::string> words_of(const std::string& list) {
  std::vector<std::string> words;
  if (list.empty()) return words;
  for (const std::string_view word : split(list, ',')) words.push_back(trimmed(word));
  return words;
}

Eigen::VectorXd vector_of(const NamedArray& array, const Arrays& arrays) {
  if (array.shape.size() != 1 || array.shape[0] == 0)
    refuse_arrays(fmt::format("'{}' should be one row of numbers, and is {}", array.name,
                              shown_shape(array.shape)),
                  arrays, "Of networks, fully connected layers are read.");
  return Eigen::Map<const Eigen::VectorXd>(array.numbers.data(),
                                           static_cast<Index>(array.numbers.size()));
}

const NamedArray* array_named(const Arrays& arrays, std::string_view name) {
  const auto found = std::ranges::find(arrays, name, &NamedArray::name);
  return found == arrays.end() ? nullptr : &*found;
}

// ---- PyTorch: NAME.weight, NAME.bias, NAME.running_mean, NAME.running_var

constexpr std::string_view torch_weight = ".weight";

bool is_of_torch(const Arrays& arrays) {
  return std::ranges::any_of(
      arrays, [](const NamedArray& array) { return array.name.ends_with(torch_weight); });
}

Block read_torch_block(const std::string& name, const Arrays& arrays) {
  const NamedArray* const weight = array_named(arrays, name + ".weight");
  const NamedArray* const bias = array_named(arrays, name + ".bias");
  const NamedArray* const mean = array_named(arrays, name + ".running_mean");
  const NamedArray* const variance = array_named(arrays, name + ".running_var");
  if (!weight)
    refuse_arrays(fmt::format("there is no '{}.weight' in the file", printable(name)), arrays,
                  "Name the layers in their order: --layers \"fc1,fc2\".");
  Block block{name};
  if (weight->shape.size() == 2 && !mean && weight->numbers.size() > 0) {
    block.layer.weights = matrix_of(*weight);
    block.layer.bias.setZero(block.layer.outputs());
    if (bias) block.layer.bias = vector_of(*bias, arrays);
    if (block.layer.bias.size() == block.layer.outputs()) return block;
  } else if (weight->shape.size() == 1 && bias && mean && variance) {
    block.layer.gamma = vector_of(*weight, arrays);
    block.layer.beta = vector_of(*bias, arrays);
    block.layer.mean = vector_of(*mean, arrays);
    block.layer.variance = vector_of(*variance, arrays);
    if (std::ranges::all_of(
            std::array{&block.layer.beta, &block.layer.mean, &block.layer.variance},
            [&](const auto* part) { return part->size() == block.layer.gamma.size(); }))
      return block;
  }
  refuse_arrays(
      fmt::format("the layer '{}' is neither linear nor batch normalisation", printable(name)),
      arrays,
      "Read are networks of fully connected layers (weight of two dimensions, bias of one) "
      "and batch normalisation (with running_mean and running_var).");
}

/// All layers of the file, by their names.
std::vector<Block> torch_blocks(const Arrays& arrays) {
  std::vector<Block> blocks;
  for (const NamedArray& array : arrays) {
    const std::size_t dot = array.name.rfind('.');
    const std::string name = array.name.substr(0, dot);
    const std::string part = dot == array.name.npos ? "" : array.name.substr(dot + 1);
    constexpr std::string_view parts[] = {"weight", "bias", "running_mean", "running_var",
                                          "num_batches_tracked"};
    if (std::ranges::find(parts, part) == std::end(parts))
      refuse_arrays(fmt::format("'{}' is no part of a fully connected layer",
                                shortened(printable(array.name), 60)),
                    arrays, "Networks of fully connected layers and batch normalisation are read.");
    if (std::ranges::find(blocks, name, &Block::name) == blocks.end())
      blocks.push_back(read_torch_block(name, arrays));
  }
  std::ranges::stable_sort(blocks, stands_before, &Block::name);
  return blocks;
}

/// Does each take what the one before it gives, the first and the last being linear?
bool chains(const std::vector<const Block*>& blocks) {
  for (std::size_t i = 1; i < blocks.size(); ++i)
    if (blocks[i]->inputs() != blocks[i - 1]->outputs() ||
        (!blocks[i]->is_linear() && !blocks[i - 1]->is_linear()))
      return false;
  return !blocks.empty() && blocks.front()->is_linear() && blocks.back()->is_linear();
}

/// The orders in which the blocks chain: no more than two are looked for.
void find_orders(const std::vector<Block>& blocks, std::vector<const Block*>& begun,
                 std::vector<std::vector<const Block*>>& orders) {
  if (orders.size() == 2) return;
  if (begun.size() == blocks.size()) {
    if (chains(begun)) orders.push_back(begun);
    return;
  }
  for (const Block& block : blocks) {
    if (std::ranges::find(begun, &block) != begun.end()) continue;
    if (!begun.empty() && begun.back()->outputs() != block.inputs()) continue;
    begun.push_back(&block);
    find_orders(blocks, begun, orders);
    begun.pop_back();
  }
}

/// As it is said; as the numbers in the names have it; or the only one in which they chain.
std::vector<const Block*> ordered(const std::vector<Block>& blocks, const std::string& said,
                                  const Arrays& arrays) {
  constexpr std::size_t most_tried = 8;
  std::vector<const Block*> order;
  for (const std::string& name : words_of(said)) {
    const auto found = std::ranges::find(blocks, name, &Block::name);
    if (found == blocks.end())
      refuse_arrays(fmt::format("there is no layer '{}' in the file", printable(name)), arrays,
                    "A layer is called as its arrays are, without .weight: --layers \"fc1,fc2\".");
    order.push_back(&*found);
  }
  if (!said.empty() && chains(order)) return order;
  if (!said.empty())
    refuse_arrays("in this order the layers do not fit to each other", arrays,
                  "Each must take as many numbers as the one before it gives.");
  for (const Block& block : blocks) order.push_back(&block);
  const bool numbered =
      std::ranges::all_of(blocks, [](const Block& block) { return has_digit(block.name); });
  if (numbered && chains(order)) return order;
  std::vector<std::vector<const Block*>> orders;
  std::vector<const Block*> begun;
  if (blocks.size() <= most_tried) find_orders(blocks, begun, orders);
  if (orders.size() == 1) return orders.front();
  refuse_arrays("the order of the layers is not plain", arrays,
                "Name them in their order: --layers \"fc1,fc2\".");
}

std::optional<int> number_of(const std::string& name) {
  if (name.empty() || name.size() > 6 || name.find_first_not_of("0123456789") != name.npos)
    return std::nullopt;
  return std::stoi(name);
}

/// Batch normalisation becomes a part of the layer before it.
std::vector<PlainLayer> joined(const std::vector<const Block*>& blocks, const Arrays& arrays) {
  std::vector<PlainLayer> layers;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block& block = *blocks[i];
    if (block.is_linear()) {
      layers.push_back(block.layer);
      continue;
    }
    const std::optional<int> before = number_of(blocks[i - 1]->name), own = number_of(block.name);
    if (before && own && *own != *before + 1)
      refuse_arrays(fmt::format("between the layers {} and {} stands another", *before, *own),
                    arrays,
                    "Batch normalisation is read where it follows its linear layer at once, "
                    "before the activation that comes then.");
    PlainLayer& layer = layers.back();
    layer.gamma = block.layer.gamma;
    layer.beta = block.layer.beta;
    layer.mean = block.layer.mean;
    layer.variance = block.layer.variance;
  }
  return layers;
}

// ---- scikit-learn, and whatever keeps weights and biases under names of their own

/// The arrays of so many dimensions, in the order of their names.
std::vector<const NamedArray*> of_dimensions(const Arrays& arrays, std::size_t dimensions) {
  std::vector<const NamedArray*> found;
  for (const NamedArray& array : arrays)
    if (array.shape.size() == dimensions && !array.numbers.empty()) found.push_back(&array);
  std::ranges::stable_sort(found, stands_before, [](const NamedArray* array) -> const std::string& {
    return array->name;
  });
  return found;
}

/// Weights and biases, as they are said in turn or by their dimensions.
struct Pairs {
  std::vector<const NamedArray*> weights, biases;
};

Pairs pairs_of(const Arrays& arrays, const std::string& said) {
  Pairs pairs;
  for (const std::string& name : words_of(said)) {
    const NamedArray* const array = array_named(arrays, name);
    if (!array)
      refuse_arrays(fmt::format("there is no array '{}' in the file", printable(name)), arrays,
                    "Name weights and biases in turn: --layers \"W1,b1,W2,b2\".");
    (pairs.weights.size() > pairs.biases.size() ? pairs.biases : pairs.weights).push_back(array);
  }
  if (said.empty()) pairs = {of_dimensions(arrays, 2), of_dimensions(arrays, 1)};
  const bool all_are_used = !said.empty() || 2 * pairs.weights.size() == arrays.size();
  if (pairs.weights.empty() || pairs.weights.size() != pairs.biases.size() || !all_are_used)
    refuse_arrays("these arrays are not weights and biases in pairs", arrays,
                  "Name them in turn, layer by layer: --layers \"W1,b1,W2,b2\".");
  return pairs;
}

/// The layers, if weights are read so; nothing if the sizes do not fit to each other then.
std::optional<std::vector<PlainLayer>> layers_in(const Pairs& pairs, bool units_are_rows,
                                                 const Arrays& arrays) {
  std::vector<PlainLayer> layers;
  for (std::size_t i = 0; i < pairs.weights.size(); ++i) {
    PlainLayer layer{.weights = matrix_of(*pairs.weights[i]),
                     .bias = vector_of(*pairs.biases[i], arrays)};
    if (!units_are_rows) layer.weights = layer.weights.transpose().eval();
    if (layer.bias.size() != layer.outputs()) return std::nullopt;
    if (!layers.empty() && layers.back().outputs() != layer.inputs()) return std::nullopt;
    layers.push_back(std::move(layer));
  }
  return layers;
}

std::vector<PlainLayer> paired_layers(const Arrays& arrays, const ForeignFacts& facts) {
  const Pairs pairs = pairs_of(arrays, facts.layers);
  for (const NamedArray* weights : pairs.weights)
    if (weights->shape.size() != 2 || weights->numbers.empty())
      refuse_arrays(fmt::format("'{}' is no matrix of weights", printable(weights->name)), arrays,
                    "Name weights and biases in turn: --layers \"W1,b1,W2,b2\".");
  const bool sklearn = pairs.weights.front()->name.starts_with("coefs_");
  const std::string units = !facts.units.empty() ? facts.units : sklearn ? "columns" : "";
  auto rows = units != "columns" ? layers_in(pairs, true, arrays) : std::nullopt;
  auto columns = units != "rows" ? layers_in(pairs, false, arrays) : std::nullopt;
  if (rows && columns)
    refuse_arrays("it is not plain whether the weights of a unit are a row or a column", arrays,
                  "Say --units rows (as PyTorch has them) or --units columns (as scikit-learn).");
  if (!rows && !columns)
    refuse_arrays("these layers do not fit to each other", arrays,
                  "Name weights and biases in their order: --layers \"W1,b1,W2,b2\".");
  return rows ? *rows : *columns;
}

// ---- what they mean

/// x1, x2, … or 0, 1, …
std::vector<std::string> numbered_names(const std::string& before, Index count, Index first) {
  std::vector<std::string> names;
  for (Index i = 0; i < count; ++i) names.push_back(fmt::format("{}{}", before, i + first));
  return names;
}

Purpose purpose_of_facts(const ForeignFacts& facts, Index inputs, Index outputs,
                         const Arrays& arrays) {
  Purpose purpose;
  purpose.feature_names = words_of(facts.features);
  purpose.features_are_named = !facts.features.empty();
  if (facts.features.empty()) purpose.feature_names = numbered_names("x", inputs, 1);
  purpose.class_names = words_of(facts.classes);
  purpose.target_names = words_of(facts.targets);
  if (!facts.classes.empty() && !facts.targets.empty())
    throw Error("a model says classes or numbers, not both", "", "Give --classes or --targets.");
  if (facts.classes.empty() && facts.targets.empty()) {
    if (outputs == 1)
      refuse_arrays("it is not plain what its one output means", arrays,
                    "A number: --targets NAME. Which of two classes: --classes NO,YES.");
    purpose.class_names = numbered_names("", outputs, 0);
  }
  return purpose;
}

bool is_exact(const NamedArray& array) { return array.type == "float64"; }

PlainModel of_layers(std::vector<PlainLayer> layers, const Arrays& arrays,
                     const ForeignFacts& facts) {
  PlainModel plain;
  plain.type = std::ranges::any_of(arrays, is_exact) ? "float64" : "float32";
  Architecture& architecture = plain.architecture;
  architecture.sizes = {layers.front().inputs()};
  for (const PlainLayer& layer : layers) architecture.sizes.push_back(layer.outputs());
  if (layers.size() > 1 && facts.activation.empty())
    refuse_arrays("the file does not say which function stands behind the hidden layers", arrays,
                  "Say which: --activation relu, or tanh, sigmoid, ...");
  if (layers.size() == 1 && !facts.activation.empty())
    refuse_arrays("--activation has no effect: there is no hidden layer", arrays, "Leave it out.");
  if (!facts.activation.empty())
    architecture.activation = row_named(activations(), "activation", facts.activation).name;
  architecture.batch_norm = layers.front().is_normalised();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const bool hidden = i + 1 < layers.size();
    if (layers[i].is_normalised() != (hidden && architecture.batch_norm))
      refuse_arrays("batch normalisation stands behind some of the hidden layers only", arrays,
                    "It is read behind all of them, or none.");
    if (hidden) layers[i].function = architecture.activation;
  }
  plain.purpose = purpose_of_facts(facts, layers.front().inputs(), layers.back().outputs(), arrays);
  if (!plain.says_classes()) architecture.loss = "mse";
  plain.layers = std::move(layers);
  return plain;
}

/// A file that stepgrad has written: its arrays have the names of PyTorch.
PlainModel of_description(const ArrayFile& file, const std::string& description) {
  PlainModel plain = read_description(description);
  plain.type = std::ranges::any_of(file.arrays, is_exact) ? "float64" : "float32";
  const std::vector<Block> blocks = torch_blocks(file.arrays);
  plain.layers = joined(ordered(blocks, "", file.arrays), file.arrays);
  for (PlainLayer& layer : plain.layers)
    if (&layer != &plain.layers.back()) layer.function = plain.architecture.activation;
  return plain;
}

}  // namespace

ArrayFile read_arrays(std::string_view bytes, const std::string& name) {
  if (bytes.starts_with("PK")) return read_npz(bytes, name);
  if (bytes.starts_with("\x93NUMPY")) return {{read_npy(bytes, name)}};
  constexpr std::size_t length = 8;  // of safetensors, before its header
  if (bytes.size() > length && bytes[length] == '{') return read_safetensors(bytes, name);
  throw Error("this is no file of arrays", "  " + name,
              "Read are .safetensors, .npz and .npy. Of PyTorch: safetensors.torch.save_file, or "
              "numpy.savez(FILE, **{k: v.numpy() for k, v in net.state_dict().items()}).");
}

std::string listed_arrays(const std::vector<NamedArray>& arrays) {
  constexpr std::size_t most = 40;
  std::string lines;
  std::size_t widest = 0;
  const auto named = [](const NamedArray& array) { return shortened(printable(array.name), 40); };
  for (const NamedArray& array : arrays) widest = std::max(widest, columns(named(array)));
  for (std::size_t i = 0; i < arrays.size() && i < most; ++i)
    lines += fmt::format("{}  {}{}  {}  {}", i == 0 ? "" : "\n", named(arrays[i]),
                         std::string(widest - columns(named(arrays[i])), ' '),
                         shown_shape(arrays[i].shape), arrays[i].type);
  if (arrays.size() > most) lines += fmt::format("\n  … {} in all", arrays.size());
  return lines;
}

PlainModel understood(const ArrayFile& file, const ForeignFacts& facts) {
  if (file.arrays.empty()) throw Error("there is no array in the file", "", "Is it the right one?");
  for (const NamedArray& array : file.arrays)
    if (!std::ranges::all_of(array.numbers, [](double number) { return std::isfinite(number); }))
      throw Error(fmt::format("'{}' holds a number that is not finite", printable(array.name)), "",
                  "Its training has diverged: train the network anew, at a smaller rate.");
  if (const auto own = file.texts.find(std::string(description_entry)); own != file.texts.end()) {
    if (facts != ForeignFacts())
      throw Error("this file says itself what the model is", "",
                  "Leave --layers, --activation, --classes and the like out.");
    return of_description(file, own->second);
  }
  if (!is_of_torch(file.arrays))
    return of_layers(paired_layers(file.arrays, facts), file.arrays, facts);
  if (!facts.units.empty())
    throw Error("--units has no effect: weights under PyTorch's names are rows", "",
                "Leave it out.");
  const std::vector<Block> blocks = torch_blocks(file.arrays);
  return of_layers(joined(ordered(blocks, facts.layers, file.arrays), file.arrays), file.arrays,
                   facts);
}

}  // namespace stepgrad
