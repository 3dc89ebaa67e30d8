#include "app/moving_line.hpp"

#include <utility>

namespace stepgrad::app {

bool MovingLine::is_due() const {
  return terminal_ && std::chrono::steady_clock::now() - last_ >= std::chrono::milliseconds(100);
}

void MovingLine::draw(const std::string& text) {
  last_ = std::chrono::steady_clock::now();
  drawn_ = true;
  std::fputs(("\r" + text + "\033[K").c_str(), out_);
  std::fflush(out_);
}

void MovingLine::take_away() {
  if (!std::exchange(drawn_, false)) return;
  std::fputs("\r\033[K", out_);
  std::fflush(out_);
}

}  // namespace stepgrad::app
