#include <stepgrad/course/page_figure.hpp>

#include <algorithm>
#include <variant>
#include <vector>

#include <fmt/ranges.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/page_sentence.hpp>
#include <stepgrad/draw/graphviz.hpp>
#include <stepgrad/draw/matrix_drawing.hpp>
#include <stepgrad/page/markup.hpp>
#include <stepgrad/page/player_moments.hpp>

namespace stepgrad {
namespace {

std::string with_attributes(std::string svg, std::string_view attributes) {
  return svg.insert(svg.find(' '), attributes);
}

/// An <svg> with more attributes, and what tells those who cannot see it what it is of.
std::string described(const std::string& svg, std::string_view attributes, const Picture& picture) {
  return with_attributes(svg, fmt::format("{} role=\"img\" aria-label=\"{}\"", attributes,
                                          escaped(picture_label(picture))));
}

/// Where the axes are, so that the plot can be pointed at.
std::string frame_data(const PlotFrame& frame) {
  return fmt::format(" data-frame=\"{} {} {} {}\" data-area=\"{} {} {} {}\"", frame.left,
                     frame.right, frame.bottom, frame.top, exact(frame.area.left),
                     exact(frame.area.right), exact(frame.area.bottom), exact(frame.area.top));
}

}  // namespace

std::string figure_html(std::string_view of_class, std::string_view inside,
                        std::string_view caption, std::string_view attributes) {
  const std::string below =
      caption.empty() ? "" : fmt::format("<figcaption>{}</figcaption>\n", inline_html(caption));
  return fmt::format("<figure class=\"{}\"{}>\n{}\n{}</figure>\n", of_class, attributes, inside,
                     below);
}

std::string formula_data(const Trace& trace, std::size_t moment) {
  if (trace.formula.empty()) return "";
  std::vector<std::string> numbers;
  for (const Id id : trace.inputs())
    numbers.push_back(fmt::format("{}={}", trace.node(id).name, exact(trace.node(id).value)));
  return fmt::format(" data-formula=\"{}\" data-numbers=\"{}\" data-step=\"{}\"",
                     in_attribute(trace.formula),
                     in_attribute(fmt::format("{}", fmt::join(numbers, " "))), moment);
}

std::size_t moment_of(const Diagram& diagram) {
  const std::vector<Moment> film = moments(diagram.trace);
  const auto is_shown = [&](const Moment& moment) {
    if (moment.kind <= Moment::Kind::value) return true;
    if (!diagram.gradients) return false;
    return !diagram.step || moment.kind == Moment::Kind::seed ||
           (moment.kind == Moment::Kind::share && moment.step < *diagram.step);
  };
  std::size_t last = 0;
  for (std::size_t i = 0; i < film.size(); ++i)
    if (is_shown(film[i])) last = i;
  return last;
}

std::string graph_svg(const Drawing& drawing, Flow flow) {
  const std::string drawn =
      graphviz_picture(dot_source(drawing, Style::circuit, flow), PictureFormat::svg);
  return without(without(inline_svgs(drawn).at(0), " id=\"", "\""), "<title>", "</title>");
}

std::string picture_html(const Drawing& drawing) {
  constexpr double most_on_phone = 350;
  const std::string wide = graph_svg(drawing, Flow::right);
  if (svg_length(wide, "width") <= most_on_phone) return wide;
  return with_attributes(wide, " class=\"wide\"") +
         with_attributes(graph_svg(drawing, Flow::down), " class=\"narrow\"");
}

std::string picture_html(const Picture& picture) {
  if (const MatrixMoment* moment = std::get_if<MatrixMoment>(&picture))
    return picture_html(drawing(*moment->trace, moment->step));
  return described(picture_svg(picture), " class=\"wide\"", picture) +
         described(narrow_picture_svg(picture), " class=\"narrow\"", picture);
}

std::string plot_to_point_at(const Plot& plot) {
  return described(svg(plot), " class=\"wide\"" + frame_data(frame_of(plot)), plot) +
         described(narrow_svg(plot), " class=\"narrow\"" + frame_data(narrow_frame_of(plot)), plot);
}

std::string_view figure_class(const Picture& picture) {
  return std::holds_alternative<MatrixMoment>(picture) ? "view" : "plot";
}

std::string frames_html(const Film& film) {
  const std::vector<std::size_t> seen = stills(film);
  std::string html =
      fmt::format("<div class=\"frames {}\">\n", figure_class(film.frames[0].picture));
  for (std::size_t i = 0; i < film.frames.size(); ++i) {
    const Film::Frame& frame = film.frames[i];
    const std::string words = frame.state.empty() && frame.say.empty()
                                ? ""
                                : fmt::format("<p><strong>{}</strong> {}</p>\n",
                                              inline_html(frame.state), inline_html(frame.say));
    html += fmt::format("<div class=\"frame{}\">\n{}\n{}</div>\n",
                        std::ranges::count(seen, i) ? " still" : "", picture_html(frame.picture),
                        words);
  }
  return html + "</div>\n";
}

}  // namespace stepgrad
