// The drill's problems: whatever the seed, what they take for right is what the engine says.
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <regex>
#include <set>

#include <stepgrad/base/text.hpp>
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
                             << (problem.trace ? problem.trace->formula : ""));
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
    const double value = evaluate(parse(problem.trace->formula), numbers(*problem.trace));
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
      at[name] = node_called(*problem.trace, name).value;
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
    const double total = slope_along_all_paths(*problem.trace, read_slope(question.ask));
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
      const std::string told = as_text(*problem.trace, wide);
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
    asked[problem.level].insert(std::string(node_called(*problem.trace, slope.result).row->name));
    const std::string given = std::get<Listing>(problem.given[0]).text;
    const std::string value =
        fmt::format(" = {}", shown(node_called(*problem.trace, slope.result).value));
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
    const std::vector<double> gradient = forward_gradient(*problem.trace);
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
    const Trace& trace = *problem.trace;
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
    const double output = problem.trace->node(problem.trace->output).value;
    REQUIRE(question.choices.size() == 4);
    std::vector<std::string> fitting;
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
      const double value =
          evaluate(parse(in_code(question.choices[i].text)), numbers(*problem.trace));
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

namespace {

/// The numbers of an answer, of one question or of all of them.
std::vector<double> answers(const Question& question) {
  std::vector<double> numbers;
  for (const std::string_view number : split(question.answer, ' '))
    numbers.push_back(*read_number(number));
  return numbers;
}

std::string given_text(const Problem& problem) { return std::get<Listing>(problem.given[0]).text; }

/// All numbers that stand in a text, in their order.
std::vector<double> numbers_in(const std::string& text) {
  static const std::regex number("-?[0-9]+\\.?[0-9]*");
  std::vector<double> found;
  for (std::sregex_iterator at(text.begin(), text.end(), number), end; at != end; ++at)
    found.push_back(std::stod(at->str()));
  return found;
}

/// The numbers behind these words, "alpha is (0.5, 2)": one, or those in brackets.
std::vector<double> behind(const std::string& text, const std::string& words) {
  const std::size_t begin = text.find(words);
  INFO(text << "\n" << words);
  REQUIRE(begin != std::string::npos);
  const std::string rest = text.substr(begin + words.size());
  std::vector<double> all = numbers_in(rest.substr(0, rest.find_first_of(")\n")));
  if (!rest.starts_with("(")) all.resize(1);
  return all;
}

/// The mean loss of samples (x, label) whose scores are s = W x, from nothing but its definition.
double mean_loss(const std::vector<std::vector<double>>& w,
                 const std::vector<std::vector<double>>& xs, const std::vector<std::size_t>& labels,
                 const std::vector<std::vector<double>>& biases) {
  double all = 0;
  for (std::size_t i = 0; i < xs.size(); ++i) {
    std::vector<double> scores = biases[i];
    for (std::size_t k = 0; k < scores.size(); ++k)
      for (std::size_t d = 0; d < xs[i].size(); ++d) scores[k] += w[k][d] * xs[i][d];
    double sum = 0;
    for (const double score : scores) sum += std::exp(score);
    all += std::log(sum) - scores[labels[i]];
  }
  return all / static_cast<double>(xs.size());
}

}  // namespace

TEST_CASE("a softmax's gradient is what a nudge of its scores or weights says", "[drill]") {
  for_every_level(Kind::softmax, [&](const Problem& problem) {
    const std::string given = given_text(problem);
    std::vector<std::vector<double>> xs, biases;
    std::vector<std::size_t> labels;
    for (const std::string_view line : split(given, '\n')) {
      const std::string text(line);
      if (text.find("x = (") != std::string::npos) xs.push_back(behind(text, "x = "));
      if (text.find("p = (") != std::string::npos) {
        biases.push_back(behind(text, "p = "));
        for (double& p : biases.back()) p = std::log(p);  // scores that softmax makes p of
      }
      if (text.starts_with("s = (")) {
        biases.push_back({});
        const std::string scores = text.substr(5, text.size() - 6);
        for (const std::string_view score : split(scores, ','))
          biases.back().push_back(
              score.find("ln") == score.npos ? 0 : std::log(numbers_in(std::string(score))[0]));
      }
      if (text.find("class ") != std::string::npos)
        labels.push_back(static_cast<std::size_t>(behind(text, "class ")[0]) - 1);
    }
    if (xs.empty()) xs.push_back({1});  // then a weight is a score
    const std::string& ask = problem.questions[0].ask;
    const std::vector<double> found = answers(problem.questions[0]);
    const std::size_t one =
        problem.level == 2 ? 0 : static_cast<std::size_t>(numbers_in(ask)[0]) - 1;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const std::size_t k = problem.level == 2 ? i : one, d = problem.level >= 3 ? i : 0;
      const double slope = numerical_slope(
          [&](double nudged) {
            std::vector<std::vector<double>> w(3, std::vector<double>(xs[0].size()));
            w[k][d] = nudged;
            return mean_loss(w, xs, labels, biases);
          },
          0.0);
      REQUIRE(found[i] == Approx(slope).margin(1e-6));
    }
  });
}

TEST_CASE("what is asked of a head of attention is what nudges of a whole head say", "[drill]") {
  const auto softmax = [](std::vector<double> scores) {
    double sum = 0;
    for (double& score : scores) sum += score = std::exp(score);
    for (double& score : scores) score /= sum;
    return scores;
  };
  const auto product = [](const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
  };
  for_every_level(Kind::attention, [&](const Problem& problem) {
    const std::string given = given_text(problem);
    const std::vector<double> found = answers(problem.questions[0]);
    const auto numbers_of = [&](const char* words) { return behind(given, words); };
    const auto which = [&] {
      return static_cast<std::size_t>(numbers_in(problem.questions[0].ask)[0]) - 1;
    };
    std::vector<double> wanted;
    if (problem.level == 1) wanted = {product(numbers_of("a = "), numbers_of("v = "))};
    if (problem.level == 2)
      for (const char* key : {"k1 = ", "k2 = "})
        wanted.push_back(product(numbers_of("q = "), numbers_of(key)) / std::sqrt(4));
    if (problem.level == 3)
      wanted = {numerical_slope(
          [&](double nudge) {
            std::vector<double> scores = numbers_of("a = ");
            for (double& score : scores) score = std::log(score);  // of which softmax makes these
            scores[which()] += nudge;
            return numbers_of("dL/dy = ")[0] * product(softmax(scores), numbers_of("v = "));
          },
          0.0)};
    if (problem.level == 4)
      for (std::size_t i = 0; i < 4; ++i)
        wanted.push_back(numerical_slope(
            [&](double nudged) {
              return numbers_of("dL/ds = ")[0] * numbers_of("q = ")[i] * nudged / std::sqrt(4);
            },
            0.0));
    if (problem.level == 5)
      wanted = {numerical_slope(
          [&](double nudged) {
            std::vector<double> values(3), g = numbers_of("dL/dy = ");
            values[which()] = nudged;
            return g[0] * values[0] + g[1] * product(numbers_of("letter 2 are "), values) +
                   g[2] * product(numbers_of("letter 3 are "), values);
          },
          0.0)};
    REQUIRE_THAT(found, Catch::Matchers::Approx(wanted).margin(1e-6));
  });
}

TEST_CASE("a step of momentum or Adam is what its rule says, written down once more", "[drill]") {
  for_every_level(Kind::momentum, [](const Problem& problem) {
    const std::string given = given_text(problem);
    double w = behind(given, "\nw = ")[0], v = behind(given, ", v = ")[0];
    const double alpha = behind(given, "alpha is ")[0], rate = behind(given, "the rate is ")[0];
    const std::string words =
        given.find("gradients") == given.npos ? "gradient is " : "gradients of the rounds are ";
    for (const double g : behind(given, words)) {
      v = alpha * v + g;
      w = w - rate * v;
    }
    const bool asks_v = problem.questions[0].ask.find("What is v") != std::string::npos;
    REQUIRE(answer(problem.questions[0]) == Approx(asks_v ? v : w).margin(1e-12));
  });
  for_every_level(Kind::adam, [](const Problem& problem) {
    const std::string given = given_text(problem);
    const double beta1 = behind(given, "beta1 is ")[0], beta2 = behind(given, "beta2 is ")[0];
    const std::string words =
        given.find("gradients") == given.npos ? "gradient is " : "gradients of the rounds are ";
    double m = 0, s = 0, left1 = 1, left2 = 1;
    for (const double g : behind(given, words)) {
      m += (1 - beta1) * (g - m);
      s += (1 - beta2) * (g * g - s);
      left1 *= beta1;
      left2 *= beta2;
    }
    const double m_hat = m / (1 - left1), s_hat = s / (1 - left2);
    std::vector<double> wanted{m, s};
    if (problem.level == 3) wanted = {m_hat, s_hat};
    if (problem.level >= 4)
      wanted = {behind(given, "\nw = ")[0] -
                behind(given, "the rate is ")[0] * m_hat / std::sqrt(s_hat)};
    REQUIRE_THAT(answers(problem.questions[0]),
                 Catch::Matchers::Approx(wanted).margin(1e-12).epsilon(1e-9));
  });
}

TEST_CASE("a step of gradient descent is against the slope that a nudge finds", "[drill]") {
  for_every_level(Kind::sgd, [](const Problem& problem) {
    const std::string given = given_text(problem);
    const double rate = behind(given, "the rate is ")[0];
    std::vector<double> w = behind(given, problem.level == 5 ? "\nw = " : "w = ");
    const std::vector<double> found = answers(problem.questions[0]);
    for (std::size_t i = 0; i < w.size(); ++i) {
      std::function<double(double)> loss;
      if (problem.level == 5) {
        const double x = behind(given, "x = ")[0], y = behind(given, "y = ")[0];
        loss = [=](double at) { return (at * x - y) * (at * x - y); };
      } else {
        const std::vector<double> slopes = problem.level == 4 ? behind(given, "a batch of 4 are ")
                                         : problem.level == 2
                                             ? std::vector{behind(given, "the gradient is ")[i]}
                                             : behind(given, "the slope ");
        const double decay = problem.level == 3 ? behind(given, "penalty ½ * ")[0] : 0;
        loss = [=](double at) {
          double all = 0;
          for (const double slope : slopes) all += slope * at;
          return all / static_cast<double>(slopes.size()) + decay * at * at / 2;
        };
      }
      double end = w[i];
      for (int step = 0; step < (problem.level == 5 ? 2 : 1); ++step)
        end -= rate * numerical_slope(loss, end);
      REQUIRE(found[i] == Approx(end).margin(1e-6));
    }
  });
}

TEST_CASE("exactly one of the rates makes the curve that is shown", "[drill]") {
  for_every_level(Kind::curves, [](const Problem& problem) {
    const Plot& plot = std::get<Plot>(std::get<Chart>(problem.given[1]).picture);
    const std::vector<double> bowl = numbers_in(given_text(problem));
    const double first = bowl[0], steep = problem.level == 5 ? bowl[3] : 0;
    std::vector<std::string> fitting;
    const Question& question = problem.questions[0];
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
      const double rate = *read_number(question.choices[i].text);
      double w1 = 1, w2 = 1;
      bool fits = true;
      for (const Plot::Point& point : plot.series[0].points) {
        const double loss = first * w1 * w1 + steep * w2 * w2;
        fits = fits && std::abs(point.y - (plot.y.label == "L" ? loss : w1)) < 1e-6;
        w1 -= rate * 2 * first * w1;
        w2 -= rate * 2 * steep * w2;
      }
      if (fits) fitting.push_back(std::to_string(i + 1));
    }
    REQUIRE(fitting == std::vector<std::string>{question.answer});
  });
}

TEST_CASE("the shapes that are asked for are those of matrices that multiply", "[drill]") {
  for_every_level(Kind::shapes, [](const Problem& problem) {
    static const std::regex sizes("W is (\\d+) x (\\d+), o is (\\d+) x (\\d+)");
    std::smatch found;
    const std::string given = given_text(problem);
    REQUIRE(std::regex_search(given, found, sizes));
    const double outputs = std::stod(found[1]), inputs = std::stod(found[2]),
                 batch = std::stod(found[4]);
    const std::map<std::string, std::vector<double>> shapes{{"a?", {outputs, batch}},
                                                            {"`dL/dW`?", {outputs, inputs}},
                                                            {"`dL/do`?", {inputs, batch}},
                                                            {"`dL/db`?", {outputs, 1}},
                                                            {"of W?", {outputs, outputs * inputs}}};
    for (const Question& question : problem.questions) {
      if (question.kind == Question::Kind::choice) {
        const std::size_t right = std::stoul(question.answer) - 1;
        CHECK(question.choices[right].text == (problem.level == 3 ? "`G oᵀ`" : "`Wᵀ G`"));
        CHECK(std::ranges::count(question.choices, true, &Choice::right) == 1);
      } else if (question.kind == Question::Kind::numbers) {
        const auto shape = std::ranges::find_if(
            shapes, [&](const auto& one) { return question.ask.ends_with(one.first); });
        REQUIRE(shape != shapes.end());
        REQUIRE(answers(question) == shape->second);
      } else {
        REQUIRE(answer(question) == outputs * inputs);
      }
    }
  });
}
