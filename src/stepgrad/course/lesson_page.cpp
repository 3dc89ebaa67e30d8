#include <stepgrad/course/lesson_page.hpp>

#include <algorithm>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/answer.hpp>
#include <stepgrad/course/book.hpp>
#include <stepgrad/course/lesson_link.hpp>
#include <stepgrad/course/lesson_text.hpp>
#include <stepgrad/course/sentence.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/graphviz.hpp>
#include <stepgrad/page/files.hpp>
#include <stepgrad/page/markup.hpp>
#include <stepgrad/page/player.hpp>
#include <stepgrad/story/mathml.hpp>
#include <stepgrad/story/plain_text.hpp>

namespace stepgrad {
namespace {

// ---- text

/// What stands between two marks as an element, and the marks gone.
std::string marked(const std::string& text, std::string_view mark, std::string_view element) {
  constexpr char single = '\x01';
  const std::string with_single = replaced(text, mark, std::string(1, single));
  std::string result;
  bool inside = false;
  for (const std::string_view piece : split(with_single, single)) {
    result += inside ? fmt::format("<{0}>{1}</{0}>", element, piece) : std::string(piece);
    inside = !inside;
  }
  return result;
}

/// A sentence with its `code`, **stress** and $mathematics$. Its references to lessons are set with
/// the whole page.
std::string inline_html(std::string_view sentence) {
  const auto setter = [](const Math& math) { return as_mathml(math); };
  return marked(marked(set_mathematics(sentence, setter, escaped), "`", "code"), "**", "strong");
}

/// A sentence without its marks, for an attribute.
std::string unmarked(std::string_view sentence) {
  const std::string linked = set_links(sentence);
  return replaced(replaced(set_mathematics(linked, as_plain_text), "`", ""), "**", "");
}

std::string paragraph(std::string_view sentence) {
  return fmt::format("<p>{}</p>\n", inline_html(sentence));
}

/// The text as the value of a quoted attribute, with its lines.
std::string in_attribute(std::string_view text) {
  return replaced(replaced(std::string(text), "&", "&amp;"), "\"", "&quot;");
}

std::string escaped_lines(std::string_view text) {
  return replaced(replaced(std::string(text), "&", "&amp;"), "<", "&lt;");
}

std::string box(std::string_view of_class, std::string_view head, std::string_view sentence) {
  return fmt::format("<aside class=\"{}\"><h3>{}</h3>{}</aside>\n", of_class, head,
                     paragraph(sentence));
}

// ---- figures

std::string figure(std::string_view of_class, std::string_view inside, std::string_view caption) {
  const std::string below =
      caption.empty() ? "" : fmt::format("<figcaption>{}</figcaption>\n", inline_html(caption));
  return fmt::format("<figure class=\"{}\">\n{}\n{}</figure>\n", of_class, inside, below);
}

/// The diagram as an <svg> without ids: there are several on a page.
std::string drawn(const Drawing& drawing) {
  const std::string svg =
      inline_svgs(graphviz_picture(dot_source(drawing), PictureFormat::svg)).at(0);
  return without(without(svg, " id=\"", "\""), "<title>", "</title>");
}

/// The plot, wide and as narrow as a phone: the page shows one of them, which tells those who
/// cannot see it what it is of.
std::string drawn(const Plot& plot) {
  std::vector<std::string> names;
  for (const Plot::Series& series : plot.series) names.push_back(series.name);
  const std::string label = fmt::format("{}. Plotted: {}", plot.title, fmt::join(names, "; "));
  const auto described = [&](std::string picture, std::string_view of_class) {
    return picture.insert(
        picture.find(' '),
        fmt::format(" class=\"{}\" role=\"img\" aria-label=\"{}\"", of_class, escaped(label)));
  };
  return described(svg(plot), "wide") + described(narrow_svg(plot), "narrow");
}

// ---- questions

std::string numbers(const std::vector<double>& values) {
  std::vector<std::string> texts;
  for (const double value : values) texts.push_back(exact(value));
  return fmt::format("{}", fmt::join(texts, " "));
}

/// What the script needs to judge an answer to the question.
std::string answer_data(const Question& question) {
  if (question.kind == Question::Kind::number)
    return fmt::format(" data-answer=\"{}\" data-within=\"{}\"", question.answer,
                       question.help.within);
  if (question.kind == Question::Kind::choice)
    return fmt::format(" data-answer=\"{}\"", question.answer);
  const Formula formula = parse(question.answer);
  const std::vector<std::string>& inputs = question.inputs;
  const auto points = comparison_points(inputs);
  std::string at;
  for (const std::vector<double>& point : points) at += (at.empty() ? "" : ";") + numbers(point);
  return fmt::format(" data-inputs=\"{}\" data-points=\"{}\" data-answer=\"{}\"",
                     fmt::join(inputs, " "), at, numbers(at_points(formula, inputs, points)));
}

std::string remark_data(const Question& question, const Remark& remark) {
  if (question.kind != Question::Kind::formula) return remark.answer;
  const std::vector<std::string>& inputs = question.inputs;
  return numbers(at_points(parse(remark.answer), inputs, comparison_points(inputs)));
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
  html += "</ol>\n<ul class=\"remarks\" hidden>\n";
  for (const Remark& remark : question.help.remarks)
    html += fmt::format("<li data-answer=\"{}\">{}</li>\n", remark_data(question, remark),
                        inline_html(remark.say));
  for (std::size_t i = 0; i < question.choices.size(); ++i)
    if (const std::string& say = question.choices[i].say; !say.empty())
      html += fmt::format("<li data-answer=\"{}\">{}</li>\n", i + 1, inline_html(say));
  return html + "</ul>\n";
}

std::string fields(const Question& question, std::size_t number) {
  if (question.kind != Question::Kind::choice)
    return fmt::format(R"(<label>{} <input type="text" autocomplete="off" )"
                       R"(autocapitalize="off" spellcheck="false"></label>)"
                       "\n",
                       question.kind == Question::Kind::number ? "Your guess" : "Your formula");
  std::string html = fmt::format("<div class=\"choices\" role=\"radiogroup\" aria-label=\"{}\">\n",
                                 escaped(unmarked(question.ask)));
  for (std::size_t i = 0; i < question.choices.size(); ++i)
    html += fmt::format(
        "<label><input type=\"radio\" name=\"question-{}\" value=\"{}\"> <span>{}</span></label>\n",
        number, i + 1, inline_html(question.choices[i].text));
  return html + "</div>\n";
}

/// Would it not fit on a phone?
bool is_wide(const Table& table) {
  constexpr std::size_t phone = 40, gap = 2;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < table.head.size(); ++i) {
    std::size_t widest = columns(unmarked(table.head[i]));
    for (const std::vector<std::string>& row : table.rows)
      widest = std::max(widest, columns(unmarked(row[i])));
    letters += widest + gap;
  }
  return letters > phone;
}

// ---- the pieces

class Page {
 public:
  explicit Page(const Lesson& lesson) {
    for (const Screen& screen : lesson.screens) {
      body_ += fmt::format("<section>\n<h2>{}</h2>\n", inline_html(screen.title));
      for (std::size_t i = 0; i < screen.pieces.size(); ++i) {
        const bool in_list = is_point(screen.pieces[i]);
        if (in_list && (i == 0 || !is_point(screen.pieces[i - 1]))) body_ += "<ul>\n";
        std::visit([&](const auto& piece) { add(piece); }, screen.pieces[i]);
        const bool last = i + 1 == screen.pieces.size() || !is_point(screen.pieces[i + 1]);
        if (in_list && last) body_ += "</ul>\n";
      }
      body_ += "</section>\n";
    }
  }
  std::string body() && { return std::move(body_); }

 private:
  void add(const Paragraph& piece) {
    switch (piece.kind) {
      case Paragraph::Kind::plain:
        body_ += paragraph(piece.text);
        break;
      case Paragraph::Kind::point:
        body_ += fmt::format("<li>{}</li>\n", inline_html(piece.text));
        break;
      case Paragraph::Kind::mistake:
        body_ += box("mistake", "The classic mistake", piece.text);
        break;
      case Paragraph::Kind::remember:
        body_ += box("remember", "Remember", piece.text);
    }
  }
  void add(const Equation& piece) {
    body_ +=
        fmt::format("<div class=\"equation\">{}</div>\n", as_mathml(piece.math, Display::block));
  }
  void add(const Listing& piece) {
    body_ += fmt::format("<pre>{}</pre>\n", escaped_lines(piece.text));
  }
  /// A wide table becomes a list on a phone, each row with the heads of its cells.
  void add(const Table& piece) {
    body_ += fmt::format("<div class=\"{}\"><table>\n<thead><tr>",
                         is_wide(piece) ? "wide table" : "table");
    const auto kind = [&](std::size_t i) { return piece.is_numbers(i) ? " class=\"right\"" : ""; };
    for (std::size_t i = 0; i < piece.head.size(); ++i)
      body_ += fmt::format("<th scope=\"col\"{}>{}</th>", kind(i), inline_html(piece.head[i]));
    body_ += "</tr></thead>\n<tbody>\n";
    const auto head = [&](std::size_t i) {
      return is_wide(piece) ? fmt::format(" data-head=\"{}\"", escaped(unmarked(piece.head[i])))
                            : "";
    };
    for (const std::vector<std::string>& row : piece.rows) {
      body_ += "<tr>";
      for (std::size_t i = 0; i < row.size(); ++i)
        body_ += fmt::format("<td{}{}>{}</td>", kind(i), head(i), inline_html(row[i]));
      body_ += "</tr>\n";
    }
    body_ += "</tbody></table></div>\n";
  }
  void add(const Diagram& piece) { body_ += figure("view", drawn(drawing(piece)), piece.caption); }
  void add(const Chart& piece) { body_ += figure("plot", drawn(piece.plot), piece.caption); }

  /// The player in a frame of its own; on paper, the diagram stands for it.
  void add(const Player& piece) {
    const std::string frame = fmt::format(
        "<iframe title=\"Step by step\" srcdoc=\"{}\"></iframe>\n<div class=\"view\">{}"
        "</div>",
        in_attribute(as_html(piece.trace)), drawn(drawing(piece.trace)));
    body_ += figure("steps", frame, piece.caption);
  }
  void add(const Question& piece) {
    constexpr std::string_view kinds[] = {"number", "choice", "formula"};
    const std::string reveal = piece.help.reveal.empty() ? "" : paragraph(piece.help.reveal);
    body_ += fmt::format(
        "<div class=\"question\" data-kind=\"{}\"{}>\n<p class=\"ask\">{}</p>\n<form>\n{}"
        "<div class=\"buttons\"><button type=\"submit\" class=\"main\">Check</button>\n"
        "<button type=\"button\" data-help=\"hint\">Hint</button></div>\n</form>\n"
        "<p class=\"reply\" role=\"status\"></p>\n{}"
        "<details><summary>The answer</summary>\n<p class=\"is\">{}</p>\n{}</details>\n</div>\n",
        kinds[static_cast<std::size_t>(piece.kind)], answer_data(piece), inline_html(piece.ask),
        fields(piece, ++questions_), help_lists(piece), answer_html(piece), reveal);
  }

  std::string body_;
  std::size_t questions_ = 0;
};

std::string link(const Chapter* chapter, std::string_view relation, std::string_view form) {
  if (!chapter) return "<span></span>";
  return fmt::format("<a rel=\"{}\" href=\"{}\">{}</a>", relation, page_name(*chapter),
                     fmt::format(fmt::runtime(form), escaped(chapter->title)));
}

/// A reference to another lesson, as a link to its page in the book.
std::string link_to_page(std::string_view name) {
  return fmt::format("<a href=\"{}.html\">{}</a>", name, lesson_called(name));
}

std::string navigation(const Neighbours& neighbours) {
  if (!neighbours.in_book) return "";
  return fmt::format(
      "<nav aria-label=\"Lessons\">\n{}\n<a href=\"index.html\">Contents</a>\n{}\n</nav>",
      link(neighbours.previous, "prev", "← {}"), link(neighbours.next, "next", "{} →"));
}

}  // namespace

std::string page_name(const Chapter& chapter) { return fmt::format("{}.html", chapter.name); }

std::string lesson_page(const Lesson& lesson, const Neighbours& neighbours) {
  const auto links = neighbours.in_book ? link_to_page : lesson_called;
  return filled(book::lesson_html, {{"title", escaped(lesson.title)},
                                    {"number", std::to_string(std::stoi(lesson.number()))},
                                    {"page_css", std::string(files::page_css)},
                                    {"drawing_css", std::string(files::drawing_css)},
                                    {"book_css", std::string(book::book_css)},
                                    {"navigation", navigation(neighbours)},
                                    {"body", set_links(Page(lesson).body(), links)},
                                    {"predict_js", std::string(files::predict_js)},
                                    {"formula_js", std::string(book::formula_js)},
                                    {"questions_js", std::string(book::questions_js)},
                                    {"theme_js", std::string(files::theme_js)},
                                    {"lesson_js", std::string(book::lesson_js)}});
}

std::string contents_page(std::span<const Lesson> lessons) {
  std::string list;
  for (const Lesson& lesson : lessons)
    list += fmt::format("<li value=\"{}\"><a href=\"{}.html\">{}</a><p>{}</p></li>\n",
                        std::stoi(lesson.number()), lesson.name, escaped(lesson.title),
                        inline_html(lesson.screens.front().title));
  return filled(book::contents_html, {{"page_css", std::string(files::page_css)},
                                      {"book_css", std::string(book::book_css)},
                                      {"lessons", list},
                                      {"theme_js", std::string(files::theme_js)}});
}

}  // namespace stepgrad
