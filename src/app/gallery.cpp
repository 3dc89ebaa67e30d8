// stepgrad gallery: diagrams and pages worth looking at, each made by a command that anybody can
// type, and an index of them.
//
// To add one: add it to texts/gallery.txt, run `./stepgrad gallery`, look at it, commit what
// has changed in graphs/.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/page/markup.hpp>

#include "app/command_line.hpp"
#include "app/commands.hpp"
#include "app/terminal.hpp"
#include "app/texts.hpp"
#include "app/training/model.hpp"

namespace stepgrad::app {
namespace {

namespace fs = std::filesystem;

struct GalleryArguments {
  Options& options;
  Options::Text directory = options.word("directory", "DIR", "Where they are put", "graphs");
};

/// A file, and the command that makes it; that of a training run leaves it among others, by the
/// name of `of_run`, in a folder.
struct Made {
  std::string file, command, of_run;
};

/// What is worth looking at: a picture, and sometimes a page to step through it.
struct Piece {
  std::string title;
  std::vector<Made> made;

  bool has_page() const { return made.size() > 1; }
  bool needs_matrices() const {
    return made[0].command.find(" --model ") != std::string::npos || !made[0].of_run.empty();
  }
  std::string name() const { return fs::path(made[0].file).stem(); }
};

/// "moons.svg: train --data moons  # regions.svg in the run's folder"
Made made_by(std::string_view line) {
  constexpr std::string_view of_run = "  # ";
  const std::size_t colon = line.find(": "), end = std::min(line.find(of_run), line.size());
  Made made{std::string(line.substr(0, colon)),
            std::string(line.substr(colon + 2, end - colon - 2)), ""};
  if (end < line.size()) made.of_run = split(line.substr(end + of_run.size()), ' ')[0];
  return made;
}

std::vector<Piece> pieces() {
  std::vector<Piece> pieces;
  bool begins = false;
  for (const std::string_view line : split(texts::gallery_txt, '\n')) {
    if (begins && !line.empty())
      pieces.push_back({std::string(line), {}});
    else if (!line.empty() && !line.starts_with('#'))
      pieces.back().made.push_back(made_by(line));
    begins = line.empty();
  }
  if (!has_matrices()) std::erase_if(pieces, [](const Piece& p) { return p.needs_matrices(); });
  return pieces;
}

/// The words of a command as a shell would take them apart: what stands in quotes is one.
std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words;
  bool quoted = false;
  for (const std::string_view part : split(command, '"')) {
    if (quoted)
      words.emplace_back(part);
    else
      for (const std::string_view word : split(part, ' '))
        if (!word.empty()) words.emplace_back(word);
    quoted = !quoted;
  }
  return words;
}

/// The command with the words that say where its file goes, or the folder of its run.
void run_into(const std::string& command, const char* option, const fs::path& place) {
  std::vector<std::string> words = words_of(command);
  words.insert(words.end(), {option, place.string()});
  run(words);
}

void make(const Made& made, const fs::path& directory) {
  const fs::path file = directory / made.file, folder = directory / (made.file + ".run");
  if (made.of_run.empty()) {
    run_into(made.command, "-o", file);
    if (made.command.starts_with("draw"))
      run_into(made.command, "-o", fs::path(file).replace_extension(".dot"));
    return;
  }
  fs::remove_all(folder);  // of a gallery that was killed
  run_into(made.command, "--out", folder);
  fs::rename(folder / made.of_run, file);
  fs::remove_all(folder);
}

std::string index_of(const std::vector<Piece>& pieces) {
  std::string page =
      "# The gallery\n\nMade by `./stepgrad gallery`; the command of each stands below it. Values "
      "are green, above the wires; gradients are red, below.\n";
  for (const Piece& piece : pieces) {
    page += fmt::format("\n## {0}\n\n![{0}]({1}.svg)\n\n", piece.title, piece.name());
    if (piece.has_page())
      page += fmt::format("[A page to step through it]({}.html), to be opened in a browser.\n\n",
                          piece.name());
    page += "```sh\n";
    for (const auto& [file, command, of_run] : piece.made)
      page += of_run.empty()
                ? fmt::format("./stepgrad {} -o graphs/{}\n", command, file)
                : fmt::format("./stepgrad {}  # {} in the run's folder\n", command, of_run);
    page += "```\n";
  }
  return page;
}

std::string html_index_of(const std::vector<Piece>& pieces) {
  std::string figures;
  for (const Piece& piece : pieces) {
    const std::string name = piece.name();
    figures += fmt::format(
        "<figure><a href=\"{0}\"><img src=\"{1}.svg\" alt=\"{2}\"></a>"
        "<figcaption>{2}. <a href=\"{0}\">{3}</a></figcaption></figure>\n",
        name + (piece.has_page() ? ".html" : ".svg"), name, escaped(piece.title),
        piece.has_page() ? "Step through it" : "The picture alone");
  }
  const std::string_view page = texts::gallery_html.substr(texts::gallery_html.find('\n') + 1);
  return filled(page, {{"figures", figures}});
}

int make_gallery(const GalleryArguments& arguments) {
  const fs::path directory = arguments.directory;
  const std::vector<Piece> pieces = app::pieces();
  make_directory(directory);
  for (const Piece& piece : pieces)
    for (const Made& made : piece.made) make(made, directory);
  write_file(directory / "README.md", index_of(pieces));
  write_file(directory / "index.html", html_index_of(pieces));
  deliver(fmt::format("Open {} in a browser.\n", printable((directory / "index.html").string())));
  return 0;
}

}  // namespace

Action gallery(Options& options) { return action<GalleryArguments>(options, make_gallery); }

}  // namespace stepgrad::app
