// stepgrad ops: the operation table as a reference page.
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
  Options::Text format =
      options.choice("--format", {"text", "markdown", "json"}, "How they are shown");
  Options::Text output = options.output();
  Options::Text color = options.color();
};

/// The row with this name or symbol. Throws Error with the nearest name.
const op::Op* row(const std::string& name) {
  for (const op::Op* candidate : op::all)
    if (candidate->name == name || candidate->symbol == name) return candidate;
  std::vector<std::string> names;
  for (const op::Op* candidate : op::all) names.emplace_back(candidate->name);
  throw Error(fmt::format("there is no operation '{}'", name), "",
              did_you_mean(name, names, "'stepgrad ops' lists them."));
}

int list_operations(const OpsArguments& arguments) {
  std::vector<const op::Op*> rows;
  for (const std::string& name : arguments.names) rows.push_back(row(name));
  if (rows.empty()) rows.assign(std::begin(op::all), std::end(op::all));
  if (arguments.format == "json")
    deliver(as_json(rows), arguments.output);
  else if (arguments.format == "markdown")
    deliver(as_markdown(rows), arguments.output);
  else
    deliver(as_text(rows, arguments.output.empty() && wants_color(arguments.color)),
            arguments.output);
  return 0;
}

}  // namespace

Action ops(Options& options) { return action<OpsArguments>(options, list_operations); }

}  // namespace stepgrad::app
