// A lesson's figures in a page: diagrams, plots and films, wide and as narrow as a phone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <stepgrad/course/film.hpp>
#include <stepgrad/course/picture.hpp>
#include <stepgrad/course/pieces.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/drawing.hpp>
#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// What is inside, with its caption, a sentence, below.
std::string figure_html(std::string_view of_class, std::string_view inside,
                        std::string_view caption, std::string_view attributes = "");

/// What the engine needs to show the trace from this moment on; nothing for one that was written in
/// C++, which no reader could type.
std::string formula_data(const Trace& trace, std::size_t moment);

/// The step player's moment at which a diagram stands: all known, so many backward steps, or the
/// values alone.
std::size_t moment_of(const Diagram& diagram);

/// The diagram as an <svg> without ids: there are several on a page.
std::string graph_svg(const Drawing& drawing, Flow flow);

/// The diagram; where that would not be read on a phone, from top to bottom, too.
std::string picture_html(const Drawing& drawing);

/// The picture, wide and as narrow as a phone: the page shows one of them.
std::string picture_html(const Picture& picture);

/// A plot that can be pointed at.
std::string plot_to_point_at(const Plot& plot);

/// The class of its element: a diagram follows day and night in another way than what
/// svg_page.hpp draws.
std::string_view figure_class(const Picture& picture);

/// The pieces of a film: every frame, one of which is seen, and what moves it.
std::string frames_html(const Film& film);

}  // namespace stepgrad
