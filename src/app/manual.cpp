// stepgrad manual: the manual page, made of what the help says.
#include <fmt/format.h>

#include <stepgrad/base/text.hpp>

#include "app/commands.hpp"
#include "app/descriptions.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

/// Text as roff takes it: a backslash begins a command, a lone hyphen would become a dash, and a dot
/// or an apostrophe at the beginning of a line makes it one for the formatter.
std::string roff(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool begins_line = result.empty() || result.back() == '\n';
    if (begins_line && (c == '.' || c == '\'')) result += "\\&";
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else
      result += c;
  }
  return result;
}

/// "-o, --output FILE", names bold and what stands for a value underlined.
std::string heading(const OptionDescription& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.names)
    names.push_back(fmt::format("\\fB{}\\fR", roff(name)));
  const std::string value =
      option.takes_value() ? fmt::format(" \\fI{}\\fR", roff(option.type)) : "";
  return fmt::format("{}{}", fmt::join(names, ", "), value);
}

/// With a full stop, if it has none.
std::string sentence(std::string_view text) {
  return roff(text) + (text.ends_with('.') ? "" : ".");
}

void describe(const OptionDescription& option, std::string& page) {
  page += fmt::format(".TP\n{}\n{}", heading(option), sentence(option.help));
  if (!option.beginning.empty()) page += fmt::format(" Default: {}.", roff(option.beginning));
  page += '\n';
}

void describe(const CommandDescription& command, std::string& page) {
  page += fmt::format(".SS stepgrad {}\n{}\n", roff(command.name), sentence(command.help));
  for (const OptionDescription& word : command.words) describe(word, page);
  for (const OptionDescription& option : command.options) describe(option, page);
  if (!command.examples.empty())
    page += fmt::format(".PP\n.nf\n{}\n.fi\n", roff(trimmed(command.examples)));
}

constexpr std::string_view end_of_page = R"(.SH EXIT STATUS
.TP
0
done
.TP
1
checked and found wanting: gradients disagree, an exercise is not solved yet
.TP
2
bad input
.TP
3
a file or a tool is missing
.TP
130, 143
stopped by Ctrl\-C or SIGTERM; a training run has left a checkpoint
.SH ENVIRONMENT
.TP
.B NO_COLOR
if set, no colours where \-\-color is auto
.TP
.B COLUMNS
how wide the terminal is taken to be
.TP
.B STEPGRAD_CHECKOUT
where the course lives: lessons, your exercises and progress.txt
)";

struct ManualArguments {
  Options& options;
  Options::Text output = options.output();
};

int write_manual(const ManualArguments& arguments) {
  deliver(manual_page(descriptions(), STEPGRAD_VERSION), arguments.output);
  return 0;
}

struct CompletionArguments {
  Options& options;
  Options::Text shell = options.word("shell", "SHELL", "bash, zsh or fish", "", true);
  Options::Text output = options.output();
};

int write_completion(const CompletionArguments& arguments) {
  deliver(completion(arguments.shell, descriptions()), arguments.output);
  return 0;
}

}  // namespace

std::string manual_page(const std::vector<CommandDescription>& commands,
                        const std::string& version) {
  std::string page = fmt::format(
      ".TH STEPGRAD 1 \"\" \"stepgrad {}\" \"User Commands\"\n"
      ".SH NAME\nstepgrad \\- learn backpropagation by watching it happen\n"
      ".SH SYNOPSIS\n.B stepgrad\n.I COMMAND\n[\\fIoptions\\fR]\n"
      ".SH DESCRIPTION\n"
      "Without a command it shows a short tour. A formula is one or more assignments and "
      "expressions with semicolons between them; the last one is the output.\n.SH COMMANDS\n",
      version);
  for (const CommandDescription& command : commands) describe(command, page);
  return page + std::string(end_of_page);
}

Action manual(Options& options) { return action(options, write_manual); }

Action completion(Options& options) { return action(options, write_completion); }

}  // namespace stepgrad::app
