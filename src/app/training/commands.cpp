// What is declared on the command line for the commands that need matrices.
#include "app/training/commands.hpp"

#include <algorithm>

#include "app/commands.hpp"

namespace stepgrad::app {

const Configuration& settings(Options& options) {
  Configuration& configuration = options.kept(Configuration());
  for_each_setting(configuration,
                   [&](std::string name, auto& field, const char* help, const Choices& choices) {
                     std::replace(name.begin(), name.end(), '_', '-');
                     options.setting("--" + name, field, help, choices);
                   });
  return configuration;
}

Action data(Options& options) { return action<DataArguments>(options, data); }

Action train(Options& options) { return action<TrainArguments>(options, train); }

Action evaluate(Options& options) { return action<EvaluateArguments>(options, evaluate); }

Action predict(Options& options) { return action<PredictArguments>(options, predict); }

}  // namespace stepgrad::app
