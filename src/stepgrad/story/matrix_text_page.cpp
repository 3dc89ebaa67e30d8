#include <stepgrad/story/matrix_text_page.hpp>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/story/matrix_blocks.hpp>
#include <stepgrad/story/matrix_story.hpp>

namespace stepgrad {
namespace {

using Numbers = MatrixTrace::Numbers;
using Piece = MatrixTrace::Piece;

constexpr std::size_t gap = 3;  // between matrices side by side
constexpr std::size_t most_labels = 20;

class MatrixPage {
 public:
  MatrixPage(const MatrixTrace& trace, const MatrixTelling& telling)
      : trace_(trace), story_(story(trace)), telling_(telling) {}

  std::string finish() && {
    given();
    forward();
    backward();
    gradients();
    if (!story_.non_finite.empty()) {
      text_ += '\n';
      line(bold("Take care: ") + story_.non_finite);
    }
    return std::move(text_);
  }

  std::string beginning() && {
    given();
    forward();
    return std::move(text_);
  }

  std::string change(std::size_t number, bool asks) && {
    asks_ = asks;
    if (number == 0)
      given();
    else if (const MatrixChange change = changes(story_)[number - 1]; change.step)
      tell(*change.step, *change.from);
    else
      compute(*change.from);
    return std::move(text_);
  }

  std::string step(std::size_t number) && {
    const MatrixStory::Step& step = story_.backward[number - 1];
    const MatrixStory::Node& from = story_.nodes[step.from];
    through(from);
    tell(step, from);
    return std::move(text_);
  }

 private:
  void line(const std::string& text, std::size_t indent = 2) {
    text_ += wrapped(text, telling_.width, indent);
  }
  void heading(const std::string& text) {
    text_ += '\n';
    line(bold(text));
  }
  std::string bold(std::string_view text) const { return colored("1", text, telling_.color); }
  Block value(const Numbers& matrix, bool transposed = false) const {
    return block(matrix, transposed, telling_.color ? "32" : "");
  }
  Block gradient(const Numbers& matrix, bool transposed = false) const {
    return block(matrix, transposed, telling_.color ? "31" : "");
  }

  void given() {
    if (!story_.title.empty()) line(bold(story_.title));
    std::vector<Block> blocks;
    for (const MatrixStory::Node& node : story_.nodes)
      if (is_given(node))
        blocks.push_back(named(as_formula(node.name), *node.value, value(*node.value)));
    text_ += laid_out(blocks, telling_.width, 2, gap);
  }

  /// A matrix with its name; of a large one its summary.
  static Block named(const std::string& name, const Numbers& matrix, const Block& numbers) {
    return is_small(matrix) ? beside({block(name + " = "), numbers})
                            : block(fmt::format("{}: {}", name, summary(matrix)));
  }

  void forward() {
    heading("Forward: every matrix from the ones before it");
    for (const MatrixStory::Node& node : story_.nodes) {
      if (node.kind == MatrixTrace::Kind::operation) compute(node);
    }
  }

  void compute(const MatrixStory::Node& node) {
    line(fmt::format("  {} = {}   {}", as_formula(node.name), as_formula(node.rule),
                     known(node.shapes)),
         6);
    say(node.where, 6);
    if (!node.labels.empty() && node.labels.size() <= most_labels)
      say(fmt::format("labels {}", fmt::join(node.labels, ", ")), 6);
    equation(said(node, *node.in_numbers), *node.value, value(*node.value), 6);
  }

  /// "(3×2) = (3×4)(4×2)", of which the left is not known while it is asked.
  std::string known(const std::string& shapes) const {
    const std::size_t equals = shapes.find(" = ");
    return asks_ && equals != shapes.npos ? "from " + shapes.substr(equals + 3) : shapes;
  }

  /// A line of its own, unless there is nothing to say.
  void say(const std::string& text, std::size_t indent) {
    if (!text.empty()) line(std::string(indent, ' ') + text, indent);
  }

  /// The words, unless they name more than matrices of the trace.
  static MatrixTrace::Words said(const MatrixStory::Node& node, const MatrixTrace::Words& words) {
    return node.where.empty() ? words : MatrixTrace::Words{};
  }

  /// The words in numbers and what they give; if that is too wide, on two lines; what they give
  /// alone where there is a matrix too large to be shown.
  void equation(const MatrixTrace::Words& words, const Numbers& result, const Block& shown,
                std::size_t indent) {
    if (!is_small(result) && !asks_) {
      line(fmt::format("{:{}}= {}", "", indent, summary(result)), indent + 2);
      return;
    }
    std::vector<Block> lines;
    if (const Block numbers = in_numbers(words);
        indent + 2 + numbers.width <= telling_.width && numbers.width > 0)
      lines.push_back(beside({block("= "), numbers}));
    lines.push_back(asks_ ? block("= ?") : beside({block("= "), shown}));
    text_ += laid_out(lines, telling_.width, indent, 1);
  }

  /// The words with matrices for names; nothing if there is none, or one that is too large.
  Block in_numbers(const MatrixTrace::Words& words) const {
    std::vector<Block> blocks;
    bool has_matrix = false;
    for (const Piece& piece : words) {
      if (piece.kind == Piece::Kind::text || piece.kind == Piece::Kind::ones) {
        blocks.push_back(block(as_formula(in_names(trace_, {piece}))));
        continue;
      }
      const MatrixTrace::Node& node = trace_.node(piece.node);
      const bool of_value = piece.kind == Piece::Kind::value;
      const Numbers& matrix = of_value ? node.value : node.gradient;
      if (!is_small(matrix)) return {};
      has_matrix = true;
      blocks.push_back(of_value ? value(matrix, piece.transposed)
                                : gradient(matrix, piece.transposed));
    }
    return has_matrix ? beside(blocks) : Block{};
  }

  void backward() {
    const std::string& output = as_formula(story_.nodes[story_.output].name);
    heading(fmt::format("Backward: from {} to its parameters", output));
    line(fmt::format("  dW is short for d{0}/dW and has the shape of W. It starts with d{0} = 1.",
                     output));
    if (story_.backward.empty()) line("  Nothing to do: no operation leads to a parameter.");
    const MatrixStory::Node* last = nullptr;
    for (const MatrixStory::Step& step : story_.backward) {
      const MatrixStory::Node& from = story_.nodes[step.from];
      if (last != &from) through(from);
      last = &from;
      tell(step, from);
    }
  }

  void through(const MatrixStory::Node& from) {
    line(fmt::format("  Through {} = {}", as_formula(from.name), as_formula(from.rule)), 4);
    say(from.where, 4);
  }

  void tell(const MatrixStory::Step& step, const MatrixStory::Node& from) {
    const std::string& to = as_formula(step.gradient);
    const std::size_t number_width = fmt::formatted_size("{}", story_.backward.size());
    const std::size_t indent = number_width + 4;
    line(fmt::format("  {:>{}}  {}{} = {}   {}", step.number, number_width,
                     step.adds ? "another share of " : "", to, as_formula(step.rule),
                     known(step.shapes)),
         indent + 2);
    equation(said(from, *step.in_numbers), *step.share, gradient(*step.share), indent);
    if (!step.adds) return;
    say(fmt::format("with what it had, {} so far", to), indent);
    if (asks_) return;
    equation({}, *step.total, gradient(*step.total), indent);
  }

  void gradients() {
    heading(fmt::format("Gradients: how much {} changes for each unit of an entry",
                        as_formula(story_.nodes[story_.output].name)));
    std::vector<Block> blocks;
    for (const MatrixStory::Node& node : story_.nodes)
      if (node.kind == MatrixTrace::Kind::parameter)
        blocks.push_back(named(as_formula(node.gradient), *node.slope, gradient(*node.slope)));
    if (blocks.empty()) line("  there is no parameter");
    text_ += laid_out(blocks, telling_.width, 2, gap);
  }

  const MatrixTrace& trace_;
  const MatrixStory story_;
  const MatrixTelling& telling_;
  bool asks_ = false;
  std::string text_;
};

}  // namespace

std::string as_text(const MatrixTrace& trace, const MatrixTelling& telling) {
  return MatrixPage(trace, telling).finish();
}

std::string as_text(const MatrixTrace& trace, std::optional<std::size_t> step,
                    const MatrixTelling& telling) {
  if (!step) return as_text(trace, telling);
  if (*step > trace.steps.size())
    throw Error(fmt::format("the backward pass has no step {}", *step), "",
                fmt::format("It has {}.", trace.steps.size()));
  return *step == 0 ? MatrixPage(trace, telling).beginning()
                    : MatrixPage(trace, telling).step(*step);
}

std::string change_as_text(const MatrixTrace& trace, std::size_t number, bool asks,
                           const MatrixTelling& telling) {
  return MatrixPage(trace, telling).change(number, asks);
}

}  // namespace stepgrad
