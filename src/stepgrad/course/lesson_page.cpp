#include <stepgrad/course/lesson_page.hpp>

#include <algorithm>

#include <fmt/ranges.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/book.hpp>
#include <stepgrad/course/lesson_link.hpp>
#include <stepgrad/course/lesson_text.hpp>
#include <stepgrad/course/matrix_question.hpp>
#include <stepgrad/course/page_experiment.hpp>
#include <stepgrad/course/page_figure.hpp>
#include <stepgrad/course/page_question.hpp>
#include <stepgrad/course/page_sentence.hpp>
#include <stepgrad/draw/matrix_drawing.hpp>
#include <stepgrad/page/files.hpp>
#include <stepgrad/page/markup.hpp>
#include <stepgrad/page/player.hpp>
#include <stepgrad/story/mathml.hpp>
#include <stepgrad/story/matrix_story.hpp>

namespace stepgrad {
namespace {

std::string box(std::string_view of_class, std::string_view head, std::string_view sentence) {
  return fmt::format("<aside class=\"{}\"><h3>{}</h3>{}</aside>\n", of_class, head,
                     paragraph(sentence));
}

/// Would it not fit on a phone? A table of few columns does, its words in lines.
bool is_wide(const Table& table) {
  constexpr std::size_t few = 4, phone = 40, gap = 2;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < table.head.size(); ++i) {
    std::size_t widest = columns(unmarked(table.head[i]));
    for (const std::vector<std::string>& row : table.rows)
      widest = std::max(widest, columns(unmarked(row[i])));
    letters += widest + gap;
  }
  return table.head.size() > few && letters > phone;
}

class Page {
 public:
  explicit Page(const Lesson& lesson, bool is_live) : lesson_(lesson.name), is_live_(is_live) {
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
      case Paragraph::Kind::measured:
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
  void add(const Diagram& piece) {
    body_ += figure_html("view", picture_html(drawing(piece)), piece.caption,
                         is_live_ ? formula_data(piece.trace, moment_of(piece)) : "");
  }
  void add(const Chart& piece) {
    body_ += figure_html(figure_class(piece.picture), picture_html(piece.picture), piece.caption);
  }
  void add(const Film& piece) { body_ += figure_html("film", frames_html(piece), piece.caption); }

  void add(const Experiment& piece) {
    body_ += experiment_html(piece, experiments_++, sliders_, is_live_ ? lesson_ : "");
  }

  /// The player in a frame of its own; on paper, the diagram stands for it.
  void add(const Player& piece) {
    const std::string frame = fmt::format(
        "<iframe title=\"Step by step\" srcdoc=\"{}\"></iframe>\n<div class=\"view\">{}"
        "</div>",
        in_attribute(as_html(piece.trace)), graph_svg(drawing(piece.trace), Flow::right));
    body_ +=
        figure_html("steps", frame, piece.caption, is_live_ ? formula_data(piece.trace, 0) : "");
  }
  void add(const Question& piece) { body_ += question_html(piece, ++questions_); }

  /// A film whose frames ask before they show; at its end the diagram with all that came out.
  void add(const MatrixPlayer& piece) {
    const MatrixStory told = story(*piece.trace);
    const std::vector<MatrixChange> all = changes(told);
    std::string html = fmt::format(
        "<div class=\"frame\">\n{}<p><strong>given</strong></p>\n</div>\n", given_matrices(told));
    for (std::size_t i = 0; i < all.size(); ++i)
      html += fmt::format("<div class=\"frame\">\n<p><strong>{} of {}</strong> {}</p>\n{}</div>\n",
                          i + 1, all.size(), all[i].step ? "backward" : "forward",
                          change(*piece.trace, all[i], i + 1));
    html += fmt::format("<div class=\"frame still\">\n{}\n<p><strong>all</strong></p>\n</div>\n",
                        picture_html(drawing(*piece.trace)));
    body_ += figure_html("film", "<div class=\"frames view matrices\">\n" + html + "</div>\n",
                         piece.caption);
  }

  static std::string matrix_equation(const std::string& mathml) {
    return fmt::format("<div class=\"equation\"><math display=\"block\">{}</math></div>\n", mathml);
  }

  static std::string given_matrices(const MatrixStory& told) {
    std::string html;
    for (const MatrixStory::Node& node : told.nodes)
      if (is_given(node))
        html +=
            matrix_equation(mathml_inside(node.name) + "<mo>=</mo>" + mathml_inside(*node.value));
    return html;
  }

  /// The rule in names and in numbers; then, where something is asked, the question; then what
  /// comes out.
  std::string change(const MatrixTrace& trace, const MatrixChange& change, std::size_t number) {
    const std::string name = mathml_inside(change.name()), equals = "<mo>=</mo>";
    const std::string numbers =
        change.from->where.empty() ? mathml_inside(trace, change.in_numbers()) : "";
    std::string html = matrix_equation((change.adds() ? "<mtext>another share of </mtext>" : "") +
                                       name + equals + mathml_inside(change.rule()));
    if (!change.from->where.empty())
      html += fmt::format("<p>{}</p>\n", escaped(change.from->where));
    if (!numbers.empty()) html += matrix_equation(equals + numbers);
    if (const auto asked = matrix_question(trace, number))
      html += question_html(*asked, ++questions_);
    html += matrix_equation(equals + mathml_inside(change.share()));
    if (change.adds())
      html += "<p>With what it had:</p>\n" +
              matrix_equation(name + equals + mathml_inside(change.total()));
    return html + paragraph(change.shapes());
  }

  std::string_view lesson_;  // its name
  bool is_live_;
  std::string body_;
  std::size_t questions_ = 0, experiments_ = 0, sliders_ = 0;
};

std::string link(const Chapter* chapter, std::string_view relation, std::string_view form) {
  if (!chapter) return "<span></span>";
  return fmt::format("<a rel=\"{}\" href=\"{}\">{}</a>", relation, page_name(*chapter),
                     fmt::format(fmt::runtime(form), escaped(chapter->title)));
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
  return filled(
      book::lesson_html,
      {{"title", escaped(lesson.title)},
       {"number", std::to_string(std::stoi(lesson.number()))},
       {"page_css", std::string(files::page_css)},
       {"drawing_css", std::string(files::drawing_css)},
       {"book_css", std::string(book::book_css)},
       {"navigation", navigation(neighbours)},
       {"body", set_links(with_shared_parts(Page(lesson, neighbours.is_live).body()), links)},
       {"predict_js", std::string(files::predict_js)},
       {"formula_js", std::string(book::formula_js)},
       {"questions_js", std::string(book::questions_js)},
       {"films_js", std::string(book::films_js)},
       {"theme_js", std::string(files::theme_js)},
       {"lesson_js", std::string(book::lesson_js)},
       {"engine", neighbours.is_live ? "<script src=\"engine.js\"></script>\n" : ""}});
}

std::string figure_page(const Piece& figure) {
  Lesson lesson("0_figure", "Step by step");
  lesson.screen("");
  lesson.screens[0].pieces.push_back(figure);
  return lesson_page(lesson);
}

namespace {

/// "Builds on lesson 8 and lesson 12.", each a link; or "".
std::string ground_of(const Lesson& lesson) {
  std::vector<std::string> links;
  for (const std::string& name : builds_on(lesson))
    links.push_back(fmt::format("<a href=\"{}.html\">{}</a>", name, lesson_called(name)));
  return links.empty() ? "" : fmt::format(" Builds on {}.", listed(links));
}

}  // namespace

std::string contents_page(std::span<const Lesson> lessons, std::span<const CoursePart> parts) {
  constexpr std::string_view begin = "<ol class=\"contents\">\n", end = "</ol>\n";
  std::string list;
  for (const Lesson& lesson : lessons) {
    const int number = std::stoi(lesson.number());
    const auto part = std::ranges::find(parts, number, &CoursePart::first);
    const bool is_first = list.empty();
    if (part != parts.end())
      list += fmt::format("{}<h2>{}</h2>\n", is_first ? "" : end, escaped(part->title));
    if (is_first || part != parts.end()) list += begin;
    list += fmt::format("<li value=\"{}\"><a href=\"{}.html\">{}</a><p>{}{}</p></li>\n", number,
                        lesson.name, escaped(lesson.title),
                        inline_html(lesson.screens.front().title), ground_of(lesson));
  }
  if (!list.empty()) list += end;
  return filled(book::contents_html, {{"page_css", std::string(files::page_css)},
                                      {"book_css", std::string(book::book_css)},
                                      {"lessons", list},
                                      {"theme_js", std::string(files::theme_js)}});
}

}  // namespace stepgrad
