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
#include "page/unpacked.hpp"
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

/// What player.js asks a packed page for: the moments as JSON, then items, rows and sheets.
std::vector<std::string> unpacked_page(std::string_view page) {
  return unpacked(part(page, "<script type=\"text/plain\" id=\"moments\">", "</script>"));
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

/// sin(… sin(x * w + 0) …), each sine with a name or not.
Trace sines(int count, bool named) {
  std::string formula = "a0 = x; w = 0.5; x = 1";
  for (int i = 0; i < count; ++i)
    formula += fmt::format("; a{} = sin(a{} * w + {})", i + 1, i, i + 0.5);
  Trace told = traced(formula.c_str(), {});
  if (!named)
    for (Trace::Node& node : told.nodes) node.named = node.named && !node.row;
  return told;
}

TEST_CASE("a long page says in packed words what a short one writes out", "[html]") {
  if (!has_graphviz()) return;
  const Trace told = sines(80, true);
  const std::string page = as_html(told);
  const std::vector<std::string> texts = unpacked_page(page);
  const std::size_t count = moments(told).size();
  const std::vector<Story::Step> steps = story(told).backward;
  const std::size_t first = 1 + count - steps.size() - 1;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto sentences = all_between(texts[first + i], "<p class=\"sentence\">", "</p>");
    REQUIRE(sentences.size() == 1);
    CHECK(unescaped(sentences[0]) == set(steps[i].sentence(), as_formula));
  }
  std::string all;
  for (std::size_t i = 1; i < texts.size(); ++i) all += texts[i];
  CHECK(unbalanced_tag(all) == "");
  CHECK(unbalanced_tag(page) == "");
  const std::size_t operations = 240;
  CHECK(page.size() < all.size() / 3);
  CHECK((page.size() - as_html(product()).size()) / operations < 2000);
}

TEST_CASE("a large trace is rolled up: a sheet for the whole and each part, and no id twice",
          "[html]") {
  if (!has_graphviz()) return;
  const Trace told = sines(80, true);
  const std::string page = as_html(told);
  const std::vector<std::string> texts = unpacked_page(page);
  const std::size_t before = 1 + 2 * moments(told).size();
  REQUIRE(texts.size() == before + 81);
  CHECK(part(page, "data-parts=\"", "\"").starts_with("whole "));
  CHECK(texts[before].find("Boxes are named results") != std::string::npos);
  std::vector<std::string> ids;
  for (std::size_t i = before; i < texts.size(); ++i)
    for (const std::string_view id : all_between(texts[i], " id=\"", "\"")) ids.emplace_back(id);
  std::sort(ids.begin(), ids.end());
  const auto twice = std::adjacent_find(ids.begin(), ids.end());
  CHECK((twice == ids.end() ? "" : *twice) == "");
}

TEST_CASE("where names make no parts, the operations come in stretches, each moment in one",
          "[html]") {
  if (!has_graphviz()) return;
  const Trace told = sines(80, false);
  const std::string page = as_html(told);
  const std::vector<std::string> texts = unpacked_page(page);
  const auto parts = split(part(page, "data-parts=\"", "\""), ' ');
  const std::size_t before = 1 + 2 * moments(told).size();
  REQUIRE(texts.size() == before + parts.size());
  CHECK(texts.at(before + 1).find("Operations 33 to 64 of 240") != std::string::npos);
  const auto told_of = all_between(texts[0], "\"part\":", "}");
  CHECK(told_of.size() == moments(told).size());
  for (const std::string_view part : told_of)
    CHECK(std::find(parts.begin(), parts.end(), part) != parts.end());
}

TEST_CASE("what is too long for a page is refused at once, with what to do instead", "[html]") {
  std::string sum = "x";
  for (int i = 1; i < 20'001; ++i) sum += "+x";
  CHECK(error_of([&] {
          as_html(traced(sum.c_str(), {{"x", 1}}));
        }) ==
        "a page cannot show 60003 steps\n"
        "Explain a smaller formula, or take --format text, which tells a part.");
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
