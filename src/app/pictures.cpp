#include "app/pictures.hpp"

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad::app {

namespace fs = std::filesystem;

std::optional<PictureFormat> format_of(const fs::path& path) {
  const std::string ending = lower(path.extension().string());
  if (ending == ".svg") return PictureFormat::svg;
  if (ending == ".png") return PictureFormat::png;
  if (ending == ".pdf") return PictureFormat::pdf;
  if (ending == ".dot") return std::nullopt;
  throw Error(fmt::format("cannot draw '{}': {}", path.string(),
                          ending.empty() ? "the name has no ending"
                                         : fmt::format("no format ends in '{}'", ending)),
              "",
              ending == ".html"
                  ? "'stepgrad explain' makes a page to click through; a picture's name "
                    "ends in .svg, .png, .pdf or .dot."
                  : "The name must end in .svg, .png, .pdf or .dot.");
}

void write_drawing(const Drawing& drawing, Style style, const fs::path& path) {
  const std::string text = dot_source(drawing, style);
  const std::optional<PictureFormat> format = format_of(path);
  write_file(path, format ? graphviz_picture(text, *format) : text);
}

Options::Text diagram_option(Options& options) {
  return options.text(
      "--diagram", "FILE",
      "Draw it, too, and include the picture: .pdf or .png with latex, .svg or .png with markdown");
}

void check_diagram(const std::string& diagram, const std::string& format,
                   const std::string& output) {
  const bool is_latex = format == "latex";
  if (!is_latex && format != "markdown")
    throw Error("--diagram is for LaTeX and Markdown", "",
                "Add --format latex, or use 'stepgrad draw'.");
  const fs::path ending = fs::path(diagram).extension();
  if (ending != ".png" && ending != (is_latex ? ".pdf" : ".svg"))
    throw Error(fmt::format("{} cannot include '{}'", is_latex ? "LaTeX" : "Markdown", diagram), "",
                fmt::format("The name must end in {} or .png.", is_latex ? ".pdf" : ".svg"));
  if (diagram.find_first_of("%#{}()\\<>\"\n") != std::string::npos)
    throw Error(fmt::format("'{}' cannot be the name of an included picture", diagram), "",
                "Use letters, digits, '-', '_' and '/'.");
  if (is_latex && fs::path(output).replace_extension(".pdf") == diagram)
    throw Error(fmt::format("LaTeX will write its own '{}'", diagram), "",
                "Give the diagram another name.");
}

std::string write_diagram(const Drawing& drawing, const std::string& diagram,
                          const std::string& output) {
  if (is_too_large_for_graphviz(drawing))
    throw Error(fmt::format("a diagram of {} nodes is too large", drawing.nodes.size()), "",
                "Leave --diagram away: Graphviz would take minutes.");
  write_drawing(drawing, Style::circuit, diagram);
  if (output.empty() || output == "-") return diagram;
  return fs::absolute(diagram)
      .lexically_proximate(fs::absolute(output).parent_path())
      .generic_string();
}

}  // namespace stepgrad::app
