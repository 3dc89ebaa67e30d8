#include <stepgrad/course/lesson.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <numeric>
#include <span>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/given_away.hpp>
#include <stepgrad/course/lesson_link.hpp>
#include <stepgrad/course/lesson_text.hpp>
#include <stepgrad/course/sentence.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

namespace stepgrad {
namespace {

/// Sentences and equations; nothing to look at or to do.
bool is_text(const Piece& piece) {
  return std::holds_alternative<Paragraph>(piece) || std::holds_alternative<Equation>(piece);
}

/// "7" and "007" are 7; nothing if the text is no such number.
std::optional<int> lesson_number(std::string_view text) {
  if (text.empty() || text.size() > 6 ||
      !std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c); }))
    return std::nullopt;
  return std::stoi(std::string(text));
}

constexpr std::string_view ending = "Your turn";  // the title of the last screen

void add_ending(Lesson& lesson) {
  lesson.screen(ending);
  lesson.say(
      "Reading is half of it. Now write it yourself: open `lessons/{0}/exercise.hpp` in your "
      "editor, and run `./stepgrad watch` in a second terminal. It looks at the file whenever you "
      "save it, and says what is right already and what is not yet.",
      lesson.name);
  lesson.say(lesson.sources.size() == 1 ? "Where this lesson comes from:"
                                        : "Where the facts of this lesson come from:");
  for (const std::string& source : lesson.sources) lesson.point("{}", source);
}

}  // namespace

bool Table::is_numbers(std::size_t column) const {
  return std::ranges::all_of(rows, [column](const std::vector<std::string>& row) {
    return row[column].empty() || read_number(row[column]).has_value();
  });
}

Drawing drawing(const Diagram& diagram) {
  Drawing drawing = stepgrad::drawing(diagram.trace, diagram.step);
  if (diagram.gradients) return drawing;
  for (Drawing::Node& node : drawing.nodes) {
    node.gradient.reset();
    node.gradient_columns = 0;
    node.about = node.name;
  }
  for (Drawing::Edge& edge : drawing.edges) {
    edge.local.reset();
    edge.contribution.reset();
    edge.contribution_columns = 0;
    edge.about.clear();
  }
  return drawing;
}

Trace traced(std::string_view formula, const Bindings& inputs) {
  return trace(parse(formula, inputs), inputs);
}

const Trace::Node& node_called(const Trace& trace, std::string_view name) {
  const auto found = std::ranges::find(trace.nodes, name, &Trace::Node::name);
  if (found == trace.nodes.end()) throw Error(fmt::format("nothing is called '{}'", name), "", "");
  return *found;
}

void Lesson::screen(std::string_view title) {
  check_mathematics(title);
  screens.push_back({std::string(title), {}});
}

void Lesson::formula(std::string_view equation) { formula(mathematics(equation)); }

void Lesson::predict(std::string ask, double answer, Help help) {
  add(Question{Question::Kind::number, std::move(ask), exact(answer), {}, {}, std::move(help)});
}

void Lesson::predict_all(std::string ask,
                         const std::vector<std::pair<std::string, double>>& answers, Help help) {
  std::vector<std::string> names;
  std::vector<double> numbers;
  for (const auto& [name, number] : answers) {
    names.push_back(name);
    numbers.push_back(number);
  }
  add(Question{Question::Kind::numbers,
               std::move(ask),
               exact(numbers),
               {},
               std::move(names),
               std::move(help)});
}

void Lesson::predict_matrix(std::string ask, const std::vector<std::vector<double>>& rows,
                            Help help) {
  std::vector<std::string> names;
  std::vector<double> numbers;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].size() != rows[0].size() || rows[i].empty())
      throw Error(fmt::format("lesson {}: the rows are not of one length", name), ask, "");
    for (std::size_t j = 0; j < rows[i].size(); ++j) {
      names.push_back(fmt::format("row {}, column {}", i + 1, j + 1));
      numbers.push_back(rows[i][j]);
    }
  }
  add(Question{.kind = Question::Kind::numbers,
               .ask = std::move(ask),
               .answer = exact(numbers),
               .choices = {},
               .inputs = std::move(names),
               .help = std::move(help),
               .columns = rows.empty() ? 0 : rows[0].size()});
}

void Lesson::locate(std::string ask, Plot plot, Plot::Point answer, Help help) {
  std::vector<std::string> names{plot.x.label, plot.y.label};
  add(Question{.kind = Question::Kind::numbers,
               .ask = std::move(ask),
               .answer = exact(std::array{answer.x, answer.y}),
               .choices = {},
               .inputs = std::move(names),
               .help = std::move(help),
               .plot = std::move(plot)});
}

void Lesson::order(std::string ask, std::vector<Choice> things, Help help) {
  std::vector<std::size_t> shown(things.size());  // which thing stands in each line
  std::iota(shown.begin(), shown.end(), std::size_t{0});
  std::ranges::sort(shown, {}, [&](std::size_t thing) { return lower(things[thing].text); });
  if (std::ranges::is_sorted(shown)) std::ranges::rotate(shown, shown.begin() + 1);
  std::vector<Choice> listed;
  std::vector<std::string> places(things.size());
  for (std::size_t line = 0; line < shown.size(); ++line) {
    listed.push_back(things[shown[line]]);
    places[shown[line]] = std::to_string(line + 1);
  }
  add(Question{Question::Kind::order,
               std::move(ask),
               fmt::format("{}", fmt::join(places, " ")),
               std::move(listed),
               {},
               std::move(help)});
}

void Lesson::choose(std::string ask, std::vector<Choice> choices, Help help) {
  const auto right = std::ranges::find_if(choices, &Choice::right);
  if (std::ranges::count_if(choices, &Choice::right) != 1)
    throw Error(fmt::format("lesson {}: not exactly one choice is right", name), ask,
                "Let what the engine computes decide which is.");
  add(Question{Question::Kind::choice,
               std::move(ask),
               std::to_string(right - choices.begin() + 1),
               std::move(choices),
               {},
               std::move(help)});
}

void Lesson::derive(std::string ask, std::string answer, std::vector<std::string> inputs,
                    Help help) {
  for (const std::string& name : parse(answer).inputs())
    if (std::ranges::find(inputs, name) == inputs.end())
      throw Error(fmt::format("lesson {}: the answer is not of {}", this->name, listed(inputs)),
                  ask, fmt::format("It also uses {}.", name));
  add(Question{Question::Kind::formula,
               std::move(ask),
               std::move(answer),
               {},
               std::move(inputs),
               std::move(help)});
}

void Lesson::diagram(MatrixTrace trace, std::string caption, std::optional<std::size_t> step) {
  plot(MatrixMoment{std::make_shared<const MatrixTrace>(std::move(trace)), step},
       std::move(caption));
}

void Lesson::steps(MatrixTrace trace, std::string caption) {
  add(MatrixPlayer{std::make_shared<const MatrixTrace>(std::move(trace)), std::move(caption)});
}

void Lesson::film(Film film) {
  const auto wrong = [&](std::string what) {
    return Error(fmt::format("lesson {}: {}", name, what), film.caption, "");
  };
  if (film.frames.empty()) throw wrong("a film has no frame");
  for (const Film::Frame& frame : film.frames)
    if (frame.picture.index() != film.frames[0].picture.index())
      throw wrong("the frames of a film are of several kinds of pictures");
  for (const std::size_t still : film.stills)
    if (still >= film.frames.size()) throw wrong("a still is no frame of its film");
  add(with_common_axes(std::move(film)));
}

void Lesson::experiment(Experiment given) {
  Experiment experiment = with_settings(std::move(given));
  if (const std::string fault = fault_of(experiment); !fault.empty())
    throw Error(fmt::format("lesson {}: {}", name, fault), experiment.ask, "");
  add(std::move(experiment));
}

void Lesson::report(const GradientReport& report) {
  std::vector<std::vector<std::string>> cells = cells_of(report);
  std::vector<std::string> heads = std::move(cells.front());
  cells.erase(cells.begin());
  table(std::move(heads), std::move(cells));
  for (const std::string& finding : findings_of(report))  // what the columns mean, lesson 7 says
    paragraph(Paragraph::Kind::plain, finding);
}

void Lesson::add(Piece piece) {
  if (screens.empty())
    throw Error(fmt::format("lesson {} says something before its first screen", name), "",
                "Begin with lesson.screen(\"...\").");
  for (const std::string_view sentence : sentences_of(piece)) check_mathematics(sentence);
  screens.back().pieces.push_back(std::move(piece));
}

Lesson open(const Chapter& chapter) {
  Lesson lesson(chapter.name, chapter.title);
  const Scope scope;
  chapter.teach(lesson);
  add_ending(lesson);
  return lesson;
}

std::size_t find_chapter(std::span<const Chapter* const> chapters, std::string_view wanted) {
  const std::string word = lower(wanted);
  std::vector<std::string> names, topics;
  for (const Chapter* chapter : chapters) {
    names.emplace_back(chapter->name);
    topics.push_back(names.back().substr(names.back().find('_') + 1));
  }
  const auto place = [&](auto&& fits) {
    return static_cast<std::size_t>(std::ranges::find_if(names, fits) - names.begin());
  };
  if (const std::optional<int> number = lesson_number(word)) {
    const std::size_t found =
        place([&](const std::string& name) { return std::stoi(name) == *number; });
    if (found < names.size()) return found;
    throw Error(fmt::format("there is no lesson {}", *number), "",
                fmt::format("There are {} lessons, from {} to {}.", names.size(),
                            std::stoi(names.front()), std::stoi(names.back())));
  }
  if (!word.empty()) {
    const std::size_t found =
        place([&](const std::string& name) { return name.find(word) != std::string::npos; });
    if (found < names.size()) return found;
  }
  std::vector<std::string> known = topics;
  for (const std::string& topic : topics)
    for (const std::string_view part : split(topic, '_')) known.emplace_back(part);
  throw Error(fmt::format("there is no lesson '{}'", printable(wanted)), "",
              did_you_mean(word, known, fmt::format("The lessons are {}.", listed(topics))));
}

std::vector<std::string> missing_parts(const Lesson& lesson) {
  std::size_t questions = 0, without_hint = 0, figures = 0, mistakes = 0;
  for (const Screen& screen : lesson.screens)
    for (const Piece& piece : screen.pieces) {
      if (const Question* question = std::get_if<Question>(&piece)) {
        ++questions;
        without_hint += question->help.hints.empty();
      }
      if (const Paragraph* paragraph = std::get_if<Paragraph>(&piece))
        mistakes += paragraph->kind == Paragraph::Kind::mistake;
      figures += is_figure(piece);
    }
  std::vector<std::string> missing;
  const auto require = [&](bool there, std::string what) {
    if (!there) missing.push_back(std::move(what));
  };
  require(!lesson.screens.empty() && lesson.screens[0].title.ends_with('?'),
          "the first screen's title is to be the question that the lesson opens with");
  require(questions >= 2,
          fmt::format("it asks for {}; let it be two or more", counted(questions, "prediction")));
  require(without_hint == 0, fmt::format("{} of its questions have no hint", without_hint));
  require(figures > 0, "it has no diagram and no plot");
  require(mistakes > 0, "the classic mistake is not shown (lesson.mistake)");
  require(!lesson.sources.empty(), "it names no source (lesson.source)");
  for (const Screen& screen : lesson.screens)
    require(screen.title == ending || !std::ranges::all_of(screen.pieces, is_text),
            fmt::format("\"{}\" is text alone: show a picture or a table there, or ask something",
                        screen.title));
  std::ranges::move(given_away(lesson), std::back_inserter(missing));
  return missing;
}

std::vector<std::string> verify(const Chapter& chapter, const std::filesystem::path& folder) {
  const Lesson lesson = open(chapter);
  std::vector<std::string> missing = missing_parts(lesson);
  std::ranges::move(broken_links(lesson, folder.parent_path()), std::back_inserter(missing));
  const std::filesystem::path expected = folder / "expected.txt";
  const std::string accept = fmt::format(
      "stepgrad lesson {} --auto > {} makes it", chapter.name,
      expected.lexically_proximate(folder.parent_path().parent_path()).generic_string());
  if (!std::filesystem::exists(expected))
    missing.push_back("there is no expected.txt: " + accept);
  else if (read_file(expected) != lesson_text(lesson))
    missing.push_back("it does not print what expected.txt says: " + accept + " anew");
  return missing;
}

}  // namespace stepgrad
