#include <stepgrad/language/gpt_run.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include <stepgrad/base/checksum.hpp>
#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/language/names.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view model_file = "gpt.txt", log_file = "log.csv", picture_file = "loss.svg",
                           log_head = "step,loss\n";

std::uint64_t checksum_of(const std::vector<std::string>& names) {
  std::uint64_t sum = checksum("");
  for (const std::string& name : names) sum = checksum(name + '\n', sum);
  return sum;
}

/// The folder asked for, or a new one: runs/names, runs/names-2, …
fs::path new_folder(const std::string& asked) {
  if (!asked.empty()) {
    make_directory(asked);
    return asked;
  }
  make_directory("runs");
  fs::path path = "runs/names";
  std::error_code error;
  for (int number = 2; !fs::create_directory(path, error) && !error; ++number)
    path = fmt::format("runs/names-{}", number);
  make_directory(path);  // says why not
  return path;
}

/// Is it what a run that was killed was just writing?
bool is_unfinished(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.ends_with(".part") && (name.starts_with(model_file) || name.starts_with(log_file));
}

/// Takes away what is unfinished. Throws Error for anything else.
void require_empty(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const bool is_run = fs::exists(folder / model_file, ignored);
    if (is_unfinished(entry.path()))
      fs::remove(entry.path(), ignored);
    else
      throw Error(
          is_run ? fmt::format("there is a run in '{}' already", folder.string())
                 : fmt::format("'{}' is not empty", folder.string()),
          is_run ? "" : fmt::format("  {}", entry.path().string()),
          is_run ? fmt::format("To go on with it: stepgrad gpt --resume {}. For a new one give "
                               "another folder with --out.",
                               folder.string())
                 : "A run wants a folder of its own: give another one with --out.");
  }
}

std::unique_ptr<DirectoryLock> locked(const fs::path& folder) {
  auto lock = std::make_unique<DirectoryLock>(folder, DirectoryLock::IfTaken::leave);
  if (lock->is_taken())
    throw Error(fmt::format("another stepgrad trains in '{}' just now", folder.string()), "",
                "Wait for its end, or give another folder with --out.", Fault::machine);
  return lock;
}

/// The log's head and its first lines, as many as there are steps: those that came after the model
/// was written for the last time are left away.
std::string log_until(const fs::path& folder, std::size_t steps) {
  const std::string log = read_file(folder / log_file);
  std::size_t end = 0;
  for (std::size_t line = 0; line <= steps; ++line) {
    end = log.find('\n', end);
    if (end == log.npos)
      throw Error(fmt::format("the log of this run ends before its step {}", steps),
                  fmt::format("  {}", (folder / log_file).string()),
                  "Put it back as it was, or begin a new run.");
    ++end;
  }
  return log.substr(0, end);
}

std::vector<double> losses_in(std::string_view log) {
  std::vector<double> losses;
  for (const std::string_view line : split(log, '\n'))
    if (const auto loss = read_number(line.substr(line.find(',') + 1))) losses.push_back(*loss);
  return losses;
}

}  // namespace

std::vector<std::string> names_of(const std::string& data) {
  return data.empty() ? made_up_names() : read_names(data);
}

GptState read_gpt(const fs::path& folder) {
  std::error_code ignored;
  const fs::path file = folder / model_file;
  if (!fs::exists(file, ignored))
    throw Error(fmt::format("there is no GPT in '{}'", folder.string()), "",
                "Give the folder of a run: 'stepgrad gpt' makes one, and says where.",
                Fault::machine);
  return GptState::from_text(read_file(file), file.string());
}

Plot loss_curve(std::span<const double> losses, std::size_t letters) {
  const std::size_t together = std::max<std::size_t>(1, losses.size() / 50);
  const double guessing = std::log(static_cast<double>(letters));
  const double last = static_cast<double>(losses.size());
  Plot plot{.title = "A GPT learns names",
            .x = {.label = "step", .whole = true},
            .y = {.label = "loss"},
            .series = {{fmt::format("mean of {}", counted(together, "step")), {}, Plot::Look::line},
                       {fmt::format("guessing: ln {} = {:.2f}", letters, guessing),
                        {{0, guessing}, {last, guessing}},
                        Plot::Look::line}},
            .marks = {}};
  for (std::size_t begin = 0; begin + together <= losses.size(); begin += together) {
    const std::span<const double> some = losses.subspan(begin, together);
    const double sum = std::accumulate(some.begin(), some.end(), 0.0);
    const auto size = static_cast<double>(together);
    plot.series[0].points.push_back({static_cast<double>(begin) + (size + 1) / 2, sum / size});
  }
  return plot;
}

GptRun::GptRun(GptSettings settings, const std::string& folder)
    : settings_(std::move(settings)),
      names_(names_of(settings_.data)),
      trainer_(settings_.training, names_),
      log_(log_head) {
  if (settings_.training.steps == 0)
    throw Error("a run of 0 steps learns nothing", "", "Give --steps 1 or more.");
  check_temperature(settings_.temperature);
  if (!settings_.data.empty()) settings_.data = fs::absolute(settings_.data).string();
  folder_ = new_folder(folder);
  lock_ = locked(folder_);
  require_empty(folder_);
  save();
}

GptRun::GptRun(GptState state, const fs::path& folder)
    : settings_(std::move(state.settings)),
      names_(names_of(settings_.data)),
      folder_(folder),
      lock_(locked(folder)),
      trainer_(settings_.training, names_),
      log_(log_until(folder, state.memory.t)) {
  if (checksum_of(names_) != state.names_checksum)
    throw Error("these are not the names that this run began with",
                fmt::format("  {}", settings_.data.empty() ? "made up" : settings_.data),
                "Put them back as they were, or begin a new run.");
  trainer_.restore(state.weights, std::move(state.memory));
  losses_ = losses_in(log_);
}

GptRun GptRun::resumed(const std::string& folder, const std::string& data) {
  GptState state = read_gpt(folder);
  if (!data.empty()) state.settings.data = fs::absolute(data).string();
  std::error_code ignored;
  if (!state.settings.data.empty() && !fs::exists(state.settings.data, ignored))
    throw Error("the names of this run are not where they were",
                fmt::format("  {}", printable(state.settings.data)),
                fmt::format("Say where they are: stepgrad gpt --resume {} --data FILE", folder),
                Fault::machine);
  return GptRun(std::move(state), folder);
}

bool GptRun::train(const std::function<void()>& on_step, const std::function<bool()>& interrupted) {
  while (!trainer_.finished() && !interrupted()) {
    const double loss = trainer_.step();
    if (!std::isfinite(loss))
      throw Error(fmt::format("the loss of step {} is {}", trainer_.steps_done(), exact(loss)), "",
                  "Weights have grown too large. Try another seed, or a smaller model.");
    losses_.push_back(loss);
    log_ += fmt::format("{},{}\n", trainer_.steps_done(), exact(loss));
    on_step();
    if (std::chrono::steady_clock::now() - saved_ > std::chrono::seconds(1)) save();
  }
  save();
  if (trainer_.finished())
    write_file(folder_ / picture_file, svg(loss_curve(losses_, trainer_.alphabet().size())));
  return trainer_.finished();
}

/// The log first: a run that is killed between the two finds more there than it needs, and not less.
void GptRun::save() {
  const Values& weights = trainer_.gpt().weights();
  const GptState state{.settings = settings_,
                       .names = names_.size(),
                       .names_checksum = checksum_of(names_),
                       .letters = trainer_.alphabet().letters(),
                       .weights = {weights.data().begin(), weights.data().end()},
                       .memory = trainer_.memory()};
  write_file(folder_ / log_file, log_, Durable::yes);
  write_file(folder_ / model_file, state.text(), Durable::yes);
  saved_ = std::chrono::steady_clock::now();
}

}  // namespace stepgrad
