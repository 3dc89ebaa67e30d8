// The bytes of files, and who is told how far they are read.
#include <stepgrad/data/bytes.hpp>

#include <algorithm>
#include <array>
#include <vector>

#include "catch.hpp"
#include "workplace.hpp"

using namespace stepgrad;

namespace {

void read_all(const std::string& path) {
  Bytes bytes = Bytes::of_file(path);
  std::array<char, 1000> piece{};
  while (bytes.read(piece) > 0) {
  }
}

}  // namespace

TEST_CASE("whoever waits is told which file is read, and what share of it has been", "[bytes]") {
  const test::Workplace place;
  write_file(place / "t.csv", std::string(100'000, 'x'));
  std::vector<double> shares;
  {
    const ReadingWatch watch([&](const std::string& path, double share) {
      CHECK(path == place / "t.csv");
      shares.push_back(share);
    });
    read_all(place / "t.csv");
  }
  REQUIRE(shares.size() > 10);
  CHECK(shares.front() < 0.5);
  CHECK(std::is_sorted(shares.begin(), shares.end()));
  CHECK(shares.back() == 1);
  const std::size_t told = shares.size();
  read_all(place / "t.csv");
  CHECK(shares.size() == told);  // nobody waits any more
}
