// Sees when somebody saves a file: date, size and inode tell a save in place as well as one that puts
// a new file under the old name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include <sys/types.h>

namespace stepgrad::app {

class Saves {
 public:
  /// From now on these files are looked at. A folder is, too: files come and go in it.
  void look_at(std::vector<std::filesystem::path> files);

  /// Is the first of them there, as it was looked at?
  bool is_there() const { return seen_[0].there; }

  /// Has one changed since then?
  bool have_come() const { return stamps() != seen_; }

  /// The same, when the editor is done with it; so it takes a while if one has.
  bool have_come_to_rest() const;

 private:
  /// What changes when a file is saved.
  struct Stamp {
    bool there = false;
    ino_t inode{};
    off_t size{};
    std::int64_t seconds{}, nanoseconds{};
    bool operator==(const Stamp&) const = default;
  };
  static Stamp stamp(const std::filesystem::path& file);
  std::vector<Stamp> stamps() const;

  std::vector<std::filesystem::path> files_;
  std::vector<Stamp> seen_;
};

}  // namespace stepgrad::app
