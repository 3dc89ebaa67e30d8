// The boundary between the page and the sessions, as narrow as it can be: what emscripten exports.
//
// A session is reached by a handle. Words go over as text (JSON where they have a structure), many
// numbers as a view of memory: no copy, good until the next call. An Error does not go over: the
// call answers null, and last_error() has its text. The files of this folder are the only ones that
// know emscripten; page/engine.js is the other side.
#pragma once

#include <cstdint>
#include <exception>
#include <map>
#include <string>
#include <utility>

#include <emscripten.h>

#include <stepgrad/base/error.hpp>

#define STEPGRAD_EXPORT extern "C" EMSCRIPTEN_KEEPALIVE

namespace stepgrad::playground {

/// What the last call that answered null had to say.
inline std::string last_error_text;

/// The text that `make` returns, good until the next call; null if it throws.
template <class Make>
const char* answer(Make&& make) {
  static std::string text;
  try {
    text = make();
    return text.c_str();
  } catch (const std::exception& error) {
    last_error_text = error.what();
    return nullptr;
  }
}

/// Numbers as they lie in memory, one after the other.
struct View {
  const void* numbers;
  std::uint32_t length;
};

/// The numbers that `find` returns, a vector or span that goes on living; null if it throws.
template <class Find>
const View* view(Find&& find) {
  static View seen;
  try {
    const auto& numbers = find();
    seen = {numbers.data(), static_cast<std::uint32_t>(numbers.size())};
    return &seen;
  } catch (const std::exception& error) {
    last_error_text = error.what();
    return nullptr;
  }
}

/// All sessions of a kind that are open, by handle.
template <class Session>
class Sessions {
 public:
  int open() {
    sessions_[++last_];
    return last_;
  }
  void close(int handle) { sessions_.erase(handle); }

  /// Throws Error for a handle that is not open.
  Session& operator[](int handle) {
    const auto found = sessions_.find(handle);
    if (found == sessions_.end()) throw Error("there is no such session", "", "");
    return found->second;
  }

 private:
  int last_ = 0;
  std::map<int, Session> sessions_;
};

}  // namespace stepgrad::playground
