// stepgrad gpt: the smallest GPT learns names, with everything that came of it left in a folder; and
// gpt sample: what such a model says.
#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/language/gpt_run.hpp>

#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/language/subject.hpp"
#include "app/moving_line.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

struct GptArguments {
  Options& options;
  Options::Text data =
      options.text("--data", "FILE", "Names to learn from, one a line; without it, made-up ones");
  const GivenSettings& given = given_settings(options);
  Options::Text out =
      options.text("--out", "DIR", "The folder of the run; without it, one under runs/");
  Options::Text resume = options.text("--resume", "DIR", "Go on with the run in this folder");
};

/// Names that it says at this moment, the same ones whenever a run comes to this step.
std::string said_now(GptRun& run, std::size_t count) {
  GptTrainer& trainer = run.trainer();
  PythonRandom random(seed_for(run.settings().training.seed, trainer.steps_done()));
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i)
    names.push_back(sampled(trainer.gpt(), trainer.alphabet(), run.settings().temperature, random));
  return printable(fmt::format("{}", fmt::join(names, ", ")));
}

/// Of the last so many steps.
double mean_loss(const std::vector<double>& losses, std::size_t steps) {
  const auto begin = losses.end() - static_cast<std::ptrdiff_t>(std::min(steps, losses.size()));
  return std::accumulate(begin, losses.end(), 0.0) / static_cast<double>(losses.end() - begin);
}

/// A line for each tenth of the run, and on a terminal one in between that moves.
class GptProgress {
 public:
  explicit GptProgress(GptRun& run) : run_(run), line_(obeys_escapes()) {}

  void on_step() {
    const std::size_t done = run_.trainer().steps_done(), steps = run_.settings().training.steps;
    const std::size_t tenth = std::max<std::size_t>(1, steps / 10);
    if (done % tenth == 0 || done == steps) {
      line_.take_away();
      deliver(fitted(fmt::format("{}  it says: {}", where(done, tenth), said_now(run_, 3))));
    } else if (line_.is_due()) {
      line_.draw(shortened(where(done, tenth), terminal_width() - 1));
    }
  }

 private:
  std::string where(std::size_t done, std::size_t tenth) const {
    const std::string steps = std::to_string(run_.settings().training.steps);
    return fmt::format("step {:>{}}/{}  loss {:.4f}", done, steps.size(), steps,
                       mean_loss(run_.losses(), tenth));
  }

  GptRun& run_;
  MovingLine line_;
};

GptRun new_run(const GptArguments& arguments) {
  return GptRun(settings_of(arguments.data, arguments.given), arguments.out);
}

GptRun resumed_run(const GptArguments& arguments) {
  std::vector<std::string> given = options_given(arguments.given);
  if (!arguments.out.empty()) given.push_back("--out");
  if (!given.empty())
    throw Error(fmt::format("a run goes on as it began; {} cannot be changed", listed(given)), "",
                "With --resume, only --data for where the names are now may be given. "
                "Else begin a new run.");
  return GptRun::resumed(arguments.resume, arguments.data);
}

/// What is learnt, from what.
void describe(GptRun& run) {
  const GptShape& shape = run.trainer().gpt().shape();
  const std::string& data = run.settings().data;
  deliver(fitted(fmt::format("{} {}, of {} letters", run.trainer().names().size(),
                             data.empty() ? "made-up names" : "names", shape.letters - 1)));
  deliver(fitted(fmt::format(
      "{}, width {}, {}, context {}: {} weights", counted(shape.layers, "layer"), shape.width,
      counted(shape.heads, "head"), shape.context, run.trainer().gpt().weights().size())));
}

int train_gpt(const GptArguments& arguments) {
  GptRun run = arguments.resume.empty() ? new_run(arguments) : resumed_run(arguments);
  describe(run);
  const std::string folder = run.folder().string();
  bool finished;
  {
    const Interrupt interrupt;
    GptProgress progress(run);
    finished = run.train([&] { progress.on_step(); }, Interrupt::came);
  }
  if (!finished) {
    deliver(fitted(fmt::format("stopped after step {}; to go on: stepgrad gpt --resume {}",
                               run.trainer().steps_done(), folder)));
    return Interrupt::exit_status;
  }
  std::vector<std::string> names;
  for (int i = 0; i < 20; ++i) names.push_back(run.trainer().sample(run.settings().temperature));
  deliver(fitted(printable(fmt::format("new names: {}", fmt::join(names, " ")))));
  deliver(fitted(fmt::format(
      "in {}: log.csv, loss.svg and gpt.txt; more names: stepgrad gpt sample {}", folder, folder)));
  return 0;
}

struct SampleArguments {
  Options& options;
  Options::Text folder = options.word("run", "RUN", "The folder of a run", "", true);
  const std::size_t& count = options.whole("--count", 20, "How many names");
  const std::optional<double>& temperature = options.real(
      "--temperature", "Low: the likeliest letters; 1: as it believes (as the run has it)", "T");
  const std::optional<std::size_t>& seed = options.whole(
      "--seed", "Of the random numbers; without it, those that go on where the training ended");
};

int sample_gpt(const SampleArguments& arguments) {
  const GptState state = read_gpt(arguments.folder);
  const Alphabet alphabet(state.letters);
  const Gpt gpt(state.shape(), state.weights);
  PythonRandom random =
      arguments.seed ? PythonRandom(*arguments.seed) : state.random_after_weights();
  const double temperature = arguments.temperature.value_or(state.settings.temperature);
  for (std::size_t i = 0; i < arguments.count; ++i)
    deliver(printable(sampled(gpt, alphabet, temperature, random)) + "\n");
  return 0;
}

}  // namespace

Action gpt(Options& options) { return action<GptArguments>(options, train_gpt); }
Action gpt_sample(Options& options) { return action<SampleArguments>(options, sample_gpt); }

}  // namespace stepgrad::app
