// The commands. Each stands in a file of its own, with what it is asked for as plain data: it
// declares its options, which fill that data in, and returns what is to be done then.
//
// To add one: a line here, a row in the table of command_line.cpp, examples in texts/examples.txt,
// and its file.
#pragma once

#include <functional>
#include <memory>

#include "app/options.hpp"

namespace stepgrad::app {

/// Does what was asked for and returns the exit status, 0 if all is well, or throws Error.
using Action = std::function<int()>;

/// The exit status of what was checked and found wanting.
inline constexpr int wanting = 1;

Action explain(Options& options);
Action draw(Options& options);
Action check(Options& options);
Action worksheet(Options& options);
Action gallery(Options& options);
Action ops(Options& options);
Action lesson(Options& options);
Action drill(Options& options);
Action course(Options& options);
Action watch(Options& options);
Action preview(Options& options);
Action check_exercise(Options& options);
Action hint(Options& options);
Action solution(Options& options);
Action reset(Options& options);
Action grade(Options& options);
Action class_overview(Options& options);
Action play(Options& options);
Action data(Options& options);
Action train(Options& options);
Action evaluate(Options& options);
Action predict(Options& options);
Action export_model(Options& options);
Action import_model(Options& options);
Action gpt(Options& options);
Action gpt_sample(Options& options);
Action gpt_explain(Options& options);
Action gpt_draw(Options& options);
Action manual(Options& options);
Action completion(Options& options);

/// What `stepgrad` alone shows: the idea on one worked example, and what to type next.
int tour();

/// Declares the arguments; the action hands them to `run`.
template <class Arguments>
Action action(Options& options, int (*run)(const Arguments&)) {
  return [arguments = std::make_shared<Arguments>(Arguments{options}), run] {
    return run(*arguments);
  };
}

}  // namespace stepgrad::app
