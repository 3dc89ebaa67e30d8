#include <stepgrad/story/worksheet.hpp>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/story/latex.hpp>
#include <stepgrad/story/markdown.hpp>
#include <stepgrad/story/mathml.hpp>
#include <stepgrad/story/plain_text.hpp>
#include <stepgrad/story/story.hpp>

namespace stepgrad {
namespace {

// ---- what is asked

constexpr std::size_t most_shares_asked_for = 3;  // of more only the sum is asked for

Math added(const std::vector<Math>& terms) { return math::operation(op::sum, terms); }

/// The row of a result.
Math forward_row(const Story::Node& node, bool answers) {
  return answers ? node.computation() : math::equation({node.name, node.in_names, math::blank()});
}

/// The row of a gradient: the shares that it is the sum of, then their numbers or room for them.
Math backward_row(const std::vector<const Story::Step*>& steps, bool answers) {
  std::vector<Math> in_names, in_numbers, results;
  for (const Story::Step* step : steps) {
    in_names.push_back(step->share_in_names);
    in_numbers.push_back(answers ? step->share_in_numbers
                                 : math::product(math::blank(), math::blank()));
    results.push_back(step->contribution);
  }
  std::vector<Math> sides{steps.front()->gradient, added(in_names)};
  if (answers || steps.size() <= most_shares_asked_for) sides.push_back(added(in_numbers));
  if (answers && steps.size() > 1) sides.push_back(added(results));
  sides.push_back(answers ? steps.back()->total : math::blank());
  return math::equation(sides);
}

// ---- pages

std::string title(const Sheet& sheet) {
  return sheet.answers ? "Backpropagation by hand: answers" : "Backpropagation by hand";
}

constexpr std::string_view forward_task = "Find every value from the ones before it.";

/// What is asked of the backward pass and, after `gap`, what a sign in it means.
std::string backward_task(const Worksheet& sheet, const Setter& set, std::string_view gap = " ") {
  if (sheet.backward.empty()) return "There is nothing to find: no operation leads to an input.";
  const std::string remark = stepgrad::set(sheet.numbered, set);
  return fmt::format("Find every gradient, from the output to the inputs. It starts with {}.{}{}",
                     set(sheet.start), remark.empty() ? "" : gap, remark);
}

std::string with_inputs(const Worksheet& sheet, const Setter& set) {
  std::vector<std::string> inputs;
  for (const Math& input : sheet.inputs) inputs.push_back(set(input));
  return inputs.empty() ? "" : fmt::format("with {}.", listed(inputs));
}

/// On a key, how its sheet is made. A sheet does not say how its key is.
template <class Set>
std::string origin_of(const Sheet& sheet, Set&& code) {
  if (!sheet.answers || sheet.origin.empty()) return "";
  return "The sheet to this key: " + code(sheet.origin);
}

/// "Problem 2", or "" if it is alone.
std::string name_of(const Sheet& sheet, std::size_t problem) {
  return sheet.problems.size() == 1 ? "" : fmt::format("Problem {}", problem + 1);
}

// ---- LaTeX --------------------------------------------------------------------------------------

/// Rows with their numbers, and room to write between them.
std::string numbered_rows(const std::vector<Math>& rows, std::size_t first) {
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i)
    text += (i == 0 ? "" : " \\\\[1ex]\n") +
            latex_row(rows[i], own_line, fmt::format(" \\tag{{{}}}", first + i));
  return latex_align(text);
}

// ---- HTML ---------------------------------------------------------------------------------------

std::string html_rows(const std::vector<Math>& rows, std::size_t first) {
  std::string text = fmt::format("<ol start=\"{}\">\n", first);
  for (const Math& row : rows) text += fmt::format("<li>{}</li>\n", as_mathml(row, Display::block));
  return rows.empty() ? "" : text + "</ol>\n";
}

constexpr std::string_view style = R"css(
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; color: #111;
  background: #fff; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; }
h2, h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
h2.problem { font-size: 1.15rem; border-top: 1px solid #777; padding-top: 1rem; }
section { break-inside: avoid; }
section figure { float: right; width: 40%; margin: 0 0 1rem 1rem; }
section figure svg { max-height: 12rem; }
section::after { content: ""; display: block; clear: both; }
section h3 { margin-top: 1rem; }
section p { margin: .4rem 0; }
section li { margin: .5rem 0; }
.who { display: flex; gap: 2rem; margin-bottom: 1rem; }
.who span { flex: 1; border-bottom: 1px solid #777; }
ol { padding-left: 2.2rem; margin: 0; }
li { margin: .8rem 0; break-inside: avoid; }
math { font-family: "STIX Two Math", "Latin Modern Math", "DejaVu Math TeX Gyre", math; }
math[display="block"] { text-align: left; width: fit-content; margin: 0; }
.blank { border-bottom: 1.5px solid #111; background: #f4f4f4; }
figure { margin: 1rem 0; overflow-x: auto; }
figure svg { max-width: 100%; height: auto; }
footer { margin-top: 2rem; font-size: .8rem; color: #555; }
@media print {
  body { margin: 0; max-width: none; }
  .blank { background: none; }
  section { font-size: .75rem; }
  section h2.problem { margin: .6rem 0 .2rem; padding-top: .5rem; }
  section h3 { font-size: .8rem; margin: .4rem 0 .1rem; }
  section p { margin: .1rem 0; }
  section li { margin: .3rem 0; }
  section figure { width: 45%; margin-top: -2rem; }
  section figure svg { max-height: 9rem; }
}
)css";

// ---- one problem

std::string problem_text(const Worksheet& problem) {
  std::string text;
  for (const Math& statement : problem.statements)
    text += fmt::format("  {}\n", as_plain_text(statement));
  if (!problem.inputs.empty()) text += with_inputs(problem, as_plain_text) + "\n";
  const std::size_t rows = problem.forward.size() + problem.backward.size();
  const std::size_t wide = std::to_string(rows).size();
  std::size_t number = 0;
  const std::string_view gap = problem.answers ? "" : "\n";
  const auto list = [&](const std::vector<Math>& equations) {
    for (const Math& equation : equations)
      text += fmt::format("{}  {:>{}}  {}\n", gap, ++number, wide, as_plain_text(equation));
  };
  text += fmt::format("\nForward. {}\n", forward_task);
  list(problem.forward);
  text += fmt::format("\nBackward. {}\n", backward_task(problem, as_plain_text, "\n"));
  list(problem.backward);
  return text;
}

std::string problem_markdown(const Worksheet& problem, const char* level) {
  std::string text;
  for (const Math& statement : problem.statements) text += "\n" + markdown_block(statement);
  if (!problem.inputs.empty()) text += "\n" + with_inputs(problem, markdown_inline) + "\n";
  if (!problem.diagram.empty()) text += "\n" + markdown_picture("The diagram", problem.diagram);
  std::size_t number = 0;
  const auto list = [&](const std::vector<Math>& equations) {
    for (const Math& equation : equations)
      text += fmt::format("\n{}. {}\n", ++number, markdown_inline(equation));
  };
  text += fmt::format("\n{} Forward\n\n{}\n", level, forward_task);
  list(problem.forward);
  text += fmt::format("\n{} Backward\n\n{}\n", level, backward_task(problem, markdown_inline));
  list(problem.backward);
  return text;
}

std::string problem_latex(const Worksheet& problem, const char* level) {
  std::string statements;
  for (const Math& statement : problem.statements)
    statements +=
        fmt::format("{}{}", statements.empty() ? "" : " \\\\\n", latex_row(statement, own_line));
  return fmt::format("{0}{1}\n\n{2}\n\\{3}*{{Forward}}\n{4}\n{5}\n\\{3}*{{Backward}}\n{6}\n{7}\n",
                     latex_align(statements), with_inputs(problem, latex_inline),
                     problem.diagram.empty() ? "" : latex_picture(problem.diagram), level,
                     forward_task, numbered_rows(problem.forward, 1),
                     backward_task(problem, latex_inline),
                     numbered_rows(problem.backward, 1 + problem.forward.size()));
}

std::string problem_html(const Worksheet& problem, const char* level) {
  const auto set = [](const Math& math) { return as_mathml(math); };
  std::string statements;
  for (const Math& statement : problem.statements)
    statements += fmt::format("<p>{}</p>\n", as_mathml(statement, Display::block));
  const std::string& svg = problem.diagram;
  return fmt::format(
      "{0}<p>{1}</p>\n{2}<{3}>Forward</{3}>\n<p>{4}</p>\n{5}<{3}>Backward</{3}>\n<p>{6}</p>\n{7}",
      statements, with_inputs(problem, set), svg.empty() ? "" : "<figure>\n" + svg + "</figure>\n",
      level, forward_task, html_rows(problem.forward, 1), backward_task(problem, set),
      html_rows(problem.backward, 1 + problem.forward.size()));
}

}  // namespace

Worksheet worksheet(const Trace& trace, bool answers) {
  const Story story = stepgrad::story(trace);
  Worksheet sheet{.answers = answers,
                  .statements = story.statements,
                  .inputs = {},
                  .forward = {},
                  .start = story.output.result(),
                  .numbered = numbered_slope_remark(story.backward),
                  .backward = {}};
  for (const Story::Node& input : story.inputs) sheet.inputs.push_back(input.computation());
  for (const Story::Node& node : story.forward) sheet.forward.push_back(forward_row(node, answers));
  std::vector<std::vector<const Story::Step*>> into(trace.nodes.size());
  for (const Story::Step& step : story.backward) into[step.to].push_back(&step);
  const auto add = [&](const Trace::Node& node) {
    if (!into[node.id].empty()) sheet.backward.push_back(backward_row(into[node.id], answers));
  };
  for (Id id = trace.output; id-- > 0;)
    if (trace.node(id).row) add(trace.node(id));
  for (const Trace::Node& node : trace.nodes)
    if (!node.row) add(node);
  return sheet;
}

std::string as_text(const Sheet& sheet) {
  std::string text = title(sheet) + '\n';
  for (std::size_t i = 0; i < sheet.problems.size(); ++i) {
    if (const std::string name = name_of(sheet, i); !name.empty())
      text += fmt::format("{}\n{}\n", i == 0 ? "" : "\n", name);
    text += '\n' + problem_text(sheet.problems[i]);
  }
  const std::string origin = origin_of(sheet, [](const std::string& code) { return code; });
  return origin.empty() ? text : text + "\n" + origin + "\n";
}

std::string as_markdown(const Sheet& sheet) {
  std::string text = fmt::format("# {}\n", title(sheet));
  for (std::size_t i = 0; i < sheet.problems.size(); ++i) {
    const std::string name = name_of(sheet, i);
    if (!name.empty()) text += fmt::format("\n## {}\n", name);
    text += problem_markdown(sheet.problems[i], name.empty() ? "##" : "###");
  }
  const std::string origin = origin_of(sheet, markdown_code);
  return origin.empty() ? text : text + "\n" + origin + "\n";
}

std::string as_latex(const Sheet& sheet) {
  std::string body =
      fmt::format("\\allowdisplaybreaks\n\\section*{{{}}}\n{}", title(sheet),
                  sheet.answers ? "" : "Name: \\hrulefill\\quad Date: \\hrulefill\\par\n");
  for (std::size_t i = 0; i < sheet.problems.size(); ++i) {
    const std::string name = name_of(sheet, i);
    if (!name.empty()) body += fmt::format("\\filbreak\n\\subsection*{{{}}}\n", name);
    body += problem_latex(sheet.problems[i], name.empty() ? "subsection" : "subsubsection");
  }
  const std::string origin = origin_of(sheet, [](const std::string& text) {
    return fmt::format("\\texttt{{{}}}", latex_text(text));
  });
  if (!origin.empty()) body += fmt::format("\\bigskip\\noindent{{\\small {}}}\n", origin);
  return latex_document(body);
}

std::string as_html(const Sheet& sheet) {
  std::string problems;
  for (std::size_t i = 0; i < sheet.problems.size(); ++i) {
    const std::string name = name_of(sheet, i);
    if (name.empty())
      problems += problem_html(sheet.problems[i], "h2");
    else
      problems += fmt::format("<section>\n<h2 class=\"problem\">{}</h2>\n{}</section>\n", name,
                              problem_html(sheet.problems[i], "h3"));
  }
  const std::string origin = origin_of(
      sheet, [](const std::string& text) { return fmt::format("<code>{}</code>", escaped(text)); });
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n{2}{3}{4}"
      "</main>\n</body>\n</html>\n",
      title(sheet), style,
      sheet.answers ? "" : "<p class=\"who\"><span>Name</span><span>Date</span></p>\n", problems,
      origin.empty() ? "" : fmt::format("<footer>{}</footer>\n", origin));
}

}  // namespace stepgrad
