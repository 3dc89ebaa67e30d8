// stepgrad ops: the operation table as a reference page.
#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/story/json.hpp>
#include <stepgrad/story/reference.hpp>

#include "app/commands.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

struct OpsArguments {
  Options& options;
  Options::Texts names =
      options.words("names", "NAME ...", "Only these operations, with all about them");
  Options::Text format = options.format({"text", "markdown", "json"}, "How they are shown");
  Options::Text output = options.output();
  Options::Text color = options.color();
};

/// Operations, and functions that are made of several.
struct Listed {
  std::vector<const op::Op*> rows;
  std::vector<Composition> made;
};

/// All with this name or symbol. Throws Error with the nearest name.
void list(const std::string& name, Listed& listed) {
  const auto row = std::ranges::find_if(op::all, [&](const op::Op* candidate) {
    return candidate->name == name || candidate->symbol == name;
  });
  const auto made = std::ranges::find(compositions(), name, &Composition::name);
  const bool is_row = row != std::end(op::all), is_made = made != compositions().end();
  if (is_row) listed.rows.push_back(*row);
  if (is_made) listed.made.push_back(*made);
  if (is_row || is_made) return;
  std::vector<std::string> names;
  for (const op::Op* candidate : op::all) names.emplace_back(candidate->name);
  for (const Composition& function : compositions()) names.emplace_back(function.name);
  throw Error(fmt::format("there is no operation '{}'", name), "",
              did_you_mean(name, names, "'stepgrad ops' lists them."));
}

int list_operations(const OpsArguments& arguments) {
  Listed listed;
  for (const std::string& name : arguments.names) list(name, listed);
  if (arguments.names.empty())
    listed = {{std::begin(op::all), std::end(op::all)},
              {compositions().begin(), compositions().end()}};
  if (arguments.format == "json")
    deliver(as_json(listed.rows, listed.made), arguments.output);
  else if (arguments.format == "markdown")
    deliver(as_markdown(listed.rows, listed.made), arguments.output);
  else
    deliver(
        as_text(listed.rows, listed.made, arguments.output.empty() && wants_color(arguments.color)),
        arguments.output);
  return 0;
}

}  // namespace

Action ops(Options& options) { return action<OpsArguments>(options, list_operations); }

}  // namespace stepgrad::app
