#include <stepgrad/course/exercise_check.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <new>

#if defined(__linux__) && __has_include(<execinfo.h>)
#define STEPGRAD_STACKS
#include <execinfo.h>
#endif
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/check/diagnosis.hpp>
#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/course/check_result.hpp>
#include <stepgrad/course/misstep.hpp>
#include <stepgrad/course/todo.hpp>

namespace stepgrad {
namespace {

using Numbers = ExerciseCheck::Numbers;

constexpr std::size_t width = 76;
constexpr int digits = 8;

struct NotYet {
  std::string text;
};

struct Row {
  std::string name;
  double yours, expected;
  bool wrong;
};

/// Every line broken where it is too long; what is indented stays as it is.
std::string in_lines(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::string result;
  for (const std::string_view line : split(text, '\n'))
    result += line.starts_with(' ') ? std::string(line) + '\n' : wrapped(line, width);
  return result;
}

/// At least so many digits, and as many as tell a wrong number from the right one.
int telling_digits(const Row& row, int least) {
  int enough = least;
  while (row.wrong && enough < 17 && shown(row.yours, enough) == shown(row.expected, enough))
    ++enough;
  return enough;
}

std::string table(const std::vector<Row>& rows) {
  std::vector<std::array<std::string, 3>> cells{{"", "yours", "expected"}};
  for (const Row& row : rows) {
    const int enough = telling_digits(row, digits);
    cells.push_back({row.name, shown(row.yours, enough), shown(row.expected, enough)});
  }
  std::array<std::size_t, 3> widths{};
  for (const auto& line : cells)
    for (std::size_t i = 0; i < 3; ++i) widths[i] = std::max(widths[i], columns(line[i]));
  std::string result;
  for (std::size_t i = 0; i < cells.size(); ++i)
    result +=
        fmt::format("  {:<{}}  {:>{}}  {:>{}}{}\n", cells[i][0], widths[0], cells[i][1], widths[1],
                    cells[i][2], widths[2], i > 0 && rows[i - 1].wrong ? "  <- look here" : "");
  return result;
}

/// "dL/dw is 2, expected 6".
std::string headline(const Row& row) {
  const int enough = telling_digits(row, 6);
  return fmt::format("{} is {}, expected {}", row.name, shown(row.yours, enough),
                     shown(row.expected, enough));
}

/// A sentence if all that is wrong went through a float; "" if not, or if the numbers are so short
/// that this says nothing.
std::string of_floats(const std::vector<Row>& rows) {
  const auto fits_a_float = [](const Row& row) {
    return !row.wrong || static_cast<float>(row.yours) == row.yours;
  };
  const auto is_long = [](const Row& row) {
    return row.wrong && std::fmod(row.yours * 4096, 1) != 0;
  };
  if (!std::ranges::all_of(rows, fits_a_float) || std::ranges::none_of(rows, is_long)) return "";
  return "Only some seven digits are left, as many as a float has. Is there a float where a "
         "double is meant?";
}

/// A sentence if all that is wrong has lost what stands behind its point; "" if not.
std::string of_whole_numbers(const std::vector<Row>& rows) {
  const auto is_cut = [](const Row& row) {
    return !row.wrong || row.yours == std::trunc(row.expected);
  };
  const auto tells = [](const Row& row) { return row.wrong && row.yours != 0; };
  if (!std::ranges::all_of(rows, is_cut) || std::ranges::none_of(rows, tells)) return "";
  return "What stands behind the point is gone. Is there an int where a double is meant?";
}

[[noreturn]] void stop(const std::vector<Row>& rows, const std::string& where,
                       const std::string& advice) {
  const auto first = std::ranges::find(rows, true, &Row::wrong);
  std::string text = headline(*first) + "\n\n" + wrapped(where, width, 2) + '\n' + table(rows);
  if (!advice.empty()) text += '\n' + advice;
  throw NotYet{text};
}

/// Not a number is never near.
bool near(double a, double b, double tolerance) {
  return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

/// The slip that has made all of these wrong numbers, or "".
std::string explanation(const std::vector<Sample>& wrong) {
  const auto made = [](const Sample& sample, const Slip& slip) {
    return sample.yours == slip.value || near(sample.yours, slip.value, 1e-9) ||
           (std::isnan(sample.yours) && std::isnan(slip.value));
  };
  for (std::size_t k = 0; k < wrong[0].slips.size(); ++k)
    if (std::ranges::all_of(wrong, [&](const Sample& sample) {
          return k < sample.slips.size() && made(sample, sample.slips[k]);
        }))
      return wrong[0].slips[k].sentence;
  return "";
}

// ---- gradients

std::string assigned(const std::vector<std::string>& names, const Numbers& at, const char* equals,
                     const char* between) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += fmt::format("{}{}{}{}", i == 0 ? "" : between, names[i], equals, exact(at[i]));
  return text;
}

/// A gradient of the learner's beside the right one, at points of a formula.
class GradientCheck {
 public:
  GradientCheck(const ExerciseCheck::Problem& problem,
                const std::function<Numbers(const Numbers&)>& yours)
      : formula_(parse(problem.formula)),
        inputs_(formula_.inputs()),
        subject_(subject_of(formula_)),
        right_(subject_.gradient),
        rows_(problem.names),
        slips_(problem.slips) {
    subject_.gradient = yours;
    if (!rows_.empty()) return;
    const Trace trace = stepgrad::trace(formula_, bindings(Numbers(inputs_.size(), 1)));
    for (const std::string& input : inputs_)
      rows_.push_back(fmt::format("d{}/d{}", trace.node(trace.output).name, input));
  }

  std::string where(const Numbers& at) const {
    return fmt::format("{} at {}", formula_.source, assigned(inputs_, at, " = ", ", "));
  }
  std::size_t inputs() const { return inputs_.size(); }

  /// Throws NotYet if they disagree.
  void at(const Numbers& x) const {
    const Numbers yours = subject_.gradient(x), right = right_(x);
    if (yours.size() != right.size())
      throw NotYet{fmt::format("the gradient has {} numbers, expected {}\n\n  {}\n", yours.size(),
                               right.size(), where(x))};
    std::vector<Row> rows;
    bool wrong = false, close = true;
    for (std::size_t i = 0; i < right.size(); ++i) {
      rows.push_back({rows_[i], yours[i], right[i], !near(yours[i], right[i], exactly)});
      wrong = wrong || rows.back().wrong;
      close = close && near(yours[i], right[i], nearly);
    }
    if (wrong) stop(rows, where(x), advice(rows, x, close) + command(x));
  }

 private:
  static constexpr double exactly = 1e-12, nearly = 1e-6;

  Bindings bindings(const Numbers& at) const {
    Bindings all;
    for (std::size_t i = 0; i < at.size(); ++i) all[inputs_[i]] = at[i];
    return all;
  }

  std::string advice(const std::vector<Row>& rows, const Numbers& x, bool close) const {
    std::string sentence = of_second_call(rows, x);
    if (sentence.empty()) sentence = of_floats(rows);
    if (sentence.empty()) sentence = of_slips(x);
    if (sentence.empty() && close)
      sentence =
          "Very close, but not exact. Is it a difference quotient? Here the slope itself is "
          "wanted, by the rules of calculus.";
    return sentence.empty() ? diagnosis(x) : wrapped(sentence, width) + '\n';
  }

  /// A sentence if the learner's code gives another answer when it is asked again.
  std::string of_second_call(const std::vector<Row>& rows, const Numbers& x) const {
    const Numbers again = subject_.gradient(x);
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (!near(again[i], rows[i].yours, exactly) && std::isfinite(rows[i].yours))
        return fmt::format(
            "Asked once more for the same, your code says {} = {}. Has a variable no first value, "
            "or does it keep one from call to call (static, or outside of the function)?",
            rows[i].name, shown(again[i]));
    return "";
  }

  /// This point and two others: what one number tells by chance, three do not.
  std::vector<Numbers> here_and_elsewhere(const Numbers& x) const {
    std::vector<Numbers> points;
    for (const double shift : {0.0, 0.3, -0.7}) {
      points.push_back(x);
      for (std::size_t i = 0; i < x.size(); ++i)
        points.back()[i] += shift * static_cast<double>(i + 1);
    }
    return points;
  }

  /// The first slip of the exercise that explains a row wherever one looks, or "".
  std::string of_slips(const Numbers& x) const {
    if (!slips_) return "";
    const std::vector<Numbers> points = here_and_elsewhere(x);
    std::vector<Numbers> yours;
    for (const Numbers& point : points) yours.push_back(subject_.gradient(point));
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const double right = right_(x)[row];
      if (near(yours[0][row], right, exactly)) continue;
      const std::vector<Slip> known = slips_(x, row);
      for (std::size_t k = 0; k < known.size(); ++k) {
        bool explains = true;
        for (std::size_t i = 0; i < points.size(); ++i)
          explains = explains && near(yours[i][row], slips_(points[i], row)[k].value, 1e-9);
        if (explains) return fmt::format("{}: {}", rows_[row], known[k].sentence);
      }
    }
    return "";
  }

  /// The misstep that explains the gradients here and elsewhere, or what all share, or "".
  std::string of_habit(const Numbers& x) const {
    std::vector<Finding> findings;
    for (const Numbers& there : here_and_elsewhere(x))
      findings.push_back({trace(formula_, bindings(there)), subject_.gradient(there)});
    std::string sentence = slips_ ? "" : habit(findings);
    if (sentence.empty()) sentence = shared_factor(findings);
    return sentence.empty() ? "" : wrapped(sentence, width) + '\n';
  }

  /// What the gradient checker makes of it: what all rows have in common, and the first row with a
  /// cause of its own. A mere factor ("it is 3 times what is right") is one only if there is no
  /// other, in a row or in all of them.
  std::string diagnosis(const Numbers& x) const {
    if (std::ranges::all_of(subject_.gradient(x), [](double number) { return number == 0; }))
      return "No gradient arrives anywhere. Is a line missing, or is a copy changed?\n\n";
    if (std::string sentence = of_habit(x); !sentence.empty()) return sentence;
    const GradientReport report = check_gradient(subject_, x);
    std::string common = report.diagnosis, cause;
    for (std::size_t i = 0; i < report.entries.size() && cause.empty(); ++i) {
      const std::string& own = report.entries[i].diagnosis;
      const bool known = own.starts_with("it is ") || own == "the sign is flipped.";
      if (!own.empty() && (common.empty() || !known)) cause = fmt::format("{}: {}", rows_[i], own);
    }
    if (!cause.empty() && common.ends_with(" what is right.")) common.clear();
    std::string text;
    for (const std::string& sentence : {common, cause})
      if (!sentence.empty()) text += wrapped(sentence, width, 2);
    return text.empty() ? text : text + '\n';
  }

  std::string command(const Numbers& x) const {
    return fmt::format("Every step of it: ./stepgrad explain \"{}\" {}\n", formula_.source,
                       assigned(inputs_, x, "=", " "));
  }

  Formula formula_;
  std::vector<std::string> inputs_;
  Subject subject_;
  Gradient right_;
  std::vector<std::string> rows_;
  std::function<std::vector<Slip>(const Numbers&, std::size_t)> slips_;
};

// ---- the program

void limit(int what, rlim_t most, rlim_t at_the_very_most) {
  const rlimit both{most, at_the_very_most};
  ::setrlimit(what, &both);
}

// ---- where it was when it ended
//
// A signal may find the program in any state: what a handler does has to be safe in all of them, so
// the addresses go out as they are. Whoever started the check asks addr2line for their lines.

int output = STDOUT_FILENO;  // where the result goes

#ifdef STEPGRAD_STACKS
extern "C" const char __executable_start[];  // where the program lies in memory

/// Tells the calls that have not returned, the innermost first, behind the result: as addresses in
/// the program's file, of a call that is going on the place before the one to return to.
void keep_stack(int innermost) {
  constexpr int most = 60;
  void* calls[most];
  const int count = ::backtrace(calls, most);
  bool told = ::write(output, calls_mark.data(), calls_mark.size()) > 0;
  for (int i = 0; told && i < count; ++i) {
    auto address = reinterpret_cast<std::uintptr_t>(calls[i]) -
                   reinterpret_cast<std::uintptr_t>(__executable_start) - (i != innermost);
    char digits[2 * sizeof address + 1];
    for (std::size_t k = sizeof digits - 1; k-- > 0; address /= 16)
      digits[k] = "0123456789abcdef"[address % 16];
    digits[sizeof digits - 1] = '\n';
    told = ::write(output, digits, sizeof digits) > 0;
  }
}

/// Loads what that needs, which a signal's handler may not.
void prepare_stack() {
  void* calls[1];
  ::backtrace(calls, 1);
}
#else  // a crash is told without its line
void keep_stack(int) {}
void prepare_stack() {}
#endif

/// Keeps where it was, and ends as the signal ends a program. Behind this function and the system's
/// part in calling it comes what was interrupted.
void on_signal(int signal) {
  keep_stack(2);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

/// On a stack of its own: a function that calls itself without end has used up the other one.
void watch_signals() {
  static char room[1u << 16];
  prepare_stack();
  stack_t own{};
  own.ss_sp = room;
  own.ss_size = sizeof room;
  ::sigaltstack(&own, nullptr);
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_ONSTACK;
  for (const int end : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGXCPU, SIGXFSZ, SIGALRM})
    ::sigaction(end, &action, nullptr);
}

/// Whatever the learner's code does, it ends, and fills neither disk nor memory.
void set_limits(unsigned seconds) {
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_FSIZE, most_printed, most_printed);
  limit(RLIMIT_CPU, seconds, seconds + 1);
  ::alarm(longest_wait(seconds));
#ifndef __SANITIZE_ADDRESS__  // which takes terabytes of addresses
  constexpr rlim_t gigabyte = 1u << 30;
  limit(RLIMIT_AS, gigabyte, gigabyte);
#endif
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
}

/// The secret that Workbench gives on standard input. It is read, and wiped out there, before any
/// code of the learner's runs, static initialisers included: code that says "solved" and leaves
/// does not know it.
char secret[65];

[[gnu::constructor(101)]] void take_secret() {
  struct stat input {};
  if (::fstat(STDIN_FILENO, &input) != 0 || !S_ISREG(input.st_mode)) return;
  const ssize_t size = ::read(STDIN_FILENO, secret, sizeof secret - 1);
  secret[std::max<ssize_t>(size, 0)] = '\0';
  const int nothing = ::open("/dev/null", O_RDONLY);
  if (::ftruncate(STDIN_FILENO, 0) != 0 || ::dup2(nothing, STDIN_FILENO) < 0) secret[0] = '\0';
}

/// Standard output is for the result alone, and what the learner's code prints goes where its
/// errors go. Returns the descriptor.
int take_output() {
  const int result = ::dup(STDOUT_FILENO);
  ::dup2(STDERR_FILENO, STDOUT_FILENO);
  return result;
}

/// In place of what was there, if it is a file.
void tell(int descriptor, const CheckResult& result) {
  const std::string text = written(result);
  const bool is_file = ::ftruncate(descriptor, 0) == 0 && ::lseek(descriptor, 0, SEEK_SET) == 0;
  if (::write(descriptor, text.data(), text.size()) < 0 || !is_file) return;  // nor can it be told
}

CheckResult result_of(ExerciseCheck& exercise, const std::function<void(ExerciseCheck&)>& check) {
  using State = CheckResult::State;
  try {
    check(exercise);
    return {State::solved, exercise.told()};
  } catch (const NothingWritten& hole) {
    return {State::empty, std::to_string(hole.line)};
  } catch (const NotYet& disagreement) {
    return {State::not_yet, disagreement.text};
  }
}

// An exception that nobody catches has not unwound anything yet: its line can still be found.
std::string doing;

/// What is to be said of the exception that is on its way.
std::string told_of_exception() {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return fmt::format(
        "it asked for more memory than there is, at {}\n\nDoes something grow without end?\n",
        doing);
  } catch (const std::exception& error) {
    return fmt::format("it threw an exception, at {}\n\n{}", doing, in_lines(error.what()));
  } catch (...) {
    return fmt::format("it threw something, at {}\n", doing);
  }
}

[[noreturn]] void on_exception() {
  if (!std::current_exception()) std::abort();
  std::fflush(nullptr);
  tell(output, {CheckResult::State::threw, told_of_exception()});
  keep_stack(-1);
  ::_exit(0);
}

}  // namespace

void ExerciseCheck::numbers(const std::string& name, const std::vector<Sample>& samples,
                            double tolerance) {
  const auto is_wrong = [&](const Sample& sample) {
    return !near(sample.yours, sample.expected, tolerance);
  };
  const auto first = std::ranges::find_if(samples, is_wrong);
  if (first == samples.end()) return;
  std::vector<Sample> wrong;
  std::ranges::copy_if(samples, std::back_inserter(wrong), is_wrong);
  std::string why = explanation(wrong);
  if (why.empty()) {
    std::vector<Row> rows;
    for (const Sample& sample : wrong)
      rows.push_back({sample.where, sample.yours, sample.expected, true});
    why = of_floats(rows);
    if (why.empty()) why = of_whole_numbers(rows);
  }
  if (why.empty()) {
    std::vector<Observation> seen;
    for (const Sample& sample : wrong) seen.push_back({sample.yours, sample.expected, {}});
    const bool whole = std::ranges::all_of(
        wrong, [](const Sample& sample) { return sample.expected == std::floor(sample.expected); });
    why = !std::ranges::all_of(seen, [](const Observation& one) { return one.given == 0; })
            ? diagnosis(seen)
        : whole ? "it is always 0."
                : "it is always 0. (So is 1 / 2: whole numbers divide to whole numbers. "
                  "0.5 is a half.)";
    if (!why.empty()) why = fmt::format("{}: {}", name, why);
  }
  stop({{name, first->yours, first->expected, true}}, first->where,
       why.empty() ? "" : wrapped(why, width, 2));
}

void ExerciseCheck::gradient(const Problem& problem,
                             const std::function<Numbers(const Numbers&)>& yours) {
  const GradientCheck check(problem, yours);
  const auto look = [&](const Numbers& at) {
    about_to(check.where(at));
    check.at(at);
  };
  for (const Numbers& point : problem.points) look(point);
  for (std::size_t i = 0; i < problem.random; ++i) {
    Numbers point(check.inputs());
    for (double& number : point) number = random_eighth(-2, 2);
    look(point);
  }
}

void ExerciseCheck::not_yet(const std::string& headline, const std::string& advice) {
  throw NotYet{headline + "\n\n" + in_lines(advice)};
}

std::string in_digits(double number) { return shown(number, digits); }

double random_eighth(double from, double to) {
  static Random random(1);
  return std::floor(random.uniform(from, to) * 8) / 8;
}

int check_exercise(int count, char** words, const std::function<void(ExerciseCheck&)>& check) {
  set_limits(count > 1 ? static_cast<unsigned>(std::atoi(words[1])) : check_seconds);
  output = take_output();
  watch_signals();
  std::set_terminate(on_exception);
  std::size_t steps = 0;
  ExerciseCheck exercise([&](const std::string& compute) {
    doing = compute;
    ++steps;
    tell(output, {CheckResult::State::busy, doing});
  });
  CheckResult result = result_of(exercise, check);
  const bool from_workbench = secret[0] != '\0';  // or was the check started by hand?
  if (result.state == CheckResult::State::solved && from_workbench)
    result.text = sealed(secret, steps) + '\n' + result.text;
  std::fflush(nullptr);
  tell(output, result);
  ::_exit(0);  // what the learner's code has left behind is not to be taken down
}

}  // namespace stepgrad
