#include "app/course/keys.hpp"

#include <cerrno>
#include <csignal>
#include <string_view>
#include <thread>

#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace stepgrad::app {
namespace {

// For the signal handlers, which can be given nothing.
termios as_it_was;
termios key_by_key;

constexpr int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

void restore() { ::tcsetattr(STDIN_FILENO, TCSANOW, &as_it_was); }

/// Restores the terminal, then lets the signal do what it would have done.
extern "C" void restore_and_go(int signal) {
  const int error = errno;
  restore();
  std::signal(signal, SIG_DFL);
  ::raise(signal);
  errno = error;
}

extern "C" void go_on(int) {
  const int error = errno;
  ::tcsetattr(STDIN_FILENO, TCSANOW, &key_by_key);
  std::signal(SIGTSTP, restore_and_go);
  errno = error;
}

/// What was typed without arrows and their like: ESC, [ or O, and all up to a letter or ~.
std::string without_sequences(std::string_view typed) {
  std::string keys;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    if (typed[i] != '\x1b') {
      keys += typed[i];
      continue;
    }
    if (i + 1 == typed.size() || (typed[i + 1] != '[' && typed[i + 1] != 'O')) continue;
    i += 2;
    while (i < typed.size() && (typed[i] < '@' || typed[i] > '~')) ++i;
  }
  return keys;
}

}  // namespace

Keys::Keys() : there_(::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO)) {
  if (!there_ || ::tcgetattr(STDIN_FILENO, &as_it_was) != 0) {
    there_ = false;
    return;
  }
  key_by_key = as_it_was;
  key_by_key.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  for (const int signal : ends) std::signal(signal, restore_and_go);
  std::signal(SIGTSTP, restore_and_go);
  std::signal(SIGCONT, go_on);
  ::tcsetattr(STDIN_FILENO, TCSANOW, &key_by_key);
}

Keys::~Keys() {
  if (!there_) return;
  restore();
  for (const int signal : ends) std::signal(signal, SIG_DFL);
  std::signal(SIGTSTP, SIG_DFL);
  std::signal(SIGCONT, SIG_DFL);
}

std::optional<char> Keys::next(std::chrono::milliseconds patience) {
  if (!there_) {
    std::this_thread::sleep_for(patience);
    return std::nullopt;
  }
  if (typed_.empty() && !read(patience)) return 'q';
  if (typed_.empty()) return std::nullopt;
  const char key = typed_.front();
  typed_.erase(0, 1);
  return key;
}

bool Keys::read(std::chrono::milliseconds patience) {
  pollfd terminal{STDIN_FILENO, POLLIN, 0};
  if (::poll(&terminal, 1, static_cast<int>(patience.count())) <= 0) return true;
  char keys[64];
  const ssize_t count = ::read(STDIN_FILENO, keys, sizeof keys);
  if (count == 0 || (count < 0 && errno != EINTR)) return false;
  if (count > 0) typed_ = without_sequences({keys, static_cast<std::size_t>(count)});
  return true;
}

}  // namespace stepgrad::app
