#include "app/training/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/run/tally.hpp>

#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

std::string duration(double seconds) {
  const auto whole = static_cast<long>(std::clamp(seconds, 0.0, 1e9) + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{}:{:02} min", whole / 60, whole % 60);
  return fmt::format("{}:{:02} h", whole / 3600, whole / 60 % 60);
}

std::string accuracy_of(double share) {
  return std::isnan(share) ? "" : fmt::format("  accuracy {:5.1f} %", 100 * share);
}

/// Three digits are enough of a speed: 80700.
double rounded(double number) {
  const double unit = std::pow(10, std::floor(std::log10(std::max(number, 1.0))) - 2);
  return std::round(number / unit) * unit;
}

}  // namespace

std::string epoch_line(const Epoch& epoch, int epochs) {
  std::string text =
      fmt::format("epoch {:>{}}/{}  loss {}{}", epoch.number, std::to_string(epochs).size(), epochs,
                  loss_text(epoch.loss), accuracy_of(epoch.accuracy));
  if (!std::isnan(epoch.validation_loss))
    text += fmt::format("  validation: loss {}{}", loss_text(epoch.validation_loss),
                        accuracy_of(epoch.validation_accuracy));
  return text + fmt::format("  {:.0f} samples/s", rounded(epoch.samples_per_second));
}

std::string progress_bar(const RunProgress& progress, std::size_t width) {
  constexpr std::size_t length = 20;
  const auto full = static_cast<std::size_t>(std::lround(
      length * static_cast<double>(progress.batch) / static_cast<double>(progress.batches)));
  const std::string text =
      fmt::format("epoch {}/{} [{}{}] loss {}{}  {:.0f} samples/s  {} left", progress.epoch,
                  progress.epochs, std::string(full, '#'), std::string(length - full, '.'),
                  loss_text(progress.loss), accuracy_of(progress.accuracy),
                  rounded(progress.samples_per_second), duration(progress.seconds_left));
  return shortened(text, width);
}

Next ProgressPrinter::on_step(const RunProgress& progress) {
  if (line_.is_due()) line_.draw(progress_bar(progress, terminal_width() - 1));
  return Next::go_on;
}

Next ProgressPrinter::on_epoch(const Epoch& epoch) {
  constexpr int few = 20;  // epochs whose lines a terminal keeps
  if (terminal_ && epochs_ > few) return Next::go_on;
  line_.take_away();
  std::fputs(fitted(epoch_line(epoch, epochs_)).c_str(), stdout);
  std::fflush(stdout);
  return Next::go_on;
}

std::string reading_bar(const std::string& path, double share, double seconds, std::size_t width) {
  const std::string name = printable(std::filesystem::path(path).filename().string());
  return shortened(fmt::format("reading {}: {:.0f} %, {} left", name, std::floor(100 * share),
                               duration(seconds * (1 - share) / share)),
                   width);
}

ReadingPrinter::ReadingPrinter(bool wished) : line_(obeys_escapes(STDERR_FILENO), stderr) {
  if (wished) watch_.emplace([this](const std::string& path, double share) { see(path, share); });
}

void ReadingPrinter::see(const std::string& path, double share) {
  constexpr double patience = 1;  // seconds
  const auto now = std::chrono::steady_clock::now();
  if (share < share_) begun_ = now;
  share_ = share;
  if (share >= 1) return line_.take_away();
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  if (share > 0 && seconds > patience && line_.is_due())
    line_.draw(reading_bar(path, share, seconds, terminal_width() - 1));
}

}  // namespace stepgrad::app
