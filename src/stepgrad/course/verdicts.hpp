// Verdicts that are remembered: an earlier exercise on which others build is not compiled and checked
// at every save, but when it has changed.
//
// A verdict is kept with all that it depends on, word for word, so that nothing stale is ever told.
// There are only so many places, each for whatever comes to stand there last.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace stepgrad {

class Verdicts {
 public:
  explicit Verdicts(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The verdict on this; nothing if it is not remembered.
  std::optional<std::string> recall(const std::string& all_it_depends_on) const;

  /// Keeps a verdict of one line. Throws Error (machine) if there is no room for it.
  void keep(const std::string& all_it_depends_on, const std::string& verdict) const;

 private:
  std::filesystem::path place(const std::string& all_it_depends_on) const;

  std::filesystem::path folder_;
};

}  // namespace stepgrad
