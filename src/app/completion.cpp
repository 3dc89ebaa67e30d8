// What bash, zsh and fish read to complete a command line.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/shell_quotes.hpp>
#include <stepgrad/base/text.hpp>

#include "app/descriptions.hpp"

namespace stepgrad::app {
namespace {

using Commands = std::vector<CommandDescription>;

std::string in_one(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

bool names_file(const OptionDescription& option) {
  return option.type.find("FILE") != std::string::npos;
}
bool names_folder(const OptionDescription& option) {
  return option.type == "DIR" || option.type == "RUN";
}

std::vector<std::string> option_names(const CommandDescription& command) {
  std::vector<std::string> names;
  for (const OptionDescription& option : command.options)
    names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

/// The commands that are one word, or the second words of those behind `first`.
std::vector<std::string> words_behind(const Commands& commands, std::string_view first) {
  std::vector<std::string> words;
  for (const CommandDescription& command : commands) {
    const std::size_t space = command.name.find(' ');
    if (first.empty() && space == std::string::npos)
      words.push_back(command.name);
    else if (!first.empty() && space != std::string::npos && command.name.substr(0, space) == first)
      words.push_back(command.name.substr(space + 1));
  }
  return words;
}

// ---- bash ---------------------------------------------------------------------------------------

std::string bash(const Commands& commands) {
  std::string choices, options;
  for (const CommandDescription& command : commands) {
    for (const OptionDescription& option : command.options) {
      std::vector<std::string> patterns;
      for (const std::string& name : option.names)
        patterns.push_back(in_shell_quotes(command.name + " " + name));
      const std::string pattern = fmt::format("{}", fmt::join(patterns, "|"));
      if (!option.choices.empty())
        choices +=
            fmt::format("    {}) words={} ;;\n", pattern, in_shell_quotes(in_one(option.choices)));
      else if (names_file(option) || names_folder(option))
        choices += fmt::format("    {}) files={} ;;\n", pattern, names_file(option) ? "-f" : "-d");
      else if (option.takes_value())
        choices += fmt::format("    {}) return ;;\n", pattern);
    }
    std::vector<std::string> words = option_names(command);
    const std::vector<std::string> parts = words_behind(commands, command.name);
    words.insert(words.end(), parts.begin(), parts.end());
    options += fmt::format("    {}) words={} ;;\n", in_shell_quotes(command.name),
                           in_shell_quotes(in_one(words)));
  }
  return fmt::format(R"(# bash completion for stepgrad
_stepgrad() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
  local command=${{COMP_WORDS[1]}} words='' files=''
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W {} -- "$current"))
    return
  fi
  if [ "$COMP_CWORD" -gt 2 ]; then
    case "$command ${{COMP_WORDS[2]}}" in
    {}) command="$command ${{COMP_WORDS[2]}}" ;;
    esac
  fi
  case "$command $previous" in
{}    *)
    case "$command" in
{}    esac
    case $current in -*) ;; *) files=-f ;; esac ;;
  esac
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); fi
  if [ -n "$files" ]; then COMPREPLY+=($(compgen $files -- "$current")); fi
}}
complete -o filenames -F _stepgrad stepgrad
)",
                     in_shell_quotes(in_one(words_behind(commands, ""))),
                     [&] {
                       std::vector<std::string> pairs;
                       for (const CommandDescription& command : commands)
                         if (command.name.find(' ') != std::string::npos)
                           pairs.push_back(in_shell_quotes(command.name));
                       return fmt::format("{}", fmt::join(pairs, "|"));
                     }(),
                     choices, options);
}

// ---- zsh ----------------------------------------------------------------------------------------

/// An argument of _arguments, in which brackets and colons have a meaning.
std::string zsh_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

std::string zsh_value(const OptionDescription& option) {
  if (!option.takes_value()) return "";
  std::string what = " ";  // nothing is known of it
  if (!option.choices.empty())
    what = fmt::format("({})", fmt::join(option.choices, " "));
  else if (names_folder(option))
    what = "_files -/";
  else if (names_file(option))
    what = "_files";
  return fmt::format(":{}:{}", zsh_text(option.type), what);
}

std::string zsh(const Commands& commands) {
  std::string names, options;
  for (const CommandDescription& command : commands) {
    if (command.name.find(' ') == std::string::npos)
      names += fmt::format("    {}\n",
                           in_shell_quotes(fmt::format("{}:{}", command.name, command.help)));
    options += fmt::format("  {})\n    _arguments", in_shell_quotes(command.name));
    for (const OptionDescription& option : command.options)
      for (const std::string& name : option.names)
        options += fmt::format(" \\\n      {}",
                               in_shell_quotes(fmt::format("{}[{}]{}", name, zsh_text(option.help),
                                                           zsh_value(option))));
    const std::vector<std::string> parts = words_behind(commands, command.name);
    if (!parts.empty())
      options += fmt::format(" \\\n      {}",
                             in_shell_quotes(fmt::format("1:part:({})", fmt::join(parts, " "))));
    options += " \\\n      '*:file:_files' ;;\n";
  }
  return fmt::format(R"(#compdef stepgrad
local -a commands
if (( CURRENT == 2 )); then
  commands=(
{}  )
  _describe command commands
  return
fi
local command=$words[2]
shift words
(( CURRENT-- ))
case "$command $words[2]" in
{}
esac
case $command in
{}esac
)",
                     names,
                     [&] {
                       std::string pairs;
                       for (const CommandDescription& command : commands)
                         if (command.name.find(' ') != std::string::npos)
                           pairs += fmt::format(
                               "  {}) if (( CURRENT > 2 )); then command={}; shift words; "
                               "(( CURRENT-- )); fi ;;\n",
                               in_shell_quotes(command.name), in_shell_quotes(command.name));
                       return pairs;
                     }(),
                     options);
}

// ---- fish ---------------------------------------------------------------------------------------

std::string fish(const Commands& commands) {
  std::string text = "# fish completion for stepgrad\n";
  const std::string all = in_one(words_behind(commands, ""));
  for (const CommandDescription& command : commands) {
    const std::vector<std::string_view> words = split(command.name, ' ');
    const std::string when =
        words.size() == 1
            ? fmt::format("not __fish_seen_subcommand_from {}", all)
            : fmt::format("__fish_seen_subcommand_from {}; and not __fish_seen_subcommand_from {}",
                          words[0], fmt::join(words_behind(commands, words[0]), " "));
    text += fmt::format("complete -c stepgrad -f -n {} -a {} -d {}\n", in_shell_quotes(when),
                        words.back(), in_shell_quotes(command.help));
    std::string here = fmt::format("__fish_seen_subcommand_from {}", words[0]);
    if (words.size() == 2) here += fmt::format("; and __fish_seen_subcommand_from {}", words[1]);
    for (const OptionDescription& option : command.options) {
      text += fmt::format("complete -c stepgrad -n {}", in_shell_quotes(here));
      for (const std::string& name : option.names)
        text += name.starts_with("--") ? fmt::format(" -l {}", name.substr(2))
                                       : fmt::format(" -s {}", name.substr(1));
      if (!option.choices.empty())
        text += fmt::format(" -x -a {}", in_shell_quotes(in_one(option.choices)));
      else if (names_folder(option))
        text += " -x -a '(__fish_complete_directories)'";
      else if (option.takes_value())
        text += names_file(option) ? " -r" : " -x";
      text += fmt::format(" -d {}\n", in_shell_quotes(option.help));
    }
  }
  return text;
}

struct Shell {
  const char* name;
  std::string (*write)(const Commands&);
};
constexpr std::array shells{Shell{"bash", bash}, Shell{"zsh", zsh}, Shell{"fish", fish}};

}  // namespace

std::string completion(const std::string& shell, const Commands& commands) {
  std::vector<std::string> names;
  for (const Shell& known : shells) {
    if (shell == known.name) return known.write(commands);
    names.emplace_back(known.name);
  }
  throw Error(fmt::format("there is no completion for '{}'", printable(shell)), "",
              did_you_mean(shell, names, fmt::format("There is one for {}.", listed(names))));
}

}  // namespace stepgrad::app
