// What is seen of a network session: numbers as they lie in memory, words as text.
//
// A sample is called by its place among all of them: those that are learnt from come first, then
// those that are watched, then those of the test. Places in the plane are in the units of the data.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/plot/plot.hpp>

#include "playground/network.hpp"

namespace stepgrad::playground {

/// {"rate": {"help": "…", "usual": "", "choices": [{"name", "about"}]}, …}: of every setting of a
/// configuration what it does, how it is if nothing is said, and what there is to choose from.
std::string network_choices();

/// The model with these hidden layers, "4-4" or "", for the data of the settings: "2-4-4-3". Throws
/// Error as Trial does.
std::string model_for(const std::string& settings, const std::string& hidden);

class NetworkView {
 public:
  explicit NetworkView(NetworkSession& session) : session_(session) {}

  // ---- what does not change while it runs; `begun` is called when it has begun anew

  void begun();
  /// {"sizes", "features", "given", "classes", "targets", "plane", "area", "counts", "parameters",
  ///  "parameter_count", "notes", "settings"}, as far as the page draws by it: "features" are those
  /// that the network sees, "given" those that the data has.
  std::string description() const;
  /// Of each sample four numbers: both features (of one, the second is its target), its class or
  /// target, and its part: 0 learnt from, 1 watched, 2 test. Without a plane none.
  const std::vector<float>& samples() const { return samples_; }
  bool has_plane() const { return session_.trial().data.purpose.given_features().size() == 2; }

  // ---- how it stands

  /// {"epoch", "furthest", "over", "sentence", "command", "repeatable"}.
  std::string standing() const;
  /// Of each moment six numbers: loss, accuracy, those of what is watched, and those of the test; nan
  /// where there is none.
  const std::vector<float>& curves();
  /// What is said of each sample: its class, or the number.
  const std::vector<float>& said();
  /// Every feature that is seen and every neuron over the plane: cells × cells numbers for each, row
  /// after row from the top, layer after layer; the outputs as probabilities. Over one feature a row
  /// of cells.
  const std::vector<float>& map(int cells);
  /// The parameters one after the other, row after row.
  const std::vector<float>& parameters();
  /// The gradient of the loss of what is learnt from in each of them.
  const std::vector<float>& gradients();
  /// {"layers": [{"name", "norm"}]}: how long each layer's gradient is.
  std::string gradient_norms();
  /// {"counts": [[…]]}: of each class (row) how many of what is shown are said to be of which, and of
  /// which samples.
  std::string confusion();

  // ---- at a place, and for a sample

  /// {"layers": [["0.5", …]], "said": [{"class", "share"}]}: what each neuron comes to there.
  std::string at(double x, double y);
  /// The loss of a sample as a formula (train/sample_formula.hpp), the neuron's weights its inputs.
  std::string formula(std::size_t sample, std::size_t layer, std::size_t neuron);

 private:
  using Parts = std::vector<std::pair<const DatasetOf<float>*, std::vector<std::size_t>>>;
  Parts parts() const;
  Matrix<float> seen_at(const std::vector<Plot::Point>& places) const;
  void find_samples();

  NetworkSession& session_;
  Area area_ = {};
  int cells_ = 0;
  Matrix<float> grid_;  // scaled for the model
  std::vector<float> samples_, curves_, said_, map_, parameters_, gradients_;
};

}  // namespace stepgrad::playground
