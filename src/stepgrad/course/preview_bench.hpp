// Where an author sees a lesson while it is written: its lesson.cpp alone is compiled and linked with
// the kit, and runs as a process of its own, so that nothing else of the program is built again and a
// crash of the lesson harms nobody.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include <stepgrad/course/build_instructions.hpp>
#include <stepgrad/course/lesson_preview.hpp>
#include <stepgrad/course/typesetting.hpp>

namespace stepgrad {

/// The folder of a lesson in a checkout, by its number, its name or a part of it; it need not have
/// been compiled yet. Throws Error if there is none.
std::filesystem::path lesson_folder(const std::filesystem::path& checkout, std::string_view which);

class PreviewBench {
 public:
  struct Look {
    LessonPreview lesson;
    std::string trouble = "";  // why there is no preview; "" if there is one
    std::size_t line = 1;      // where to look
    bool unwanted = false;
  };

  /// Reads how to compile (lesson.build), and compiles what every lesson includes, once. Throws Error
  /// (machine) if there is nothing to read.
  PreviewBench(const std::filesystem::path& instructions, std::filesystem::path folder);

  /// The page that is written.
  std::filesystem::path page() const;

  /// Compiles the lesson as it is now, and runs it, as long as that is wanted.
  Look look(const Typesetting& set, const std::function<bool()>& wanted = {}) const;

 private:
  std::string made(const char* ending) const;  // a file of this lesson

  BuildInstructions build_;
  std::filesystem::path folder_, place_;
};

/// That of this program, for a lesson of a checkout.
PreviewBench preview_bench(const std::filesystem::path& folder);

}  // namespace stepgrad
