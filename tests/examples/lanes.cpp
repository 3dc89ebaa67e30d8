// README, "In C++": a network of Values that learns from a batch in lanes.
#include <cstdio>

#include <stepgrad/plot/decision_regions.hpp>
#include <stepgrad/scalar/fast/lanes.hpp>
#include <stepgrad/stepgrad.hpp>

using namespace stepgrad;

namespace {

constexpr std::size_t count = 200;

/// Points of a square, 1 for those in a disc and -1 for the others.
std::vector<double> in_a_disc() {
  Random random(3);
  std::vector<double> samples;
  for (std::size_t i = 0; i < count; ++i) {
    const double x = random.uniform(-1, 1), y = random.uniform(-1, 1);
    samples.insert(samples.end(), {x, y, x * x + y * y < 0.5 ? 1.0 : -1.0});
  }
  return samples;
}

}  // namespace

int main() {
  const std::vector<double> samples = in_a_disc();
  DecisionRegions regions{.title = "", .area = {-1, 1, -1, 1}, .columns = 40, .rows = 18};
  std::vector<double> places;
  for (const Place& centre : centres(regions.area, regions.columns, regions.rows))
    places.insert(places.end(), {centre.x, centre.y});
  // clang-format off
  MLP net({2, 8, 1});
  const auto miss = [&](const std::vector<Value>& x) { return square(net({x[0], x[1]})[0] - x[2]); };
  Lanes lanes(miss, net.parameters(), samples, 3);   // of each sample x1, x2 and what is right
  for (int step = 0; step < 500; ++step) {
    lanes.zero_grad();
    lanes.backward(samples, 1.0 / count);            // the mean over all
    gradient_descent(net.parameters(), lanes.gradients(), 0.3);
  }
  Lanes answers([&](const std::vector<Value>& x) { return net(x)[0]; }, net.parameters(), places, 2);
  const std::vector<double> map = answers.values(places);   // what it says all over the plane
  // clang-format on
  regions.class_names = {"outside", "inside"};
  for (const double answer : map) regions.cells.push_back({answer > 0, 1.0});
  std::printf("%s", text_map(regions, 60, false).c_str());
}

// Prints:
// aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
// aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
// aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
// aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbaaaaaaaaaaaaaa
// aaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaa
// aaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaa
// aaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaa
// aaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaa
// aaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaa
// aaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaaa
// aaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaaa
// aaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaaaaa
// aaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaaaaaa
// aaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaaaaaaaa
// aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaaaaaaaaa
// aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaaaaaaaaa
// aaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbaaaaaaaaaaaaaaaaaaaa
// aaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbaaaaaaaaaaaaaaaaaaaaaaaa
// aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
// aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
// x1 from -1 to 1, x2 from -1 to 1
// A outside  B inside
