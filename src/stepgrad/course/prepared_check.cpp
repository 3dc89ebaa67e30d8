#include <stepgrad/course/prepared_check.hpp>

#include <cctype>
#include <functional>

#include <fmt/format.h>

#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view hole = "todo();";

/// The pieces around the holes; a hole is its whole line.
std::vector<std::string_view> around_holes(std::string_view text) {
  std::vector<std::string_view> pieces;
  for (std::size_t at = text.find(hole); at != text.npos; at = text.find(hole)) {
    const std::size_t begin = text.rfind('\n', at) + 1, end = text.find('\n', at);
    pieces.push_back(text.substr(0, begin));
    text = end == text.npos ? "" : text.substr(end + 1);
  }
  pieces.push_back(text);
  return pieces;
}

/// The name of the inline function whose body begins where the piece ends; "" if none does.
std::string function_at_the_end(std::string_view piece) {
  constexpr std::string_view sign = "\ninline ";
  const std::size_t begin = piece.rfind(sign);
  if (begin == piece.npos) return "";
  const std::string_view head = piece.substr(begin + sign.size());
  if (!head.ends_with(" {\n") || head.find_first_of("{};") != head.size() - 2) return "";
  const std::size_t end = head.find('(');
  if (end == head.npos) return "";
  std::size_t first = end;
  while (first > 0 &&
         (std::isalnum(static_cast<unsigned char>(head[first - 1])) || head[first - 1] == '_'))
    --first;
  return std::string(head.substr(first, end - first));
}

}  // namespace

std::optional<std::vector<std::string>> functions_to_fill(std::string_view untouched) {
  const std::vector<std::string_view> pieces = around_holes(untouched);
  std::vector<std::string> names;
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
    names.push_back(function_at_the_end(pieces[i]));
    if (names.back().empty() || !pieces[i + 1].starts_with("}\n")) return std::nullopt;
  }
  return names;
}

bool differs_in_holes_alone(std::string_view source, std::string_view untouched) {
  const std::vector<std::string_view> pieces = around_holes(untouched);
  if (!source.starts_with(pieces.front())) return false;
  source.remove_prefix(pieces.front().size());
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    const std::size_t at = last ? source.rfind(pieces[i]) : source.find(pieces[i]);
    if (at == source.npos || (last && at + pieces[i].size() != source.size())) return false;
    source.remove_prefix(at + pieces[i].size());
  }
  return true;
}

std::string text_that_keeps(const std::vector<std::string>& functions) {
  // The first file with code is the one that addr2line (binutils 2.40) takes for this file itself,
  // in DWARF 5: let that not be the learner's.
  std::string text = "[[gnu::used]] static void stepgrad_comes_first() {}\n#include EXERCISE\n";
  for (std::size_t i = 0; i < functions.size(); ++i)
    text += fmt::format("[[gnu::used]] static auto* const stepgrad_keeps_{} = &::{};\n", i,
                        functions[i]);
  return text;
}

fs::path PreparedChecks::place(const std::string& all_it_depends_on) const {
  constexpr std::size_t places = 100;
  return folder_ / std::to_string(std::hash<std::string>{}(all_it_depends_on) % places);
}

std::optional<fs::path> PreparedChecks::find(const std::string& all_it_depends_on) const {
  fs::path compiled = place(all_it_depends_on), reasons = compiled;
  compiled += ".o";
  std::error_code error;
  if (!fs::exists(compiled, error) || !fs::exists(reasons, error)) return std::nullopt;
  if (read_file(reasons) != all_it_depends_on) return std::nullopt;
  return compiled;
}

void PreparedChecks::keep(const std::string& all_it_depends_on, const fs::path& compiled) const {
  make_directory(folder_);
  const fs::path reasons = place(all_it_depends_on);
  fs::path kept = reasons;
  kept += ".o";
  std::error_code error;
  fs::remove(reasons, error);  // two at once: whoever reads between the lines finds no reasons
  fs::rename(compiled, kept, error);
  if (!error) write_file(reasons, all_it_depends_on);
}

}  // namespace stepgrad
