// What the numbers of a GPT are called: "q[3]", "share of position 2", "p(a)".
#pragma once

#include <span>
#include <string>
#include <vector>

#include <stepgrad/language/alphabet.hpp>
#include <stepgrad/language/gpt.hpp>
#include <stepgrad/scalar/unfolded.hpp>

namespace stepgrad {

class GptLabels {
 public:
  /// For a name whose stages were noted while its loss was computed. Nodes are those of the tape
  /// unfolded.
  GptLabels(const Gpt& gpt, const Alphabet& alphabet, const Unfolded& unfolded,
            std::vector<GptStage> stages);

  const std::vector<GptStage>& stages() const { return stages_; }

  /// In which stage a node lies; `none` for what stands before all of them.
  std::size_t stage_of(Id node) const;
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  /// Of a node of a stage, or of a weight.
  std::string label(Id node) const;

 private:
  std::string in_stage(const GptStage& stage, std::size_t place) const;

  const Gpt& gpt_;
  const Alphabet& alphabet_;
  std::vector<GptStage> stages_;  // where they stand on the unfolded tape
  std::vector<Id> part_begins_;
};

}  // namespace stepgrad
