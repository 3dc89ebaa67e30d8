#include "app/language/subject.hpp"

#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/language/gpt_run.hpp>

namespace stepgrad::app {

GivenSettings& given_settings(Options& options) {
  GivenSettings& given = options.kept(GivenSettings());
  for_each_setting(std::as_const(options.kept(GptSettings())),
                   [&](const std::string& name, auto& beginning, const char* about) {
                     auto& field = options.kept(std::optional<double>());
                     given[name] = &field;
                     using Field = std::remove_cvref_t<decltype(beginning)>;
                     const std::string help = fmt::format("{} ({})", about, beginning);
                     options.number("--" + name, field, help, std::is_integral_v<Field>);
                   });
  return given;
}

GptSettings settings_of(const std::string& data, const GivenSettings& given) {
  GptSettings settings{.data = data};
  for_each_setting(settings, [&](const std::string& name, auto& field, const char*) {
    if (const auto& number = *given.at(name))
      field = static_cast<std::remove_reference_t<decltype(field)>>(*number);
  });
  return settings;
}

GptSubject subject_of(const GptSubjectArguments& arguments) {
  const bool of_run = !arguments.run.empty();
  std::vector<std::string> given;
  for (const auto& [name, number] : arguments.given)
    if (*number) given.push_back("--" + name);
  if (of_run && !given.empty())
    throw Error(fmt::format("a run has settings of its own; {} cannot be given", listed(given)), "",
                "Leave the run away, or the settings.");
  GptState state;
  if (of_run) state = read_gpt(arguments.run);
  GptSettings settings = of_run ? state.settings : settings_of(arguments.data, arguments.given);
  if (of_run && !arguments.data.empty()) settings.data = arguments.data;

  GptSubject subject{std::make_unique<GptTrainer>(settings.training, names_of(settings.data)),
                     arguments.name};
  GptTrainer& trainer = *subject.trainer;
  const std::size_t step = arguments.step.value_or(1);
  if (step == 0 || step > settings.training.steps)
    throw Error(
        fmt::format("there is no step {}", step), "",
        fmt::format("Steps are counted from 1, and there are {}.", settings.training.steps));
  if (of_run && !arguments.step)
    trainer.restore(state.weights, state.memory);
  else
    while (trainer.steps_done() + 1 < step) trainer.step();
  if (subject.name.empty()) subject.name = trainer.name(trainer.steps_done());
  return subject;
}

}  // namespace stepgrad::app
