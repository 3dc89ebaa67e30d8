// Reading and training as they go: a bar that moves on a terminal, a plain line an epoch elsewhere.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <stepgrad/data/bytes.hpp>
#include <stepgrad/train/trainer.hpp>

#include "app/moving_line.hpp"

namespace stepgrad::app {

/// "epoch   3/10  loss 0.2417  accuracy 93.1 %  watched: loss 0.2533  accuracy 92.4 %  …",
/// and at the end "8100 samples/s".
std::string epoch_line(const Epoch& epoch, int epochs);

/// "epoch 3/10 [########........] loss 0.2417  accuracy 93.1 %  8100 samples/s  12 s left", in at
/// most `width` columns.
std::string progress_bar(const RunProgress& progress, std::size_t width);

/// Prints them on standard output.
class ProgressPrinter : public Observer {
 public:
  ProgressPrinter(int epochs, bool terminal)
      : epochs_(epochs), terminal_(terminal), line_(terminal) {}

  Next on_step(const RunProgress& progress) override;
  Next on_epoch(const Epoch& epoch) override;

 private:
  int epochs_;
  bool terminal_;
  MovingLine line_;
};

/// "reading big.csv: 34 %, 12 s left", in at most `width` columns.
std::string reading_bar(const std::string& path, double share, double seconds, std::size_t width);

/// While it lives, if it is wished and standard error is a terminal, says there how far a file is read:
/// from a second on, until it is read.
class ReadingPrinter {
 public:
  explicit ReadingPrinter(bool wished = true);

 private:
  void see(const std::string& path, double share);

  double share_ = 1;  // that was seen last; when that falls, a file has been begun
  std::chrono::steady_clock::time_point begun_ = {};
  MovingLine line_;
  std::optional<ReadingWatch> watch_;
};

}  // namespace stepgrad::app
