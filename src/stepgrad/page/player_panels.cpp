#include <stepgrad/page/player_panels.hpp>

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/story/mathml.hpp>

namespace stepgrad {
namespace {

std::string element(std::string_view tag, std::string_view of_class, std::string_view inside) {
  return fmt::format("<{0} class=\"{1}\">{2}</{0}>", tag, of_class, inside);
}

// ---- equations, aligned at their equals signs ---------------------------------------------------

/// A cell of a row of mathematics; its class says what colour it has and when it is seen.
std::string cell(const std::string& inside, std::string_view of_class = "") {
  if (of_class.empty()) return fmt::format("<mtd>{}</mtd>", inside);
  return element("mtd", of_class, inside);
}
std::string cell(const Math& math, std::string_view of_class = "") {
  return cell(mathml_inside(math), of_class);
}
std::string sign(std::string_view text, std::string_view of_class = "") {
  return cell(fmt::format("<mo>{}</mo>", text), of_class);
}
std::string caption(std::string_view text) {
  return cell(fmt::format("<mtext>{}</mtext>", text), "caption");
}

std::string rows(std::string_view inside) {
  return fmt::format("<math display=\"block\"><mtable>{}</mtable></math>", inside);
}
std::string line(std::string_view cells, std::string_view of_class = "") {
  if (of_class.empty()) return fmt::format("<mtr>{}</mtr>", cells);
  return element("mtr", of_class, cells);
}

/// What the learner is to find in predict mode, and does not see before.
std::string answer(const Math& number, std::string_view color) {
  return element("span", fmt::format("answer {}", color), as_mathml(number));
}

// ---- a moment: what the step panel and the row of the table say of it ---------------------------

/// The parts of a step, each a piece of HTML; what is empty is left out.
struct Panel {
  std::string pass = {};       // start, forward, backward or end
  std::string title = {};      // what happens
  std::string equations = {};  // the rule in names, and the same with numbers
  std::string slope = {};      // of a share: its local derivative
  std::string sum = {};        // where paths meet: what they make so far
  std::string sentence = {};   // all of it in words
  std::string brief = {};      // in the table: what is new,
  std::string working = {};    // in numbers,
  std::string result = {};     // and what comes out
};

/// A paragraph of the step panel, or nothing.
std::string paragraph(std::string_view of_class, const std::string& inside) {
  return inside.empty() ? "" : element("p", of_class, inside) + "\n";
}

}  // namespace

class Panels::Teller {
 public:
  explicit Teller(const Panels& panels)
      : trace_(panels.trace_),
        output_(panels.output_),
        inputs_(panels.inputs_),
        paths_(panels.paths_) {}

  Panel tell(const Moment& moment) const {
    switch (moment.kind) {
      case Moment::Kind::given:
        return given();
      case Moment::Kind::value:
        return value(stepgrad::tell(trace_, trace_.node(moment.node)));
      case Moment::Kind::seed:
        return seed();
      case Moment::Kind::share:
        return share(stepgrad::tell(trace_, trace_.steps[moment.step], paths_[moment.step]));
      case Moment::Kind::known:
        break;
    }
    return known();
  }

 private:
  bool has_inputs() const { return !inputs_.empty(); }

  /// An equation for each input, or for the first of very many.
  template <class Equation>
  std::string for_each_input(Equation&& equation) const {
    constexpr std::size_t most = 200;
    const std::size_t count = std::min(most, inputs_.size());
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += as_mathml(equation(inputs_[i])) + " ";
    if (count < inputs_.size())
      list +=
          fmt::format("and {} more, each in the diagram where it is used", inputs_.size() - count);
    return element("p", "list", list);
  }

  Panel given() const {
    const Sentence told = branches(trace_);
    return {
        .pass = "start",
        .title = has_inputs() ? "The inputs are given" : "There are no inputs",
        .equations = for_each_input([](const Story::Node& input) { return input.computation(); }),
        .sentence =
            std::string(
                "The forward pass computes every value from the ones before it. Then the backward pass "
                "goes from the output back to the inputs, one multiplication a step.") +
            (told.empty() ? "" : " " + escaped(set(told, as_formula))),
        .brief = has_inputs() ? "the inputs are given" : "there are no inputs",
    };
  }

  static Panel value(const Story::Node& node) {
    const std::string result = sign("=", "answer") + cell(node.value, "answer value");
    return {
        .pass = "forward",
        .title = "Compute " + as_mathml(node.name),
        .equations = rows(line(cell(node.name) + sign("=") + cell(node.in_names)) +
                          line(cell("") + sign("=") + cell(node.in_numbers) + result, "numbers")),
        .sentence = escaped(as_formula(node.computation())),
        .brief = as_mathml(node.rule()),
        .working = as_mathml(node.in_numbers),
        .result = answer(node.value, "value"),
    };
  }

  Panel seed() const {
    return {
        .pass = "backward",
        .title = fmt::format("Begin at the output {}", as_mathml(output_.name)),
        .equations = rows(line(cell(output_.gradient) + sign("=") +
                               cell(output_.gradient_number, "answer gradient"))),
        .sentence = fmt::format("If {0} grows a little, {0} grows just as much: the gradient of "
                                "the output with respect to itself is 1.",
                                escaped(as_formula(output_.name))),
        .brief = as_mathml(output_.gradient),
        .result = answer(output_.gradient_number, "gradient"),
    };
  }

  Panel share(const Story::Step& step) const {
    const Trace::Node& from = trace_.node(step.from);
    const std::string way = path(step.path);
    return {
        .pass = "backward",
        .title = fmt::format("From {} back to {}", as_mathml(math::name(from.name)),
                             as_mathml(step.name)),
        .equations = product(step),
        .slope = as_mathml(step.slope()),
        .sum = way.empty() ? "" : as_mathml(step.so_far()) + (step.adds() ? "" : " so far"),
        .sentence = escaped(set(step.sentence(), as_formula)),
        .brief = as_mathml(step.gradient) + (way.empty() ? "" : element("small", "path", way)),
        .working = as_mathml(step.adds() ? math::sum(step.before, step.share_in_numbers)
                                         : step.share_in_numbers),
        .result = answer(step.total, "gradient"),
    };
  }

  /// "path 2 of 3" where several paths meet, or "".
  static std::string path(const Path& path) {
    return path.of > 1 ? fmt::format("path {} of {}", path.order, path.of) : "";
  }

  /// The gradient that arrives times the slope: in names, in numbers, and what they are called.
  static std::string product(const Story::Step& step) {
    const std::string way = path(step.path);
    const std::string left =
        way.empty() ? cell(step.gradient) : cell(fmt::format("<mtext>{}</mtext>", way), "path");
    const std::string result = sign("=", "answer") + cell(step.contribution, "answer gradient");
    return rows(
        line(left + sign("=") + cell(step.upstream, "gradient") + sign("⋅") +
             cell(step.local, "slope")) +
        line(cell("") + sign("=") + cell(step.upstream_number, "gradient") + sign("⋅") +
                 cell(step.share_in_numbers.parts.back(), "slope") + result,
             "numbers") +
        line(cell("") + cell("") + caption("upstream") + cell("") + caption("local"), "captions"));
  }

  Panel known() const {
    const std::string what =
        has_inputs() ? fmt::format("Each says how much {} changes for each unit of that input. ",
                                   escaped(as_formula(output_.name)))
                     : "Without inputs there is no gradient to follow. ";
    return {
        .pass = "end",
        .title = has_inputs() ? "All gradients are known" : "The value is known",
        .equations = for_each_input([](const Story::Node& input) { return input.result(); }),
        .sentence = what + escaped(set(non_finite(trace_), as_formula)),
        .brief = has_inputs() ? "all gradients are known" : "the value is known",
    };
  }

  const Trace& trace_;
  const Story::Node& output_;
  const std::vector<Story::Node>& inputs_;
  const std::vector<Path>& paths_;
};

Panels::Panels(const Trace& trace)
    : trace_(trace), output_(tell(trace, trace.node(trace.output))), paths_(paths(trace)) {
  for (const Id id : trace.inputs()) inputs_.push_back(tell(trace, trace.node(id)));
}

std::string Panels::item(const Moment& moment) const {
  const Panel panel = Teller(*this).tell(moment);
  return fmt::format(
      "<li class=\"moment {0}\">\n<h2><span class=\"pass\">{0}</span> {1}</h2>\n"
      "<div class=\"equations\">{2}</div>\n{3}{4}{5}</li>\n",
      panel.pass, panel.title, panel.equations, paragraph("slope-line", panel.slope),
      paragraph("sum", panel.sum), paragraph("sentence", panel.sentence));
}

std::string Panels::row(std::size_t number, const Moment& moment) const {
  const Panel panel = Teller(*this).tell(moment);
  return fmt::format(
      "<tr class=\"{0}\"><td><a href=\"#step={1}\">{1}</a></td><th scope=\"row\">{2}</th>"
      "<td class=\"working\">{3}</td><td class=\"result\">{4}</td></tr>\n",
      panel.pass, number, panel.brief, panel.working, panel.result);
}

}  // namespace stepgrad
