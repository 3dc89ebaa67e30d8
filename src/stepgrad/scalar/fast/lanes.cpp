#include <stepgrad/scalar/fast/lanes.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/scalar/unfolded.hpp>

namespace stepgrad {
namespace {

using fast::each_lane;
constexpr std::size_t width = Lanes::width;

[[noreturn]] void refuse(const std::string& what, const std::string& cure) {
  throw Error("the graph of one sample does not serve for the others: " + what, "", cure);
}

/// What is no parameter and belongs to no sample is the same for all of them.
void refuse_other_numbers(const std::vector<double>& first, const std::vector<double>& last) {
  if (first.size() != last.size()) return;  // then other operations are done, too
  for (std::size_t i = 0; i < first.size(); ++i)
    if (std::bit_cast<std::uint64_t>(first[i]) != std::bit_cast<std::uint64_t>(last[i]))
      refuse(fmt::format("a plain number is {} for the first of them and {} for the last",
                         shown(first[i]), shown(last[i])),
             "If it comes out of data(), compute it with Values: max(a, b), not "
             "std::max(a.data(), b.data()). If it belongs "
             "to the sample, let it be one of its numbers.");
}

}  // namespace

// ---- recording ----------------------------------------------------------------------------------

Lanes::Lanes(const Graph& graph, std::vector<Value> parameters, std::span<const double> samples,
             std::size_t inputs)
    : parameters_(std::move(parameters)), inputs_(inputs) {
  const std::size_t count = samples_in(samples);
  if (count == 0) throw Error("there is no sample to record", "", "Give one sample at least.");
  program_ = recorded(graph, samples.first(inputs));
  const Program last = recorded(graph, samples.last(inputs));
  refuse_other_numbers(program_.numbers, last.numbers);
  refuse_other_numbers(program_.plain, last.plain);
  if (!does_the_same(program_, last))
    refuse("other operations are done for the last than for the first of them",
           "Write the choice as an operation, such as max, relu or select.");
  find_wanted();
  joined_ = program_;
  places_ = joined_.join_chains(program_.first, program_.output);
  values_.resize(program_.instructions.size());
  gradients_.resize(program_.instructions.size());
}

/// Whatever the numbers are. (Of operations of one's own, the names have to do.)
bool Lanes::does_the_same(const Program& one, const Program& other) {
  const auto same = [](const Instruction& a, const Instruction& b) {
    return a.code == b.code && a.a == b.a && a.b == b.b && a.passes == b.passes &&
           (a.code.is_leaf() || a.row().name == b.row().name);
  };
  return one.first == other.first && one.output == other.output && one.many == other.many &&
         one.numbers.size() == other.numbers.size() && one.plain.size() == other.plain.size() &&
         std::ranges::equal(one.instructions, other.instructions, same);
}

/// A sample's numbers get no gradient that anybody asks for, nor does what is made of them alone.
void Lanes::find_wanted() {
  wanted_.assign(program_.instructions.size(), false);
  std::fill_n(wanted_.begin(), parameters_.size(), true);
  for (Id place = program_.first; place < wanted_.size(); ++place) {
    const Instruction& instruction = program_.instructions[place];
    for (std::size_t i = 0; i < operands_of(instruction); ++i) {
      const std::optional<Id> from = operand(instruction, i);
      if (from && wanted_[*from]) wanted_[place] = true;
    }
  }
}

std::size_t Lanes::samples_in(std::span<const double> samples) const {
  if (inputs_ == 0 || samples.size() % inputs_ != 0)
    throw Error(fmt::format("{} numbers are not a whole number of samples of {} each",
                            samples.size(), inputs_),
                "", "Give the numbers of all samples, one sample after the other.");
  return samples.size() / inputs_;
}

/// Records the graph for a sample, and writes down what its output depends on in places of our own.
Lanes::Program Lanes::recorded(const Graph& graph, std::span<const double> sample) const {
  const Scope scope;
  std::unordered_map<Id, Id> entries;
  const auto add_input = [&](const Value& v) {
    const Id id = stepgrad::tape().id(v);
    const bool is_new = entries.emplace(id, static_cast<Id>(entries.size())).second;
    return is_new && stepgrad::tape().node(id).code() == Code::input();
  };
  for (const Value& parameter : parameters_) {
    if (add_input(parameter)) continue;
    throw Error("a parameter has to be an input, and to be named once", "",
                "Give the Values that were made from plain numbers, each of them once.");
  }
  std::vector<Value> inputs;
  for (const double number : sample) {
    inputs.emplace_back(number);
    add_input(inputs.back());
  }
  const std::size_t compared_before = stepgrad::tape().comparisons().size();
  const Id output = stepgrad::tape().id(graph(inputs));
  if (stepgrad::tape().comparisons().size() != compared_before)
    refuse("it compares Values, and another sample may be on the other side",
           "Write the choice as an operation, such as max, relu or select.");

  std::vector<Id> roots{output};
  for (const auto& [entry, place] : entries) roots.push_back(entry);
  const Unfolded unfolded(stepgrad::tape(), roots);
  const Tape& tape = unfolded.tape();
  const Id last = unfolded.id(output);
  Program program;
  std::unordered_map<Id, Id> places;
  for (const auto& [entry, place] : entries) places.emplace(unfolded.id(entry), place);

  // Unfolded is what the output is computed from. No gradient comes to some of it: what stands behind
  // a detach.
  const Tape::Reached reached = tape.reached_from({&last, 1});

  std::vector<Id> operations;
  for (Id id = 0; id <= last; ++id) {
    if (places.contains(id)) continue;
    if (!tape.node(id).code().is_leaf()) {
      operations.push_back(id);
    } else {
      program.numbers.push_back(tape.value({0, false, id}));
      places.emplace(id, static_cast<Id>(places.size()));
    }
  }
  program.first = static_cast<Id>(places.size());
  program.instructions.resize(program.first, {.code = Code::input()});
  for (const Id id : operations) {
    program.instructions.push_back(lowered(tape, id, places, program));
    program.instructions.back().passes = reached[id] && tape.passes(id);
    places.emplace(id, static_cast<Id>(places.size()));
  }
  program.output = places.at(last);
  return program;
}

Lanes::Instruction Lanes::lowered(const Tape& tape, Id id, const std::unordered_map<Id, Id>& places,
                                  Program& program) {
  const Node& node = tape.node(id);
  Instruction instruction{.code = node.code(), .own = tape.own_row(node)};
  const std::vector<Tape::Operand> operands = tape.operands(id);
  if (instruction.code.has_many()) {
    instruction.a = static_cast<Id>(program.many.size());
    instruction.b = static_cast<Id>(operands.size());
    for (const Tape::Operand& operand : operands) program.many.push_back(places.at(operand.id));
    return instruction;
  }
  const auto place = [&](const Tape::Operand& operand) -> Id {
    if (!operand.is_number) return places.at(operand.id);
    instruction.number = tape.value(operand);
    program.plain.push_back(instruction.number);
    return 0;
  };
  instruction.a = place(operands.front());
  instruction.b = place(operands.back());
  return instruction;
}

// ---- forward ------------------------------------------------------------------------------------

void Lanes::load_parameters() {
  for (std::size_t i = 0; i < parameters_.size(); ++i)
    values_[i] = fast::everywhere(parameters_[i].data());
  for (std::size_t i = parameters_.size() + inputs_; i < program_.first; ++i)
    values_[i] = fast::everywhere(program_.numbers[i - parameters_.size() - inputs_]);
}

/// Puts the samples from `first` on into the lanes, and returns how many there are. Lanes without a
/// sample repeat the last one.
std::size_t Lanes::load(std::span<const double> samples, std::size_t first) {
  const std::size_t left = samples.size() / inputs_ - first, lanes = std::min(left, width);
  for (std::size_t i = 0; i < inputs_; ++i)
    each_lane([&](std::size_t lane) {
      const std::size_t sample = first + std::min(lane, lanes - 1);
      values_[parameters_.size() + i].lane[lane] = samples[sample * inputs_ + i];
    });
  return lanes;
}

/// How many operands an operation has.
std::size_t Lanes::operands_of(const Instruction& instruction) {
  return instruction.code.has_many() ? instruction.b
                                     : static_cast<std::size_t>(instruction.row().arity);
}

/// The place of operand `i`; none if it is a plain number.
std::optional<Id> Lanes::operand(const Instruction& instruction, std::size_t i) const {
  if (instruction.code.has_many()) return program_.many[instruction.a + i];
  if (instruction.code.form() == (i == 0 ? Form::left_constant : Form::right_constant)) return {};
  return i == 0 ? instruction.a : instruction.b;
}

/// The operands' numbers in one lane.
void Lanes::gather(const Instruction& instruction, std::size_t lane,
                   std::span<double> numbers) const {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::optional<Id> place = operand(instruction, i);
    numbers[i] = place ? values_[*place].lane[lane] : instruction.number;
  }
}

std::vector<double> Lanes::values(std::span<const double> samples) {
  std::vector<double> results(samples_in(samples));
  load_parameters();
  for (std::size_t first = 0; first < results.size(); first += width) {
    const std::size_t lanes = load(samples, first);
    compute();
    std::copy_n(values_[program_.output].lane, lanes, &results[first]);
  }
  return results;
}

// ---- back ---------------------------------------------------------------------------------------

std::vector<double> Lanes::backward(std::span<const double> samples, double upstream) {
  std::vector<double> results(samples_in(samples));
  load_parameters();
  for (std::size_t first = 0; first < results.size(); first += width) {
    const std::size_t lanes = load(samples, first);
    compute();
    std::copy_n(values_[program_.output].lane, lanes, &results[first]);
    const auto made = gradients_.begin() + static_cast<std::ptrdiff_t>(parameters_.size());
    const std::vector<Row> before(gradients_.begin(), lanes < width ? made : gradients_.begin());
    if (watcher_) std::fill(made, gradients_.end(), Row{});
    for (const Id place : places_) gradients_[place] = {};
    gradients_[program_.output] = fast::everywhere(upstream);
    sweep();
    for (std::size_t i = 0; i < before.size(); ++i)  // what came of lanes that repeat a sample
      std::copy(before[i].lane + lanes, before[i].lane + width, gradients_[i].lane + lanes);
  }
  return results;
}

void Lanes::sweep() {
  if (watcher_) return sweep_watched();
  for (std::size_t i = places_.size(); i-- > 0;) {
    const Instruction& instruction = joined_.instructions[places_[i]];
    if (!wanted_[places_[i]]) continue;
    if (instruction.products > 0)
      pull_chain(instruction, places_[i]);
    else if (instruction.passes)
      pull(instruction, places_[i]);
  }
}

void Lanes::sweep_watched() {
  for (Id from = static_cast<Id>(values_.size()); from-- > program_.first;)
    if (program_.instructions[from].passes) pull_watched(program_.instructions[from], from);
}

/// What the additions and products of a chain hand on, the last of them first. Each sum and each
/// product would get the chain's gradient as its only share.
void Lanes::pull_chain(const Instruction& instruction, Id from) {
  const std::span<const Id> chain = joined_.chain(instruction);
  Row upstream = gradients_[from];
  for (std::size_t i = chain.size(); i > 1; i -= 2) {
    if (i == 3 && wanted_[chain[0]]) gradients_[chain[0]] += upstream;
    each_lane([&](std::size_t lane) { upstream.lane[lane] += 0.0; });  // 0 + -0 is 0
    const Id a = chain[i - 2], b = chain[i - 1];
    if (wanted_[a]) gradients_[a] += upstream * values_[b];
    if (wanted_[b]) gradients_[b] += upstream * values_[a];
  }
}

[[gnu::always_inline]] inline void Lanes::pull(const Instruction& instruction, Id from) {
  const double* upstream = gradients_[from].lane;
  const double* y = values_[from].lane;
  switch_on(
      instruction.code, [&]<Code code>() __attribute__((always_inline)) {
        if constexpr (code.is_own()) {
          pull_watched(instruction, from);
        } else {
          constexpr const op::Op& row = code.row();
          constexpr Form form = code.form();
          const double number = instruction.number;
          const auto pull = [&]<int slope>(Id to, const double* a, const double* b)
              __attribute__((always_inline)) {
            if (!wanted_[to]) return;
            const Row& before = gradients_[to];
            Row total;
            each_lane([&](std::size_t lane) __attribute__((always_inline)) {
              const double local =
                  row.slope[slope](form == Form::left_constant ? number : a[lane],
                                   form == Form::right_constant ? number : b[lane], y[lane]);
              total.lane[lane] = before.lane[lane] + upstream[lane] * local;
            });
            gradients_[to] = total;
          };
          if constexpr (code.has_many()) {
            const std::span<const Id> all = program_.operands(instruction);
            for (std::size_t i = 0; i < all.size(); ++i)
              pull.template operator()<0>(all[i], values_[all[i]].lane,
                                          values_[all[op::partner(row, i, all.size())]].lane);
          } else {
            const double* a = values_[instruction.a].lane;
            const double* b = values_[instruction.b].lane;
            if constexpr (form != Form::left_constant)
              pull.template operator()<0>(instruction.a, a, b);
            if constexpr (form != Form::right_constant && row.arity == 2)
              pull.template operator()<1>(instruction.b, a, b);
          }
        }
      });
}

/// The same for operations of any kind, number by number, and told to who watches.
void Lanes::pull_watched(const Instruction& instruction, Id from) {
  const op::Op& row = instruction.row();
  const Row upstream = gradients_[from];
  const std::size_t count = operands_of(instruction);
  std::vector<double> operands(count);
  std::vector<Row> locals(count);
  each_lane([&](std::size_t lane) {
    gather(instruction, lane, operands);
    for (std::size_t i = 0; i < count; ++i)
      locals[i].lane[lane] = op::slope(row, operands, i, values_[from].lane[lane]);
  });
  for (std::size_t i = 0; i < count; ++i) {
    const std::optional<Id> to = operand(instruction, i);
    if (!to) continue;
    Row contribution;
    Row& total = gradients_[*to];
    each_lane([&](std::size_t lane) {
      const double share = upstream.lane[lane] * locals[i].lane[lane];
      contribution.lane[lane] = row.passes ? row.passes(share) : share;
      total.lane[lane] += contribution.lane[lane];
    });
    if (watcher_)
      watcher_({from, *to, static_cast<int>(i), upstream.lane, locals[i].lane, contribution.lane,
                total.lane});
  }
}

std::vector<double> Lanes::gradients() const {
  std::vector<double> sums;
  sums.reserve(parameters_.size());
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    double sum = 0;
    for (const double of_lane : gradients_[i].lane) sum += of_lane;
    sums.push_back(sum);
  }
  return sums;
}

void Lanes::zero_grad() { std::fill_n(gradients_.begin(), parameters_.size(), Row{}); }

}  // namespace stepgrad
