// stepgrad course --html: the whole course as a small book.
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include <lessons/chapters.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/course/lesson_page.hpp>

#include "app/commands.hpp"
#include "app/course/console.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {

int book(const std::string& directory, bool open_it) {
  const std::filesystem::path place(directory);
  make_directory(place);
  const auto chapters = stepgrad::chapters();
  std::vector<Lesson> lessons;
  for (std::size_t i = 0; i < chapters.size(); ++i) {
    lessons.push_back(open(*chapters[i]));
    const Neighbours neighbours{.previous = i == 0 ? nullptr : chapters[i - 1],
                                .next = i + 1 == chapters.size() ? nullptr : chapters[i + 1],
                                .in_book = true};
    write_file(place / page_name(*chapters[i]), lesson_page(lessons.back(), neighbours));
  }
  const std::filesystem::path contents = place / "index.html";
  write_file(contents, contents_page(lessons));
  deliver(fmt::format("{}: the contents of {} lessons\n", contents.string(), lessons.size()));
  if (open_it) deliver(open_file(contents.string()));
  return 0;
}

}  // namespace stepgrad::app
