#include <stepgrad/course/compiler_message.hpp>

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t most_errors = 3, widest = 100;

/// What GCC and clang say, and what learners mean by it.
constexpr struct {
  std::string_view said, meant;
} plain_words[] = {
    {"literal operator", "2h is no product in C++: write 2 * h."},
    {"operator^", "^ is no power in C++: write x * x, or std::pow(x, 2)."},
    {"read-only", "It is const: to be looked at, not to be changed. (= assigns, == compares.)"},
    {"const-qualified",
     "It is const: to be looked at, not to be changed. (= assigns, == compares.)"},
    {"no return statement", "The function has to end with return and what it has found."},
    {"does not return a value", "The function has to end with return and what it has found."},
    {"expected '}'", "A { is never closed: each needs its }."},
    {"definition is not allowed here", "A { further up is never closed: each needs its }."},
    {"expected initializer before", "Is the line above complete? A struct ends with };"},
    {"ninitialized", "It has no value yet: begin with one, as in double sum = 0;"},
    {"'int main(", "The check has a main function of its own: there can be only one."},
    {"fatal error: learned/",
     "Only exercises that this one builds on, as it came, can be included."},
    {"of 'main'", "The check has a main function of its own: there can be only one."},
    {"member of 'std'", "Is a header missing at the top? <cmath> has the mathematics."},
    {"in namespace 'std'", "Is a header missing at the top? <cmath> has the mathematics."},
};

std::string in_plain_words(std::string_view error) {
  for (const auto& [said, meant] : plain_words)
    if (error.find(said) != std::string_view::npos) return std::string(meant) + '\n';
  return "";
}

/// "path:12:7: error: text", or "path:12:7:   required from here".
struct CompilerRemark {
  std::string_view path, text;
  std::size_t line, column;
  bool is_error() const { return text.starts_with("error: ") || text.starts_with("fatal error: "); }
  /// Of another error: what could not be read has no value, and may have been the return.
  bool is_consequence() const {
    return text.find("no return statement") != std::string_view::npos ||
           text.find("<expression error>") != std::string_view::npos;
  }
  /// A note that says which header is missing.
  bool is_advice() const {
    return text.starts_with("note: ") && text.find("did you forget to") != std::string_view::npos;
  }
};

/// Takes a number and a colon off the text's beginning.
std::optional<std::size_t> take_number(std::string_view& text) {
  const std::size_t colon = text.find(':');
  const std::string_view digits = text.substr(0, colon);
  if (colon == std::string_view::npos || digits.empty() || digits.size() > 7 ||
      digits.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  text.remove_prefix(colon + 1);
  return static_cast<std::size_t>(*read_number(digits));
}

std::optional<CompilerRemark> remark(std::string_view line) {
  for (std::size_t colon = line.find(':'); colon != std::string_view::npos;
       colon = line.find(':', colon + 1)) {
    std::string_view rest = line.substr(colon + 1);
    const auto row = take_number(rest);
    const auto column = row ? take_number(rest) : std::nullopt;
    if (!column) continue;
    rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(' ')));
    return CompilerRemark{line.substr(0, colon), rest, *row, *column};
  }
  return std::nullopt;
}

/// The source line and the caret under it; nothing of what a compiler puts below (a fix, a note).
bool is_excerpt(std::string_view line) { return line.starts_with(' '); }

class Message {
 public:
  Message(std::string_view said, std::string_view path, std::string_view name)
      : lines_(split(said, '\n')), path_(path), name_(name) {}

  CompilerMessage of_file() {
    for (std::size_t i = 0; i < lines_.size() && errors_ < most_errors; ++i)
      if (const auto here = remark(lines_[i]); here && here->is_error() && here->path == path_)
        if (errors_ == 0 || !here->is_consequence()) add(*here, i + 1);
    return result_;
  }

  /// The first error elsewhere, and the line of the learner's that the compiler came from.
  CompilerMessage of_elsewhere() {
    result_.elsewhere = true;
    for (const std::string_view line : lines_) {
      const auto here = remark(line);
      if (here && here->path == path_ && result_.line == 0) result_.line = here->line;
    }
    for (const std::string_view line : lines_) {
      const std::size_t error = line.find("error: ");
      const std::size_t missing = line.find("undefined reference to ");
      if (error == std::string_view::npos && missing == std::string_view::npos) continue;
      if (result_.line > 0) result_.text = fmt::format("{}:{}: ", name_, result_.line);
      result_.text += shortened(line.substr(std::min(error, missing)), widest) + '\n';
      const std::string plain = in_plain_words(line);
      result_.explained = !plain.empty();
      result_.text += plain;
      break;
    }
    return result_;
  }

 private:
  void add(const CompilerRemark& error, std::size_t next) {
    if (result_.line == 0) result_.line = error.line;
    result_.text += fmt::format("{}{}:{}:{}: {}\n", errors_++ == 0 ? "" : "\n", name_, error.line,
                                error.column, shortened(error.text, widest));
    std::size_t i = next;
    for (; i < lines_.size() && is_excerpt(lines_[i]); ++i)
      if (i < next + 2) result_.text += shortened(lines_[i], widest) + '\n';
    const auto below = i < lines_.size() ? remark(lines_[i]) : std::nullopt;
    result_.text +=
        below && below->is_advice() ? std::string(below->text) + '\n' : in_plain_words(error.text);
  }

  std::vector<std::string_view> lines_;
  std::string_view path_, name_;
  std::size_t errors_ = 0;
  CompilerMessage result_;
};

}  // namespace

CompilerMessage compiler_message(std::string_view said, std::string_view path,
                                 std::string_view name) {
  CompilerMessage message = Message(said, path, name).of_file();
  if (message.text.empty()) message = Message(said, path, name).of_elsewhere();
  message.text = printable_lines(message.text);  // it repeats names and lines of the file
  return message;
}

}  // namespace stepgrad
