#include <stepgrad/course/matrix_question.hpp>

#include <array>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/story/matrix_story.hpp>

namespace stepgrad {
namespace {

using Entries = MatrixTrace::Numbers;

struct Entry {
  std::size_t row, column;
};

/// Another one each time; one that is not 0, if there is any.
Entry entry_to_ask(const Entries& matrix, std::size_t number) {
  constexpr std::size_t stride = 7;
  const std::size_t count = matrix.all.size();
  std::size_t place = number * stride % count;
  for (std::size_t i = 0; i < count && matrix.all[place] == 0; ++i) place = (place + 1) % count;
  return {place % matrix.rows, place / matrix.rows};
}

std::string name_of(const Entry& entry) {
  return fmt::format("row {}, column {}", entry.row + 1, entry.column + 1);
}

/// Who turns a matrix round finds its shape and its entry turned, too.
void add_remarks(Question& question, const Entries& matrix, const std::optional<Entry>& entry) {
  if (matrix.rows != matrix.columns)
    question.help.remarks.push_back(Remark::entry(
        0, static_cast<double>(matrix.columns),
        "that is the transposed shape: it has to fit what it is added to or taken from."));
  if (!entry || entry->column >= matrix.rows || entry->row >= matrix.columns) return;
  const double turned = matrix(entry->column, entry->row);
  if (turned != matrix(entry->row, entry->column))
    question.help.remarks.push_back(
        Remark::entry(2, turned, "that is the entry with row and column exchanged."));
}

}  // namespace

std::optional<Question> matrix_question(const MatrixTrace& trace, std::size_t number) {
  const MatrixStory told = story(trace);
  const MatrixChange change = changes(told)[number - 1];
  if (!change.from->where.empty()) return std::nullopt;
  const Entries& matrix = change.total();
  const std::string name = as_formula(change.name());
  Question question{.kind = Question::Kind::numbers,
                    .ask = {},
                    .answer = {},
                    .choices = {},
                    .inputs = {},
                    .help = {}};
  question.help.hints = {
      change.step
          ? fmt::format("A gradient has the shape of what it is the gradient of.")
          : fmt::format(
                "Of a product: as many rows as the first has, as many columns as the last."),
      change.adds()
          ? "Work out the share, and add what was there before."
          : "Of a product: a row of the first by a column of the second, number by number."};
  if (matrix.all.size() == 1) {
    question.kind = Question::Kind::number;
    question.ask = fmt::format("What is {}?", name);
    question.answer = exact(matrix.all[0]);
    question.help.hints.erase(question.help.hints.begin());
    return question;
  }
  std::vector<double> answer{static_cast<double>(matrix.rows), static_cast<double>(matrix.columns)};
  question.inputs = {"rows", "columns"};
  std::optional<Entry> entry;
  if (is_small(matrix)) {
    entry = entry_to_ask(matrix, number);
    answer.push_back(matrix(entry->row, entry->column));
    question.inputs.push_back(name_of(*entry));
  }
  question.ask = fmt::format("How many rows and columns has {}{}?", name,
                             entry ? ", and what stands in " + name_of(*entry) : "");
  question.answer = exact(answer);
  add_remarks(question, matrix, entry);
  return question;
}

}  // namespace stepgrad
