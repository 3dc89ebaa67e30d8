// The report as people read it.
#include <cmath>

#include <stepgrad/check/differentiable.hpp>

#include "catch.hpp"
#include "golden.hpp"

using namespace stepgrad;
using stepgrad::test::difference_from_golden;

namespace {

GradientReport report_of(std::vector<GradientEntry> entries) {
  return {.given = "yours",
          .method = "a method",
          .tolerance = 1e-6,
          .entries = std::move(entries),
          .diagnosis = ""};
}

GradientEntry entry(std::string name, double given, double numerical, Verdict verdict) {
  return {.name = std::move(name),
          .given = given,
          .numerical = numerical,
          .forward = {},
          .step = 1e-5,
          .verdict = verdict,
          .diagnosis = ""};
}

std::size_t place(const std::string& page, const std::string& text) {
  INFO("'" << text << "' is not on the page\n" << page);
  REQUIRE(page.find(text) != std::string::npos);
  return page.find(text);
}

}  // namespace

TEST_CASE("relative errors are told in the bands of CS231n's notes", "[report]") {
  CHECK(band(0) == "happy");
  CHECK(band(9e-8) == "happy");
  CHECK(band(1e-5) == "fine where there are kinks");
  CHECK(band(1e-3) == "suspicious");
  CHECK(band(0.5) == "almost surely wrong");
  CHECK(band(std::nan("")) == "almost surely wrong");
}

TEST_CASE("the relative error is symmetric, and 0 where both are 0", "[report]") {
  CHECK(entry("x", 1, 3, Verdict::disagree).relative_error() == Approx(2.0 / 3));
  CHECK(entry("x", 3, 1, Verdict::disagree).relative_error() == Approx(2.0 / 3));
  CHECK(entry("x", 1, -1, Verdict::disagree).relative_error() == 2);
  CHECK(entry("x", 0, 0, Verdict::agree).relative_error() == 0);
  CHECK(entry("x", INFINITY, INFINITY, Verdict::agree).relative_error() == 0);
}

TEST_CASE("the worst entry stands first, and the worst verdict is that of all", "[report]") {
  const GradientReport report =
      report_of({entry("good", 1, 1, Verdict::agree), entry("kinky", 1, 0.5, Verdict::kink),
                 entry("off", 1, 1.1, Verdict::disagree), entry("way off", 1, 7, Verdict::disagree),
                 entry("outside", 1, std::nan(""), Verdict::outside)});
  CHECK(report.verdict() == Verdict::disagree);
  const std::string page = as_text(report);
  CHECK(place(page, "way off") < place(page, "\noff"));
  CHECK(place(page, "\noff") < place(page, "\noutside"));
  CHECK(place(page, "\noutside") < place(page, "kinky"));
  CHECK(place(page, "kinky") < place(page, "good"));
  CHECK(page.find("Of 5, 1 agrees, 2 disagree, 1 stands at a kink and 1 is outside the domain.") !=
        std::string::npos);
}

TEST_CASE("a report of many entries shows the worst and counts the rest", "[report]") {
  std::vector<GradientEntry> entries;
  for (int i = 0; i < 100; ++i)
    entries.push_back(entry(fmt::format("x[{}]", i), 1, 1 + i * 1e-9, Verdict::agree));
  const std::string page = as_text(report_of(entries), false, 10);
  CHECK(place(page, "x[99]") < place(page, "x[90]"));
  CHECK(page.find("x[89]") == std::string::npos);
  CHECK(page.find("... and 90 more, none of them worse") != std::string::npos);
}

TEST_CASE("verdicts are coloured when that is asked for", "[report]") {
  const GradientReport report = report_of({entry("x", 1, 2, Verdict::disagree)});
  CHECK(as_text(report, true).find("\x1b[31mDISAGREES\x1b[0m") != std::string::npos);
  CHECK(as_text(report).find('\x1b') == std::string::npos);
}

TEST_CASE("no line of a report is wider than a terminal", "[report]") {
  const GradientReport report =
      check_formula(parse("sum(x_with_a_long_name * y, exp(x_with_a_long_name)^2) / sin(y)"),
                    {{"x_with_a_long_name", -1.2345678}, {"y", 1234.5678}});
  const std::string page = as_text(report);
  for (const std::string_view line : split(page, '\n')) {
    INFO(line);
    CHECK(columns(line) <= 100);
  }
}

TEST_CASE("the report of a wrong derivation reads like this", "[report]") {
  const GradientReport report = check_formula(
      parse("x^2*y + relu(z)"), {{"x", 3}, {"y", 2}, {"z", 0}}, {}, {{"x", parse("2*x")}});
  CHECK(difference_from_golden("check/homework.txt", as_text(report)) == "");
}

TEST_CASE("the report with a tableau reads like this", "[report]") {
  const GradientReport report = check_formula(
      parse("x*exp(x)"), {{"x", 2}}, {.method = Method::ridders, .step = 0.2, .levels = 3});
  CHECK(difference_from_golden("check/tableau.txt", as_text(report)) == "");
}
