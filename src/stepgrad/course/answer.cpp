#include <stepgrad/course/answer.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t points_compared = 8;

// ---- reading

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r") == text.npos; }

using Names = std::span<const std::string>;

/// A * wherever a number, an input or a closing parenthesis stands before a name or an opening one:
/// 2x is 2*x, and 3x(x + 1) is 3*x*(x + 1). The digits of x1 and of 1e-3 stay where they are.
std::string with_products(const std::string& text, Names inputs) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  constexpr std::string_view digits = "0123456789";
  const std::string in_names = fmt::format("{}{}", letters, digits);
  std::string result;
  bool after_factor = false;
  for (std::size_t i = 0, end = 0; i < text.size(); i = end) {
    const bool number = digits.find(text[i]) != digits.npos;
    const bool name = letters.find(text[i]) != letters.npos;
    end = i + 1;
    if (name) end = std::min(text.find_first_not_of(in_names, i), text.size());
    if (number) {
      char* behind;
      std::strtod(&text[i], &behind);
      end = static_cast<std::size_t>(behind - text.data());
    }
    if (after_factor && (name || text[i] == '(')) result += '*';
    const std::string_view part = std::string_view(text).substr(i, end - i);
    if (!is_blank(part)) after_factor = number || part == ")" || std::ranges::count(inputs, part);
    result += part;
  }
  return result;
}

/// The formula that is meant, in the signs of the formula language: of "dF/dx = 2x²" what stands
/// behind the equals sign, with * and ^2.
std::string meant(std::string_view typed, Names inputs) {
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
  return with_products(text, inputs);
}

/// The number that is typed, worked out; nothing if it is none. A comma may mark the decimals.
std::optional<double> read_guess(std::string_view typed) {
  try {
    return evaluate(parse(replaced(meant(typed, {}), ",", ".")), {});
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// The whole number that is typed with a comma before every three digits, as 1,023; nothing if it
/// is none.
std::optional<double> read_grouped(std::string_view typed) {
  const std::vector<std::string_view> groups = split(typed, ',');
  const auto is_group = [](std::string_view group) {
    return group.size() == 3 &&
           std::ranges::all_of(group, [](char c) { return '0' <= c && c <= '9'; });
  };
  if (groups.size() < 2 || groups[0].empty() || groups[0].starts_with('0') ||
      !std::ranges::all_of(std::span(groups).subspan(1), is_group))
    return std::nullopt;
  return read_number(replaced(std::string(typed), ",", ""));
}

/// What is typed for several numbers, one by one; nothing unless there are so many. Brackets and
/// names ("a = 3") are left out; what stands between numbers are blanks, semicolons or commas.
std::optional<std::vector<double>> read_guesses(std::string_view typed, std::size_t count) {
  std::string text(typed);
  for (const std::string_view bracket : {"(", ")", "[", "]", "{", "}"})
    if (count > 1 && text.find_first_of("+*/^") == text.npos)
      text = replaced(std::move(text), bracket, " ");
  for (const std::string_view blank : {" =", "= "})
    while (text.find(blank) != text.npos) text = replaced(std::move(text), blank, "=");
  for (const char* between : {" \t\r;|", " \t\r;|,"}) {
    std::vector<double> numbers;
    bool readable = true;
    for (std::size_t begin = 0; readable && begin < text.size();) {
      const std::size_t end = std::min(text.find_first_of(between, begin), text.size());
      std::string_view part = std::string_view(text).substr(begin, end - begin);
      if (part.ends_with(',')) part.remove_suffix(1);
      begin = end + 1;
      if (part.empty()) continue;
      const std::optional<double> number = read_guess(part);
      readable = number.has_value();
      if (number) numbers.push_back(*number);
    }
    if (readable && numbers.size() == count) return numbers;
  }
  return std::nullopt;
}

/// The places that are typed, as "3 1 2", "3,1,2" or "312"; nothing unless each of 1 … count is
/// there once.
std::optional<std::vector<std::size_t>> read_places(std::string_view typed, std::size_t count) {
  std::vector<std::size_t> places;
  for (const char c : typed) {
    if ('1' <= c && c <= '9')
      places.push_back(static_cast<std::size_t>(c - '0'));
    else if (std::string_view(" \t\r,;.)-><").find(c) == std::string_view::npos)
      return std::nullopt;
  }
  std::vector<std::size_t> sorted = places;
  std::ranges::sort(sorted);
  for (std::size_t i = 0; i < sorted.size(); ++i)
    if (sorted[i] != i + 1) return std::nullopt;
  if (places.size() != count) return std::nullopt;
  return places;
}

/// The numbers of an answer that has several.
std::vector<double> numbers_of(std::string_view answer) {
  std::vector<double> numbers;
  for (const std::string_view part : split(answer, ' ')) numbers.push_back(*read_number(part));
  return numbers;
}

bool is_near(double guess, double number, double within, double around = 0) {
  if (std::isnan(number)) return std::isnan(guess);
  if (std::isinf(number) || std::isinf(guess)) return guess == number;
  return std::abs(guess - number) <= std::max({within * std::abs(number), around, 1e-12});
}

/// Are all of them near, and as many?
bool are_near(std::span<const double> guesses, std::span<const double> numbers, const Help& help) {
  return std::ranges::equal(guesses, numbers, [&](double guess, double number) {
    return is_near(guess, number, help.within, help.around);
  });
}

// ---- judging

Reply right(const Question& question) {
  return {true, true, fmt::format("Right: {}.", shown_answer(question))};
}
// Both may repeat what was typed.
Reply not_yet(std::string why) {
  if (why.empty()) why = "guess again, or take a hint.";
  return {true, false, "Not yet: " + printable_lines(why)};
}
Reply unread(std::string_view how) { return {false, false, printable_lines(how)}; }

/// What the size of a wrong number tells of the slip; "" if nothing.
std::string slip_in_size(double guess, double answer, double within) {
  const auto is = [&](double times) {
    return answer != 0 && is_near(guess, times * answer, within);
  };
  if (is(-1)) return "the size is right; look at the sign.";
  if (is(0.5)) return "that is half of it. Is a factor 2 missing?";
  if (is(2)) return "that is twice as much as it is. Is there a factor 2 too many?";
  for (const double shift : {1e1, 1e2, 1e3})
    if (is(shift) || is(1 / shift)) return "the digits are right; look at the decimal point.";
  if (is_near(guess, answer, 5 * within)) return "very near. Work it out with one more digit.";
  return "";
}

/// Is the number on the side that the remark is for?
bool is_beyond(const Remark& remark, double guess) {
  if (remark.when == Remark::When::above) return guess > *read_number(remark.answer);
  return remark.when == Remark::When::below && guess < *read_number(remark.answer);
}

Reply judge_number(const Question& question, std::string_view typed) {
  const std::optional<double> grouped = read_grouped(trimmed(typed));
  std::optional<double> guess = read_guess(typed);
  if (!guess) guess = grouped;  // 4,004,000 can be nothing else
  if (!guess) return unread("That is not a number. Type one, like 6.1, -4, 1/3 or 1e-3.");
  const double answer = *read_number(question.answer);
  const double within = question.help.within, around = question.help.around;
  // A slip that is within the tolerance of the answer, too, is told from it by being nearer.
  for (const Remark& remark : question.help.remarks) {
    const double slipped = *read_number(remark.answer);
    if (remark.when == Remark::When::is && is_near(*guess, slipped, within) &&
        std::abs(*guess - slipped) < std::abs(*guess - answer))
      return not_yet(remark.say);
  }
  if (is_near(*guess, answer, within, around) ||
      (grouped && is_near(*grouped, answer, within, around)))
    return right(question);
  for (const Remark& remark : question.help.remarks)
    if (is_beyond(remark, *guess)) return not_yet(remark.say);
  return not_yet(slip_in_size(*guess, answer, within));
}

/// Those of the names, by whether they are to be kept.
std::vector<std::string> names_where(const std::vector<std::string>& names,
                                     const std::vector<bool>& keep, bool wanted) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (keep[i] == wanted) kept.push_back(names[i]);
  return kept;
}

/// What all wrong numbers together tell of the slip; "" if nothing.
std::string slip_in_all(std::span<const double> guesses, std::span<const double> numbers,
                        const Question& question) {
  const auto is_times = [&](double factor) {
    std::vector<double> times(numbers.begin(), numbers.end());
    for (double& number : times) number *= factor;
    return are_near(guesses, times, question.help);
  };
  if (is_times(-1)) return "the sizes are right; look at the signs: all of them are turned round.";
  if (is_times(2)) return "each is twice what it should be. Is there a factor 2 too many?";
  if (is_times(0.5)) return "each is half of what it should be. Is a factor 2 missing?";
  const std::size_t columns = question.columns;
  if (columns > 0 && numbers.size() == columns * columns) {
    std::vector<double> turned(numbers.begin(), numbers.end());
    for (std::size_t i = 0; i < numbers.size(); ++i)
      turned[i] = numbers[i % columns * columns + i / columns];
    if (are_near(guesses, turned, question.help))
      return "that is the transposed matrix: rows and columns are exchanged.";
  }
  std::vector<double> sorted_guesses(guesses.begin(), guesses.end()),
      sorted_numbers(numbers.begin(), numbers.end());
  std::ranges::sort(sorted_guesses);
  std::ranges::sort(sorted_numbers);
  if (are_near(sorted_guesses, sorted_numbers, question.help))
    return "these are the right numbers, but not all in their places.";
  return "";
}

Reply judge_numbers(const Question& question, std::string_view typed) {
  const std::vector<double> numbers = numbers_of(question.answer);
  const auto guesses = read_guesses(typed, numbers.size());
  if (!guesses) return unread(fmt::format("Type {}.", what_to_type(question)));
  if (are_near(*guesses, numbers, question.help)) return right(question);
  std::vector<bool> near;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    near.push_back(is_near((*guesses)[i], numbers[i], question.help.within, question.help.around));
  const auto applies = [&](const Remark& remark) {
    const double within = question.help.within;
    switch (remark.when) {
      case Remark::When::is:
        return are_near(*guesses, numbers_of(remark.answer), question.help);
      case Remark::When::times:
        return std::ranges::equal(*guesses, numbers, [&](double guess, double number) {
          return is_near(guess, *read_number(remark.answer) * number, within);
        });
      case Remark::When::entry:
        return !near[remark.place] &&
               is_near((*guesses)[remark.place], *read_number(remark.answer), within);
      default:
        return false;
    }
  };
  for (const Remark& remark : question.help.remarks)
    if (applies(remark)) return not_yet(remark.say);
  if (const std::string slip = slip_in_all(*guesses, numbers, question); !slip.empty())
    return not_yet(slip);
  const std::vector<std::string> good = names_where(question.inputs, near, true),
                                 wrong = names_where(question.inputs, near, false);
  if (good.empty()) return not_yet("");
  return not_yet(fmt::format("{} {} right. Look at {} again.", listed(good),
                             good.size() == 1 ? "is" : "are", listed(wrong)));
}

Reply judge_order(const Question& question, std::string_view typed) {
  const std::size_t count = question.choices.size();
  const auto guess = read_places(typed, count);
  if (!guess) return unread(fmt::format("Type {}.", what_to_type(question)));
  const std::vector<std::size_t> wanted = *read_places(question.answer, count);
  if (*guess == wanted) return right(question);
  for (const Remark& remark : question.help.remarks)
    if (read_places(remark.answer, count) == guess) return not_yet(remark.say);
  const auto place =
      static_cast<std::size_t>(std::ranges::mismatch(*guess, wanted).in1 - guess->begin());
  const Choice& wrong = question.choices[(*guess)[place] - 1];
  if (!wrong.say.empty()) return not_yet(wrong.say);
  if (place == 0) return not_yet(fmt::format("it does not begin with '{}'.", wrong.text));
  return not_yet(fmt::format("the first {} right; after {}, '{}' does not come next.",
                             place == 1 ? "is" : fmt::format("{} are", place),
                             place == 1 ? "it" : "them", wrong.text));
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

/// By how much the guess is too large, if that is the same wherever it is tried.
std::optional<double> factor_between(std::span<const double> guessed,
                                     std::span<const double> wanted) {
  std::optional<double> factor;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!std::isfinite(wanted[i]) || wanted[i] == 0) continue;
    const double here = guessed[i] / wanted[i];
    if (!std::isfinite(here) || here == 0 || !is_near(here, factor.value_or(here), 1e-9))
      return std::nullopt;
    factor = here;
  }
  return factor;
}

/// What such a factor tells of the slip.
std::string slip_of_factor(double factor) {
  if (is_near(factor, -1, 1e-9)) return "only the sign is not right.";
  if (is_near(factor, 0.5, 1e-9)) return "everywhere it is half of what it should be.";
  return fmt::format("everywhere it is {} times what it should be. Look at the factors.",
                     shown(factor));
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
    guess = parse(meant(typed, inputs));
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
  if (const auto factor = factor_between(guessed, wanted)) return not_yet(slip_of_factor(*factor));
  return not_yet(fmt::format("at {} yours is {}, and it should be {}.",
                             at_point(inputs, points[*differs]), shown(guessed[*differs]),
                             shown(wanted[*differs])));
}

/// "dL/dw = 2, dL/db = -1", or a matrix row by row.
std::string shown_numbers(const Question& question) {
  const std::vector<double> numbers = numbers_of(question.answer);
  std::string text;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const bool of_matrix = question.columns > 0;
    if (i > 0) text += !of_matrix ? ", " : i % question.columns == 0 ? "; " : " ";
    text += of_matrix ? shown(numbers[i])
                      : fmt::format("{} = {}", question.inputs[i], shown(numbers[i]));
  }
  return text;
}

std::string numbers_to_type(const Question& question) {
  const std::size_t count = question.inputs.size();
  if (question.columns > 0)
    return fmt::format("the {} numbers row after row, with blanks between them: {} rows of {}",
                       count, count / question.columns, question.columns);
  return fmt::format("{} numbers with blanks between them: {}", count, listed(question.inputs));
}

}  // namespace

Reply judge(const Question& question, std::string_view typed) {
  if (is_blank(typed) || invalid_utf8(typed) != std::string_view::npos)
    return unread(fmt::format("Type {}. A guess is enough.", what_to_type(question)));
  switch (question.kind) {
    case Question::Kind::number:
      return judge_number(question, typed);
    case Question::Kind::numbers:
      return judge_numbers(question, typed);
    case Question::Kind::choice:
      return judge_choice(question, typed);
    case Question::Kind::order:
      return judge_order(question, typed);
    case Question::Kind::formula:
      break;
  }
  return judge_formula(question, typed);
}

std::string shown_answer(const Question& question) {
  switch (question.kind) {
    case Question::Kind::number:
      return shown(*read_number(question.answer));
    case Question::Kind::numbers:
      return shown_numbers(question);
    case Question::Kind::order: {
      std::vector<std::string> things;
      const auto places = read_places(question.answer, question.choices.size());
      for (const std::size_t place : *places)
        things.push_back(fmt::format("{}) {}", place, question.choices[place - 1].text));
      return fmt::format("{}", fmt::join(things, ", then "));
    }
    case Question::Kind::choice:
      break;
    case Question::Kind::formula:
      return question.answer;
  }
  const std::size_t place = static_cast<std::size_t>(question.answer[0] - '1');
  return fmt::format("{}) {}", question.answer, question.choices[place].text);
}

std::string what_to_type(const Question& question) {
  switch (question.kind) {
    case Question::Kind::number:
      return "a number";
    case Question::Kind::numbers:
      return numbers_to_type(question);
    case Question::Kind::order:
      return fmt::format("the {} numbers in their order, like {}", question.choices.size(),
                         question.choices.size() == 3 ? "2 3 1" : "2 1 3 …");
    case Question::Kind::choice:
      break;
    case Question::Kind::formula:
      return fmt::format("a formula of {}", listed(question.inputs));
  }
  std::string numbers = "1";
  for (std::size_t i = 2; i <= question.choices.size(); ++i)
    numbers += fmt::format("{}{}", i == question.choices.size() ? " or " : ", ", i);
  return numbers;
}

std::string typed_slip(const Question& question, const Remark& remark) {
  const auto with_all = [&](auto&& change) {
    std::vector<double> numbers = numbers_of(question.answer);
    change(numbers);
    return exact(numbers);
  };
  switch (remark.when) {
    case Remark::When::above:
      return exact(*read_number(remark.answer) * 2 + 1e3);
    case Remark::When::below:
      return exact(-std::abs(*read_number(remark.answer)) * 2 - 1e3);
    case Remark::When::times:
      return with_all([&](std::vector<double>& numbers) {
        for (double& number : numbers) number *= *read_number(remark.answer);
      });
    case Remark::When::entry:
      return with_all([&](std::vector<double>& numbers) {
        numbers[remark.place] = *read_number(remark.answer);
      });
    case Remark::When::is:
      break;
  }
  return remark.answer;
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
