#include <stepgrad/course/lesson_page.hpp>

#include <algorithm>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/answer.hpp>
#include <stepgrad/course/book.hpp>
#include <stepgrad/course/lesson_link.hpp>
#include <stepgrad/course/lesson_text.hpp>
#include <stepgrad/course/matrix_question.hpp>
#include <stepgrad/course/sentence.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/graphviz.hpp>
#include <stepgrad/draw/matrix_drawing.hpp>
#include <stepgrad/page/files.hpp>
#include <stepgrad/page/markup.hpp>
#include <stepgrad/page/player.hpp>
#include <stepgrad/page/player_moments.hpp>
#include <stepgrad/story/mathml.hpp>
#include <stepgrad/story/matrix_story.hpp>
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

std::string figure(std::string_view of_class, std::string_view inside, std::string_view caption,
                   std::string_view attributes = "") {
  const std::string below =
      caption.empty() ? "" : fmt::format("<figcaption>{}</figcaption>\n", inline_html(caption));
  return fmt::format("<figure class=\"{}\"{}>\n{}\n{}</figure>\n", of_class, attributes, inside,
                     below);
}

/// What the engine needs to show the trace from this moment on; nothing for one that was written in
/// C++, which no reader could type.
std::string formula_data(const Trace& trace, std::size_t moment) {
  if (trace.formula.empty()) return "";
  std::vector<std::string> numbers;
  for (const Id id : trace.inputs())
    numbers.push_back(fmt::format("{}={}", trace.node(id).name, exact(trace.node(id).value)));
  return fmt::format(" data-formula=\"{}\" data-numbers=\"{}\" data-step=\"{}\"",
                     in_attribute(trace.formula),
                     in_attribute(fmt::format("{}", fmt::join(numbers, " "))), moment);
}

/// The step player's moment at which a diagram stands: all known, so many backward steps, or the
/// values alone.
std::size_t moment_of(const Diagram& diagram) {
  const std::vector<Moment> film = moments(diagram.trace);
  const auto is_shown = [&](const Moment& moment) {
    if (moment.kind <= Moment::Kind::value) return true;
    if (!diagram.gradients) return false;
    return !diagram.step || moment.kind == Moment::Kind::seed ||
           (moment.kind == Moment::Kind::share && moment.step < *diagram.step);
  };
  std::size_t last = 0;
  for (std::size_t i = 0; i < film.size(); ++i)
    if (is_shown(film[i])) last = i;
  return last;
}

/// The diagram as an <svg> without ids: there are several on a page.
std::string graph(const Drawing& drawing, Flow flow) {
  const std::string drawn =
      graphviz_picture(dot_source(drawing, Style::circuit, flow), PictureFormat::svg);
  return without(without(inline_svgs(drawn).at(0), " id=\"", "\""), "<title>", "</title>");
}

std::string with_attributes(std::string svg, std::string_view attributes) {
  return svg.insert(svg.find(' '), attributes);
}

/// The diagram; where that would not be read on a phone, from top to bottom, too.
std::string drawn(const Drawing& drawing) {
  constexpr double most_on_phone = 350;
  const std::string wide = graph(drawing, Flow::right);
  if (svg_length(wide, "width") <= most_on_phone) return wide;
  return with_attributes(wide, " class=\"wide\"") +
         with_attributes(graph(drawing, Flow::down), " class=\"narrow\"");
}

/// An <svg> with more attributes, and what tells those who cannot see it what it is of.
std::string described(const std::string& svg, std::string_view attributes, const Picture& picture) {
  return with_attributes(svg, fmt::format("{} role=\"img\" aria-label=\"{}\"", attributes,
                                          escaped(picture_label(picture))));
}

/// Where the axes are, so that the plot can be pointed at.
std::string frame_data(const PlotFrame& frame) {
  return fmt::format(" data-frame=\"{} {} {} {}\" data-area=\"{} {} {} {}\"", frame.left,
                     frame.right, frame.bottom, frame.top, exact(frame.area.left),
                     exact(frame.area.right), exact(frame.area.bottom), exact(frame.area.top));
}

/// The picture, wide and as narrow as a phone: the page shows one of them.
std::string drawn(const Picture& picture) {
  if (const MatrixMoment* moment = std::get_if<MatrixMoment>(&picture))
    return drawn(drawing(*moment->trace, moment->step));
  return described(picture_svg(picture), " class=\"wide\"", picture) +
         described(narrow_picture_svg(picture), " class=\"narrow\"", picture);
}

/// A plot that can be pointed at.
std::string drawn_to_point_at(const Plot& plot) {
  return described(svg(plot), " class=\"wide\"" + frame_data(frame_of(plot)), plot) +
         described(narrow_svg(plot), " class=\"narrow\"" + frame_data(narrow_frame_of(plot)), plot);
}

/// A diagram follows day and night in another way than what svg_page.hpp draws.
std::string_view class_of(const Picture& picture) {
  return std::holds_alternative<MatrixMoment>(picture) ? "view" : "plot";
}

/// The pieces of a film: every frame, one of which is seen, and what moves it.
std::string frames(const Film& film) {
  const std::vector<std::size_t> seen = stills(film);
  std::string html = fmt::format("<div class=\"frames {}\">\n", class_of(film.frames[0].picture));
  for (std::size_t i = 0; i < film.frames.size(); ++i) {
    const Film::Frame& frame = film.frames[i];
    const std::string words = frame.state.empty() && frame.say.empty()
                                ? ""
                                : fmt::format("<p><strong>{}</strong> {}</p>\n",
                                              inline_html(frame.state), inline_html(frame.say));
    html += fmt::format("<div class=\"frame{}\">\n{}\n{}</div>\n",
                        std::ranges::count(seen, i) ? " still" : "", drawn(frame.picture), words);
  }
  return html + "</div>\n";
}

// ---- questions

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
    const std::string picture = choice.picture
                                  ? fmt::format("<figure class=\"{}\">{}</figure>",
                                                class_of(*choice.picture), drawn(*choice.picture))
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
                     drawn_to_point_at(*question.plot));
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

// ---- the pieces

class Page {
 public:
  explicit Page(const Lesson& lesson, bool is_live) : is_live_(is_live) {
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
    body_ += figure("view", drawn(drawing(piece)), piece.caption,
                    is_live_ ? formula_data(piece.trace, moment_of(piece)) : "");
  }
  void add(const Chart& piece) {
    body_ += figure(class_of(piece.picture), drawn(piece.picture), piece.caption);
  }
  void add(const Film& piece) { body_ += figure("film", frames(piece), piece.caption); }

  /// All that is on offer with its film; the script shows what is chosen.
  void add(const Experiment& piece) {
    std::string settings, guesses, trials;
    for (const Experiment::Setting& setting : piece.settings) settings += controls(setting);
    for (std::size_t i = 0; i < piece.outcomes.size(); ++i)
      guesses += fmt::format(
          "<label><input type=\"radio\" name=\"experiment-{}\" value=\"{}\"> <span>{}</span>"
          "</label>\n",
          experiments_, i, inline_html(piece.outcomes[i]));
    for (const Experiment::Choices& chosen : combinations(piece)) trials += trial(piece, chosen);
    ++experiments_;
    body_ += fmt::format(
        "<div class=\"experiment\">\n<p class=\"ask\">{}</p>\n{}"
        "<div class=\"choices guesses\" role=\"radiogroup\" aria-label=\"What will come of it?\">\n{}"
        "</div>\n<p class=\"buttons\"><button type=\"button\" class=\"main\" data-run>See what comes "
        "of it</button></p>\n<p class=\"reply\" role=\"status\"></p>\n<div class=\"trials\">\n{}</div>\n"
        "</div>\n",
        inline_html(piece.ask), settings, guesses, trials);
  }

  /// Numbers that rise are a slider's, if there are enough to slide through; all else has buttons.
  std::string controls(const Experiment::Setting& setting) {
    constexpr std::size_t enough = 5;
    const std::vector<double>& numbers = setting.offered;
    const bool slides = numbers.size() >= enough && std::ranges::is_sorted(numbers);
    return fmt::format(
        "<div class=\"settings\" role=\"group\" aria-label=\"{0}\"><span>{0}</span>\n{1}</div>\n",
        escaped(setting.name), slides ? slider(setting) : buttons(setting));
  }

  static std::string buttons(const Experiment::Setting& setting) {
    std::string buttons;
    for (const Experiment::Chosen& chosen : offered(setting))
      buttons += fmt::format("<button type=\"button\" aria-pressed=\"false\">{}</button>\n",
                             escaped(chosen.name));
    return buttons;
  }

  /// A stop for each number, with the number that it stands at beside it.
  std::string slider(const Experiment::Setting& setting) {
    std::string stops;
    const Experiment::Choices numbers = offered(setting);
    for (std::size_t i = 0; i < numbers.size(); ++i)
      stops += fmt::format("<option value=\"{}\" label=\"{}\"></option>", i, numbers[i].name);
    return fmt::format(
        R"(<input type="range" min="0" max="{0}" value="0" list="stops-{1}" aria-label="{2}">)"
        R"(<datalist id="stops-{1}">{3}</datalist><output></output>)"
        "\n",
        numbers.size() - 1, sliders_++, escaped(setting.name), stops);
  }

  static std::string trial(const Experiment& piece, const Experiment::Choices& chosen) {
    const Experiment::Trial trial = piece.run(chosen);
    const std::string came = piece.outcomes.empty() ? "" : ": " + piece.outcomes[trial.outcome];
    return fmt::format(
        "<div class=\"trial\" data-outcome=\"{}\">\n<p><strong>{}</strong>{}</p>\n{}{}</div>\n",
        trial.outcome, escaped(told(piece, chosen)), inline_html(came),
        figure("film", frames(trial.film), trial.film.caption),
        trial.say.empty() ? "" : paragraph(trial.say));
  }

  /// The player in a frame of its own; on paper, the diagram stands for it.
  void add(const Player& piece) {
    const std::string frame = fmt::format(
        "<iframe title=\"Step by step\" srcdoc=\"{}\"></iframe>\n<div class=\"view\">{}"
        "</div>",
        in_attribute(as_html(piece.trace)), graph(drawing(piece.trace), Flow::right));
    body_ += figure("steps", frame, piece.caption, is_live_ ? formula_data(piece.trace, 0) : "");
  }
  void add(const Question& piece) { body_ += question(piece); }

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
                        drawn(drawing(*piece.trace)));
    body_ +=
        figure("film", "<div class=\"frames view matrices\">\n" + html + "</div>\n", piece.caption);
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
    if (const auto asked = matrix_question(trace, number)) html += question(*asked);
    html += matrix_equation(equals + mathml_inside(change.share()));
    if (change.adds())
      html += "<p>With what it had:</p>\n" +
              matrix_equation(name + equals + mathml_inside(change.total()));
    return html + paragraph(change.shapes());
  }

  std::string question(const Question& piece) {
    constexpr std::string_view kinds[] = {"number", "numbers", "choice", "order", "formula"};
    const std::string reveal = piece.help.reveal.empty() ? "" : paragraph(piece.help.reveal);
    return fmt::format(
        "<div class=\"question\" data-kind=\"{}\"{}>\n<p class=\"ask\">{}</p>\n{}<form>\n{}"
        "<div class=\"buttons\"><button type=\"submit\" class=\"main\">Check</button>\n"
        "<button type=\"button\" data-help=\"hint\">Hint</button></div>\n</form>\n"
        "<p class=\"reply\" role=\"status\"></p>\n{}"
        "<details><summary>The answer</summary>\n<p class=\"is\">{}</p>\n{}</details>\n</div>\n",
        kinds[static_cast<std::size_t>(piece.kind)], answer_data(piece), inline_html(piece.ask),
        place_plot(piece), fields(piece, ++questions_), help_lists(piece), answer_html(piece),
        reveal);
  }

  bool is_live_;
  std::string body_;
  std::size_t questions_ = 0, experiments_ = 0, sliders_ = 0;
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
