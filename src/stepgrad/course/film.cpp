#include <stepgrad/course/film.hpp>

#include <optional>
#include <utility>

namespace stepgrad {

Film still(Picture picture) {
  Film film;
  film.frames.push_back({"", std::move(picture)});
  return film;
}

std::vector<std::size_t> stills(const Film& film) {
  if (!film.stills.empty()) return film.stills;
  if (film.frames.size() == 1) return {0};
  return {0, film.frames.size() - 1};
}

Film with_common_axes(Film film) {
  std::vector<std::vector<Plot*>> places;  // the plots that stand in the same place of each frame
  for (Film::Frame& frame : film.frames) {
    const std::vector<Plot*> plots = plots_in(frame.picture);
    if (places.size() < plots.size()) places.resize(plots.size());
    for (std::size_t i = 0; i < plots.size(); ++i) places[i].push_back(plots[i]);
  }
  for (const std::vector<Plot*>& plots : places) {
    const std::optional<Area> area =
        common_area(std::vector<const Plot*>(plots.begin(), plots.end()));
    for (Plot* plot : plots)
      if (!plot->area) plot->area = area;
  }
  return film;
}

}  // namespace stepgrad
