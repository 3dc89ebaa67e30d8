// Ctrl-C as a question: while one of these stands, an interrupt (or a polite kill) does not end the
// program, but is remembered until it is convenient. A second one ends it.
#pragma once

#include <csignal>

namespace stepgrad::app {

class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  static bool came();

 private:
  struct sigaction before_interrupt_ {
  }, before_terminate_{};
};

}  // namespace stepgrad::app
