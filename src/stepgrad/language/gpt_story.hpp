// Why a weight of a GPT has the gradient that it has: the uses of the weight, and the ways that its
// gradient comes along, as plain data.
//
// Backpropagation says of each number v how the loss L changes with it, dL/dv. Walk forwards from
// the weight w, and each v says how it changes with w, dv/dw. The product of both is what all paths
// from w to L that lead through v bring together:
//
//     dL/dv * dv/dw  =  the sum, over these paths, of the product of their slopes
//
// So wherever the graph is cut through, the products of one cut add up to the gradient of w, and each
// says how much of it comes that way. Summed over what belongs together (a stage of the model, for
// one letter: "query, position 2"), that is a picture of 60,000 steps which a person can look at.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/language/alphabet.hpp>
#include <stepgrad/language/gpt.hpp>

namespace stepgrad {

/// A weight by its place.
struct GptWeight {
  std::size_t part;         // which matrix, of Gpt::parts
  std::size_t row, column;  // counted from 0
  std::size_t index;        // among all weights
  std::string name;         // "layer0.attn_wq[3][5]"
};

/// The weight of that name. Throws Error for a name that no matrix has (with the nearest, or all
/// with their shapes), for a place outside of it, and for what is written otherwise.
GptWeight weight_named(const Gpt& gpt, std::string_view name);

struct GptStory {
  /// A place where the weight itself is used: an operand of `into`.
  struct Use {
    std::size_t position;
    std::string into;  // "q[3]"
    std::string with;  // what it is multiplied with, "n[5]"; "" where it is added
    double upstream;   // dL/dinto
    double slope;      // the other factor, or 1
    double share;      // upstream * slope
  };
  /// A number of the computation that depends on the weight.
  struct Number {
    std::string label;
    double value, gradient;  // v, dL/dv
    double tangent;          // dv/dw
    double share;            // gradient * tangent: what all paths through it bring
  };
  /// A stage of the model for one letter.
  struct Box {
    GptStage stage;
    double share = 0;  // of the gradient, that comes in here
    std::vector<Number> numbers = {};
  };
  /// A way through the boxes, from the weight to the loss, with all the paths that it stands for.
  struct Route {
    std::vector<std::size_t> boxes;
    double share = 0;
  };
  /// The heaviest of those that were found, heaviest first. Of a model with several layers there
  /// are too many to find all.
  struct Routes {
    std::vector<Route> heaviest = {};
    std::size_t found = 0;
    bool are_all = false;  // is there no other?
  };
  /// One path from the weight to the loss.
  struct Path {
    struct Edge {
      std::size_t box;
      std::string to;  // the number there that is reached by it
      double slope;
    };
    std::vector<Edge> edges = {};
    double product = 1;  // of the slopes
  };

  GptWeight weight;
  std::string name;  // what was read
  double value, gradient, loss;
  std::size_t nodes, steps;               // of the whole computation
  double paths;                           // how many there are from the weight to the loss
  std::vector<std::string> letters = {};  // that are read, by position
  std::vector<std::string> next = {};     // that follow
  std::string letter = {};                // whose vector the weight is in, if it is of wte
  std::vector<Use> uses = {};             // their shares add up to the gradient
  std::vector<Box> boxes = {};            // in the order of the computation
  Routes routes = {};
  std::vector<Path> heaviest = {};  // the same of single paths
};

/// The story of a weight while this name is read, with so many routes and paths at most. Throws
/// Error as `loss` and `numbers` do.
GptStory gpt_story(const Gpt& gpt, const Alphabet& alphabet, const std::string& name,
                   const GptWeight& weight, std::size_t most = 8);

/// Does the stage belong to a layer?
bool is_of_layer(const GptStage& stage);

/// What a person calls the stage: "head 0, layer 1"; the layer only where there are several.
std::string stage_name(const GptStage& stage, const GptShape& shape);

}  // namespace stepgrad
