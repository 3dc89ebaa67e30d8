// What the numbers of a GPT are called: "q[3]", "share of position 2", "p(a)".
#pragma once

#include <span>
#include <string>
#include <vector>

#include <stepgrad/language/alphabet.hpp>
#include <stepgrad/language/gpt.hpp>

namespace stepgrad {

class GptLabels {
 public:
  /// For a name whose stages were noted while its loss was computed.
  GptLabels(const Gpt& gpt, const Alphabet& alphabet, std::vector<GptStage> stages);

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
  std::vector<GptStage> stages_;
};

}  // namespace stepgrad
