#include <stepgrad/page/player.hpp>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/graphviz.hpp>
#include <stepgrad/draw/named_parts.hpp>
#include <stepgrad/page/files.hpp>
#include <stepgrad/page/markup.hpp>
#include <stepgrad/page/player_moments.hpp>
#include <stepgrad/story/json.hpp>
#include <stepgrad/story/mathml.hpp>
#include <stepgrad/story/story.hpp>

namespace stepgrad {
namespace {

// ---- text ---------------------------------------------------------------------------------------

/// A formula keeps its lines.
std::string escaped_lines(std::string_view text) {
  std::string result;
  for (const std::string_view line : split(text, '\n'))
    result += (result.empty() ? "" : "\n") + escaped(line);
  return result;
}

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
std::string row(std::string_view cells, std::string_view of_class = "") {
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

class Teller {
 public:
  explicit Teller(const Trace& trace) : trace_(trace), story_(story(trace)) {}

  Panel tell(const Moment& moment) const {
    switch (moment.kind) {
      case Moment::Kind::given:
        return given();
      case Moment::Kind::value:
        return value(stepgrad::tell(trace_, trace_.node(moment.node)));
      case Moment::Kind::seed:
        return seed();
      case Moment::Kind::share:
        return share(story_.backward[moment.step]);
      case Moment::Kind::known:
        break;
    }
    return known();
  }

 private:
  bool has_inputs() const { return !story_.inputs.empty(); }

  /// An equation for each input.
  template <class Equation>
  std::string for_each_input(Equation&& equation) const {
    std::string list;
    for (const Story::Node& input : story_.inputs) list += as_mathml(equation(input)) + " ";
    return element("p", "list", list);
  }

  Panel given() const {
    return {
        .pass = "start",
        .title = has_inputs() ? "The inputs are given" : "There are no inputs",
        .equations = for_each_input([](const Story::Node& input) { return input.computation(); }),
        .sentence =
            std::string(
                "The forward pass computes every value from the ones before it. Then the backward pass "
                "goes from the output back to the inputs, one multiplication a step.") +
            (story_.branches.empty() ? "" : " " + escaped(set(story_.branches, as_formula))),
        .brief = has_inputs() ? "the inputs are given" : "there are no inputs",
    };
  }

  static Panel value(const Story::Node& node) {
    const std::string result = sign("=", "answer") + cell(node.value, "answer value");
    return {
        .pass = "forward",
        .title = "Compute " + as_mathml(node.name),
        .equations = rows(row(cell(node.name) + sign("=") + cell(node.in_names)) +
                          row(cell("") + sign("=") + cell(node.in_numbers) + result, "numbers")),
        .sentence = escaped(as_formula(node.computation())),
        .brief = as_mathml(node.rule()),
        .working = as_mathml(node.in_numbers),
        .result = answer(node.value, "value"),
    };
  }

  Panel seed() const {
    const Story::Node& output = story_.output;
    return {
        .pass = "backward",
        .title = fmt::format("Begin at the output {}", as_mathml(output.name)),
        .equations = rows(row(cell(output.gradient) + sign("=") +
                              cell(output.gradient_number, "answer gradient"))),
        .sentence = fmt::format("If {0} grows a little, {0} grows just as much: the gradient of "
                                "the output with respect to itself is 1.",
                                escaped(as_formula(output.name))),
        .brief = as_mathml(output.gradient),
        .result = answer(output.gradient_number, "gradient"),
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
        row(left + sign("=") + cell(step.upstream, "gradient") + sign("⋅") +
            cell(step.local, "slope")) +
        row(cell("") + sign("=") + cell(step.upstream_number, "gradient") + sign("⋅") +
                cell(step.share_in_numbers.parts.back(), "slope") + result,
            "numbers") +
        row(cell("") + cell("") + caption("upstream") + cell("") + caption("local"), "captions"));
  }

  Panel known() const {
    const std::string what =
        has_inputs() ? fmt::format("Each says how much {} changes for each unit of that input. ",
                                   escaped(as_formula(story_.output.name)))
                     : "Without inputs there is no gradient to follow. ";
    return {
        .pass = "end",
        .title = has_inputs() ? "All gradients are known" : "The value is known",
        .equations = for_each_input([](const Story::Node& input) { return input.result(); }),
        .sentence = what + escaped(set(story_.non_finite, as_formula)),
        .brief = has_inputs() ? "all gradients are known" : "the value is known",
    };
  }

  const Trace& trace_;
  const Story story_;
};

/// A paragraph of the step panel, or nothing.
std::string paragraph(std::string_view of_class, const std::string& inside) {
  return inside.empty() ? "" : element("p", of_class, inside) + "\n";
}

std::string item(std::size_t number, const Panel& panel) {
  return fmt::format(
      "<li class=\"moment {0}\" id=\"moment-{1}\">\n<h2><span class=\"pass\">{0}</span> {2}</h2>\n"
      "<div class=\"equations\">{3}</div>\n{4}{5}{6}</li>\n",
      panel.pass, number, panel.title, panel.equations, paragraph("slope-line", panel.slope),
      paragraph("sum", panel.sum), paragraph("sentence", panel.sentence));
}

std::string table_row(std::size_t number, const Panel& panel) {
  return fmt::format(
      "<tr class=\"{0}\"><td><a href=\"#step={1}\">{1}</a></td><th scope=\"row\">{2}</th>"
      "<td class=\"working\">{3}</td><td class=\"result\">{4}</td></tr>\n",
      panel.pass, number, panel.brief, panel.working, panel.result);
}

// ---- the diagram, or the diagrams of its parts --------------------------------------------------

/// Above this many nodes a diagram is rolled up into its parts.
constexpr std::size_t most_nodes_at_once = 300;

/// Above this many a browser takes long to open the page, and nobody goes through them.
constexpr std::size_t most_moments = 5000;

/// A drawing on the page: everything, all parts rolled up, or the inside of one part.
struct Sheet {
  Drawing drawing;
  std::optional<Id> part;
};

Id node_of(const std::string& id) { return static_cast<Id>(std::stoul(id.substr(1))); }

/// The drawing, if Graphviz can make a picture of it. Throws Error else.
Drawing checked(Drawing drawing) {
  if (is_too_large_for_graphviz(drawing))
    throw Error(fmt::format("a page cannot show a diagram of {} nodes", drawing.nodes.size()), "",
                "Give names to parts of the formula, as in h = tanh(w*x + b): they become boxes.");
  return drawing;
}

std::vector<Sheet> sheets(const Trace& trace, const std::optional<NamedParts>& parts) {
  if (!parts) return {{checked(drawing(trace)), std::nullopt}};
  std::vector<Sheet> sheets{{checked(rolled_up_drawing(trace)), std::nullopt}};
  for (const Trace::Node& node : trace.nodes)
    if (parts->size[node.id] > 1)
      sheets.push_back({checked(inside_drawing(trace, *parts, node.id)), node.id});
  return sheets;
}

/// On this page every value is spoken of by its name, and a tooltip may not tell a number before it
/// is known. `drawn` counts how often each node is on the page: no two elements may have one id.
void suit_to_page(Drawing& drawing, const Trace& trace, std::vector<std::size_t>& drawn) {
  const std::size_t moments_before_steps = moments(trace).size() - trace.steps.size() - 1;
  for (Drawing::Node& node : drawing.nodes) {
    const Trace::Node& told = trace.node(node_of(node.id));
    const std::size_t time = ++drawn[told.id];
    node.id = time == 1 ? fmt::format("n{}", told.id) : fmt::format("n{}_{}", told.id, time);
    node.named = told.kind != Trace::Kind::constant;
    if (told.row && node.operations == 1)
      node.about = printable(as_formula(tell(trace, told).rule()));
    else if (told.kind == Trace::Kind::input)
      node.about = printable(told.name);
  }
  for (Drawing::Edge& edge : drawing.edges)
    edge.about = edge.id.starts_with('e') && edge.local
                   ? fmt::format("step {}", moments_before_steps + node_of(edge.id) - 1)
                   : "";
}

/// Draws all sheets in one run of Graphviz; gives the <svg> elements.
std::vector<std::string> svgs(const std::vector<Sheet>& sheets) {
  std::string text;
  for (const Sheet& sheet : sheets) text += dot_source(sheet.drawing);
  return inline_svgs(graphviz_picture(text, PictureFormat::svg));
}

std::string diagram(const Trace& trace, const std::optional<NamedParts>& parts) {
  std::vector<Sheet> sheets = stepgrad::sheets(trace, parts);
  std::vector<std::size_t> drawn(trace.nodes.size());
  for (Sheet& sheet : sheets) suit_to_page(sheet.drawing, trace, drawn);
  const std::vector<std::string> drawings = svgs(sheets);
  std::string html;
  for (std::size_t i = 0; i < drawings.size(); ++i)
    if (const std::optional<Id> part = sheets[i].part)
      html += fmt::format("<div class=\"sheet\" data-part=\"{}\">\n<p>Inside {}</p>\n{}\n</div>\n",
                          *part, as_mathml(math::name(trace.node(*part).name)), drawings[i]);
    else
      html += fmt::format("<div class=\"sheet\">\n{}\n</div>\n", drawings[i]);
  return html;
}

/// The parts of a trace that is too large to be seen at once, if there are several.
std::optional<NamedParts> parts_of_large(const Trace& trace) {
  if (trace.nodes.size() <= most_nodes_at_once) return std::nullopt;
  NamedParts parts = named_parts(trace);
  const auto boxes = std::count_if(parts.size.begin(), parts.size.end(),
                                   [](std::size_t size) { return size > 1; });
  if (boxes < 2) return std::nullopt;
  return parts;
}

/// Tells of each moment in which part it happens.
void find_parts(std::vector<Moment>& film, const Trace& trace, const NamedParts& parts) {
  for (Moment& moment : film) {
    if (moment.kind != Moment::Kind::value && moment.kind != Moment::Kind::share) continue;
    const Id at = moment.kind == Moment::Kind::value ? moment.node : trace.steps[moment.step].from;
    if (parts.size[parts.part[at]] > 1) moment.part = parts.part[at];
  }
}

}  // namespace

std::string as_html(const Trace& trace) {
  std::vector<Moment> film = moments(trace);
  if (film.size() > most_moments)
    throw Error(fmt::format("a page cannot show {} steps", film.size()), "",
                "Explain a smaller formula, or take --format text, which tells a part.");
  const std::optional<NamedParts> parts = parts_of_large(trace);
  if (parts) find_parts(film, trace, *parts);
  const std::string drawings = diagram(trace, parts);
  const Teller teller(trace);
  std::string items, rows;
  for (std::size_t i = 0; i < film.size(); ++i) {
    const Panel panel = teller.tell(film[i]);
    items += item(i, panel);
    rows += table_row(i, panel);
  }
  const std::string& formula =
      trace.formula.empty() ? trace.node(trace.output).name : trace.formula;
  return filled(files::page_html, {
                                      {"title", escaped(formula)},
                                      {"formula", escaped_lines(formula)},
                                      {"page_css", std::string(files::page_css)},
                                      {"drawing_css", std::string(files::drawing_css)},
                                      {"player_css", std::string(files::player_css)},
                                      {"diagram", drawings},
                                      {"moments", items},
                                      {"rows", rows},
                                      {"last", std::to_string(film.size() - 1)},
                                      {"data", within_script(moments_json(trace, film))},
                                      {"predict_js", std::string(files::predict_js)},
                                      {"diagram_js", std::string(files::diagram_js)},
                                      {"zoom_js", std::string(files::zoom_js)},
                                      {"story_js", std::string(files::story_js)},
                                      {"guessing_js", std::string(files::guessing_js)},
                                      {"player_js", std::string(files::player_js)},
                                      {"theme_js", std::string(files::theme_js)},
                                  });
}

}  // namespace stepgrad
