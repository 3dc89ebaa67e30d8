// What a command may be given on the command line. A field of its arguments declares itself:
//
//   struct Arguments {
//     Options& options;
//     const std::string& format = options.format({"text", "json"}, "How it is told");
//   };
//
// One line says where an option is kept, how it is called and what it does. CLI11, which is slow to
// compile, stays out of sight.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>

namespace CLI {
class App;
}

namespace stepgrad::app {

/// The options of a command. It keeps what they are given, and must outlive whoever reads that.
class Options {
 public:
  using Text = const std::string&;
  using Texts = const std::vector<std::string>&;

  explicit Options(CLI::App& command) : command_(command) {}

  /// Words that belong to no option, in the order in which they are declared; of `words` there is
  /// no end.
  Text word(Text name, Text type, Text help, Text beginning = "", bool required = false);
  Texts words(Text name, Text type, Text help);

  /// --name TEXT, and the same as often as one likes.
  Text text(Text name, Text type, Text help, Text beginning = "") {
    auto& field = kept(beginning);
    add_text(name, field, help, type, true);
    return field;
  }
  Texts texts(Text name, Text type, Text help) {
    auto& field = kept(std::vector<std::string>());
    add_texts(name, field, help, type);
    return field;
  }

  const bool& flag(Text name, Text help) { return declared(name, false, help); }

  /// One of these words, the first if none is given; or what is said instead.
  Text choice(Text name, Texts choices, Text help, std::optional<std::string> beginning = {}) {
    auto& field = kept(beginning.value_or(choices[0]));
    add_choice(name, field, help, choices);
    return field;
  }

  /// A whole number from 0; without one to begin with it may be missing.
  const std::size_t& whole(Text name, std::size_t beginning, Text help) {
    return declared(name, beginning, help);
  }
  const std::optional<std::size_t>& whole(Text name, Text help, Text type = "N") {
    return declared(name, std::optional<std::size_t>(), help, type);
  }
  /// Any number; it may be missing.
  const std::optional<double>& real(Text name, Text help, Text type = "X") {
    return declared(name, std::optional<double>(), help, type);
  }

  /// A number for a field that is kept elsewhere, and missing at first.
  void number(Text name, std::optional<double>& field, Text help, bool whole) {
    add_number(name, help, whole ? "N" : "X", "", whole, [&field](double given) { field = given; });
  }

  /// What an option may be, by the name that it was declared with; nothing of one that is free.
  std::vector<std::string> choices_of(Text name) const {
    const auto found = choices_.find(name);
    return found == choices_.end() ? std::vector<std::string>() : found->second;
  }

  // What many commands have.
  Text output(Text help = "Write to a file") { return text("-o,--output", "FILE", help); }
  /// --format WORD, one of these; without one what the ending of --output names, or else the first.
  Text format(Texts choices, Text help) {
    auto& field = kept(choices[0]);
    add_format(field, help, choices);
    return field;
  }
  Text color() { return choice("--color", {"auto", "always", "never"}, "Colours"); }

  /// More lines for the help's end.
  void add_to_help(Text lines);

  /// Keeps a field for as long as this lives.
  template <class T>
  T& kept(T beginning) {
    const auto field = std::make_shared<T>(std::move(beginning));
    fields_.push_back(field);
    return *field;
  }
  /// An option for a field that is kept elsewhere: text, with choices if there are any, texts, a
  /// number or a flag.
  template <class T>
  void setting(Text name, T& field, Text help, Texts choices = {}, Text type = "") {
    constexpr bool real = std::is_same_v<T, double> || std::is_same_v<T, std::optional<double>>;
    if constexpr (std::is_same_v<T, bool>) {
      add_flag(name, field, help);
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      add_texts(name, field, help, "TEXT");
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (choices.empty())
        add_text(name, field, help, "TEXT", false);
      else
        add_choice(name, field, help, choices);
    } else {
      std::string beginning;
      if constexpr (!requires { field.has_value(); }) beginning = fmt::format("{}", field);
      const auto take = [&field](double given) {
        if constexpr (real)
          field = given;
        else
          field = static_cast<std::size_t>(given);
      };
      add_number(name, help, !type.empty() ? type : real ? "X" : "N", beginning, !real, take);
    }
  }

 private:
  template <class T>
  const T& declared(Text name, T beginning, Text help, Text type = "") {
    T& field = kept(std::move(beginning));
    setting(name, field, help, {}, type);
    return field;
  }
  void add_flag(Text name, bool& field, Text help);
  void add_text(Text name, std::string& field, Text help, Text type, bool shows_beginning);
  void add_texts(Text name, std::vector<std::string>& field, Text help, Text type);
  void add_choice(Text name, std::string& field, Text help, Texts choices);
  void add_format(std::string& field, Text help, Texts choices);
  void add_number(Text name, Text help, Text type, Text beginning, bool whole,
                  std::function<void(double)> take);

  CLI::App& command_;
  std::map<std::string, std::vector<std::string>> choices_;
  std::vector<std::shared_ptr<void>> fields_;
};

}  // namespace stepgrad::app
