// What the help says of each command, as data: the manual page and the shells' completions are made
// of it, so they cannot say anything else.
#pragma once

#include <string>
#include <vector>

namespace stepgrad::app {

struct OptionDescription {
  std::vector<std::string> names;  // "-o", "--output"; of a word that is no option its name
  std::string type;                // "FILE"; empty of a flag
  std::string help;
  std::string beginning;             // what it is if it is not given, or ""
  std::vector<std::string> choices;  // all that it may be, where these are listed

  bool takes_value() const { return !type.empty(); }
};

struct CommandDescription {
  std::string name;  // "gpt sample" comes behind "gpt"
  std::string help;
  std::vector<OptionDescription> words, options;
  std::string examples;  // the lines that the help ends with
};

/// All commands, in the order of the help.
std::vector<CommandDescription> descriptions();

/// `stepgrad manual`: the manual page in roff, for man(1).
std::string manual_page(const std::vector<CommandDescription>& commands,
                        const std::string& version);

/// `stepgrad completion bash`: what that shell reads to complete commands, options and their values.
/// Shells are bash, zsh and fish; throws Error for another.
std::string completion(const std::string& shell, const std::vector<CommandDescription>& commands);

}  // namespace stepgrad::app
