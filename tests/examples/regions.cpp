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
  for (const Place& place : places) regions.samples.push_back({place, 1});
  write_file("regions.svg", svg(plot(filled(regions, said_at))));
  // clang-format on
  std::printf("%s\n", plot(filled(regions, said_at)).title.c_str());
}

// Prints:
// above the line: 50 % right (1 of 2)
