#include <stepgrad/course/answer.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t points_compared = 8;

// ---- reading

/// The formula that is meant, in the signs of the formula language: of "dF/dx = 2·x²" what stands
/// behind the equals sign, with * and ^2.
std::string meant(std::string_view typed) {
  std::string text(typed.substr(typed.rfind('=') + 1));  // without one, npos + 1 is 0
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> signs{{{"−", "-"},
                                                                                {"–", "-"},
                                                                                {"·", "*"},
                                                                                {"×", "*"},
                                                                                {"**", "^"},
                                                                                {"²", "^2"},
                                                                                {"³", "^3"},
                                                                                {"½", "0.5"}}};
  for (const auto& [sign, plain] : signs) text = replaced(std::move(text), sign, plain);
  return text;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r") == text.npos; }

/// The number that is typed, worked out; nothing if it is none. A comma may mark the decimals.
std::optional<double> read_guess(std::string_view typed) {
  try {
    return evaluate(parse(replaced(meant(typed), ",", ".")), {});
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool is_near(double guess, double number, double within) {
  if (std::isnan(number)) return std::isnan(guess);
  if (std::isinf(number) || std::isinf(guess)) return guess == number;
  return std::abs(guess - number) <= std::max(within * std::abs(number), 1e-12);
}

// ---- judging

Reply right(const Question& question) {
  return {true, true, fmt::format("Right: {}.", shown_answer(question))};
}
Reply not_yet(std::string why) {
  if (why.empty()) why = "guess again, or take a hint.";
  return {true, false, "Not yet: " + std::move(why)};
}
Reply unread(std::string how) { return {false, false, std::move(how)}; }

Reply judge_number(const Question& question, std::string_view typed) {
  const std::optional<double> guess = read_guess(typed);
  if (!guess) return unread("That is not a number. Type one, like 6.1, -4, 1/3 or 1e-3.");
  const double answer = *read_number(question.answer);
  const double within = question.help.within;
  // A slip that is within the tolerance of the answer, too, is told from it by being nearer.
  for (const Remark& remark : question.help.remarks) {
    const double slipped = *read_number(remark.answer);
    if (is_near(*guess, slipped, within) && std::abs(*guess - slipped) < std::abs(*guess - answer))
      return not_yet(remark.say);
  }
  if (is_near(*guess, answer, within)) return right(question);
  if (answer != 0 && is_near(*guess, -answer, within))
    return not_yet("the size is right; look at the sign.");
  if (is_near(*guess, answer, 5 * within))
    return not_yet("very near. Work it out with one more digit.");
  return not_yet("");
}

Reply judge_choice(const Question& question, std::string_view typed) {
  const std::size_t begin = typed.find_first_not_of(" \t("),
                    end = typed.find_last_not_of(" \t\r).");
  const bool is_digit =
      begin == end && begin != typed.npos && typed[begin] >= '1' && typed[begin] <= '9';
  const std::size_t place = is_digit ? static_cast<std::size_t>(typed[begin] - '1') : 9;
  if (place >= question.choices.size())
    return unread(fmt::format("Type the number of your choice: {}.", what_to_type(question)));
  const Choice& choice = question.choices[place];
  return choice.right ? right(question) : not_yet(choice.say);
}

/// The first point at which the formulas differ, or nothing.
std::optional<std::size_t> first_difference(std::span<const double> guessed,
                                            std::span<const double> wanted) {
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (std::isfinite(wanted[i]) && !is_near(guessed[i], wanted[i], 1e-9)) return i;
  return std::nullopt;
}

std::string at_point(const std::vector<std::string>& inputs, const std::vector<double>& point) {
  std::vector<std::string> bound;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    bound.push_back(fmt::format("{} = {}", inputs[i], shown(point[i])));
  return listed(bound);
}

Reply judge_formula(const Question& question, std::string_view typed) {
  const Formula right_one = parse(question.answer);
  const std::vector<std::string>& inputs = question.inputs;
  std::optional<Formula> guess;
  try {
    guess = parse(meant(typed));
  } catch (const Error& error) {
    return unread(fmt::format("That cannot be read as a formula: {}", error.what()));
  }
  for (const std::string& name : guess->inputs())
    if (std::ranges::find(inputs, name) == inputs.end())
      return unread(fmt::format("There is no {} here: write it with {}.", shortened(name, 30),
                                listed(inputs)));
  const auto points = comparison_points(inputs);
  const std::vector<double> wanted = at_points(right_one, inputs, points);
  const std::vector<double> guessed = at_points(*guess, inputs, points);
  const std::optional<std::size_t> differs = first_difference(guessed, wanted);
  if (!differs) return right(question);
  for (const Remark& remark : question.help.remarks)
    if (!first_difference(guessed, at_points(parse(remark.answer), inputs, points)))
      return not_yet(remark.say);
  return not_yet(fmt::format("at {} yours is {}, and it should be {}.",
                             at_point(inputs, points[*differs]), shown(guessed[*differs]),
                             shown(wanted[*differs])));
}

}  // namespace

Reply judge(const Question& question, std::string_view typed) {
  if (is_blank(typed) || invalid_utf8(typed) != std::string_view::npos)
    return unread(fmt::format("Type {}. A guess is enough.", what_to_type(question)));
  switch (question.kind) {
    case Question::Kind::number:
      return judge_number(question, typed);
    case Question::Kind::choice:
      return judge_choice(question, typed);
    case Question::Kind::formula:
      break;
  }
  return judge_formula(question, typed);
}

std::string shown_answer(const Question& question) {
  if (question.kind == Question::Kind::number) return shown(*read_number(question.answer));
  if (question.kind == Question::Kind::formula) return question.answer;
  const std::size_t place = static_cast<std::size_t>(question.answer[0] - '1');
  return fmt::format("{}) {}", question.answer, question.choices[place].text);
}

std::string what_to_type(const Question& question) {
  if (question.kind == Question::Kind::number) return "a number";
  if (question.kind == Question::Kind::formula)
    return fmt::format("a formula of {}", listed(question.inputs));
  std::string numbers = "1";
  for (std::size_t i = 2; i <= question.choices.size(); ++i)
    numbers += fmt::format("{}{}", i == question.choices.size() ? " or " : ", ", i);
  return numbers;
}

std::vector<std::vector<double>> comparison_points(const std::vector<std::string>& inputs) {
  constexpr std::uint64_t seed = 7;
  Random random(seed);
  std::vector<std::vector<double>> points(points_compared);
  for (std::vector<double>& point : points)
    for (std::size_t i = 0; i < inputs.size(); ++i)
      point.push_back(std::round(random.uniform(-30, 30)) / 10);
  return points;
}

std::vector<double> at_points(const Formula& formula, const std::vector<std::string>& inputs,
                              const std::vector<std::vector<double>>& points) {
  const std::vector<std::string> used = formula.inputs();
  std::vector<double> values;
  for (const std::vector<double>& point : points) {
    Bindings bindings;
    for (std::size_t i = 0; i < inputs.size(); ++i)
      if (std::ranges::find(used, inputs[i]) != used.end()) bindings[inputs[i]] = point[i];
    values.push_back(evaluate(formula, bindings));
  }
  return values;
}

}  // namespace stepgrad
