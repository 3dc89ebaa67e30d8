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
#include <stepgrad/page/moments.hpp>
#include <stepgrad/story/json.hpp>
#include <stepgrad/story/mathematics.hpp>
#include <stepgrad/story/words.hpp>

namespace stepgrad {
namespace {

using math::In;

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
std::string number_cell(double number, std::string_view of_class) {
  return cell(math::number(number), of_class);
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
std::string answer(double number, std::string_view color) {
  return element("span", fmt::format("answer {}", color), mathml(math::number(number)));
}

// ---- a moment: what the step panel and the row of the table say of it ---------------------------

/// The parts of a step, each a piece of HTML; what is empty is left out.
struct Telling {
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
  explicit Teller(const Trace& trace) : trace_(trace), paths_(paths(trace)) {}

  Telling tell(const Moment& moment) const {
    switch (moment.kind) {
      case Moment::Kind::given:
        return given();
      case Moment::Kind::value:
        return value(trace_.node(moment.node));
      case Moment::Kind::seed:
        return seed(trace_.node(moment.node));
      case Moment::Kind::share:
        return share(moment.step);
      case Moment::Kind::known:
        break;
    }
    return known();
  }

 private:
  const std::string& output() const { return trace_.node(trace_.output).name; }

  bool has_inputs() const {
    return std::any_of(trace_.nodes.begin(), trace_.nodes.end(),
                       [](const Trace::Node& node) { return node.kind == Trace::Kind::input; });
  }

  /// An equation for each input.
  template <class Equation>
  std::string for_each_input(Equation&& equation) const {
    std::string list;
    for (const Trace::Node& node : trace_.nodes)
      if (node.kind == Trace::Kind::input) list += mathml(equation(node)) + " ";
    return element("p", "list", list);
  }

  Telling given() const {
    return {
        .pass = "start",
        .title = has_inputs() ? "The inputs are given" : "There are no inputs",
        .equations = for_each_input([](const Trace::Node& node) {
          return math::equation({math::name_of(node), math::number(node.value)});
        }),
        .sentence =
            "The forward pass computes every value from the ones before it. Then the backward pass "
            "goes from the output back to the inputs, one multiplication a step.",
        .brief = has_inputs() ? "the inputs are given" : "there are no inputs",
    };
  }

  Telling value(const Trace::Node& node) const {
    const Math name = math::name_of(node);
    const Math names = math::computation(trace_, node, In::names);
    const Math numbers = math::computation(trace_, node, In::numbers);
    const std::string result = sign("=", "answer") + number_cell(node.value, "answer value");
    return {
        .pass = "forward",
        .title = "Compute " + mathml(name),
        .equations = rows(row(cell(name) + sign("=") + cell(names)) +
                          row(cell("") + sign("=") + cell(numbers) + result, "numbers")),
        .sentence = escaped(equation(
            {node.name, in_names(trace_, node), in_numbers(trace_, node), shown(node.value)})),
        .brief = mathml(math::equation({name, names})),
        .working = mathml(numbers),
        .result = answer(node.value, "value"),
    };
  }

  Telling seed(const Trace::Node& node) const {
    const Math gradient = math::gradient(trace_, node);
    return {
        .pass = "backward",
        .title = fmt::format("Begin at the output {}", mathml(math::name_of(node))),
        .equations =
            rows(row(cell(gradient) + sign("=") + number_cell(node.grad, "answer gradient"))),
        .sentence = fmt::format("If {0} grows a little, {0} grows just as much: the gradient of "
                                "the output with respect to itself is 1.",
                                escaped(node.name)),
        .brief = mathml(gradient),
        .result = answer(node.grad, "gradient"),
    };
  }

  Telling share(std::size_t index) const {
    const Step& step = trace_.steps[index];
    const Trace::Node& to = trace_.node(step.to);
    const Math gradient = math::gradient(trace_, to);
    const Math numbers = math::share(trace_, step, In::numbers);
    const bool adds = math::adds(index, paths_);
    const std::string way = path(index);
    return {
        .pass = "backward",
        .title = fmt::format("From {} back to {}", mathml(math::name_of(trace_.node(step.from))),
                             mathml(math::name_of(to))),
        .equations = product(index),
        .slope = mathml(math::slope(trace_, step)),
        .sum = way.empty() ? "" : sum(index),
        .sentence = escaped(sentence(trace_, index, paths_)),
        .brief = mathml(gradient) + (way.empty() ? "" : element("small", "path", way)),
        .working = mathml(adds ? math::sum(math::number(paths_.before[index]), numbers) : numbers),
        .result = answer(step.total, "gradient"),
    };
  }

  /// "path 2 of 3" where several paths meet, or "".
  std::string path(std::size_t index) const {
    const int into = paths_.into[trace_.steps[index].to];
    if (into > 1) return fmt::format("path {} of {}", paths_.order[index], into);
    return math::adds(index, paths_) ? "one more path" : "";
  }

  /// The gradient that arrives times the slope: in names, in numbers, and what they are called.
  std::string product(std::size_t index) const {
    const Step& step = trace_.steps[index];
    const std::string way = path(index);
    const std::string left = way.empty() ? cell(math::gradient(trace_, trace_.node(step.to)))
                                         : cell(fmt::format("<mtext>{}</mtext>", way), "path");
    const std::string result =
        sign("=", "answer") + number_cell(step.contribution, "answer gradient");
    return rows(
        row(left + sign("=") + cell(math::gradient(trace_, trace_.node(step.from)), "gradient") +
            sign("⋅") + cell(math::local(trace_, step), "slope")) +
        row(cell("") + sign("=") + number_cell(step.upstream, "gradient") + sign("⋅") +
                cell(factor(step.local), "slope") + result,
            "numbers") +
        row(cell("") + cell("") + caption("upstream") + cell("") + caption("local"), "captions"));
  }

  /// As the second factor of a product: a negative number in parentheses.
  static Math factor(double number) {
    return math::product(math::number(1), math::number(number)).parts.back();
  }

  std::string sum(std::size_t index) const {
    const Step& step = trace_.steps[index];
    const Math gradient = math::gradient(trace_, trace_.node(step.to));
    const bool last = paths_.order[index] >= paths_.into[step.to];
    const std::string so_far = last ? "" : " so far";
    if (!math::adds(index, paths_))
      return mathml(math::equation({gradient, math::number(step.total)})) + so_far;
    return mathml(math::total(trace_, index, paths_));
  }

  Telling known() const {
    const std::string what =
        has_inputs() ? fmt::format("Each says how much {} changes for each unit of that input. ",
                                   escaped(output()))
                     : "Without inputs there is no gradient to follow. ";
    return {
        .pass = "end",
        .title = has_inputs() ? "All gradients are known" : "The value is known",
        .equations = for_each_input([&](const Trace::Node& node) {
          return math::equation({math::gradient(trace_, node), math::number(node.grad)});
        }),
        .sentence = what + escaped(non_finite_remark(trace_)),
        .brief = has_inputs() ? "all gradients are known" : "the value is known",
    };
  }

  const Trace& trace_;
  const Paths paths_;
};

/// A paragraph of the step panel, or nothing.
std::string paragraph(std::string_view of_class, const std::string& inside) {
  return inside.empty() ? "" : element("p", of_class, inside) + "\n";
}

std::string item(std::size_t number, const Telling& telling) {
  return fmt::format(
      "<li class=\"moment {0}\" id=\"moment-{1}\">\n<h2><span class=\"pass\">{0}</span> {2}</h2>\n"
      "<div class=\"equations\">{3}</div>\n{4}{5}{6}</li>\n",
      telling.pass, number, telling.title, telling.equations,
      paragraph("slope-line", telling.slope), paragraph("sum", telling.sum),
      paragraph("sentence", telling.sentence));
}

std::string table_row(std::size_t number, const Telling& telling) {
  return fmt::format(
      "<tr class=\"{0}\"><td><a href=\"#step={1}\">{1}</a></td><th scope=\"row\">{2}</th>"
      "<td class=\"working\">{3}</td><td class=\"result\">{4}</td></tr>\n",
      telling.pass, number, telling.brief, telling.working, telling.result);
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
    node.id = time == 1 ? fmt::format("n{}", told.id) : fmt::format("n{}-{}", told.id, time);
    node.named = told.kind != Trace::Kind::constant;
    if (told.row && node.operations == 1)
      node.about = printable(equation({told.name, in_names(trace, told)}));
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
                          *part, mathml(math::name_of(trace.node(*part))), drawings[i]);
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

std::string html(const Trace& trace) {
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
    const Telling telling = teller.tell(film[i]);
    items += item(i, telling);
    rows += table_row(i, telling);
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
