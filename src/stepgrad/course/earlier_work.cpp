#include <stepgrad/course/earlier_work.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

/// What is included as <…>, in order.
std::vector<std::string> headers_of(std::string_view source) {
  std::vector<std::string> headers;
  for (const std::string_view line : split(source, '\n')) {
    const std::string text = trimmed(line);
    const std::size_t begin = text.find('<'), end = text.find('>');
    if (text.starts_with('#') && text.find("include") < begin && end < text.size())
      headers.push_back(text.substr(begin + 1, end - begin - 1));
  }
  return headers;
}

/// "loss and slope": what its check calls.
std::vector<std::string> functions_of(const Exercise& exercise) {
  std::vector<std::string> names;
  const std::string declared = declarations(read_file(exercise.untouched()));
  for (const std::string_view line : split(declared, '\n')) {
    if (!line.starts_with("inline ")) continue;
    const std::string_view head = line.substr(0, line.find('('));
    names.emplace_back(head.substr(head.rfind(' ') + 1));
  }
  return names;
}

void add_with_its_own(std::vector<Exercise>& all, const Exercise& exercise) {
  constexpr std::string_view folder = "learned/", ending = ".hpp";
  const std::string source = read_file(exercise.untouched());
  for (const std::string& header : headers_of(source)) {
    if (!header.starts_with(folder) || !header.ends_with(ending)) continue;
    const std::string name =
        header.substr(folder.size(), header.size() - folder.size() - ending.size());
    if (std::ranges::find(all, name, &Exercise::name) != all.end()) continue;
    const std::vector<Exercise> course = exercises(exercise.folder.parent_path().parent_path());
    const auto earlier = std::ranges::find(course, name, &Exercise::name);
    if (earlier == course.end() || earlier->number >= exercise.number)
      throw Error(fmt::format("exercise {} builds on '{}', which is no exercise before it",
                              exercise.number, name),
                  "", fmt::format("See the includes of {}.", exercise.untouched().string()),
                  Fault::machine);
    add_with_its_own(all, *earlier);
    all.push_back(*earlier);
  }
}

}  // namespace

std::vector<Exercise> built_on(const Exercise& exercise) {
  std::vector<Exercise> all;
  add_with_its_own(all, exercise);
  return all;
}

std::string learned_header(const Exercise& exercise) {
  return fmt::format("learned/{}.hpp", exercise.name);
}

std::string learned_text(const Exercise& exercise, const std::filesystem::path& file,
                         std::string_view source) {
  std::string text = "#pragma once\n";
  for (const std::string& header : headers_of(source))
    text += fmt::format("#include <{}>\n", header);
  return text + fmt::format("namespace lesson{} {{\n#include \"{}\"\n}}\n", exercise.number,
                            file.string());
}

std::string earlier_work_text(std::span<const EarlierWork> works) {
  constexpr std::size_t width = 76;
  std::string text;
  for (const EarlierWork& work : works) {
    const std::vector<std::string> functions = functions_of(work.exercise);
    const std::string sentence =
        fmt::format("{} {} of lesson {} {} used", work.is_own ? "Your" : "The kit's",
                    listed(functions), work.exercise.number, functions.size() == 1 ? "is" : "are");
    text += wrapped(sentence + (work.why_not.empty() ? "." : ", for " + work.why_not), width, 2);
  }
  return text;
}

}  // namespace stepgrad
