// The command line: the only file that knows CLI11, which is slow to compile.
#include "app/command_line.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

#include "app/commands.hpp"
#include "app/descriptions.hpp"
#include "app/terminal.hpp"
#include "app/texts.hpp"

namespace stepgrad::app {
namespace {

struct Command {
  const char *name, *help;  // "gpt sample" is a command of "gpt", which stands before it
  Action (*declare)(Options& options);
};

constexpr Command commands[] = {
    {"explain", "Tell every forward and backward step of a formula", explain},
    {"draw", "Draw the diagram of a formula, values above and gradients below the wires", draw},
    {"check", "Check the gradient of a formula: reverse mode, forward mode and numerical", check},
    {"worksheet", "Make a problem sheet of a formula, or its answer key", worksheet},
    {"gallery", "Make the diagrams and pages of graphs/ again, and their index", gallery},
    {"ops", "Show the operations with their formulas and slopes", ops},
    {"lesson", "Work through a lesson of the course, one screen at a time", lesson},
    {"drill", "Practise with random problems that can be done by hand", drill},
    {"course", "Show how far you are in the course, and what is next", course},
    {"watch", "Check an exercise at every save, and lead on to the next one", watch},
    {"check-exercise", "Check an exercise once", check_exercise},
    {"hint", "Show the next hint for an exercise", hint},
    {"solution", "Show a solution of an exercise that you have solved", solution},
    {"reset", "Give an exercise its hole back", reset},
    {"preview", "For authors: show a lesson anew at every save", preview},
    {"grade", "For teachers: check the exercises that a class has handed in", grade},
    {"class", "For teachers: how far a class is, from everybody's progress.txt", class_overview},
    {"play", "Open the playground: formulas and networks that answer as you change them", play},
    {"data", "Make a data set, as CSV or as a picture", data},
    {"train", "Train a classifier or a regression on real data", train},
    {"evaluate", "How good a trained model is on samples", evaluate},
    {"predict", "What a trained model says of samples, as CSV", predict},
    {"export", "Write a trained model for other programs: ONNX, safetensors, npz, C++, JSON",
     export_model},
    {"import", "Make a model of a network of PyTorch or scikit-learn", import_model},
    {"gpt", "Train the smallest GPT on names, and let it say new ones", gpt},
    {"gpt sample", "Names that a trained GPT says", gpt_sample},
    {"gpt explain", "Tell where the gradient of one weight of a GPT comes from", gpt_explain},
    {"gpt draw", "Draw a head of attention, with values and gradients", gpt_draw},
    {"manual", "Print the manual page, as man reads it", manual},
    {"completion", "Print what a shell needs to complete the commands", completion},
};

/// CLI11's own check would answer with the largest double, digit by digit.
std::string refusal_of_whole(const std::string& given) {
  constexpr std::size_t most_digits = 9;
  if (given.empty() || given.find_first_not_of("0123456789") != std::string::npos)
    return fmt::format("'{}' is not a whole number\nWrite 0, 1, 2, ...", given);
  if (given.size() > most_digits)
    return fmt::format("{} is too large\nWrite {} or less.", given, std::string(most_digits, '9'));
  return "";
}

/// CLI11 would take "nan" and "0x1p-3", and say "Could not convert" of the rest.
std::string refusal_of_real(const std::string& given) {
  if (read_number(given)) return "";
  return fmt::format("'{}' is not a number\nWrite 0.01 or 1e-5.", given);
}

/// What the help of this command ends with: in examples.txt, what stands between its name and an
/// empty line.
std::string examples_of(std::string_view command) {
  const std::string head = fmt::format("\n\n{}:\n", command);
  const std::string all = fmt::format("\n\n{}\n", texts::examples_txt);
  const std::size_t place = all.find(head), begin = place + head.size();
  return place == all.npos ? "" : all.substr(begin, all.find("\n\n", begin) - begin);
}

/// The command that the words begin with, of "gpt" and "gpt sample" the longer one; null if none.
const Command* meant_by(const std::vector<std::string>& words) {
  const Command* meant = nullptr;
  for (const Command& command : commands) {
    const std::vector<std::string_view> name = split(command.name, ' ');
    if (words.size() >= name.size() && std::equal(name.begin(), name.end(), words.begin()))
      meant = &command;
  }
  return meant;
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

/// Is the word an option of the command, or meant as one? A formula may begin with a minus, too, as
/// "-x^2", and with that of an option, as "-o * 2", but it is the first of the words.
bool is_option(const CLI::App& command, const std::string& word, bool formula_is_there) {
  constexpr const char* formula_signs = " ()*/^+;";
  if (word.starts_with("--")) {
    const std::string name = word.substr(0, word.find('='));
    return command.get_option_no_throw(name) || name.find_first_of(formula_signs) == word.npos;
  }
  const CLI::Option* option =
      word.starts_with('-') ? command.get_option_no_throw(word.substr(0, 2)) : nullptr;
  if (!option || word.size() == 2) return option;
  const std::size_t sign = word.find_first_of(formula_signs);
  const bool is_path = sign == word.npos || word[sign] == '/';
  return takes_value(*option) && (is_path || formula_is_there);
}

/// An empty value is most often a variable that is not set: it never stands for "none".
[[noreturn]] void refuse_empty(const std::string& option) {
  throw Error(fmt::format("the value of {} is empty", option.substr(0, option.find('='))), "",
              "Is a variable not set? Give a value, or leave the option out.");
}

/// The words that are options and their values. All others are given to the command's positionals,
/// untouched; those that none of them takes stand at the end.
std::vector<std::string> options_of(CLI::App& command, const std::vector<std::string>& words) {
  std::vector<std::string> options, others;
  bool only_others = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!only_others && word == "--") {
      only_others = true;
    } else if (only_others || !is_option(command, word, !others.empty())) {
      others.push_back(word);
    } else {
      options.push_back(word);
      const std::size_t equals = word.starts_with("--") ? word.find('=') : word.npos;
      const CLI::Option* option = command.get_option_no_throw(word.substr(0, equals));
      const bool value_follows = option && takes_value(*option) && equals == word.npos &&
                                 (word.starts_with("--") || word.size() == 2);
      if (value_follows && i + 1 < words.size()) options.push_back(words[++i]);
      if (equals == word.size() - 1 || (value_follows && words[i].empty())) refuse_empty(word);
    }
  }
  auto next = others.begin();
  for (CLI::Option* option : command.get_options())
    for (int most = option->get_items_expected_max();
         option->get_positional() && most > 0 && next != others.end(); --most)
      option->add_result(*next++);
  options.insert(options.end(), next, others.end());
  return options;
}

/// The program and the command that the words name first.
class CommandLine {
 public:
  explicit CommandLine(std::vector<std::string> words) : said_(words), words_(std::move(words)) {
    app_.set_version_flag("--version", "stepgrad " STEPGRAD_VERSION);
    app_.set_help_flag("-h,--help", "Show this help");
    app_.require_subcommand(0, 1);
    app_.footer(
        "Exit status: 0 done, 1 checked and found wanting, 2 bad input, "
        "3 a file or a tool is missing.\n"
        "`stepgrad` alone shows a short tour; `stepgrad COMMAND --help` answers the rest.");
    const Command* const meant = meant_by(words_);
    for (const Command& command : commands) {
      const std::vector<std::string_view> name = split(command.name, ' ');
      CLI::App& above = name.size() == 1 ? app_ : *app_.get_subcommand(std::string(name[0]));
      CLI::App& added = *above.add_subcommand(std::string(name.back()), command.help);
      if (&command != meant) continue;
      added.footer(examples_of(command.name));
      options_.emplace(added);
      action_ = command.declare(*options_);
      const auto begin = words_.begin() + static_cast<std::ptrdiff_t>(name.size());
      words_ = options_of(added, {begin, words_.end()});
      words_.insert(words_.begin(), name.begin(), name.end());
    }
  }

  int run() {
    std::vector<std::string> reversed(words_.rbegin(), words_.rend());
    try {
      app_.parse(reversed);
    } catch (const CLI::ParseError& error) {
      if (error.get_exit_code() != 0) refuse(error);
      std::ostringstream out, err;
      app_.exit(error, out, err);
      deliver(out.str());
      return 0;
    }
    return action_();
  }

 private:
  /// Throws Error for what CLI11 could not use, with the nearest command or option.
  [[noreturn]] void refuse(const CLI::ParseError& error) const {
    const CLI::App* chosen = &app_;
    std::string words = "stepgrad";
    while (!chosen->get_subcommands().empty()) {
      chosen = chosen->get_subcommands()[0];
      words += " " + chosen->get_name();
    }
    const CLI::App& command = *chosen;
    const std::string help = words + " --help";
    if (chosen == &app_ && !words_.empty() && !words_[0].starts_with('-')) refuse_command(help);
    refuse_part(command, error, help);
    std::vector<std::string> known;
    for (const CLI::Option* option : command.get_options())
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    for (const std::string& word : words_) {
      const std::string option = word.substr(0, word.find('='));
      if (!word.starts_with("--") || std::ranges::count(known, option)) continue;
      throw Error(fmt::format("there is no option '{}'", option), "",
                  did_you_mean(option, known, fmt::format("'{}' lists the options.", help)));
    }
    std::string what = error.what();
    // CLI11 puts the option's name before a check's own words, which name it already.
    if (const std::size_t own = what.find(": --"); own != std::string::npos)
      what = what.substr(own + 2);
    throw Error(what, "",
                what.find('\n') == std::string::npos ? fmt::format("'{}' tells more.", help) : "");
  }

  /// Throws Error for a word behind a command, such as "gpt", that has commands of its own.
  void refuse_part(const CLI::App& command, const CLI::ParseError& error,
                   const std::string& help) const {
    std::vector<std::string> parts;
    for (const CLI::App* part : command.get_subcommands([](auto*) { return true; }))
      parts.push_back(part->get_name());
    const std::string word = said_.size() > 1 ? said_[1] : "";
    const bool is_left_over =
        error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError);
    if (&command == &app_ || parts.empty() || !is_left_over || word.empty() || word[0] == '-')
      return;
    throw Error(
        fmt::format("there is no command '{} {}'", command.get_name(), word), "",
        did_you_mean(word, parts,
                     fmt::format("Its commands are {}; '{}' tells more.", listed(parts), help)));
  }

  [[noreturn]] void refuse_command(const std::string& help) const {
    const std::string& word = words_[0];
    std::vector<std::string> names;
    for (const Command& command : commands) names.emplace_back(command.name);
    const std::string near = nearest(word, names);
    const bool formula = word.find_first_of("=+*/^()") != std::string::npos;
    throw Error(fmt::format("there is no command '{}'", word), "",
                !near.empty() ? fmt::format("did you mean 'stepgrad {}'?", near)
                : formula
                    ? fmt::format("Is it a formula? Then: stepgrad explain \"{}\" ...", word)
                    : fmt::format("The commands are {}; '{}' tells more.", listed(names), help));
  }

  CLI::App app_{"stepgrad: learn backpropagation by watching it happen", "stepgrad"};
  std::vector<std::string> said_;   // all words, as they came
  std::vector<std::string> words_;  // the command, its options, and what it has no use for
  std::optional<Options> options_;  // of the command
  Action action_ = tour;
};

}  // namespace

void Options::add_to_help(Text lines) { command_.footer(command_.get_footer() + lines); }

Options::Text Options::word(Text name, Text type, Text help, Text beginning, bool required) {
  auto& field = kept(beginning);
  command_.add_option(name, field, help)
      ->type_name(type)
      ->required(required)
      ->capture_default_str();
  return field;
}

Options::Texts Options::words(Text name, Text type, Text help) {
  auto& field = kept(std::vector<std::string>());
  command_.add_option(name, field, help)
      ->type_name(type)
      ->allow_extra_args(false);  // or CLI11 would take "[x > 0]" apart
  return field;
}

void Options::add_flag(Text name, bool& field, Text help) { command_.add_flag(name, field, help); }

void Options::add_text(Text name, std::string& field, Text help, Text type, bool shows_beginning) {
  CLI::Option* option = command_.add_option(name, field, help)->type_name(type);
  if (shows_beginning) option->capture_default_str();
}

void Options::add_texts(Text name, std::vector<std::string>& field, Text help, Text type) {
  command_.add_option(name, field, help)
      ->type_name(type)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
}

void Options::add_choice(Text name, std::string& field, Text help, Texts choices) {
  choices_[name] = choices;
  command_.add_option(name, field, fmt::format("{}: {}", help, fmt::join(choices, ", ")))
      ->type_name("WORD")
      ->check([choices, name](const std::string& given) -> std::string {
        if (std::ranges::count(choices, given)) return "";
        return fmt::format(
            "{} cannot be '{}'\n{}", name, given,
            did_you_mean(given, choices, fmt::format("Choose one of {}.", listed(choices))));
      })
      ->capture_default_str();
}

void Options::add_format(std::string& field, Text help, Texts choices) {
  static const std::map<std::string, std::string, std::less<>> formats{
      {".md", "markdown"}, {".tex", "latex"}, {".html", "html"}, {".htm", "html"},
      {".json", "json"},   {".dot", "dot"},   {".csv", "csv"}};
  add_choice("--format", field, help + " (else as the file's ending says)", choices);
  command_.parse_complete_callback([&command = command_, &field, choices] {
    const CLI::Option* output = command.get_option_no_throw("--output");
    if (command.count("--format") > 0 || output == nullptr || output->empty()) return;
    const std::filesystem::path file(output->as<std::string>());
    const auto named = formats.find(lower(file.extension().string()));
    if (named != formats.end() && std::ranges::count(choices, named->second)) field = named->second;
  });
}

void Options::add_number(Text name, Text help, Text type, Text beginning, bool whole,
                         std::function<void(double)> take) {
  const auto read = [take](const std::string& given) { take(*read_number(given)); };
  command_.add_option_function<std::string>(name, read, help)
      ->type_name(type)
      ->check(whole ? refusal_of_whole : refusal_of_real)
      ->default_str(beginning);
}

namespace {

OptionDescription described(const CLI::Option& option, const Options& options) {
  OptionDescription description{.names = {},
                                .type = takes_value(option) ? option.get_type_name() : "",
                                .help = option.get_description(),
                                .beginning = option.get_default_str(),
                                .choices = options.choices_of(option.get_name(false, true))};
  if (option.get_positional()) description.names.push_back(option.get_name(true));
  for (const std::string& name : option.get_snames()) description.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) description.names.push_back("--" + name);
  return description;
}

}  // namespace

std::vector<CommandDescription> descriptions() {
  std::vector<CommandDescription> all;
  for (const Command& command : commands) {
    CLI::App app(command.help, command.name);
    app.set_help_flag("-h,--help", "Show this help");
    app.footer(examples_of(command.name));
    Options options(app);
    command.declare(options);
    CommandDescription description{command.name, command.help, {}, {}, app.get_footer()};
    for (const CLI::Option* option : app.get_options())
      (option->get_positional() ? description.words : description.options)
          .push_back(described(*option, options));
    all.push_back(std::move(description));
  }
  return all;
}

int run(std::vector<std::string> words) { return CommandLine(std::move(words)).run(); }

}  // namespace stepgrad::app
