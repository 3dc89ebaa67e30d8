// The reference page: every row is there with its formula, slopes, probes and kink, within 80
// columns.
#include <stepgrad/story/reference.hpp>

#include <regex>

#include <stepgrad/base/text.hpp>

#include "catch.hpp"
#include "golden.hpp"

using namespace stepgrad;

TEST_CASE("the reference page is the golden one", "[ops]") {
  CHECK(test::difference_from_golden("ops.txt", as_text(op::all, compositions())) == "");
  CHECK(test::difference_from_golden("ops.md", as_markdown(op::all, compositions())) == "");
}

TEST_CASE("every row stands on the page with its slopes, its kink and what it is about", "[ops]") {
  const std::string page = as_text(op::all);
  const std::string in_one_line = std::regex_replace(page, std::regex("\\s+"), " ");
  for (const op::Op* row : op::all) {
    INFO(row->name);
    CHECK(page.find(row->name) != std::string::npos);
    CHECK(page.find(row->about) != std::string::npos);
    for (const std::string_view rule : row->rule)
      CHECK(in_one_line.find(rule) != std::string::npos);
    CHECK(page.find(row->kink.taken) != std::string::npos);
  }
}

TEST_CASE("the page fits 80 columns", "[ops]") {
  const std::string page = as_text(op::all, compositions());
  for (const std::string_view line : split(page, '\n')) {
    INFO(line);
    CHECK(columns(line) <= 80);
  }
}
