#include <stepgrad/course/workbench.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <random>

#include <fmt/format.h>
#include <stdlib.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/process.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/check_result.hpp>
#include <stepgrad/course/compiler_message.hpp>
#include <stepgrad/course/course_home.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using State = Attempt::State;

// By the clock, and so more than a slow and busy machine needs: a check ends by itself.
constexpr auto patience_to_compile = 600s;

// For the code of others.
constexpr auto patience_in_sandbox = 60s;
constexpr Allowance to_compile{.seconds = 30, .megabytes = 2048, .file_megabytes = 64};
Allowance to_run(unsigned seconds) {
  return {.seconds = 2 * seconds, .megabytes = 1024, .file_megabytes = 1};
}

}  // namespace

/// A directory for what is made, gone at the end. Nobody else gets in, but whoever is in a sandbox
/// may write there.
class Workbench::Place {
 public:
  explicit Place(const fs::path& above) {
    make_directory(above);
    std::string pattern = (above / "attempt-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
      throw Error(
          fmt::format("cannot make a directory in '{}': {}", above.string(), std::strerror(errno)),
          "", "May you write there? Is the disk full?", Fault::machine);
    path_ = pattern;
    make_directory(work());
    fs::permissions(work(), fs::perms::all);
  }
  ~Place() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  fs::path work() const { return path_ / "work"; }
  std::string operator/(const fs::path& name) const { return (work() / name).string(); }

 private:
  fs::path path_;
};

namespace {

/// The beginning of what was printed.
std::string first_lines(const std::string& text) {
  constexpr std::size_t most = 20, widest = 100;
  std::string result;
  std::size_t count = 0;
  for (const std::string_view line : split(text, '\n')) {
    if (count++ == most) return result + "…\n";
    result += shortened(printable(line), widest) + '\n';
  }
  while (result.ends_with("\n\n")) result.pop_back();
  return result == "\n" ? "" : result;
}

/// The standard library's way to say that it was misused; assert's own sign is another.
constexpr std::string_view library_complains = "Assertion '";

/// What the learner's code wrote to standard output and standard error, its beginning.
std::string printed_by(const Outcome& outcome) {
  std::string text;
  for (const std::string_view line : split(outcome.errors, '\n'))
    if (line.find(library_complains) == std::string_view::npos) text += std::string(line) + '\n';
  return first_lines(text);
}

/// Whose time is up, is it because it prints without end? However slow the machine is, such a loop
/// has printed much by then.
bool prints_without_end(const Outcome& outcome) {
  return outcome.status - 128 == SIGXFSZ || outcome.errors.size() > much_printed;
}

/// `seconds` is what the check may take.
std::string out_of_time(const Outcome& outcome, unsigned seconds) {
  if (prints_without_end(outcome))
    return fmt::format(
        "it printed more than {} kB without an end: does it print in a loop that never ends?",
        much_printed / 1024);
  if (outcome.status - 128 == SIGXCPU)
    return fmt::format("it was still busy after {} seconds: is there a loop that never ends?",
                       seconds);
  return fmt::format(
      "it had not ended after {} seconds: does it wait for something, or is there a loop "
      "that never ends?",
      longest_wait(seconds));
}

/// What Eigen's assertion means that has ended the code; "" if none has.
std::string complaint_of_matrices(const std::string& errors) {
  const std::size_t place = errors.find("/Eigen/");
  const std::size_t begin = errors.find("Assertion `", place);
  if (place == errors.npos || begin == errors.npos) return "";
  const std::string asserted = errors.substr(begin, errors.find('\n', begin) - begin);
  if (asserted.find(">= 0") != asserted.npos) return "an index is past the end of a matrix";
  const std::size_t quote = asserted.find('"'), end = asserted.find('"', quote + 1);
  return "the shapes of two matrices do not fit" +
         (end == asserted.npos ? "" : ": " + asserted.substr(quote + 1, end - quote - 1));
}

/// How a process ended that did not come to the end of the check.
std::string how_it_ended(const Outcome& outcome, unsigned seconds) {
  if (outcome.end == Outcome::End::too_late) return out_of_time(outcome, seconds);
  if (const std::string complaint = complaint_of_matrices(outcome.errors); !complaint.empty())
    return complaint;
  if (outcome.errors.find("Assertion '__n < this->size()' failed") != std::string::npos)
    return "an index is past the end of a vector (a std::size_t below 0 is a very large one)";
  if (outcome.errors.find(library_complains) != std::string::npos)
    return "the standard library was asked for what is not there (an empty vector, "
           "an empty optional?)";
  switch (outcome.status - 128) {
    case SIGSEGV:
    case SIGBUS:
      return "it crashed: memory was touched that is not there. Is an index past the end, or does "
             "a function call itself without end?";
    case SIGXCPU:
    case SIGXFSZ:
    case SIGALRM:
      return out_of_time(outcome, seconds);
    case SIGFPE:
      return "it crashed: a whole number was divided by zero";
    case SIGABRT:
      return "it gave up (abort, or an assert that failed)";
    default:
      return outcome.status < 128 ? "it ended in the middle of the check: is exit called?"
                                  : fmt::format("it was ended by signal {}", outcome.status - 128);
  }
}

/// The line with its number, as a compiler shows it.
std::string quoted_line(const std::string& source, std::size_t line) {
  const std::vector<std::string_view> lines = split(source, '\n');
  if (line == 0 || line > lines.size()) return "";
  return fmt::format("  {} | {}\n", line, shortened(printable(trimmed(lines[line - 1])), 100));
}

/// `line` is where to look; `quoted` is that line if the code ended there before its time, or "";
/// `seconds` is what the check may take.
Attempt judged(const CheckResult& result, const Outcome& outcome, std::size_t line,
               const std::string& quoted, unsigned seconds) {
  const std::string printed = printed_by(outcome);
  switch (result.state) {
    case CheckResult::State::solved:
      return {State::solved, "", printed, line};
    case CheckResult::State::empty:
      return {
          State::not_yet,
          fmt::format("the hole in line {} is still empty\n\n"
                      "That is how an exercise begins: nothing is broken. Write your code where\n"
                      "todo(); stands, take todo(); away, and save.\n",
                      result.text),
          printed, std::stoul("0" + result.text)};
    case CheckResult::State::not_yet:
      return {State::not_yet, result.text, printed, line};
    case CheckResult::State::threw:
      return {State::not_yet, result.text + (quoted.empty() ? "" : '\n' + quoted), printed, line};
    case CheckResult::State::busy:
      break;
  }
  return {State::not_yet,
          fmt::format("{}\n\n{}That was at {}\n", how_it_ended(outcome, seconds),
                      quoted.empty() ? "" : quoted + '\n',
                      result.text.empty() ? "the very beginning" : result.text),
          printed, line};
}

Attempt does_not_compile(const std::string& text, std::size_t line = 1) {
  return {State::does_not_compile, text, "", line};
}

/// Has a limit of the sandbox ended the compiler?
bool took_too_much(const Outcome& outcome) {
  constexpr std::string_view signs[] = {"terminated program", "out of memory", "memory exhausted",
                                        "limit exceeded",     "Killed",        "bad_alloc"};
  return outcome.end == Outcome::End::too_late || outcome.status > 128 ||
         std::ranges::any_of(signs, [&](std::string_view sign) {
           return outcome.errors.find(sign) != std::string::npos;
         });
}

bool has_failed(const Outcome& outcome) {
  return outcome.end != Outcome::End::finished || outcome.status != 0;
}

/// Thrown where an earlier exercise is looked at and nobody waits any more.
struct Unwanted {};

/// As nobody can guess it.
std::string new_secret() {
  std::random_device device;
  std::string secret;
  for (int i = 0; i < 8; ++i) secret += fmt::format("{:08x}", device());
  return secret;
}

/// For a file whose code has no fault of its own, but is not what the check calls.
std::string as_it_came(const Exercise& exercise) {
  std::string text =
      "The check could not call your code: its name, its parameters and what it returns\n"
      "must stay as they came:\n\n";
  text += declarations(read_file(exercise.untouched()));
  return text + fmt::format("\n./stepgrad reset {} brings it back, and keeps yours beside it.\n",
                            exercise.number);
}

/// Right, but is it the learner's own work?
Attempt with_own_work(Attempt solved, const Exercise& exercise, const std::string& source) {
  const std::size_t line = line_of_borrowed_work(source, read_file(exercise.untouched()));
  if (line == 0) return solved;
  return {State::not_yet,
          fmt::format("it is right, but line {} has others do the work\n\n  {}\n\nWhat is to be "
                      "written here comes ready made from there. Take the line out, and\nlet every "
                      "number come from lines of your own.\n",
                      line, trimmed(split(source, '\n')[line - 1])),
          solved.printed, line};
}

Error without_matrices(const Exercise& exercise) {
  return Error(
      fmt::format("exercise {} trains, and stepgrad was built without matrices", exercise.number),
      "",
      "To have them: sudo apt-get install libeigen3-dev zlib1g-dev libpng-dev (or these "
      "packages of your system), remove the directory 'build', and call ./stepgrad again. "
      "The other exercises work without.",
      Fault::machine);
}

}  // namespace

/// One attempt: what is compiled and run for it.
class Workbench::Trial {
 public:
  Trial(const Workbench& bench, const Exercise& exercise, const fs::path& original,
        const Wanted& wanted, const OwnWork& own)
      : exercise_(exercise),
        wanted_(wanted),
        sandbox_(bench.sandbox_),
        build_(exercise.needs_matrices() ? *bench.training_ : bench.plain_),
        seconds_(exercise.seconds()),
        place_(bench.place_),
        source_(read_file(original)),
        file_(seen_from_within(original, "exercise.hpp")),
        check_(seen_from_within(exercise.check(), "check.cpp")),
        prepared_(bench.prepared_),
        depends_on_(read_file(exercise.check())) {
    for (const Exercise& earlier : stepgrad::built_on(exercise)) {
      built_on_.push_back(bench.earlier_work(earlier, wanted, own));
      depends_on_ += learn(earlier, built_on_.back().file);
    }
    if (!built_on_.empty())
      build_.options.insert(build_.options.end(), {"-isystem", place_.work().string()});
  }

  /// All that the outcome depends on.
  std::string depends_on() const { return source_ + depends_on_; }

  /// Why the file cannot stand behind its learned header, though it passes; "" if it can.
  std::string refused_as_groundwork() {
    learn(exercise_, file_);
    std::vector<std::string> words = build_.options;
    words.insert(words.end(), {"-isystem", place_.work().string(), "-fsyntax-only", "-x", "c++",
                               place_ / learned_header(exercise_)});
    const Outcome outcome = compile(words);
    if (outcome.end == Outcome::End::unwanted) throw Unwanted();
    return has_failed(outcome) ? in_short(not_compiled(outcome)) : "";
  }

  /// Optimised, a check that trains would take the hole into itself; and a sandbox sees its own place
  /// only.
  bool can_be_prepared() const {
    return !sandbox_ && !exercise_.needs_matrices() && functions_to_fill(untouched_);
  }

  /// Compiles the check for the attempts to come, if it is one that can be prepared.
  void prepare() const {
    const std::string reasons = prepared_depends_on();
    if (!can_be_prepared() || prepared_.find(reasons)) return;
    const Outcome compiled =
        compile(check_, exercise_.untouched(), place_ / "check.o", {"-O0"});  // nothing inlined
    if (compiled.end == Outcome::End::unwanted) throw Unwanted();
    if (!has_failed(compiled)) prepared_.keep(reasons, place_ / "check.o");
  }

  Attempt attempt() const {
    if (!made_with_prepared_check()) {
      const Outcome compiled = compile(check_, file_, place_ / "check.o");
      if (has_failed(compiled)) return not_compiled(compiled);
      if (const Outcome linked = link({place_ / "check.o"}); has_failed(linked))
        return not_compiled(linked);
    }
    const std::string secret = new_secret();
    const Outcome outcome = run({place_ / "check", std::to_string(seconds_)}, secret);
    if (outcome.end == Outcome::End::unwanted) return {State::unwanted, "", ""};
    CheckResult result = read_check_result(outcome.output);
    const std::optional<std::size_t> steps = steps_of(result.text, secret);
    if (result.state == CheckResult::State::solved && !steps) result = {};
    const std::size_t end = line_where_it_ended(result);
    const std::size_t line =
        end > 0 ? end : line_to_open(source_, read_file(exercise_.untouched()));
    Attempt attempt = judged(result, outcome, line, quoted_line(source_, end), seconds_);
    attempt.steps = steps.value_or(0);
    if (attempt.state == State::solved)
      attempt.told =
          result.text.substr(std::min(result.text.find('\n'), result.text.size() - 1) + 1);
    if (attempt.state == State::solved) attempt = with_own_work(attempt, exercise_, source_);
    attempt.built_on = built_on_;
    return attempt;
  }

 private:
  /// In a sandbox, a copy under this name.
  fs::path seen_from_within(const fs::path& original, const char* name) const {
    if (!sandbox_) return original;
    const fs::path copy = place_ / name;
    write_file(copy, read_file(original));
    fs::permissions(copy, fs::perms(0644));
    return copy;
  }
  /// Writes the header of an earlier exercise; returns what stands behind it.
  std::string learn(const Exercise& earlier, const fs::path& file) const {
    const std::string source = read_file(file);
    make_directory(place_.work() / "learned");
    const fs::path header = place_ / learned_header(earlier);
    const fs::path seen =
        file == file_ ? file : seen_from_within(file, (earlier.name + ".hpp").c_str());
    write_file(header, learned_text(earlier, seen, source));
    fs::permissions(header.parent_path(), fs::perms(0755));
    fs::permissions(header, fs::perms(0644));
    return source;
  }
  Outcome run(std::vector<std::string> words, const std::string& input) const;
  Outcome compile(std::vector<std::string> words) const;
  Outcome compile(const fs::path& source, const fs::path& exercise, const std::string& object,
                  const std::vector<std::string>& more = {}) const;
  Outcome link(std::vector<std::string> objects) const;
  std::string prepared_depends_on() const;
  /// Is the check there, of the learner's functions and a check that was prepared?
  bool made_with_prepared_check() const;
  Attempt not_compiled(const Outcome& outcome) const;
  /// The innermost line of the file among the calls of the result; 0 if there is none, or nobody who
  /// can tell.
  std::size_t line_where_it_ended(const CheckResult& result) const;

  const Exercise& exercise_;
  const Wanted& wanted_;
  const std::optional<Sandbox>& sandbox_;
  BuildInstructions build_;
  unsigned seconds_;
  Place place_;
  std::string source_;
  fs::path file_, check_;
  const PreparedChecks& prepared_;
  std::string depends_on_;  // beside the learner's file
  std::string untouched_ = read_file(exercise_.untouched());
  std::vector<EarlierWork> built_on_;
};

Outcome Workbench::Trial::run(std::vector<std::string> words, const std::string& input) const {
  const bool compiles = words[0] == "env";
  std::chrono::seconds patience = compiles ? patience_to_compile : 2s * longest_wait(seconds_);
  if (sandbox_) {
    patience = compiles ? patience_in_sandbox : 1s * longest_wait(seconds_);
    View view{build_.places(), {}};
    (compiles ? view.write : view.read).push_back(place_.work());
    words = sandbox_->confined(words, compiles ? to_compile : to_run(seconds_), view);
  }
  const std::string program = words[0];
  words.erase(words.begin());
  return run_program(program, words, input, patience, wanted_);
}

Outcome Workbench::Trial::compile(std::vector<std::string> words) const {
  words.insert(words.begin(), {"env", "LC_ALL=C", build_.compiler});  // in C's language: it is read
  Outcome outcome = run(std::move(words), "");
  constexpr std::size_t most_said = 1u << 18;
  if (outcome.errors.size() > most_said) outcome.errors.resize(most_said);
  if (sandbox_ && outcome.errors.starts_with("bwrap: "))
    throw Error("the sandbox cannot be made", "", trimmed(outcome.errors), Fault::machine);
  constexpr int not_found = 127;
  if (outcome.end == Outcome::End::not_found || outcome.status == not_found)
    throw Error(fmt::format("the compiler '{}' is not there", build_.compiler), "",
                "Install it, or remove the directory 'build' and call ./stepgrad again.",
                Fault::machine);
  return outcome;
}

Outcome Workbench::Trial::compile(const fs::path& source, const fs::path& exercise,
                                  const std::string& object,
                                  const std::vector<std::string>& more) const {
  std::vector<std::string> words = build_.options;
  words.push_back(fmt::format("-DEXERCISE=\"{}\"", exercise.string()));
  words.insert(words.end(), more.begin(), more.end());
  words.insert(words.end(), {"-c", source.string(), "-o", object});
  return compile(std::move(words));
}

Outcome Workbench::Trial::link(std::vector<std::string> objects) const {
  objects.insert(objects.end(), {"-o", place_ / "check"});
  objects.insert(objects.end(), build_.libraries.begin(), build_.libraries.end());
  return compile(std::move(objects));
}

std::string Workbench::Trial::prepared_depends_on() const {
  std::string all = depends_on_ + untouched_ + build_.compiler;
  for (const std::string& option : build_.options)
    if (option != place_.work()) all += '\n' + option;  // that is new at every attempt
  std::error_code ignored;  // the kit's headers are as new as its libraries
  for (const std::string& library : build_.libraries)
    if (const auto time = fs::last_write_time(library, ignored); !ignored)
      all += fmt::format("\n{} {}", library, time.time_since_epoch().count());
  return all;
}

bool Workbench::Trial::made_with_prepared_check() const {
  if (!can_be_prepared() || !differs_in_holes_alone(source_, untouched_)) return false;
  const std::optional<fs::path> check = prepared_.find(prepared_depends_on());
  if (!check) return false;
  write_file(place_ / "mine.cpp", text_that_keeps(*functions_to_fill(untouched_)));
  return !has_failed(compile(place_ / "mine.cpp", file_, place_ / "mine.o")) &&
         !has_failed(link({place_ / "mine.o", check->string()}));
}

Attempt Workbench::Trial::not_compiled(const Outcome& outcome) const {
  if (outcome.end == Outcome::End::unwanted) return {State::unwanted, "", ""};
  if (sandbox_ && took_too_much(outcome))
    return does_not_compile(
        fmt::format("the compiler was stopped at {} seconds or {} MB\n\n"
                    "Does the code ask it for something endless?\n",
                    to_compile.seconds, to_compile.megabytes));
  if (outcome.end == Outcome::End::too_late)
    return does_not_compile(
        fmt::format("the compiler was still busy after {} seconds\n\n"
                    "Does the code ask it for something endless?\n",
                    patience_to_compile / 1s));
  if (trimmed(source_).empty())
    return does_not_compile(fmt::format(
        "the file is empty\n\n./stepgrad reset {} brings it back as it came.\n", exercise_.number));
  const auto message = [&](const Outcome& of) {
    return compiler_message(of.errors, file_.string(), file_.filename().string());
  };
  CompilerMessage told = message(outcome);
  if (told.elsewhere) {  // is it because of a } that is missing? Alone the file shows that
    std::vector<std::string> words = build_.options;
    words.insert(words.end(), {"-fsyntax-only", "-x", "c++", file_.string()});
    const CompilerMessage alone = message(compile(words));
    if (!alone.elsewhere) told = alone;
  }
  if (told.text.empty()) told.text = first_lines(outcome.errors);
  return does_not_compile(
      "it does not compile\n\n" + told.text +
          (told.elsewhere && !told.explained ? '\n' + as_it_came(exercise_) : ""),
      std::max<std::size_t>(told.line, 1));
}

std::size_t Workbench::Trial::line_where_it_ended(const CheckResult& result) const {
  if (result.calls.empty()) return 0;
  std::vector<std::string> words{"addr2line", "-i", "-e", place_ / "check"};
  words.insert(words.end(), result.calls.begin(), result.calls.end());
  const Outcome told = run(words, "");
  const std::string mark = file_.lexically_normal().string() + ':';
  for (const std::string_view line : split(told.output, '\n'))
    if (line.starts_with(mark)) return std::stoul("0" + std::string(line.substr(mark.size(), 6)));
  return 0;
}

Workbench::Workbench(const fs::path& instructions, const fs::path& place,
                     std::optional<Sandbox> sandbox)
    : place_(place),
      verdicts_(place_ / "verdicts"),
      prepared_(place_ / "prepared"),
      plain_(read_build_instructions(instructions)),
      sandbox_(std::move(sandbox)) {
  const fs::path training = instructions.parent_path() / "training.build";
  if (fs::exists(training)) training_ = read_build_instructions(training);
}

bool Workbench::can_try(const Exercise& exercise) const {
  return training_ || !exercise.needs_matrices();
}

EarlierWork Workbench::earlier_work(const Exercise& exercise, const Wanted& wanted,
                                    const OwnWork& own) const {
  EarlierWork work{exercise, exercise.solution()};
  if (!own) return work;
  const fs::path file = own(exercise);
  std::error_code ignored;
  if (file.empty() || !fs::exists(file, ignored)) {
    work.why_not = fmt::format("there is no exercise {} of yours.", exercise.number);
    return work;
  }
  if (read_file(file) == read_file(exercise.untouched())) {
    work.why_not = fmt::format("exercise {} is not written yet.", exercise.number);
    return work;
  }
  if (!can_try(exercise)) throw without_matrices(exercise);
  Trial trial(*this, exercise, file, wanted, own);
  std::optional<std::string> verdict = verdicts_.recall(trial.depends_on());
  if (!verdict) {
    const Attempt attempt = trial.attempt();
    if (attempt.state == State::unwanted) throw Unwanted();
    verdict = attempt.state == State::solved ? trial.refused_as_groundwork() : in_short(attempt);
    verdicts_.keep(trial.depends_on(), *verdict);
  }
  if (verdict->empty()) return {exercise, file, true};
  work.why_not = fmt::format("your {} does not pass its own check as it is now: {}",
                             (file.parent_path().filename() / file.filename()).string(), *verdict);
  return work;
}

Attempt Workbench::attempt(const Exercise& exercise, const fs::path& file, const Wanted& wanted,
                           const OwnWork& own) const try {
  if (!can_try(exercise)) throw without_matrices(exercise);
  return Trial(*this, exercise, file, wanted, own).attempt();
} catch (const Unwanted&) {
  return {State::unwanted, "", ""};
}

bool Workbench::prepare(const Exercise& exercise, const Wanted& wanted) const try {
  if (can_try(exercise)) Trial(*this, exercise, exercise.file(), wanted, &Exercise::file).prepare();
  return true;
} catch (const Unwanted&) {
  return false;
}

std::string in_short(const Attempt& attempt) {
  const std::vector<std::string_view> lines = split(attempt.text, '\n');
  std::string words(lines[0]);
  if (!words.ends_with("does not compile")) return words;
  for (std::size_t i = 1; i < lines.size(); ++i)
    if (const std::string line = trimmed(lines[i]); !line.empty()) return words + ": " + line;
  return words;
}

Workbench workbench(std::optional<Sandbox> sandbox) {
  const CourseHome home = course_home();
  std::error_code ignored;
  if (!fs::exists(home.instructions, ignored))
    throw Error("exercises cannot be compiled here", "",
                fmt::format("There is no '{}': install stepgrad's library and headers (the package "
                            "libstepgrad-dev), and a compiler.",
                            home.instructions.string()),
                Fault::machine);
  return Workbench(home.instructions, home.scratch, std::move(sandbox));
}

}  // namespace stepgrad
