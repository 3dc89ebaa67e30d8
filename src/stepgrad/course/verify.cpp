#include <stepgrad/course/verify.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;
using State = Attempt::State;

constexpr std::string_view told_mark = "Told: ";

/// Lines are broken where it suits a terminal.
std::string in_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n';
    if (!space) line += c;
    if (space && !line.empty() && line.back() != ' ') line += ' ';
  }
  return line;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

class Verification {
 public:
  Verification(const Exercise& exercise, const Workbench& bench)
      : exercise_(exercise), bench_(bench) {}

  std::vector<std::string> faults() && {
    if (!files_are_there()) return faults_;
    titles();
    hints();
    if (!bench_.can_try(exercise_)) {
      fault("it trains, and stepgrad was built without matrices: nothing of it was compiled");
      return faults_;
    }
    untouched();
    solution();
    for (const fs::path& mistake : exercise_.mistakes()) this->mistake(mistake);
    return faults_;
  }

 private:
  template <class... Parts>
  void fault(fmt::format_string<Parts...> sentence, Parts&&... parts) {
    faults_.push_back(fmt::format(sentence, std::forward<Parts>(parts)...));
  }

  bool files_are_there() {
    for (const char* name :
         {"exercise.hpp", "untouched.hpp", "solution.hpp", "hints.txt", "check.cpp"})
      if (!fs::exists(exercise_.folder / name)) fault("{} is missing", name);
    const std::size_t mistakes = exercise_.mistakes().size();
    if (mistakes < 2) fault("mistakes/ has {} files, at least 2 are wanted", mistakes);
    return faults_.empty();
  }

  void titles() {
    if (exercise_.title == exercise_.name)
      fault("untouched.hpp does not open with a title: // Exercise {}. …", exercise_.number);
    if (opening_comment(read_file(exercise_.solution())).empty())
      fault("solution.hpp does not open with a comment that says why it is right");
  }

  void hints() {
    const std::size_t hints = exercise_.hints().size();
    if (hints < 2 || hints > 4) fault("hints.txt has {} hints, 2 to 4 are wanted", hints);
  }

  void untouched() {
    const Attempt attempt = bench_.attempt(exercise_, exercise_.untouched());
    if (attempt.state == State::solved) fault("untouched.hpp passes the check");
    if (attempt.state == State::does_not_compile) fault("untouched.hpp: {}", attempt.text);
    if (attempt.text.find("is still empty") == std::string::npos)
      fault("untouched.hpp is not told to be empty, but: {}", first_line(attempt.text));
  }

  void solution() {
    const Attempt attempt = bench_.attempt(exercise_, exercise_.solution());
    if (attempt.state != State::solved) fault("solution.hpp does not pass: {}", attempt.text);
  }

  void mistake(const fs::path& file) {
    const std::string name = file.filename().string();
    const std::vector<std::string> opening = opening_comment(read_file(file));
    const auto told = std::ranges::find_if(
        opening, [](const std::string& line) { return line.starts_with(told_mark); });
    if (told == opening.end()) return fault("mistakes/{} has no line // Told: …", name);
    const Attempt attempt = bench_.attempt(exercise_, file);
    if (attempt.state == State::solved) return fault("mistakes/{} passes the check", name);
    if (in_one_line(attempt.text).find(told->substr(told_mark.size())) == std::string::npos)
      fault("mistakes/{} is not told '{}', but: {}", name, told->substr(told_mark.size()),
            attempt.text);
  }

  const Exercise& exercise_;
  const Workbench& bench_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> verify(const Exercise& exercise, const Workbench& bench) {
  return Verification(exercise, bench).faults();
}

}  // namespace stepgrad
