#include <stepgrad/course/step_question.hpp>

#include <stepgrad/story/story.hpp>

namespace stepgrad {
namespace {

std::string asked(const Story::Step& step, std::size_t number, std::size_t steps) {
  const std::string gradient = as_formula(step.gradient);
  std::string ask = fmt::format("Step {} of {}, through {} back to {}. ", number, steps,
                                as_formula(step.through), as_formula(step.name));
  if (step.adds())
    return ask + fmt::format("{} has {} so far. With this share, what is {}?",
                             as_formula(step.name), as_formula(step.before), gradient);
  if (step.path.of > 1)
    return ask + fmt::format("It is the first of {} shares. How much is it?", step.path.of);
  return ask + fmt::format("What is {}?", gradient);
}

}  // namespace

Question step_question(const Trace& trace, std::size_t step) {
  const Step& made = trace.steps.at(step);
  const Story::Step told = tell(trace, made, paths(trace)[step]);
  const std::string had = as_formula(told.before);
  Help help{
      .hints = {fmt::format("Upstream is {} = {}. What is the local slope?",
                            as_formula(told.upstream), as_formula(told.upstream_number)),
                fmt::format("The local slope is {}. Multiply{}.", as_formula(told.slope()),
                            told.adds() ? fmt::format(", and add the {} from before", had) : "")},
      .remarks = {},
      .reveal = {}};
  if (told.adds())
    help.remarks.emplace_back(
        made.contribution,
        fmt::format("that is what this path brings; add the {} from before.", had));
  help.remarks.emplace_back(made.upstream, "that is what arrives. Multiply it by the local slope.");
  help.remarks.emplace_back(made.local, "that is the local slope. Multiply it by what arrives.");
  help.remarks.emplace_back(made.upstream + made.local, "along a path slopes multiply.");
  return {.kind = Question::Kind::number,
          .ask = asked(told, step + 1, trace.steps.size()),
          .answer = exact(made.total),
          .choices = {},
          .inputs = {},
          .help = std::move(help)};
}

}  // namespace stepgrad
