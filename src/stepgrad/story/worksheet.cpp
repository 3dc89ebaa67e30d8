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

std::string title(const Worksheet& sheet) {
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

/// How to have the other page, the key or the sheet, of an exercise that was made up.
template <class Set>
std::string other_page(const Worksheet& sheet, Set&& code) {
  if (sheet.origin.empty()) return "";
  return sheet.answers ? "The sheet to this key: " + code(sheet.origin)
                       : "The key to this sheet: " + code(sheet.origin + " --answers");
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
h2 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
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
@media print { body { margin: 0; max-width: none; } .blank { background: none; } }
)css";

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

std::string as_text(const Worksheet& sheet) {
  std::string text = title(sheet) + "\n\n";
  for (const Math& statement : sheet.statements)
    text += fmt::format("  {}\n", as_plain_text(statement));
  if (!sheet.inputs.empty()) text += with_inputs(sheet, as_plain_text) + "\n";
  const std::size_t rows = sheet.forward.size() + sheet.backward.size();
  const std::size_t wide = std::to_string(rows).size();
  std::size_t number = 0;
  const std::string_view gap = sheet.answers ? "" : "\n";
  const auto list = [&](const std::vector<Math>& equations) {
    for (const Math& equation : equations)
      text += fmt::format("{}  {:>{}}  {}\n", gap, ++number, wide, as_plain_text(equation));
  };
  text += fmt::format("\nForward. {}\n", forward_task);
  list(sheet.forward);
  text += fmt::format("\nBackward. {}\n", backward_task(sheet, as_plain_text, "\n"));
  list(sheet.backward);
  if (const std::string origin = other_page(sheet, [](const std::string& code) { return code; });
      !origin.empty())
    text += "\n" + origin + "\n";
  return text;
}

std::string as_markdown(const Worksheet& sheet, const std::string& diagram) {
  std::string text = fmt::format("# {}\n", title(sheet));
  for (const Math& statement : sheet.statements) text += "\n" + markdown_block(statement);
  if (!sheet.inputs.empty()) text += "\n" + with_inputs(sheet, markdown_inline) + "\n";
  if (!diagram.empty()) text += "\n" + markdown_picture("The diagram", diagram);
  std::size_t number = 0;
  const auto list = [&](const std::vector<Math>& equations) {
    for (const Math& equation : equations)
      text += fmt::format("\n{}. {}\n", ++number, markdown_inline(equation));
  };
  text += fmt::format("\n## Forward\n\n{}\n", forward_task);
  list(sheet.forward);
  text += fmt::format("\n## Backward\n\n{}\n", backward_task(sheet, markdown_inline));
  list(sheet.backward);
  const std::string origin = other_page(sheet, markdown_code);
  return origin.empty() ? text : text + "\n" + origin + "\n";
}

std::string as_latex(const Worksheet& sheet, const std::string& diagram) {
  std::string statements;
  for (const Math& statement : sheet.statements)
    statements +=
        fmt::format("{}{}", statements.empty() ? "" : " \\\\\n", latex_row(statement, own_line));
  const auto code = [](const std::string& text) {
    return fmt::format("\\texttt{{{}}}", latex_text(text));
  };
  return latex_document(fmt::format(
      "\\allowdisplaybreaks\n\\section*{{{}}}\n{}{}{}\n\n{}\n\\subsection*{{Forward}}\n{}\n{}\n"
      "\\subsection*{{Backward}}\n{}\n{}\n\\bigskip\\noindent{{\\small {}}}\n",
      title(sheet), sheet.answers ? "" : "Name: \\hrulefill\\quad Date: \\hrulefill\\par\n",
      latex_align(statements), with_inputs(sheet, latex_inline),
      diagram.empty() ? "" : latex_picture(diagram), forward_task, numbered_rows(sheet.forward, 1),
      backward_task(sheet, latex_inline), numbered_rows(sheet.backward, 1 + sheet.forward.size()),
      other_page(sheet, code)));
}

std::string as_html(const Worksheet& sheet, const std::string& svg) {
  const auto set = [](const Math& math) { return as_mathml(math); };
  const auto code = [](const std::string& text) {
    return fmt::format("<code>{}</code>", escaped(text));
  };
  const std::string origin = other_page(sheet, code);
  std::string statements;
  for (const Math& statement : sheet.statements)
    statements += fmt::format("<p>{}</p>\n", as_mathml(statement, Display::block));
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n{2}{3}"
      "<p>{4}</p>\n{5}<h2>Forward</h2>\n<p>{6}</p>\n{7}<h2>Backward</h2>\n<p>{8}</p>\n{9}"
      "{10}</main>\n</body>\n</html>\n",
      title(sheet), style,
      sheet.answers ? "" : "<p class=\"who\"><span>Name</span><span>Date</span></p>\n", statements,
      with_inputs(sheet, set), svg.empty() ? "" : "<figure>\n" + svg + "</figure>\n", forward_task,
      html_rows(sheet.forward, 1), backward_task(sheet, set),
      html_rows(sheet.backward, 1 + sheet.forward.size()),
      origin.empty() ? "" : fmt::format("<footer>{}</footer>\n", origin));
}

}  // namespace stepgrad
