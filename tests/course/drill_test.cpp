// The drill's problems: whatever the seed, what they take for right is what the engine says.
#include <algorithm>
#include <cmath>
#include <regex>
#include <set>

#include <stepgrad/check/numerical.hpp>
#include <stepgrad/course/answer.hpp>
#include <stepgrad/course/drill.hpp>
#include <stepgrad/course/lesson_text.hpp>
#include <stepgrad/scalar/forward.hpp>
#include <stepgrad/story/made_up.hpp>
#include <stepgrad/story/text_page.hpp>

#include "catch.hpp"
#include "numerical.hpp"

using namespace stepgrad;
using Kind = Problem::Kind;

namespace {

constexpr std::uint64_t seeds = 400;  // of each kind at each level: ten thousand problems in all

template <class Check>
void for_every_level(Kind kind, Check&& check) {
  for (int level = easiest_level; level <= hardest_level; ++level)
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      const Problem problem = make_problem(kind, level, seed);
      INFO(row_of(kind).name << ", level " << level << ", seed " << seed << ": "
                             << problem.trace.formula);
      REQUIRE(problem.kind == kind);
      REQUIRE(problem.questions.size() >= 1);
      check(problem);
    }
}

double answer(const Question& question) { return *read_number(question.answer); }

Bindings numbers(const Trace& trace) {
  Bindings numbers;
  for (const Id id : trace.inputs()) numbers[trace.node(id).name] = trace.node(id).value;
  return numbers;
}

/// What stands between the first two backticks.
std::string in_code(const std::string& text) {
  const std::size_t begin = text.find('`') + 1;
  return text.substr(begin, text.find('`', begin) - begin);
}

std::string whole_text(const Problem& problem) {
  std::string text;
  for (const Piece& piece : problem.given) text += piece_text(piece, {});
  for (const Question& question : problem.questions) text += piece_text(question, {});
  return text;
}

/// The answer is taken for right, every remark for not yet and in its own words.
void check_judging(const Question& question) {
  CHECK(judge(question, question.answer).right);
  for (const Remark& remark : question.help.remarks) {
    const Reply reply = judge(question, remark.answer);
    INFO(remark.say);
    CHECK(reply.read);
    CHECK_FALSE(reply.right);
    CHECK(reply.say == "Not yet: " + remark.say);
  }
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    const Reply reply = judge(question, std::to_string(i + 1));
    CHECK(reply.right == question.choices[i].right);
    CHECK((reply.right || reply.say.size() > 30));
  }
  CHECK(question.help.hints.size() >= 1);
  CHECK_FALSE(question.help.reveal.empty());
}

}  // namespace

TEST_CASE("the forward pass asks for the formula's value", "[drill]") {
  for_every_level(Kind::forward, [](const Problem& problem) {
    const double value = evaluate(parse(problem.trace.formula), numbers(problem.trace));
    REQUIRE(answer(problem.questions[0]) == Approx(value).margin(1e-12));
  });
}

namespace {

/// What a question for a local slope names.
struct AskedSlope {
  std::string result, operation, operand, held;
};

AskedSlope read_slope(const std::string& ask) {
  static const std::regex form(
      "What is the local slope of `(\\w+) = ([^`]+)` in (\\w+)(, with [\\w, ]+ held)?\\?");
  std::smatch found;
  INFO(ask);
  REQUIRE(std::regex_match(ask, found, form));
  return {found[1], found[2], found[3], found[4]};
}

/// The result's value if the operand's were x, all that is made of it computed again.
double value_if(const Trace& trace, const AskedSlope& asked, double x) {
  std::vector<double> values;
  for (const Trace::Node& node : trace.nodes) {
    std::vector<double> at;
    for (const Id operand : node.operands) at.push_back(values[operand]);
    values.push_back(node.name == asked.operand ? x
                     : node.row                 ? op::value(*node.row, at)
                                                : node.value);
    if (node.name == asked.result) break;
  }
  return values.back();
}

/// How fast the result moves with the operand if nothing is held.
double slope_along_all_paths(const Trace& trace, const AskedSlope& asked) {
  return numerical_slope([&](double x) { return value_if(trace, asked, x); },
                         node_called(trace, asked.operand).value);
}

}  // namespace

TEST_CASE("a local slope is what a nudge of the operand says, with all others held", "[drill]") {
  for_every_level(Kind::slope, [&](const Problem& problem) {
    const AskedSlope asked = read_slope(problem.questions[0].ask);
    const Formula operation = parse(asked.operation);
    Bindings at;
    for (const std::string& name : operation.inputs()) {
      at[name] = node_called(problem.trace, name).value;
      if (name != asked.operand)
        REQUIRE(std::regex_search(asked.held, std::regex("\\b" + name + "\\b")));
    }
    const double slope = numerical_slope(
        [&](double x) {
          at[asked.operand] = x;
          return evaluate(operation, at);
        },
        at.at(asked.operand));
    REQUIRE(answer(problem.questions[0]) == Approx(slope).margin(1e-6));
  });
}

TEST_CASE("whoever gives the slope along all paths for the local one is told which is asked",
          "[drill]") {
  int met = 0;
  for_every_level(Kind::slope, [&](const Problem& problem) {
    const Question& question = problem.questions[0];
    const double total = slope_along_all_paths(problem.trace, read_slope(question.ask));
    if (std::abs(total - answer(question)) < 0.01 * std::max(1.0, std::abs(total))) return;
    ++met;
    const Reply reply = judge(question, fmt::format("{}", total));
    INFO(question.ask << " " << total);
    REQUIRE_FALSE(reply.right);
    REQUIRE(reply.say.find("along another path, too. The local slope is that of `") !=
            std::string::npos);
  });
  CHECK(met > 40);
}

TEST_CASE("a slope says what explain says of that step", "[drill]") {
  for (int level = easiest_level; level <= hardest_level; ++level)
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      const Problem problem = make_problem(Kind::slope, level, seed);
      const AskedSlope asked = read_slope(problem.questions[0].ask);
      Telling wide;
      wide.width = 500;
      const std::string told = as_text(problem.trace, wide);
      const std::string sentence =
          fmt::format("{} = {}: its slope in {} is ", asked.result, asked.operation, asked.operand);
      const std::size_t begin = told.find(sentence);
      INFO(sentence << "\n" << told);
      REQUIRE(begin != std::string::npos);
      const std::string line = told.substr(begin, told.find('\n', begin) - begin);
      CHECK((line.ends_with(fmt::format("= {}.", shown(answer(problem.questions[0])))) ||
             line.ends_with(fmt::format(" is {}.", shown(answer(problem.questions[0]))))));
    }
}

TEST_CASE("a slope of a higher level is that of a harder operation", "[drill]") {
  std::map<int, std::set<std::string>> asked;
  for_every_level(Kind::slope, [&](const Problem& problem) {
    const AskedSlope slope = read_slope(problem.questions[0].ask);
    asked[problem.level].insert(std::string(node_called(problem.trace, slope.result).row->name));
    const std::string given = std::get<Listing>(problem.given[0]).text;
    const std::string value =
        fmt::format(" = {}", shown(node_called(problem.trace, slope.result).value));
    if (problem.level == hardest_level) CHECK_FALSE(given.ends_with(value));
  });
  CHECK(asked[1] == std::set<std::string>{"add", "mul", "sub"});
  CHECK(asked[2] == std::set<std::string>{"mul"});
  for (int level = 3; level <= hardest_level; ++level)
    for (const char* easy : {"add", "sub", "mul"}) CHECK_FALSE(asked[level].contains(easy));
  CHECK(asked[4].contains("tanh"));
  CHECK(asked[5].contains("sigmoid"));
}

TEST_CASE("a gradient is what forward mode says", "[drill]") {
  for_every_level(Kind::gradient, [](const Problem& problem) {
    const std::vector<double> gradient = forward_gradient(problem.trace);
    REQUIRE(problem.questions.size() == gradient.size());
    for (std::size_t i = 0; i < gradient.size(); ++i)
      REQUIRE(answer(problem.questions[i]) == Approx(gradient[i]).margin(1e-12));
  });
}

TEST_CASE(
    "exactly one step of a backward pass with a bug is not as the chain rule has it, and its "
    "numbers do not give it away",
    "[drill]") {
  // Read back from what the learner sees: "`f = q * z` into q, path 1 of 2: `df/dq = 2 + 1 * (-4) =
  // -2`".
  const std::regex line(
      "`(\\w+) = ([^`]+)` into (\\w+)(, path (\\d) of \\d)?: `d\\w+/d(\\w+) = ([^=]+) = ([^`]+)`");
  for_every_level(Kind::bug, [&](const Problem& problem) {
    const Question& question = problem.questions[0];
    const Trace& trace = problem.trace;
    REQUIRE(question.choices.size() == trace.steps.size());
    std::map<std::string, double> gradient{{trace.node(trace.output).name, 1}};
    std::vector<std::size_t> bugs;
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
      std::smatch found;
      const std::string& text = question.choices[i].text;
      INFO(text);
      REQUIRE(std::regex_match(text, found, line));
      const std::string to = found[3];
      REQUIRE(found[6] == to);
      const double before = found[4].matched && found[5] != "1" ? gradient[to] : 0;
      const double right = before + gradient.at(found[1]) * trace.steps[i].local;
      const double worked_out = evaluate(parse(found[7].str()), {});
      gradient[to] = evaluate(parse(found[8].str()), {});
      const bool is_right = std::abs(gradient[to] - right) < 2e-5 * std::max(1.0, std::abs(right));
      REQUIRE(worked_out == Approx(gradient[to]).epsilon(2e-5).margin(2e-5));  // so it reads well
      if (!is_right) bugs.push_back(i + 1);
    }
    REQUIRE(bugs.size() == 1);
    CHECK(question.answer == std::to_string(bugs[0]));
  });
}

TEST_CASE("exactly one formula has the value that the diagram ends with", "[drill]") {
  for_every_level(Kind::match, [](const Problem& problem) {
    const Question& question = problem.questions[0];
    const double output = problem.trace.node(problem.trace.output).value;
    REQUIRE(question.choices.size() == 4);
    std::vector<std::string> fitting;
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
      const double value =
          evaluate(parse(in_code(question.choices[i].text)), numbers(problem.trace));
      if (std::abs(value - output) < 1e-9) fitting.push_back(std::to_string(i + 1));
    }
    REQUIRE(fitting == std::vector<std::string>{question.answer});
    CHECK(std::ranges::count(question.choices, true, &Choice::right) == 1);
  });
}

TEST_CASE("answers are taken, remarks are told apart, and nothing is called wrong", "[drill]") {
  for (const ProblemKind& row : problem_kinds)
    for (int level = easiest_level; level <= hardest_level; ++level)
      for (std::uint64_t seed = 0; seed < 25; ++seed) {
        const Problem problem = make_problem(row.kind, level, seed);
        for (const Question& question : problem.questions) {
          INFO(row.name << ", level " << level << ", seed " << seed << ": " << question.ask);
          check_judging(question);
          CHECK(question.help.reveal.find("wrong") == std::string::npos);
        }
      }
}

TEST_CASE("typical mistakes of a gradient are recognised", "[drill]") {
  std::set<std::string> told;
  for (std::uint64_t seed = 0; seed < 30; ++seed)
    for (const Question& question : make_problem(Kind::gradient, 2, seed).questions)
      for (const Remark& remark : question.help.remarks) told.insert(remark.say);
  for (const char* part : {"is left out: the chain rule multiplies by it", "has the other sign",
                           "replaces what came along other paths", "stands where the slope of",
                           "that is only the share through", "the chain rule multiplies them"}) {
    INFO(part);
    CHECK(std::ranges::any_of(
        told, [&](const std::string& say) { return say.find(part) != std::string::npos; }));
  }
}

TEST_CASE("the same seed makes the same problem, another seed another one", "[drill]") {
  for (const ProblemKind& row : problem_kinds) {
    std::set<std::string> texts;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const std::string text = whole_text(make_problem(row.kind, 3, seed));
      CHECK(text == whole_text(make_problem(row.kind, 3, seed)));
      texts.insert(text);
    }
    CHECK(texts.size() >= 18);
  }
}

TEST_CASE("a formula without a name for its output is given one", "[drill]") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Problem problem = make_problem(Kind::forward, 1, seed);
    const std::string given = std::get<Listing>(problem.given[0]).text;
    CHECK(given.find("f = ") != std::string::npos);
  }
}

TEST_CASE("there is no problem of a level that does not exist", "[drill]") {
  CHECK_THROWS_WITH(make_problem(Kind::bug, 6, 1), "there is no level 6\nThe levels are 1 to 5.");
}
