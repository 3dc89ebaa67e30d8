// The command line: the only file that knows CLI11, which is slow to compile.
#include "app/command_line.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

#include "app/commands.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

constexpr const char* formula_help =
    "A formula in quotes, \"q = x + y; f = q * z\", then a number for each input, x=-2 y=5 z=-4. "
    "The last statement is the output. '-' reads the formula from standard input.";

void add_formula(CLI::App& command, FormulaArguments& formula) {
  command.add_option("formula", formula.words, formula_help)->type_name("FORMULA NAME=VALUE ...");
  command.add_option("--file", formula.file, "Read the formula from a file; '-' is standard input")
      ->type_name("FILE");
}

void add_diagram(CLI::App& command, std::string& diagram) {
  command
      .add_option("--diagram", diagram,
                  "Draw it, too, and include the picture: .pdf or .png with latex, .svg or .png "
                  "with markdown")
      ->type_name("FILE");
}

void add_exercise(CLI::App& command, std::string& which) {
  command
      .add_option("exercise", which,
                  "Its number or a part of its name; without it, the first that is not yet solved")
      ->type_name("EXERCISE");
}

void add_choice(CLI::App& command, const std::string& name, std::string& choice,
                std::vector<std::string> choices, const std::string& help) {
  command.add_option(name, choice, fmt::format("{}: {}", help, fmt::join(choices, ", ")))
      ->type_name("WORD")
      ->check([choices, name](const std::string& given) -> std::string {
        if (std::find(choices.begin(), choices.end(), given) != choices.end()) return "";
        const std::string others = fmt::format("Choose one of {}.", listed(choices));
        return fmt::format("{} cannot be '{}'\n{}", name, given,
                           did_you_mean(given, choices, others));
      })
      ->capture_default_str();
}

/// CLI11's own check would answer with the largest double, digit by digit.
std::string whole_number(const std::string& given) {
  constexpr std::size_t most_digits = 9;
  if (given.empty() || given.find_first_not_of("0123456789") != std::string::npos)
    return fmt::format("'{}' is not a whole number\nWrite 0, 1, 2, ...", given);
  if (given.size() > most_digits)
    return fmt::format("{} is too large\nWrite {} or less.", given, std::string(most_digits, '9'));
  return "";
}

/// CLI11 would take "nan" and "0x1p-3", and say "Could not convert" of the rest.
std::string a_number(const std::string& given) {
  if (read_number(given)) return "";
  return fmt::format("'{}' is not a number\nWrite 0.01 or 1e-5.", given);
}

/// An option of any type that a setting may have.
template <class T>
void add_setting(CLI::App& command, const std::string& name, T& setting, const std::string& help,
                 const std::vector<Named>& choices = {}) {
  constexpr bool number = std::is_same_v<T, double> || std::is_same_v<T, std::optional<double>>;
  if constexpr (std::is_same_v<T, bool>) {
    command.add_flag(name, setting, help);
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!choices.empty()) return add_choice(command, name, setting, names_of(choices), help);
    command.add_option(name, setting, help)->type_name("TEXT");
  } else {
    CLI::Option* option = command.add_option(name, setting, help);
    option->type_name(number ? "X" : "N")->check(number ? a_number : whole_number);
    if constexpr (!requires { setting.has_value(); }) option->capture_default_str();
  }
}

/// What each of the choices is: a line for each that says it.
std::string told(const std::string& setting, const std::vector<Named>& choices) {
  std::string lines;
  for (const Named& choice : choices)
    if (!choice.about.empty())
      lines +=
          fmt::format("\n  {:<26}{}", fmt::format("--{} {}", setting, choice.name), choice.about);
  return lines.empty() ? "" : "\n" + lines;
}

void add_model(CLI::App& command, ModelArguments& model) {
  command
      .add_option("--model", model.sizes,
                  "Instead of a formula: a training step of a made-up network with so many inputs, "
                  "hidden units and outputs, in matrices")
      ->type_name("2-3-2");
  command.add_option("--activation", model.activation, "With --model: the function between layers")
      ->type_name("NAME")
      ->capture_default_str();
  command.add_option("--samples", model.samples, "With --model: how many")
      ->type_name("N")
      ->check(whole_number)
      ->capture_default_str();
  command.add_option("--seed", model.seed, "With --model: which of the many")
      ->type_name("N")
      ->check(whole_number)
      ->capture_default_str();
}

/// The program and its commands; each command puts what is to be done into `action`.
class CommandLine {
 public:
  CommandLine() {
    app_.set_version_flag("--version", "stepgrad " STEPGRAD_VERSION);
    app_.set_help_flag("-h,--help", "Show this help");
    app_.require_subcommand(0, 1);
    app_.footer(
        "Exit status: 0 done, 1 checked and found wanting, 2 bad input, 3 a file or a tool is "
        "missing.\n"
        "`stepgrad` alone shows a short tour; `stepgrad COMMAND --help` answers the rest.");
    add_explain();
    add_draw();
    add_check();
    add_worksheet();
    add_gallery();
    add_ops();
    add_lesson();
    add_drill();
    add_course();
    add_exercises();
    add_data();
    add_train();
    add_evaluate();
    add_predict();
  }

  int run(const std::vector<std::string>& words) {
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    try {
      app_.parse(reversed);
    } catch (const CLI::ParseError& error) {
      if (error.get_exit_code() == 0) return deliver_help(error);
      refuse(error, words);
    }
    return action_();
  }

 private:
  CLI::App& command(const char* name, const char* help, const char* footer) {
    CLI::App& added = *app_.add_subcommand(name, help);
    added.footer(footer);
    commands_.emplace_back(name);
    return added;
  }

  void add_explain() {
    CLI::App& command = this->command(
        "explain", "Tell every forward and backward step of a formula",
        "Examples:\n"
        "  stepgrad explain \"q = x + y; f = q * z\" x=-2 y=5 z=-4\n"
        "  stepgrad explain \"tanh(w*x + b)\" w=0.5 x=2 b=-1 --format markdown -o neuron.md\n"
        "  stepgrad explain \"a^2 * b\" a=3 b=2 --format latex --standalone -o square.tex\n"
        "  stepgrad explain \"y = a * a\" a=3 --format html -o page.html\n"
        "  stepgrad explain --file network.txt x1=2 --only w1\n"
        "  stepgrad explain --model 2-3-2                    a step in matrices\n"
        "Very long formulas are told in part; --all tells everything.");
    add_formula(command, explain_.formula);
    add_model(command, explain_.model);
    add_choice(command, "--format", explain_.format,
               {"text", "markdown", "latex", "html", "json", "dot"}, "How it is told");
    command.add_option("-o,--output", explain_.output, "Write to a file")->type_name("FILE");
    command.add_flag("--standalone", explain_.standalone, "With latex: a document that compiles");
    add_diagram(command, explain_.diagram);
    command
        .add_option("--last", explain_.last, "Only the last N operations, and the steps from them")
        ->type_name("N")
        ->check(whole_number);
    command
        .add_option("--only", explain_.only,
                    "Only what computes, uses or gives gradient to NAME (repeatable)")
        ->type_name("NAME")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_flag("--all", explain_.all, "Everything, however long");
    command.add_flag("--check", explain_.check,
                     "The numerical derivative beside each gradient (text and markdown)");
    add_choice(command, "--color", explain_.color, {"auto", "always", "never"}, "Colours");
    command.final_callback([this] { action_ = [this] { return explain(explain_); }; });
  }

  void add_draw() {
    CLI::App& command = this->command(
        "draw", "Draw the diagram of a formula, values above and gradients below the wires",
        "Examples:\n"
        "  stepgrad draw \"q = x + y; f = q * z\" x=-2 y=5 z=-4 -o circuit.svg\n"
        "  stepgrad draw \"a + a\" a=3 --style record -o twice.png\n"
        "  stepgrad draw \"q = x + y; f = q * z\" x=-2 y=5 z=-4 --frames steps\n"
        "  stepgrad draw \"h = tanh(w*x + b); y = v*h + c*x\" w=1 x=2 b=0 v=3 c=1 --collapse\n"
        "  stepgrad draw --model 2-16-16-2 -o mlp.svg");
    add_formula(command, draw_.formula);
    add_model(command, draw_.model);
    command
        .add_option("-o,--output", draw_.output,
                    "Write to a file, by its ending svg, png, pdf or dot")
        ->type_name("FILE");
    add_choice(command, "--style", draw_.style, {"circuit", "record"}, "How it is drawn");
    command.add_option("--step", draw_.step, "As it stands after K backward steps")
        ->type_name("K")
        ->check(whole_number);
    command.add_flag("--collapse", draw_.collapse,
                     "Each named result as one box with all that is computed for it alone");
    command.add_option("--frames", draw_.frames, "One picture a step, into this directory")
        ->type_name("DIR");
    command.final_callback([this] { action_ = [this] { return draw(draw_); }; });
  }

  void add_check() {
    CLI::App& command = this->command(
        "check", "Check the gradient of a formula: reverse mode, forward mode and numerical",
        "Examples:\n"
        "  stepgrad check \"tanh(w*x + b)\" w=0.5 x=2 b=-1\n"
        "  stepgrad check \"x^2*y\" x=3 y=2 --against \"x=2*x\"      is my homework right?\n"
        "  stepgrad check \"exp(x)\" x=1 --method central --step 0.1  one published estimate\n"
        "  stepgrad check \"exp(x)\" x=1 --sweep -o steps.svg         which step is best?\n"
        "Ends with 0 if every gradient agrees, else with 1.");
    add_formula(command, check_.formula);
    command
        .add_option("--against", check_.against,
                    "A gradient worked out by hand instead of reverse mode's (repeatable)")
        ->type_name("NAME=EXPRESSION")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    add_choice(command, "--method", check_.method, {"forward", "central", "ridders"},
               "How the numerical column is made");
    command.add_option("--step", check_.step, "Its step h")->type_name("H")->check(a_number);
    command.add_option("--levels", check_.levels, "Levels of extrapolation of --method ridders")
        ->type_name("N")
        ->check(whole_number)
        ->capture_default_str();
    command.add_flag("--second", check_.second, "Second derivatives instead (the Hessian)");
    command.add_flag(
        "--sweep", check_.sweep,
        "The error for every step from 1 to 1e-16 instead; with -o FILE.svg as a plot");
    add_choice(command, "--format", check_.format, {"text", "json"}, "How it is reported");
    command.add_option("-o,--output", check_.output, "Write to a file")->type_name("FILE");
    add_choice(command, "--color", check_.color, {"auto", "always", "never"}, "Colours");
    command.final_callback([this] { action_ = [this] { return check(check_); }; });
  }

  void add_worksheet() {
    CLI::App& command = this->command(
        "worksheet", "Make a problem sheet of a formula, or its answer key",
        "Examples:\n"
        "  stepgrad worksheet \"q = x + y; f = q * z\" x=-2 y=5 z=-4\n"
        "  stepgrad worksheet --random --level 2 --seed 7 --format html -o sheet.html\n"
        "  stepgrad worksheet --random --level 2 --seed 7 --format html -o key.html --answers\n"
        "Levels: 1 + - *, 2 a value used twice, 3 max, relu, division, 4 powers and functions,\n"
        "5 small networks. The same level and seed make the same sheet everywhere.");
    add_formula(command, worksheet_.formula);
    command.add_flag("--random", worksheet_.random, "Make up a formula that can be done by hand");
    command.add_option("--level", worksheet_.level, "How hard, from 1 (the default) to 5")
        ->type_name("N")
        ->check(whole_number);
    command.add_option("--seed", worksheet_.seed, "Which of the many; without it, any")
        ->type_name("N")
        ->check(whole_number);
    command.add_flag("--answers", worksheet_.answers, "The answer key");
    add_choice(command, "--format", worksheet_.format, {"text", "markdown", "latex", "html"},
               "How it is set");
    command.add_option("-o,--output", worksheet_.output, "Write to a file")->type_name("FILE");
    add_diagram(command, worksheet_.diagram);
    command.final_callback([this] { action_ = [this] { return worksheet(worksheet_); }; });
  }

  void add_gallery() {
    CLI::App& command =
        this->command("gallery", "Make the diagrams and pages of graphs/ again, and their index",
                      "Examples:\n  stepgrad gallery\n  stepgrad gallery /tmp/pictures");
    command.add_option("directory", gallery_.directory, "Where they are put")
        ->type_name("DIR")
        ->capture_default_str();
    command.final_callback([this] { action_ = [this] { return gallery(gallery_); }; });
  }

  void add_ops() {
    CLI::App& command = this->command("ops", "Show the operations with their formulas and slopes",
                                      "Examples:\n  stepgrad ops\n  stepgrad ops tanh relu");
    command.add_option("names", ops_.names, "Only these operations, with all about them")
        ->type_name("NAME ...");
    add_choice(command, "--format", ops_.format, {"text", "markdown", "json"},
               "How they are shown");
    command.add_option("-o,--output", ops_.output, "Write to a file")->type_name("FILE");
    add_choice(command, "--color", ops_.color, {"auto", "always", "never"}, "Colours");
    command.final_callback([this] { action_ = [this] { return ops(ops_); }; });
  }

  void add_lesson() {
    CLI::App& command = this->command(
        "lesson", "Work through a lesson of the course, one screen at a time",
        "Examples:\n"
        "  stepgrad lesson                       the next one\n"
        "  stepgrad lesson 4\n"
        "  stepgrad lesson chain                 by a part of its name\n"
        "  stepgrad lesson 4 --auto              all of it, with the answers, without asking\n"
        "  stepgrad lesson 4 --html chain.html   a page with pictures and step players\n"
        "You can leave a lesson at any moment with q; it goes on where you left it.");
    command.add_option("lesson", lesson_.which, "Its number or its name; without it, the next one")
        ->type_name("LESSON");
    command.add_flag("--auto", lesson_.without_asking, "Print everything, ask nothing");
    command.add_option("--html", lesson_.html, "Write it as a page")->type_name("FILE");
    command.add_flag("--open", lesson_.open_pictures,
                     "Open pictures, or the page, with the desktop's program for them");
    command.final_callback([this] { action_ = [this] { return lesson(lesson_); }; });
  }

  void add_drill() {
    CLI::App& command = this->command(
        "drill", "Practise with random formulas that can be done by hand",
        "Examples:\n"
        "  stepgrad drill                                  on from your level, as long as you "
        "like\n"
        "  stepgrad drill --kind bug --level 3             which step goes wrong?\n"
        "  stepgrad drill --seed 7 --level 2 --questions 10 --steady    the same for a class\n"
        "  stepgrad drill --seed 7 --level 2 --auto        its sheet, with the answers\n"
        "Levels: 1 + - *, 2 a value used twice, 3 max, relu, division, 4 powers and functions,\n"
        "5 small networks; three answers in a row at once lead up, two that do not lead down.\n"
        "An answer at once scores the level's number, one after another look or a hint scores 1.\n"
        "Answers may be arithmetic: 3/4, -2*5. ? gives a hint, s shows the answer, q leaves.");
    command.add_option("--seed", drill_.seed, "Which of the many; without it, any")
        ->type_name("N")
        ->check(whole_number);
    command
        .add_option("--level", drill_.level,
                    "How hard at the beginning, from 1 to 5; without it, as hard as last time")
        ->type_name("N")
        ->check(whole_number);
    command.add_option("--questions", drill_.questions, "How many new problems; 0 is endless")
        ->type_name("N")
        ->check(whole_number)
        ->capture_default_str();
    add_choice(command, "--kind", drill_.kind,
               {"all", "forward", "slope", "gradient", "bug", "match"}, "What is practised");
    command.add_flag("--steady", drill_.steady, "Stay at the level");
    command.add_flag("--auto", drill_.without_asking, "Print problems with answers, ask nothing");
    command.final_callback([this] { action_ = [this] { return drill(drill_); }; });
  }

  void add_course() {
    CLI::App& command = this->command(
        "course", "Show how far you are in the course, and what is next",
        "Examples:\n"
        "  stepgrad course\n"
        "  stepgrad course --search tanh      where is it practised?\n"
        "  stepgrad course --html book        all lessons as pages, begin with book/index.html\n"
        "  stepgrad course --verify           for teachers: what is missing?");
    add_exercise(command, course_.which);
    command.add_option("--search", course_.search, "Only exercises with this word in them")
        ->type_name("WORD");
    command.add_flag(
        "--verify", course_.verify,
        "For teachers: are lessons and exercises complete, and do the checks catch mistakes?");
    command.add_option("--html", course_.html, "Write all lessons as a small book of pages")
        ->type_name("DIR");
    command.add_flag("--open", course_.open, "With --html: open the book");
    command.final_callback([this] { action_ = [this] { return course(course_); }; });
  }

  void add_exercises() {
    add_exercise_command("watch", "Check an exercise at every save, and lead on to the next one",
                         "Keys: h hint, l list, n next, p previous, r reset, q quit.", watch);
    add_exercise_command("check-exercise", "Check an exercise once",
                         "Ends with 0 if it is solved, else with 1.", check_exercise);
    add_exercise_command("hint", "Show the next hint for an exercise", "One at a time.", hint);
    add_exercise_command("solution", "Show a solution of an exercise that you have solved",
                         "And why it is right.", solution);
    add_exercise_command("reset", "Give an exercise its hole back",
                         "It asks first, and keeps a copy of what you have written.", reset)
        .add_flag("--yes", exercise_.yes, "Do not ask");
  }

  CLI::App& add_exercise_command(const char* name, const char* help, const char* footer,
                                 int (*action)(const ExerciseArguments&)) {
    CLI::App& command = this->command(name, help, footer);
    add_exercise(command, exercise_.which);
    command.final_callback([=, this] { action_ = [=, this] { return action(exercise_); }; });
    return command;
  }

  void add_data() {
    CLI::App& command =
        this->command("data", "Make a data set, as CSV or as a picture",
                      "Examples:\n"
                      "  stepgrad data                                 what there is\n"
                      "  stepgrad data moons --samples 100 -o moons.csv\n"
                      "  stepgrad data spirals --noise 0.1 -o spirals.svg\n"
                      "  stepgrad data digits --seed 7 -o digits.png\n"
                      "The same seed makes the same data set everywhere.");
    command.add_option("name", data_.name, "Which data set; without a name they are listed")
        ->type_name("NAME");
    command.add_option("--samples", data_.samples, "How many")
        ->type_name("N")
        ->check(whole_number)
        ->capture_default_str();
    command
        .add_option("--noise", data_.noise,
                    "The deviation of its noise; without it, what suits the data set")
        ->type_name("S")
        ->check(a_number);
    command.add_option("--seed", data_.seed, "Which of the many")
        ->type_name("N")
        ->check(whole_number)
        ->capture_default_str();
    command
        .add_option("-o,--output", data_.output, "Write to a file, by its ending csv, svg or png")
        ->type_name("FILE");
    command.final_callback([this] { action_ = [this] { return data(data_); }; });
  }

  void add_train() {
    CLI::App& command = this->command(
        "train", "Train a classifier or a regression on real data",
        "Examples:\n"
        "  stepgrad train                                   an MLP on two moons\n"
        "  stepgrad train --data spirals --model 2-64-64-3 --activation tanh\n"
        "  stepgrad train --data iris.csv --label species --patience 20\n"
        "  stepgrad train --data mnist --epochs 5 --out runs/first\n"
        "  stepgrad train --resume runs/first               go on after an interruption\n"
        "The folder of the run holds the configuration, the model, the log and the pictures.");
    for_each_setting(train_.configuration, [&](std::string name, auto& setting, const char* help,
                                               const std::vector<Named>& choices) {
      std::replace(name.begin(), name.end(), '_', '-');
      add_setting(command, "--" + name, setting, help, choices);
      command.footer(command.get_footer() + told(name, choices));
    });
    command.add_option("--out", train_.out, "The folder of the run; without it, one under runs/")
        ->type_name("DIR");
    command.add_option("--resume", train_.resume, "Go on with the run in this folder")
        ->type_name("DIR");
    add_choice(command, "--color", train_.color, {"auto", "always", "never"}, "Colours");
    command.final_callback([this] { action_ = [this] { return train(train_); }; });
  }

  void add_evaluate() {
    CLI::App& command = this->command(
        "evaluate", "How good a trained model is on samples",
        "Examples:\n"
        "  stepgrad evaluate runs/moons                     on what was kept apart for the test\n"
        "  stepgrad evaluate runs/iris --data more.csv --out pictures");
    add_samples(command, evaluate_.samples);
    command.add_option("--out", evaluate_.out, "A folder for pictures")->type_name("DIR");
    add_choice(command, "--color", evaluate_.color, {"auto", "always", "never"}, "Colours");
    command.final_callback([this] { action_ = [this] { return evaluate(evaluate_); }; });
  }

  void add_predict() {
    CLI::App& command =
        this->command("predict", "What a trained model says of samples, as CSV",
                      "Examples:\n"
                      "  stepgrad predict runs/iris --data new.csv -o said.csv\n"
                      "  stepgrad predict runs/iris --data - --probabilities < new.csv\n"
                      "A line for each sample; the file may have its label column or not.");
    add_samples(command, predict_.samples);
    command.add_flag("--probabilities", predict_.probabilities, "The probability of each class");
    command.add_flag("--sampled", predict_.sampled,
                     "Draw the class with its probability, instead of the likeliest");
    add_setting(command, "--sampling-seed", predict_.seed, "Which of the many draws");
    command.add_option("-o,--output", predict_.output, "Write to a file")->type_name("FILE");
    command.final_callback([this] { action_ = [this] { return predict(predict_); }; });
  }

  void add_samples(CLI::App& command, SampleArguments& samples) {
    command.add_option("model", samples.model, "The folder of a run, or a model file")
        ->type_name("DIR")
        ->required();
    add_setting(command, "--data", samples.data,
                "A CSV file ('-': standard input), a folder of IDX files or a made-up data set; "
                "without it, what the run has kept apart");
    add_setting(command, "--label", samples.label,
                "CSV: the label column, by name or number (else as in training)");
    add_setting(command, "--samples", samples.samples, "How many to make up");
    add_setting(command, "--noise", samples.noise, "The noise of what is made up");
    add_setting(command, "--seed", samples.seed, "Which of what is made up");
  }

  int deliver_help(const CLI::ParseError& error) {
    std::ostringstream out, err;
    app_.exit(error, out, err);
    deliver(out.str());
    return 0;
  }

  /// Throws Error for what CLI11 could not use, with the nearest command or option.
  [[noreturn]] void refuse(const CLI::ParseError& error, const std::vector<std::string>& words) {
    const auto chosen = app_.get_subcommands();
    const std::string help =
        chosen.empty() ? "stepgrad --help" : "stepgrad " + chosen[0]->get_name() + " --help";
    if (chosen.empty() && !words.empty() && !words[0].starts_with('-')) {
      const std::string near = nearest(words[0], commands_);
      const bool formula = words[0].find_first_of("=+*/^()") != std::string::npos;
      throw Error(
          fmt::format("there is no command '{}'", words[0]), "",
          !near.empty() ? fmt::format("did you mean 'stepgrad {}'?", near)
          : formula
              ? fmt::format("Is it a formula? Then: stepgrad explain \"{}\" ...", words[0])
              : fmt::format("The commands are {}; '{}' tells more.", listed(commands_), help));
    }
    for (const std::string& word : words) {
      const std::string option = word.substr(0, word.find('='));
      if (!word.starts_with("--") || knows(option, chosen)) continue;
      throw Error(
          fmt::format("there is no option '{}'", option), "",
          did_you_mean(option, options(chosen), fmt::format("'{}' lists the options.", help)));
    }
    std::string what = error.what();
    // CLI11 puts the option's name before a check's own words, which name it already.
    if (const std::size_t own = what.find(": --"); own != std::string::npos)
      what = what.substr(own + 2);
    throw Error(what, "",
                what.find('\n') == std::string::npos ? fmt::format("'{}' tells more.", help) : "");
  }

  std::vector<std::string> options(const std::vector<CLI::App*>& chosen) const {
    std::vector<std::string> names;
    for (const CLI::App* app :
         chosen.empty() ? std::vector<CLI::App*>{const_cast<CLI::App*>(&app_)} : chosen)
      for (const CLI::Option* option : app->get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
  }
  bool knows(const std::string& option, const std::vector<CLI::App*>& chosen) const {
    const std::vector<std::string> known = options(chosen);
    return std::find(known.begin(), known.end(), option) != known.end();
  }

  CLI::App app_{"stepgrad: learn backpropagation by watching it happen", "stepgrad"};
  std::vector<std::string> commands_;
  ExplainArguments explain_;
  DrawArguments draw_;
  CheckArguments check_;
  WorksheetArguments worksheet_;
  GalleryArguments gallery_;
  OpsArguments ops_;
  LessonArguments lesson_;
  DrillArguments drill_;
  CourseArguments course_;
  ExerciseArguments exercise_;
  DataArguments data_;
  TrainArguments train_;
  EvaluateArguments evaluate_;
  PredictArguments predict_;
  std::function<int()> action_ = tour;
};

/// A formula may begin with a minus, as in "-x^2", or stand in brackets, as in "[x > 0]"; a space
/// before it keeps it from looking like an option, or like one of CLI11's lists.
std::string protected_formula(const std::string& word) {
  const bool short_option = word == "-o" || word == "-h" || word == "-";
  const bool long_option =
      word.starts_with("--") && word.find_first_of(" ()*/^+;") == std::string::npos;
  const bool minus = word.starts_with('-') && !short_option && !long_option;
  return minus || word.starts_with('[') ? " " + word : word;
}

}  // namespace

int run(std::vector<std::string> words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool value = words[i - 1].starts_with("--") && read_number(words[i]);  // --step -1
    if (!value) words[i] = protected_formula(words[i]);
  }
  return CommandLine().run(words);
}

}  // namespace stepgrad::app
