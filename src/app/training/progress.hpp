// Training as it goes: a bar that moves on a terminal, a plain line an epoch elsewhere.
#pragma once

#include <string>

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

}  // namespace stepgrad::app
