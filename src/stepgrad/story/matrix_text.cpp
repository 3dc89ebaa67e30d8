// The story of a matrix trace for a terminal.
#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/story/blocks.hpp>
#include <stepgrad/story/matrix_narration.hpp>
#include <stepgrad/story/matrix_words.hpp>

namespace stepgrad {
namespace {

using Node = MatrixTrace::Node;
using Numbers = MatrixTrace::Numbers;
using Piece = MatrixTrace::Piece;

class Story {
 public:
  Story(const MatrixTrace& trace, const MatrixTelling& telling)
      : trace_(trace), telling_(telling) {}

  std::string tell() && {
    given();
    forward();
    backward();
    gradients();
    if (const std::string remark = non_finite_remark(trace_); !remark.empty()) {
      text_ += '\n';
      line(bold("Take care: ") + remark);
    }
    return std::move(text_);
  }

 private:
  static constexpr std::size_t gap = 3;

  void line(const std::string& text, std::size_t indent = 2) {
    text_ += wrapped(text, telling_.width, indent);
  }
  void heading(const std::string& text) {
    text_ += '\n';
    line(bold(text));
  }
  std::string bold(std::string_view text) const {
    return telling_.color ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
  }
  Block value(const Numbers& matrix, bool transposed = false) const {
    return block(matrix, transposed, telling_.color ? "32" : "");
  }
  Block gradient(const Numbers& matrix, bool transposed = false) const {
    return block(matrix, transposed, telling_.color ? "31" : "");
  }
  std::string name(const Node& node) const { return printable(node.name); }

  void given() {
    if (!trace_.title.empty()) line(bold(trace_.title));
    std::vector<Block> blocks;
    for (const Node& node : trace_.nodes)
      if (node.kind != MatrixTrace::Kind::operation)
        blocks.push_back(is_small(node.value)
                             ? beside({block(name(node) + " = "), value(node.value)})
                             : block(fmt::format("{}: {}", name(node), summary(node.value))));
    text_ += laid_out(blocks, telling_.width, 2, gap);
  }

  void forward() {
    heading("Forward: every matrix from the ones before it");
    for (const Node& node : trace_.nodes) {
      if (node.kind != MatrixTrace::Kind::operation) continue;
      const std::string shapes = in_shapes(trace_, node.definition);
      line(fmt::format("  {} = {}{}", name(node), in_names(trace_, node.definition),
                       with_shapes(node.value, shapes)),
           6);
      where(node, 6);
      if (!node.labels.empty() && node.labels.size() <= most_labels)
        line(fmt::format("      labels {}", fmt::join(node.labels, ", ")), 6);
      equation(said(node, node.definition), node.value, value(node.value), 6);
    }
  }

  void where(const Node& node, std::size_t indent) {
    if (!node.where.empty())
      line(fmt::format("{:{}}{}", "", indent, in_names(trace_, node.where)), indent);
  }

  std::string with_shapes(const Numbers& result, const std::string& shapes) const {
    return shapes.empty() ? fmt::format("   ({})", shape(result))
                          : fmt::format("   ({}) = {}", shape(result), shapes);
  }

  /// The words, unless they name more than matrices of the trace.
  static MatrixTrace::Words said(const Node& node, const MatrixTrace::Words& words) {
    return node.where.empty() ? words : MatrixTrace::Words{};
  }

  /// The words in numbers and what they give; if that is too wide, on two lines; what they give
  /// alone where there is a matrix too large to be shown.
  void equation(const MatrixTrace::Words& words, const Numbers& result, const Block& shown,
                std::size_t indent) {
    if (!is_small(result)) {
      line(fmt::format("{:{}}= {}", "", indent, summary(result)), indent + 2);
      return;
    }
    std::vector<Block> lines;
    if (const Block numbers = in_numbers(words);
        indent + 2 + numbers.width <= telling_.width && numbers.width > 0)
      lines.push_back(beside({block("= "), numbers}));
    lines.push_back(beside({block("= "), shown}));
    text_ += laid_out(lines, telling_.width, indent, 1);
  }

  /// The words with matrices for names; nothing if there is none, or one that is too large.
  Block in_numbers(const MatrixTrace::Words& words) const {
    std::vector<Block> blocks;
    bool has_matrix = false;
    for (const Piece& piece : words) {
      const Node& node = trace_.node(piece.node);
      if (piece.kind == Piece::Kind::text || piece.kind == Piece::Kind::ones) {
        blocks.push_back(block(sign(piece)));
        continue;
      }
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
    const std::string output = name(trace_.node(trace_.output));
    heading(fmt::format("Backward: from {} to its parameters", output));
    line(fmt::format("  dW is short for d{0}/dW and has the shape of W. It starts with d{0} = 1.",
                     output));
    if (trace_.steps.empty()) line("  Nothing to do: no operation leads to a parameter.");
    std::vector<bool> has_share(trace_.nodes.size());
    const Node* through = nullptr;
    for (std::size_t i = 0; i < trace_.steps.size(); ++i) {
      const Node& from = trace_.node(trace_.steps[i].from);
      if (through != &from) step_through(from);
      through = &from;
      step(i, has_share[trace_.steps[i].to]);
      has_share[trace_.steps[i].to] = true;
    }
  }

  void step_through(const Node& from) {
    line(fmt::format("  Through {} = {}", name(from), in_names(trace_, from.definition)), 4);
    where(from, 4);
  }

  void step(std::size_t index, bool adds) {
    const MatrixTrace::Step& step = trace_.steps[index];
    const std::string to = "d" + name(trace_.node(step.to));
    const std::size_t number_width = fmt::formatted_size("{}", trace_.steps.size());
    const std::size_t indent = number_width + 4;
    line(fmt::format("  {:>{}}  {}{} = {}{}", index + 1, number_width,
                     adds ? "another share of " : "", to, in_names(trace_, step.rule),
                     with_shapes(step.contribution, in_shapes(trace_, step.rule))),
         indent + 2);
    equation(said(trace_.node(step.from), step.rule), step.contribution,
             gradient(step.contribution), indent);
    if (!adds) return;
    line(fmt::format("{:{}}with what it had, {} so far", "", indent, to), indent);
    equation({}, step.total, gradient(step.total), indent);
  }

  void gradients() {
    heading(fmt::format("Gradients: how much {} changes for each unit of an entry",
                        name(trace_.node(trace_.output))));
    std::vector<Block> blocks;
    for (const Node& node : trace_.nodes) {
      if (node.kind != MatrixTrace::Kind::parameter) continue;
      blocks.push_back(
          is_small(node.gradient)
              ? beside({block(fmt::format("d{} = ", name(node))), gradient(node.gradient)})
              : block(fmt::format("d{}: {}", name(node), summary(node.gradient))));
    }
    if (blocks.empty()) line("  there is no parameter");
    text_ += laid_out(blocks, telling_.width, 2, gap);
  }

  static constexpr std::size_t most_labels = 20;

  const MatrixTrace& trace_;
  const MatrixTelling& telling_;
  std::string text_;
};

}  // namespace

std::string text(const MatrixTrace& trace, const MatrixTelling& telling) {
  return Story(trace, telling).tell();
}

}  // namespace stepgrad
