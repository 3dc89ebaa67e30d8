#include <stepgrad/course/pieces.hpp>

namespace stepgrad {
namespace {

using Sentences = std::vector<std::string_view>;

Sentences sentences_of(const Paragraph& paragraph) { return {paragraph.text}; }
Sentences sentences_of(const Table& table) {
  Sentences all(table.head.begin(), table.head.end());
  for (const std::vector<std::string>& row : table.rows)
    all.insert(all.end(), row.begin(), row.end());
  return all;
}
Sentences sentences_of(const Question& question) {
  Sentences all{question.ask, question.help.reveal};
  all.insert(all.end(), question.help.hints.begin(), question.help.hints.end());
  for (const Remark& remark : question.help.remarks) all.push_back(remark.say);
  for (const Choice& choice : question.choices) {
    all.push_back(choice.text);
    all.push_back(choice.say);
  }
  return all;
}
template <class Figure>
requires requires(const Figure& figure) { figure.caption; }
Sentences sentences_of(const Figure& figure) { return {figure.caption}; }
Sentences sentences_of(const Film& film) {
  Sentences all{film.caption};
  for (const Film::Frame& frame : film.frames) {
    all.push_back(frame.state);
    all.push_back(frame.say);
  }
  return all;
}
Sentences sentences_of(const Experiment& experiment) {
  Sentences all(experiment.outcomes.begin(), experiment.outcomes.end());
  all.push_back(experiment.ask);
  return all;
}
Sentences sentences_of(const Equation&) { return {}; }
Sentences sentences_of(const Listing&) { return {}; }

}  // namespace

std::vector<std::string_view> sentences_of(const Piece& piece) {
  return std::visit([](const auto& one) { return sentences_of(one); }, piece);
}

}  // namespace stepgrad
