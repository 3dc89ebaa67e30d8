// The command play: the playground, opened in a browser where one wants to begin.
//
// The page is made by the start script, which installs what that needs; here it is found, and its
// address told what to show.
#include <filesystem>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/scalar/formula.hpp>

#include "app/commands.hpp"
#include "app/course/console.hpp"
#include "app/course/playground.hpp"
#include "app/formula_arguments.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

namespace fs = std::filesystem;

struct PlayArguments {
  Options& options;
  FormulaArguments formula{options};
  Options::Text data =
      options.text("--data", "NAME", "A network for this data set: moons, spirals, …");
  Options::Text model =
      options.text("--model", "2-4-4-2", "With --data: inputs, units of the layers, classes");
  const std::optional<std::size_t>& seed =
      options.whole("--seed", "With --data: which of the many");
  const bool& no_open = options.flag("--no-open", "Say where the page is, and do not open it");
};

/// As it stands in an address (RFC 3986): what is not a letter, a digit or one of -._~ by its bytes.
std::string in_address(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    result += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

/// What the page is to show, behind the # of its address; nothing for how it begins by itself.
/// Throws Error for a formula that cannot be read, or numbers that it does not use.
std::string wanted(const PlayArguments& arguments) {
  std::vector<std::pair<std::string, std::string>> says;
  if (arguments.formula.are_there()) {
    if (!arguments.data.empty() || !arguments.model.empty())
      throw Error("a formula and a network at once", "",
                  "One page shows one of them: leave the other out.");
    const auto [formula, numbers] = read_formula(arguments.formula);
    Bindings all = numbers;
    for (const std::string& name : formula.inputs()) all.emplace(name, 1);
    complete(formula, all);
    std::string told;
    for (const auto& [name, number] : numbers)
      told += fmt::format("{}{}={}", told.empty() ? "" : " ", name, exact(number));
    says = {{"tab", "formula"}, {"formula", formula.source}, {"numbers", told}};
  } else if (!arguments.data.empty() || !arguments.model.empty() || arguments.seed) {
    says = {{"tab", "network"}};
    if (!arguments.data.empty()) says.emplace_back("data", arguments.data);
    if (!arguments.model.empty()) says.emplace_back("model", arguments.model);
    if (arguments.seed) says.emplace_back("seed", fmt::to_string(*arguments.seed));
  }
  std::string address;
  for (const auto& [name, value] : says)
    address += fmt::format("{}{}={}", address.empty() ? "#" : "&", name, in_address(value));
  return address;
}

/// A page beside the playground that leads to it: what opens files forgets what stands behind a #.
fs::path door(const fs::path& page, const std::string& address) {
  const fs::path door = page.parent_path() / "open.html";
  write_file(door.string(),
             fmt::format("<!doctype html><meta charset=\"utf-8\"><title>stepgrad</title>"
                         "<script>location.replace(\"playground.html{}\")</script>\n",
                         address));
  return door;
}

int open_playground(const PlayArguments& arguments) {
  const std::string address = wanted(arguments);
  const fs::path page = built_for_browser("playground.html");
  if (arguments.no_open) {
    deliver(fmt::format("{}{}\n", page.string(), address));
    return 0;
  }
  deliver(fmt::format("Opening {} …\n", page.string()));
  deliver(open_file((address.empty() ? page : door(page, address)).string()));
  return 0;
}

}  // namespace

Action play(Options& options) { return action<PlayArguments>(options, open_playground); }

}  // namespace stepgrad::app
