// Many samples, one graph: recorded for one of them, computed for sixteen at a time.
//
// A batch repeats the same operations for each of its samples, with other numbers. Recorded sample
// after sample, the tape holds them all and is walked through once. Here the graph of one sample is
// recorded, and never again: every node has sixteen numbers, a lane for each sample, and a value, a
// slope, a share of a gradient is computed for all lanes at once, by the processor's vector
// instructions. Parameters are the same in all lanes; what they get adds up lane by lane.
//
// A lane's steps are those of the tape for that sample, bit for bit (on_steps shows them all;
// tests/scalar/lanes_property_test.cpp compares). Where nobody watches, those that lead to a sample's
// own numbers, and to no parameter, are left out.
//
// What cannot be done again with other numbers is found out and refused: a choice by `if`, and a
// plain number that came out of `data()`.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include <stepgrad/scalar/fast/lane_program.hpp>
#include <stepgrad/scalar/tape.hpp>

namespace stepgrad {

/// y = f(parameters, sample), its values and its gradients for many samples at a time.
class Lanes {
 public:
  /// So many samples are computed at once.
  static constexpr std::size_t width = fast::lane_count;

  /// What is to be computed for a sample, of which it gets the numbers.
  using Graph = std::function<Value(const std::vector<Value>& sample)>;

  /// `samples` holds those of all samples one after the other, `inputs` numbers each. The graph is
  /// recorded for the first and for the last of them; what it is made of besides, parameters
  /// excepted, keeps the number that it has now. Throws Error if the two graphs differ in more than
  /// their numbers, or if Values were compared.
  Lanes(const Graph& graph, std::vector<Value> parameters, std::span<const double> samples,
        std::size_t inputs);

  /// y of each sample, with the parameters' numbers of now.
  std::vector<double> values(std::span<const double> samples);

  /// The same, and adds upstream * dy/dparameter of all samples to the gradients. The order of
  /// summation: within a lane sample after sample, every sixteenth; then lane after lane.
  std::vector<double> backward(std::span<const double> samples, double upstream = 1);

  /// dL/dparameter, L being the sum of upstream * y over all samples of `backward`.
  std::vector<double> gradients() const;
  void zero_grad();

  /// The steps of a sweep in all lanes: sixteen numbers in the place of each number of a Step.
  /// Lanes beyond the last sample repeat it.
  struct Steps {
    Id from, to;  // places in this graph: parameters, then a sample's numbers, then what is made
    int operand;
    const double *upstream, *local, *contribution, *total;
  };
  void on_steps(std::function<void(const Steps&)> watcher) { watcher_ = std::move(watcher); }

 private:
  using Row = fast::Row;
  using Instruction = fast::LaneInstruction;
  // A graph in places of its own: parameters, a sample's numbers, numbers that stay, operations.
  struct Program : fast::LaneProgram {
    std::vector<double> numbers;  // leaves besides parameters and sample
    std::vector<double> plain;    // the 2.0 of x * 2.0
    Id first = 0, output = 0;     // the first operation's place, and the result's
  };

  Program recorded(const Graph& graph, std::span<const double> sample) const;
  static Instruction lowered(const Tape& tape, Id id, const std::unordered_map<Id, Id>& places,
                             Program& program);
  static bool does_the_same(const Program& one, const Program& other);
  void find_wanted();
  std::size_t samples_in(std::span<const double> samples) const;
  void load_parameters();
  std::size_t load(std::span<const double> samples, std::size_t first);
  void compute() { joined_.compute(places_, values_.data()); }
  void sweep();
  void sweep_watched();
  void pull(const Instruction& instruction, Id from);
  void pull_chain(const Instruction& instruction, Id from);
  void pull_watched(const Instruction& instruction, Id from);
  static std::size_t operands_of(const Instruction& instruction);
  std::optional<Id> operand(const Instruction& instruction, std::size_t i) const;
  void gather(const Instruction& instruction, std::size_t lane, std::span<double> numbers) const;

  std::vector<Value> parameters_;
  std::size_t inputs_;
  Program program_;
  fast::LaneProgram joined_;  // the same, with its chains in one (LaneProgram::join_chains),
  std::vector<Id> places_;    // and what is then computed
  std::vector<char> wanted_;  // by place: does its gradient lead to one of a parameter's?
  std::vector<Row> values_, gradients_;
  std::function<void(const Steps&)> watcher_;
};

}  // namespace stepgrad
