// The page of the step player: all of the story is text in it, and no name can break it. What its
// script does is tested in a browser (tests/browser).
#include <stepgrad/page/player.hpp>

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/page/files.hpp>
#include <stepgrad/page/player_moments.hpp>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/story/story.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "programs.hpp"
#include "svg.hpp"

using namespace stepgrad;
using namespace stepgrad::test;

#ifdef STEPGRAD_JSON
namespace {

Trace traced(const char* formula, const Bindings& numbers) {
  return trace(parse(formula, numbers), numbers);
}

Trace product() { return traced("q = x + y; f = q * z", {{"x", -2}, {"y", 5}, {"z", -4}}); }
Trace twice() { return traced("a * a", {{"a", 3}}); }
Trace trouble() { return traced("log(x) + max(k, 0) * 1e300 * 1e300", {{"x", -1}, {"k", 0}}); }

/// A product of two values with this name.
Trace named_trace(const std::string& name) {
  const Value x(2, name);
  return trace(named(x * x, name + "²"));
}

const char* const nasty_names[] = {
    "<b>",   "</script>", "<!--",           "a&b",       "&lt;",     "\"q\"",    "it's",
    "größe", "数",        "{{data}}",       "a\\b",      "\x01\x02", "\xff\xfe", "a\nb",
    "]]>",   "-->",       "<svg onload=x>", "\u202Eabc", "",
};

/// The page from `open` to the end of what opens there: `close`.
std::string_view part(std::string_view page, std::string_view open, std::string_view close) {
  const auto found = all_between(page, open, close);
  REQUIRE(!found.empty());
  return found.front();
}

/// The first tag that is closed and not open, or open and not closed at the end; "" if there is
/// none.
std::string unbalanced_tag(std::string_view page) {
  constexpr std::string_view without_end[] = {"meta", "link", "input", "!doctype"};
  std::vector<std::string> open;
  for (std::size_t at = page.find('<'); at != std::string_view::npos; at = page.find('<', at)) {
    const std::string_view rest = page.substr(at);
    const bool raw = !open.empty() && (open.back() == "script" || open.back() == "style");
    if (rest.starts_with("<!--")) {
      at = page.find("-->", at);
      continue;
    }
    const bool closes = rest.starts_with("</");
    const std::size_t end = page.find('>', at);
    const std::string_view inside = page.substr(at + 1 + closes, end - at - 1 - closes);
    const std::string name(inside.substr(0, inside.find_first_of(" \n/")));
    at += 1;
    if (raw && !(closes && name == open.back())) continue;
    if (closes) {
      if (open.empty() || open.back() != name) return name;
      open.pop_back();
    } else if (!inside.ends_with('/') && std::find(std::begin(without_end), std::end(without_end),
                                                   name) == std::end(without_end)) {
      open.push_back(name);
    }
  }
  return open.empty() ? "" : open.back();
}

}  // namespace

TEST_CASE("moments tell the inputs, every value, the start, every share and the end", "[html]") {
  using Kind = Moment::Kind;
  const Trace told = product();
  const std::vector<Moment> film = moments(told);
  const Kind kinds[] = {Kind::given, Kind::value, Kind::value, Kind::seed, Kind::share,
                        Kind::share, Kind::share, Kind::share, Kind::known};
  REQUIRE(film.size() == std::size(kinds));
  for (std::size_t i = 0; i < film.size(); ++i) CHECK(film[i].kind == kinds[i]);
  for (const std::size_t i : {4, 5, 6, 7}) CHECK(film[i].node == told.steps[film[i].step].to);
}

TEST_CASE("every step stands in the page as a sentence and as a row of the table", "[html]") {
  if (!has_graphviz()) return;
  for (const Trace& told : {product(), twice(), trouble()}) {
    const std::string page = as_html(told);
    const auto sentences = all_between(page, "<p class=\"sentence\">", "</p>");
    const auto rows = all_between(part(page, "<tbody>", "</tbody>"), "<tr", "</tr>");
    const std::size_t moments = stepgrad::moments(told).size();
    REQUIRE(sentences.size() == moments);
    REQUIRE(rows.size() == moments);
    const std::vector<Story::Step> steps = story(told).backward;
    const std::size_t first = moments - steps.size() - 1;
    for (std::size_t i = 0; i < steps.size(); ++i)
      CHECK(unescaped(sentences[first + i]) == set(steps[i].sentence(), as_formula));
  }
}

TEST_CASE("every tag that is opened is closed, and nothing else is", "[html]") {
  if (!has_graphviz()) return;
  CHECK(unbalanced_tag("<p><b></p></b>") == "p");
  for (const Trace& told : {product(), twice(), trouble()})
    CHECK(unbalanced_tag(as_html(told)) == "");
  for (const char* name : nasty_names) {
    INFO(name);
    CHECK(unbalanced_tag(as_html(named_trace(name))) == "");
  }
}

TEST_CASE("whatever the name, it is text and adds no element", "[html]") {
  if (!has_graphviz()) return;
  const auto count = [](std::string_view text, std::string_view piece) {
    std::size_t times = 0;
    for (std::size_t at = text.find(piece); at != std::string_view::npos;
         at = text.find(piece, at + 1))
      ++times;
    return times;
  };
  const std::string plain = as_html(named_trace("plain"));
  for (const char* name : nasty_names) {
    INFO(name);
    const std::string page = as_html(named_trace(name));
    CHECK(invalid_utf8(page) == std::string::npos);
    for (const char* tag : {"<script", "</script", "<svg", "<b>", "<!--", "onload=x>"})
      CHECK(count(page, tag) == count(plain, tag));
  }
}

TEST_CASE("a very long name does not make a page of names", "[html]") {
  if (!has_graphviz()) return;
  const std::string page = as_html(named_trace(std::string(5000, 'n')));
  CHECK(page.size() < 300'000);
  CHECK(unbalanced_tag(page) == "");
}

TEST_CASE("inf and nan are told on the page, with the reason", "[html]") {
  if (!has_graphviz()) return;
  const std::string page = as_html(trouble());
  CHECK(page.find("The first nan arises in") != std::string::npos);
  CHECK(page.find("at the kink k = 0") != std::string::npos);
}

TEST_CASE("a large trace is rolled up: a sheet for each part, and no id twice", "[html]") {
  if (!has_graphviz()) return;
  std::string formula = "a0 = x; w = 0.5; x = 1";
  for (int i = 0; i < 80; ++i)
    formula += fmt::format("; a{} = sin(a{} * w + {})", i + 1, i, i + 0.5);
  const std::string page = as_html(traced(formula.c_str(), {}));
  CHECK(all_between(page, "<div class=\"sheet\" data-part=", ">").size() == 80);
  auto ids = all_between(page, " id=\"", "\"");
  std::sort(ids.begin(), ids.end());
  const auto twice = std::adjacent_find(ids.begin(), ids.end());
  CHECK((twice == ids.end() ? "" : *twice) == "");
  CHECK(unbalanced_tag(page) == "");
}

TEST_CASE("what is too long for a page is refused at once, with what to do instead", "[html]") {
  const auto said_of_sum = [](int terms) {
    std::string sum = "x";
    for (int i = 1; i < terms; ++i) sum += "+x";
    return error_of([&] { as_html(traced(sum.c_str(), {{"x", 1}})); });
  };
  CHECK(said_of_sum(20'001) ==
        "a page cannot show 60003 steps\n"
        "Explain a smaller formula, or take --format text, which tells a part.");
  CHECK(said_of_sum(1'500).starts_with("a page cannot show a diagram of "));
  CHECK(said_of_sum(1'500).find("\nGive names to parts of the formula") != std::string::npos);
}

TEST_CASE("a formula of numbers alone has a page, too", "[html]") {
  if (!has_graphviz()) return;
  const std::string page = as_html(traced("2 * 3", {}));
  CHECK(page.find("There are no inputs") != std::string::npos);
  CHECK(page.find("f = 2 * 3 = 6") != std::string::npos);
}

TEST_CASE("the same trace gives the same page, byte for byte", "[html]") {
  if (!has_graphviz()) return;
  CHECK(as_html(product()) == as_html(product()));
}

TEST_CASE("a page asks for nothing from elsewhere", "[html]") {
  if (!has_graphviz()) return;
  const std::string page = as_html(product());
  for (const char* asking : {"src=", "@import", "url(", "fetch("})
    CHECK(page.find(asking) == std::string::npos);
  for (const std::string_view target : all_between(page, " href=\"", "\""))
    CHECK((target.starts_with('#') || target.starts_with("data:")));
}

TEST_CASE("every colour of a diagram follows day and night", "[html]") {
  for (const Trace& told :
       {product(), twice(), trouble(), traced("h = 2*3; g = x*h; y = g*g", {{"x", 1}})}) {
    const std::string text = dot_source(drawing(told));
    for (const std::string_view color : all_between(text, "color=\"", "\"")) {
      INFO(color);
      CHECK(files::drawing_css.find(fmt::format("=\"{}\"]", color)) != std::string::npos);
    }
  }
}
#endif
