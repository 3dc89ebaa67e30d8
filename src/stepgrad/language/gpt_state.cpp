#include <stepgrad/language/gpt_state.hpp>

#include <charconv>
#include <concepts>
#include <cstdint>
#include <numeric>

#include <fmt/format.h>

#include <stepgrad/base/checksum.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::string_view magic = "stepgrad gpt 1\n";

/// The lines of the text in turn, each with the word that it has to begin with.
class GptReader {
 public:
  GptReader(std::string_view text, std::string name) : name_(std::move(name)) {
    const std::size_t end = text.rfind("end ");
    if (!text.starts_with(magic) || end == text.npos) refuse("this is no GPT of stepgrad");
    if (text.substr(end) != fmt::format("end {:016x}\n", checksum(text.substr(0, end))))
      refuse("this GPT is cut off or damaged");
    rest_ = text.substr(magic.size(), end - magic.size());
  }

  /// What stands behind the word and a blank.
  std::string_view line(std::string_view word) {
    const std::size_t end = rest_.find('\n');
    std::string_view line = rest_.substr(0, end);
    if (end == rest_.npos || !line.starts_with(word)) refuse(fmt::format("'{}' is missing", word));
    rest_.remove_prefix(end + 1);
    return line.size() > word.size() ? line.substr(word.size() + 1) : "";
  }
  void read(std::string_view word, double& number) {
    const auto read = read_number(line(word));
    if (!read) refuse(fmt::format("'{}' is no number", word));
    number = *read;
  }
  template <std::unsigned_integral Whole>
  void read(std::string_view word, Whole& number) {
    number = static_cast<Whole>(whole(line(word), word, 10));
  }
  std::uint64_t whole(std::string_view digits, std::string_view word, int base) {
    std::uint64_t number = 0;
    const char* const end = digits.data() + digits.size();
    if (const auto [stop, error] = std::from_chars(digits.data(), end, number, base);
        error != std::errc() || stop != end)
      refuse(fmt::format("'{}' is no whole number", word));
    return number;
  }
  std::vector<double> numbers(std::string_view word, std::size_t count) {
    std::vector<double> numbers;
    for (const std::string_view text : split(line(word), ' '))
      if (const auto number = read_number(text)) numbers.push_back(*number);
    if (numbers.size() != count) refuse(fmt::format("'{}' has not {} numbers", word, count));
    return numbers;
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(what, fmt::format("  {}", name_),
                "Give the folder of a run: 'stepgrad gpt' makes one.");
  }

 private:
  std::string_view rest_;
  std::string name_;
};

}  // namespace

GptShape GptState::shape() const {
  return {.letters = letters.size() + 1,
          .layers = settings.training.layers,
          .width = settings.training.width,
          .heads = settings.training.heads,
          .context = settings.training.context};
}

PythonRandom GptState::random_after_weights() const {
  PythonRandom random(settings.training.seed);
  std::vector<std::size_t> order(names);
  random.shuffle(order);
  for (std::size_t i = 0; i < weights.size(); ++i) random.normal(1);
  return random;
}

std::string GptState::text() const {
  std::string text(magic);
  text += fmt::format("data {}\n", settings.data);
  text += fmt::format("names {} {:016x}\n", names, names_checksum);
  text += fmt::format("letters {}\n", fmt::join(letters, ""));
  for_each_setting(settings, [&](std::string_view name, const auto& field, const char*) {
    text += fmt::format("{} {}\n", name, field);
  });
  text += fmt::format("done {}\n", memory.t);
  text += fmt::format("weights {}\n", exact(weights));
  text += fmt::format("m {}\n", exact(memory.m));
  text += fmt::format("v {}\n", exact(memory.v));
  return text + fmt::format("end {:016x}\n", checksum(text));
}

GptState GptState::from_text(std::string_view text, const std::string& name) {
  GptReader reader(text, name);
  GptState state;
  state.settings.data = reader.line("data");
  const auto names = split(reader.line("names"), ' ');
  state.names = reader.whole(names[0], "names", 10);
  state.names_checksum = names.size() == 2 ? reader.whole(names[1], "names", 16) : 0;
  const std::string letters(reader.line("letters"));
  state.letters = Alphabet(std::vector{letters}).letters();
  for_each_setting(state.settings, [&](std::string_view word, auto& field, const char*) {
    reader.read(word, field);
  });
  reader.read("done", state.memory.t);
  const std::size_t size = weights_of(state.shape());
  state.weights = reader.numbers("weights", size);
  state.memory.m = reader.numbers("m", size);
  state.memory.v = reader.numbers("v", size);
  return state;
}

}  // namespace stepgrad
