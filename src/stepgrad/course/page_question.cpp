#include <stepgrad/course/page_question.hpp>

#include <algorithm>

#include <fmt/ranges.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/answer.hpp>
#include <stepgrad/course/page_figure.hpp>
#include <stepgrad/course/page_sentence.hpp>
#include <stepgrad/course/sentence.hpp>
#include <stepgrad/page/markup.hpp>
#include <stepgrad/scalar/formula_parser.hpp>
#include <stepgrad/story/mathml.hpp>

namespace stepgrad {
namespace {

/// Places as the page compares them: "3 1 2".
std::string in_order(std::string_view places) {
  std::string digits;
  for (const char c : places)
    if ('1' <= c && c <= '9') digits += fmt::format("{}{}", digits.empty() ? "" : " ", c);
  return digits;
}

/// What the script needs to judge an answer to the question.
std::string answer_data(const Question& question) {
  if (question.kind == Question::Kind::number)
    return fmt::format(" data-answer=\"{}\" data-within=\"{}\" data-around=\"{}\"", question.answer,
                       question.help.within, question.help.around);
  if (question.kind == Question::Kind::numbers)
    return fmt::format(
        " data-answer=\"{}\" data-within=\"{}\" data-around=\"{}\" data-columns=\"{}\""
        " data-names=\"{}\"",
        question.answer, question.help.within, question.help.around, question.columns,
        escaped(fmt::format("{}", fmt::join(question.inputs, ";"))));
  if (question.kind == Question::Kind::choice || question.kind == Question::Kind::order)
    return fmt::format(" data-answer=\"{}\"", question.answer);
  const Formula formula = parse(question.answer);
  const std::vector<std::string>& inputs = question.inputs;
  const auto points = comparison_points(inputs);
  std::string at;
  for (const std::vector<double>& point : points) at += (at.empty() ? "" : ";") + exact(point);
  return fmt::format(" data-inputs=\"{}\" data-points=\"{}\" data-answer=\"{}\"",
                     fmt::join(inputs, " "), at, exact(at_points(formula, inputs, points)));
}

std::string remark_data(const Question& question, const Remark& remark) {
  if (question.kind == Question::Kind::order) return in_order(remark.answer);
  if (question.kind != Question::Kind::formula) return remark.answer;
  const std::vector<std::string>& inputs = question.inputs;
  return exact(at_points(parse(remark.answer), inputs, comparison_points(inputs)));
}

std::string answer_html(const Question& question) {
  if (question.kind == Question::Kind::formula) return as_mathml(mathematics(question.answer));
  return inline_html(shown_answer(question));
}

/// What the script says: hints, and what helps who gave a certain answer.
std::string help_lists(const Question& question) {
  std::string html = "<ol class=\"hints\" hidden>\n";
  for (const std::string& hint : question.help.hints)
    html += fmt::format("<li>{}</li>\n", inline_html(hint));
  constexpr std::string_view whens[] = {"is", "above", "below", "times", "entry"};
  html += "</ol>\n<ul class=\"remarks\" hidden>\n";
  for (const Remark& remark : question.help.remarks)
    html += fmt::format("<li data-when=\"{}\" data-place=\"{}\" data-answer=\"{}\">{}</li>\n",
                        whens[static_cast<std::size_t>(remark.when)], remark.place,
                        remark_data(question, remark), inline_html(remark.say));
  for (std::size_t i = 0; i < question.choices.size(); ++i)
    if (const std::string& say = question.choices[i].say; !say.empty())
      html += fmt::format("<li data-when=\"choice\" data-answer=\"{}\">{}</li>\n", i + 1,
                          inline_html(say));
  return html + "</ul>\n";
}

std::string text_field(std::string_view label) {
  return fmt::format(R"(<label>{} <input type="text" autocomplete="off" )"
                     R"(autocapitalize="off" spellcheck="false"></label>)"
                     "\n",
                     label);
}

/// A field for each number, with its name; of a matrix, in rows.
std::string number_fields(const Question& question) {
  std::string html = question.columns > 0
                       ? fmt::format("<div class=\"numbers matrix\" style=\"--columns: {}\">\n",
                                     question.columns)
                       : std::string("<div class=\"numbers\">\n");
  for (const std::string& name : question.inputs)
    html += question.columns > 0
              ? fmt::format("<input type=\"text\" aria-label=\"{}\" autocomplete=\"off\">\n",
                            escaped(name))
              : fmt::format("<label>{} <input type=\"text\" autocomplete=\"off\"></label>\n",
                            inline_html(name));
  return html + "</div>\n";
}

/// Things to be pressed in their order.
std::string thing_buttons(const Question& question) {
  std::string html = "<div class=\"things\" role=\"group\">\n";
  for (std::size_t i = 0; i < question.choices.size(); ++i)
    html += fmt::format("<button type=\"button\" class=\"thing\" value=\"{}\">{}</button>\n", i + 1,
                        inline_html(question.choices[i].text));
  return html +
         "</div>\n<p class=\"note\">Press them one after "
         "the other; press one again to take it back.</p>\n";
}

std::string choice_fields(const Question& question, std::size_t number) {
  const bool pictured = std::ranges::any_of(
      question.choices, [](const Choice& choice) { return choice.picture.has_value(); });
  std::string html =
      fmt::format("<div class=\"choices{}\" role=\"radiogroup\" aria-label=\"{}\">\n",
                  pictured ? " pictured" : "", escaped(unmarked(question.ask)));
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    const Choice& choice = question.choices[i];
    const std::string picture =
        choice.picture ? fmt::format("<figure class=\"{}\">{}</figure>",
                                     figure_class(*choice.picture), picture_html(*choice.picture))
                       : "";
    html += fmt::format(
        "<label><input type=\"radio\" name=\"question-{}\" value=\"{}\"> <span>{}</span>{}</label>\n",
        number, i + 1, inline_html(choice.text), picture);
  }
  return html + "</div>\n";
}

std::string fields(const Question& question, std::size_t number) {
  switch (question.kind) {
    case Question::Kind::number:
      return text_field("Your guess");
    case Question::Kind::numbers:
      return number_fields(question);
    case Question::Kind::choice:
      return choice_fields(question, number);
    case Question::Kind::order:
      return thing_buttons(question);
    case Question::Kind::formula:
      break;
  }
  return text_field("Your formula");
}

/// The plot of a question about a place, which can be pointed at.
std::string place_plot(const Question& question) {
  if (!question.plot) return "";
  return fmt::format("<figure class=\"plot place\">\n{}\n</figure>\n",
                     plot_to_point_at(*question.plot));
}

}  // namespace

std::string question_html(const Question& question, std::size_t number) {
  constexpr std::string_view kinds[] = {"number", "numbers", "choice", "order", "formula"};
  const std::string reveal = question.help.reveal.empty() ? "" : paragraph(question.help.reveal);
  return fmt::format(
      "<div class=\"question\" data-kind=\"{}\"{}>\n<p class=\"ask\">{}</p>\n{}<form>\n{}"
      "<div class=\"buttons\"><button type=\"submit\" class=\"main\">Check</button>\n"
      "<button type=\"button\" data-help=\"hint\">Hint</button></div>\n</form>\n"
      "<p class=\"reply\" role=\"status\"></p>\n{}"
      "<details><summary>The answer</summary>\n<p class=\"is\">{}</p>\n{}</details>\n</div>\n",
      kinds[static_cast<std::size_t>(question.kind)], answer_data(question),
      inline_html(question.ask), place_plot(question), fields(question, number),
      help_lists(question), answer_html(question), reveal);
}

}  // namespace stepgrad
