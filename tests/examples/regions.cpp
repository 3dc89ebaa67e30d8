// plot/decision_regions.hpp: which points of the plane are above the line y = x.
#include <cstdio>

#include <stepgrad/base/files.hpp>
#include <stepgrad/plot/decision_regions.hpp>
#include <stepgrad/plot/plot.hpp>

using namespace stepgrad;

namespace {

DecisionRegions::Cell said_at(const Place& place) { return {place.y > place.x, 0.9}; }

}  // namespace

int main() {
  const std::vector<Place> places{{0, 1}, {2, 0}};
  // clang-format off
  DecisionRegions regions{.title = "above the line", .area = around(places), .columns = 40, .rows = 30};
  regions.class_names = {"below", "above"};
  for (const Place& place : centres(regions.area, 40, 30)) regions.cells.push_back(said_at(place));
  write_file("regions.svg", svg(plot(regions)));
  // clang-format on
  std::printf("%zu cells\n", regions.cells.size());
}

// Prints:
// 1200 cells
