// Lines of CSV, as programs and spreadsheets read them.
#include <stepgrad/base/csv.hpp>
#include <string>
#include <vector>

#include "catch.hpp"

using namespace stepgrad;

using Cells = std::vector<std::string>;

TEST_CASE("a cell of a spreadsheet is never a formula", "[csv]") {
  const Cells cells{"=cmd()", "-1", "-x", "a \"b\", c"};
  CHECK(spreadsheet_line(cells) == "'=cmd(),-1,'-x,\"a \"\"b\"\", c\"\n");
  CHECK(csv_line(cells) == "=cmd(),-1,-x,\"a \"\"b\"\", c\"\n");
}

TEST_CASE("an empty cell keeps its place, the first one too", "[csv]") {
  for (const auto& line : {csv_line, spreadsheet_line}) {
    CHECK(line(Cells{"", "b"}) == ",b\n");
    CHECK(line(Cells{"", "", "c", ""}) == ",,c,\n");
    CHECK(line(Cells{""}) == "\"\"\n");  // or it would be no line
    CHECK(line(Cells{}) == "\n");
  }
}

TEST_CASE("cells that a reader would take for something else stand in quotes", "[csv]") {
  for (const char* cell : {"a,b", "a;b", "a\tb", "a\nb", " a", "a ", "#a", "<a", "sep=;"})
    CHECK(csv_line(Cells{cell}) == '"' + std::string(cell) + "\"\n");
}
