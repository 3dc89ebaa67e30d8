// How far a learner is: a small text file in the checkout, readable by anyone, that can be copied
// to another machine.
//
//   place 03_partials 4                    the screen reached in a lesson
//   finished 03_partials 2026-03-14T09:26Z
//   hints 03_partials 2                    how many of an exercise's hints were shown
//   solved 03_partials 2026-03-14T09:53Z
//   drill best_streak 11
//   review slope-3-7002 2026-03-15/1d     a problem of the drill that is to come again
//
// A line is a kind, a name and a value. Each change reads the file again, changes one line and
// writes the whole file or nothing, while nobody else may do so: a crash loses nothing, and two
// programs can be at work. Where the file cannot be written (a read-only share, a full disk), what
// is set holds as long as the program runs: nobody is kept from learning by that.
// Lines of other kinds are kept as they are, for a newer stepgrad may have written them. A line
// that is damaged is kept too, as a comment, and told of once.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/course/drill_review.hpp>

namespace stepgrad {

class Progress {
 public:
  /// Hears what a learner should know of the file.
  using Tell = std::function<void(const std::string&)>;

  /// Reads the file; where there is none, nothing is done yet. `tell` hears of damaged lines, and
  /// once, when it comes to that, why nothing is kept.
  explicit Progress(
      std::filesystem::path file, Tell tell = [](const std::string&) {});

  /// When the exercise was first solved, as "2026-03-14T09:53Z"; nothing if it is not yet.
  std::optional<std::string> solved(std::string_view exercise) const {
    return value("solved", exercise);
  }
  /// The first time counts.
  void set_solved(std::string_view exercise) { set_moment("solved", exercise); }

  /// How many of the exercise's hints were shown.
  std::size_t hints(std::string_view exercise) const { return count("hints", exercise); }
  void set_hints(std::string_view exercise, std::size_t shown) {
    set("hints", exercise, std::to_string(shown));
  }

  /// The screen to go on from, counted from 0.
  std::size_t place(std::string_view lesson) const { return count("place", lesson); }
  void set_place(std::string_view lesson, std::size_t screen) {
    set("place", lesson, std::to_string(screen));
  }

  /// When the lesson was first read to its end.
  std::optional<std::string> finished(std::string_view lesson) const {
    return value("finished", lesson);
  }
  void set_finished(std::string_view lesson) { set_moment("finished", lesson); }

  /// What the drill remembers by that name; 0 if nothing.
  double drill(std::string_view name) const { return number("drill", name); }
  void set_drill(std::string_view name, double value) { set("drill", name, exact(value)); }

  /// The problems that are to come again (drill_review.hpp), the earliest first.
  std::vector<std::pair<Turn, DrillReview>> reviews() const;
  /// When the problem is to come again; not at all, if that is nothing.
  std::optional<DrillReview> review(const Turn& problem) const;
  void set_review(const Turn& problem, const std::optional<DrillReview>& review);

  /// Is what is set kept in the file?
  bool is_kept() const { return is_kept_; }

  const std::filesystem::path& file() const { return file_; }

 private:
  void read();
  void write();
  std::string complaint() const;  // of damaged lines, or ""
  void no_longer_kept(const Error& error);
  std::optional<std::string> value(std::string_view kind, std::string_view name) const;
  double number(std::string_view kind, std::string_view name) const;  // 0 if there is none
  std::size_t count(std::string_view kind, std::string_view name) const {
    return static_cast<std::size_t>(number(kind, name));
  }
  void set(std::string_view kind, std::string_view name, std::string_view value);  // "": none
  void set_moment(std::string_view kind, std::string_view name);  // now, if there is none

  std::filesystem::path file_;
  Tell tell_;
  bool is_kept_ = true;
  std::vector<std::string> lines_;
  std::vector<std::size_t> damaged_;  // their numbers, from 1
};

}  // namespace stepgrad
