#include <stepgrad/course/preview_bench.hpp>

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/process.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/compiler_message.hpp>
#include <stepgrad/course/course_home.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto longest_compilation = 600s, longest_run = 120s;

Outcome run(const std::vector<std::string>& words, std::chrono::seconds patience,
            const std::function<bool()>& wanted) {
  return run_program(words[0], {words.begin() + 1, words.end()}, "", patience, wanted);
}

bool is_unwanted(const Outcome& outcome) { return outcome.end == Outcome::End::unwanted; }

bool came_through(const Outcome& outcome) {
  return outcome.end == Outcome::End::finished && outcome.status == 0;
}

std::string why_it_ended(const Outcome& outcome) {
  if (outcome.end == Outcome::End::too_late)
    return fmt::format("the lesson had not ended after {} seconds\n", longest_run / 1s);
  if (outcome.status > 128)
    return fmt::format("the lesson was ended by signal {}\n", outcome.status - 128) +
           outcome.errors;
  return "the lesson ended with an error\n\n" + outcome.errors;
}

}  // namespace

fs::path lesson_folder(const fs::path& checkout, std::string_view which) {
  std::vector<fs::path> folders;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(checkout / "lessons", ignored))
    if (fs::exists(entry.path() / "lesson.cpp", ignored)) folders.push_back(entry.path());
  std::ranges::sort(folders);
  const bool is_number = which.find_first_not_of("0123456789") == which.npos;
  const std::string beginning = fmt::format("{:0>2}_", which);
  std::vector<std::string> names;
  for (const fs::path& folder : folders) {
    names.push_back(folder.filename().string());
    if (is_number ? names.back().starts_with(beginning) : names.back().find(which) != which.npos)
      return folder;
  }
  throw Error(fmt::format("there is no lesson '{}'", which), "",
              did_you_mean(which, names, fmt::format("The lessons are {}.", listed(names))));
}

PreviewBench::PreviewBench(const fs::path& instructions, fs::path folder)
    : build_(read_build_instructions(instructions)),
      folder_(std::move(folder)),
      place_(instructions.parent_path() / "preview") {
  make_directory(place_);
  const std::string header = made(".hpp");
  write_file(header,
             "#include <algorithm>\n#include <cmath>\n#include <stepgrad/course/lesson.hpp>\n"
             "#include <stepgrad/scalar/functions.hpp>\n");
  std::vector<std::string> words{build_.compiler};
  words.insert(words.end(), build_.options.begin(), build_.options.end());
  words.insert(words.end(), {"-x", "c++-header", header, "-o", header + ".gch"});
  run(words, longest_compilation, {});  // if it fails, the lesson's own compilation tells why
  build_.options.insert(build_.options.end(), {"-include", header});
}

std::string PreviewBench::made(const char* ending) const {
  return (place_ / folder_.filename()).string() + ending;
}

fs::path PreviewBench::page() const { return made(".html"); }

PreviewBench::Look PreviewBench::look(const Typesetting& set,
                                      const std::function<bool()>& wanted) const {
  const std::string lesson = (folder_ / "lesson.cpp").string();
  std::vector<std::string> words{"env", "LC_ALL=C", build_.compiler};  // its language is read
  words.insert(words.end(), build_.options.begin(), build_.options.end());
  words.insert(words.end(), {fmt::format("-DLESSON=\"{}\"", lesson),
                             fmt::format("-DCHAPTER=lesson_{}", folder_.filename().string()), "-c",
                             (folder_.parent_path() / "preview.cpp").string(), "-o", made(".o")});
  Outcome outcome = run(words, longest_compilation, wanted);
  if (came_through(outcome)) {
    words = {"env", "LC_ALL=C", build_.compiler, made(".o"), "-o", made("")};
    words.insert(words.end(), build_.libraries.begin(), build_.libraries.end());
    outcome = run(words, longest_compilation, wanted);
  }
  if (is_unwanted(outcome)) return {.lesson = {}, .unwanted = true};
  if (!came_through(outcome)) {
    const CompilerMessage message = compiler_message(outcome.errors, lesson, "lesson.cpp");
    return {{},
            "it does not compile\n\n" + (message.text.empty() ? outcome.errors : message.text),
            std::max<std::size_t>(message.line, 1)};
  }
  outcome = run({made(""), folder_.string(), page().string(), std::to_string(set.width),
                 set.color ? "color" : "plain"},
                longest_run, wanted);
  if (is_unwanted(outcome)) return {.lesson = {}, .unwanted = true};
  if (!came_through(outcome)) return {{}, why_it_ended(outcome)};
  return {read_lesson_preview(outcome.output)};
}

PreviewBench preview_bench(const fs::path& folder) {
  return {course_home().instructions.replace_filename("lesson.build"), folder};
}

}  // namespace stepgrad
