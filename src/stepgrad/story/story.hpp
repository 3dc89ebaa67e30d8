// The story of a trace: every value and every step of the chain rule, put into mathematics and
// words once, as plain data.
//
// The pages (text_page.hpp, markdown_page.hpp, latex_page.hpp, json.hpp, the step player) set what
// stands here, each in its own way, and say nothing of their own about a step.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <stepgrad/check/report.hpp>
#include <stepgrad/scalar/trace.hpp>
#include <stepgrad/story/mathematics.hpp>

namespace stepgrad {

/// How much of a long story is told, and how.
struct Telling {
  /// Only the last so many operations, and the steps that start from them.
  std::optional<std::size_t> last;
  std::vector<std::string> only;  // only what computes, uses or gives gradient to these names
  std::optional<GradientReport> check = {};  // its numbers stand beside the gradients
  bool color = false;                        // ANSI colours: values green, gradients red
  std::size_t width = 80;                    // columns
};

/// Which of the paths into its node a step is, and what the node had before.
struct Path {
  int order = 1, of = 1;
  double before = 0;
};

/// The path of every step: where paths meet, gradients add up.
std::vector<Path> paths(const Trace& trace);

struct Story {
  /// A value of the trace.
  struct Node {
    Id id;                      // its place in the trace
    Math name;                  // q; of a constant its number
    Math in_names, in_numbers;  // x + y, -2 + 5; of a leaf its name, its number
    Math value;                 // 3
    Math gradient;              // ∂f/∂q
    Math gradient_number;       // -4
    Sentence kink;              // "at the kink x = 0 the slope 0 is taken", or nothing
    bool used;                  // does the output depend on it?
    std::string check = {};     // "numerically -4: agrees", or ""

    Math rule() const { return math::equation({name, in_names}); }  // q = x + y
    Math computation() const { return math::equation({name, in_names, in_numbers, value}); }
    Math result() const { return math::equation({gradient, gradient_number}); }
  };

  /// One use of the chain rule: of q = x + y into x.
  struct Step {
    std::size_t number;              // counted from 1, or 0
    Id from, to;                     // places in the trace
    Math through;                    // q = x + y
    Math name, gradient;             // x, ∂f/∂x
    Math upstream, upstream_number;  // ∂f/∂q, -4
    Math local, local_number;  // ∂q/∂x, 1; where x reaches q in other ways, too, ∂q/∂x⁽²⁾
    Math rule_in_names, rule_in_numbers;    // the slope as its rule has it: 1 - q², 1 - 0.71²
    Math rule_number;                       // what the rule comes to: local_number,
    bool has_rule;                          // but at 0 * inf and the like, which is no slope
    Math share_in_names, share_in_numbers;  // ∂f/∂q · ∂q/∂x, -4 · 1
    Math contribution, before, total;       // numbers: the share, what x had, what it has now
    Path path;
    Sentence kink;  // as the node's

    bool adds() const { return path.order > 1; }
    /// ∂q/∂x = 1 - q² = 1 - 0.71² = 0.5; in the formula language the slope has no name.
    Math slope() const;
    Math sum() const { return math::sum(before, contribution); }
    /// ∂f/∂x = 2 + 1.5 = 3.5; of a first share, ∂f/∂x = 1.5.
    Math so_far() const;
    /// "x gets -4 · 1 = -4 through q = x + y", and where paths meet, what x then has.
    Sentence sentence() const;
  };

  std::string formula;           // the source, or ""
  std::vector<Math> statements;  // the formula as equations; none if it is very long
  Node output;
  bool output_is_given;  // is it an input or a constant?
  std::vector<Node> inputs;
  std::vector<Node> asked;     // whose gradients are told: the inputs, or those that were asked for
  std::vector<Node> forward;   // the operations that are told
  std::vector<Step> backward;  // the steps that are told
  std::size_t steps;           // how many there are
  std::size_t operations_left_out, steps_left_out;
  bool by_name;         // what was left out was not asked for by name
  Sentence branches;    // "Branches taken: x is less than 0 (x = -1).", or nothing
  Sentence non_finite;  // where inf or nan first arose, with the likely reason, or nothing
};

/// The story, or as much of it as is to be told. Throws Error for an unknown name in `only`.
Story story(const Trace& trace, const Telling& telling = {});

/// One value, and one step, of the story.
Story::Node tell(const Trace& trace, const Trace::Node& node);
Story::Step tell(const Trace& trace, const Step& step, const Path& path = {});

/// What `Story::Step::sentence` says of every step in turn, in the formula language, for those who want
/// no more of the story than that: visit(i, sentence) for step i of the trace, from 0. There is
/// no tree of anything, which takes most of the time that a story takes.
void for_each_sentence(const Trace& trace,
                       const std::function<void(std::size_t, std::string_view)>& visit);

/// `Story::branches` and `Story::non_finite` of a trace.
Sentence branches(const Trace& trace);
Sentence non_finite(const Trace& trace);

/// The formula: an equation for each result that has a name, or is used more than once, or would
/// make another's equation very long. Nothing if there would be more than `most`.
std::vector<Math> statements(const Trace& trace, std::size_t most = 20);

/// What the number in a slope such as ∂q/∂x⁽²⁾ means, where one of these steps has one, or nothing.
Sentence numbered_slope_remark(const std::vector<Story::Step>& steps);

}  // namespace stepgrad
