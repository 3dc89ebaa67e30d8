#include <stepgrad/data/file_kind.hpp>

#include <vector>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/base/utf8_mark.hpp>

namespace stepgrad {
namespace {

using namespace std::string_view_literals;

bool begins(std::string_view text, std::string_view with) { return text.starts_with(with); }

/// A list or an object, and not a header that happens to begin with a bracket.
bool is_json(std::string_view text) {
  if (!begins(text, "[") && !begins(text, "{")) return false;
  const std::string rest = trimmed(text.substr(1, 200));
  return !rest.empty() && std::string_view("[{\"]}").find(rest.front()) != std::string_view::npos;
}

bool is_markup(std::string_view text) {
  return begins(text, "<!") || begins(text, "<?xml") || begins(lower(text.substr(0, 5)), "<html") ||
         begins(lower(text.substr(0, 5)), "<head");
}

/// Weka's ARFF: comments with %, then @relation.
bool is_arff(std::string_view text) {
  while (begins(text, "%") || begins(text, "\n") || begins(text, "\r")) {
    const std::size_t end = text.find('\n');
    if (end == text.npos) return false;
    text.remove_prefix(end + 1);
  }
  return begins(lower(text.substr(0, 9)), "@relation");
}

/// A table of Markdown: its second line is |---|---|.
bool is_markdown(std::string_view text) {
  const std::size_t second = text.find("\n|");
  return begins(text, "|") && second != text.npos &&
         text.substr(second, text.find('\n', second + 1) - second).find_first_not_of("\n\r|:- ") ==
             text.npos;
}

/// A label, and numbers behind that of their column: "1 3:0.5 7:2".
bool is_libsvm(std::string_view text) {
  const std::vector<std::string_view> words = split(text.substr(0, text.find('\n')), ' ');
  if (words.size() < 2 || !read_number(words[0])) return false;
  const std::size_t colon = words[1].find(':');
  return colon != words[1].npos && read_number(words[1].substr(0, colon)) &&
         read_number(words[1].substr(colon + 1));
}

struct Row {
  bool (*is)(std::string_view text);
  OtherKind kind;
};

const Row kinds[] = {
    {[](std::string_view t) { return begins(t, "\xff\xfe") || begins(t, "\xfe\xff"); },
     {"this is UTF-16", "Save it as UTF-8."}},
    {[](std::string_view t) { return begins(t, "\x1f\x8b"); },
     {"this is gzipped, once more than can be seen", "Unpack it once: gunzip -c FILE > UNPACKED"}},
    {[](std::string_view t) { return begins(t, "PK\x03\x04"); },
     {"this is a ZIP archive, as Excel's workbooks are",
      "Unpack it, or save the sheet as CSV (UTF-8)."}},
    {[](std::string_view t) { return begins(t, "\xd0\xcf\x11\xe0"); },
     {"this is a workbook of old Excel", "Save the sheet as CSV (UTF-8)."}},
    {[](std::string_view t) {
       return begins(t, "BZh91AY") ||
              begins(t,
                     "\xfd"
                     "7zXZ") ||
              begins(t, "\x28\xb5\x2f\xfd");
     },
     {"this is compressed", "Unpack it: plain text or gzip is read."}},
    {[](std::string_view t) {
       return begins(t, "PAR1") || begins(t, "\x93NUMPY") || begins(t, "\x89HDF") ||
              begins(t, "%PDF-") || begins(t, "\x89PNG") || begins(t, "SQLite format 3\0"sv);
     },
     {"this is not text", "A CSV file is wanted: let the program that wrote it save as CSV."}},
    {[](std::string_view t) { return begins(t, "version https://git-lfs."); },
     {"this is a pointer of Git LFS, not the file itself", "Fetch it: git lfs pull"}},
    {[](std::string_view t) { return begins(t, "\0\0\x08\x01"sv) || begins(t, "\0\0\x08\x03"sv); },
     {"this is an IDX file, as those of MNIST are",
      "Name the folder that it is in, not the file."}},
    {is_arff,
     {"this is ARFF, Weka's format",
      "Let Weka save it as CSV, or put a line with the names of the columns "
      "in place of all up to @data."}},
    {is_json,
     {"this is JSON", "Convert it to CSV: a line for each sample, commas between the columns."}},
    {is_markdown,
     {"this is a table of Markdown",
      "Take the line of dashes away, and the bars at both ends of every line."}},
    {is_libsvm,
     {"this is LIBSVM's format",
      "Convert it to CSV: a column for each feature, 0 where none is written."}},
    {is_markup,
     {"this is a page of HTML or XML", "Was it downloaded by its link? Fetch the file itself."}},
};

}  // namespace

const OtherKind* kind_other_than_csv(std::string_view beginning) {
  if (beginning.starts_with(utf8_mark)) beginning.remove_prefix(utf8_mark.size());
  while (!beginning.empty() && " \t\r\n"sv.find(beginning.front()) != std::string_view::npos)
    beginning.remove_prefix(1);
  for (const Row& row : kinds)
    if (row.is(beginning)) return &row.kind;
  return nullptr;
}

}  // namespace stepgrad
