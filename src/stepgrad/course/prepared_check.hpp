// A check that is compiled before the learner saves: most of the time that one waits for a verdict
// is the compiler's, and most of what it reads is the check, which never changes.
//
// The check is compiled with untouched.hpp in the place of the learner's file. What the learner
// fills are inline functions, and of those an executable takes whichever the linker meets first:
//
//   mine.o    the learner's file, with its functions kept        slope: the learner's
//   check.o   the check, compiled beforehand, not optimised      slope: the hole; passed over
//
// That is the same program only as long as both agree on everything else, so it is done where the
// learner's file differs from untouched.hpp in the bodies of those functions alone. A file that does
// not, or does not compile or link so, is compiled together with its check, as if this were not here.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stepgrad {

/// The names of the functions with a hole, in order: "slope". Nothing where a hole is elsewhere, in
/// a member function, say: such a check cannot be prepared.
std::optional<std::vector<std::string>> functions_to_fill(std::string_view untouched);

/// Is all that stands around the holes in the learner's file, too, in the same order and word for
/// word?
bool differs_in_holes_alone(std::string_view source, std::string_view untouched);

/// The source of mine.o: it includes EXERCISE, and keeps the functions.
std::string text_that_keeps(const std::vector<std::string>& functions);

/// Checks that were compiled, each with all that it depends on, word for word, so that nothing stale
/// is ever used.
class PreparedChecks {
 public:
  explicit PreparedChecks(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The compiled check; nothing if there is none of this.
  std::optional<std::filesystem::path> find(const std::string& all_it_depends_on) const;

  /// Takes the file over. Throws Error (machine) if there is no room for it.
  void keep(const std::string& all_it_depends_on, const std::filesystem::path& compiled) const;

 private:
  std::filesystem::path place(const std::string& all_it_depends_on) const;

  std::filesystem::path folder_;
};

}  // namespace stepgrad
