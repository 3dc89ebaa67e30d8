// Whatever stands in a data set, CSV carries it; whatever stands in a file, reading it ends well.
#include <rapidcheck.h>

#include <set>
#include <string>
#include <vector>

#include <stepgrad/base/error.hpp>
#include <stepgrad/data/csv.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "workplace.hpp"

using namespace stepgrad;

namespace {

using Pieces = std::vector<std::string>;

/// All that CSV makes difficult.
const Pieces difficult{"a", "b", ",", ";", "\"", "\n", "\t", "\r", " ", "'", "1", ".", "é"};

rc::Gen<std::string> text_of(const Pieces& pieces) {
  return rc::gen::map(rc::gen::container<Pieces>(rc::gen::elementOf(pieces)),
                      [](const Pieces& chosen) {
                        std::string text;
                        for (const std::string& piece : chosen) text += piece;
                        return text;
                      });
}

}  // namespace

TEST_CASE("any data set is the same after a round trip through CSV", "[csv]") {
  CHECK(rc::check([] {
    const auto samples = *rc::gen::inRange<std::size_t>(1, 9);
    const auto features = *rc::gen::inRange<std::size_t>(1, 5);
    Dataset data;
    data.inputs.resize(static_cast<Eigen::Index>(features), static_cast<Eigen::Index>(samples));
    for (double& number : data.inputs.reshaped()) {
      number = *rc::gen::arbitrary<double>();
      RC_PRE(std::isfinite(number));
    }
    for (std::size_t i = 0; i < features; ++i)
      data.feature_names.push_back("f" + std::to_string(i) + *text_of(difficult));
    std::set<std::string> names;
    for (std::size_t i = 0; i < samples; ++i) names.insert("c" + *text_of(difficult));
    data.class_names.assign(names.begin(), names.end());
    for (std::size_t i = 0; i < samples; ++i)
      data.labels.push_back(static_cast<int>(i % names.size()));

    const Dataset back = parse_csv(csv(data), "t.csv", {.delimiter = ','});
    RC_ASSERT(back.inputs == data.inputs);
    RC_ASSERT(back.labels == data.labels);
    RC_ASSERT(back.class_names == data.class_names);
    RC_ASSERT(back.feature_names == data.feature_names);
  }));
}

TEST_CASE("any text is a data set or an error", "[csv]") {
  Pieces pieces = difficult;
  pieces.push_back("\xc3");  // begins what is not UTF-8 without its second byte
  CHECK(rc::check([&] {
    try {
      const Dataset data = parse_csv(*text_of(pieces), "t.csv");
      RC_ASSERT(data.inputs.allFinite());
      RC_ASSERT(data.samples() > 0);
    } catch (const Error&) {
    }
  }));
}

TEST_CASE("a table of plain numbers is the same read once or with care", "[csv]") {
  CHECK(rc::check([] {
    const auto rows = *rc::gen::inRange(2, 30);
    const auto kinds = *rc::gen::inRange(1, 40);
    std::string text = "a,b,kind\n";
    for (int i = 0; i < rows; ++i) {
      const double a = *rc::gen::inRange(-5000, 5000) / 8.0;
      text += std::to_string(a) + (i % 3 == 0 ? ", \"0.5\"," : ",-2e1 ,") +
              std::to_string(*rc::gen::inRange(0, kinds)) + "\n";
    }
    const CsvOptions options{.missing = Missing::drop};
    const Dataset once = parse_csv(text, "t.csv", options);
    const Dataset with_care = parse_csv(text + "?,1,0\n", "t.csv", options);
    RC_ASSERT(once.inputs == with_care.inputs);
    RC_ASSERT(once.labels == with_care.labels);
    RC_ASSERT(once.targets == with_care.targets);
    RC_ASSERT(once.class_names == with_care.class_names);
    RC_ASSERT(once.lines == with_care.lines);
    RC_ASSERT(once.read_as == with_care.read_as);
  }));
}

TEST_CASE("records are whole wherever they stand in the piece that is in memory", "[csv]") {
  const std::string word(30'000, 'w'), quoted = "\"a \"\"b\"\", c\"";
  std::string text = "a,kind,b\n";
  constexpr int rows = 40;  // each of another length, so that all is cut somewhere
  for (int i = 0; i < rows; ++i)
    text += std::to_string(i) + "," + word.substr(0, static_cast<std::size_t>(i) * 701) + "ü," +
            (i % 2 == 0 ? quoted : "plain") + "\r\n";
  const Dataset data = parse_csv(text, "t.csv", {.without = {"kind"}, .labels = Labels::classes});
  REQUIRE(data.samples() == rows);
  CHECK(data.class_names == Pieces{"a \"b\", c", "plain"});
  for (int i = 0; i < rows; ++i) {
    CHECK(data.inputs(0, i) == i);
    CHECK(data.labels[static_cast<std::size_t>(i)] == i % 2);
  }
}

TEST_CASE("a file in pieces is the same file, and its errors come first", "[csv]") {
  const test::Workplace place;
  const std::string path = place / "t.csv";
  std::string text = "a,b,kind\n";
  for (int i = 0; i < 10; ++i)
    text += std::to_string(i) + "," + std::to_string(2 * i) + "," + (i % 3 == 0 ? "x" : "y") + "\n";
  for (const std::string& odd : {std::string(), std::string("?,1,x\n")}) {  // plain, and not
    write_file(path, text + odd);
    const CsvOptions options{.missing = Missing::drop, .most = 6};
    std::vector<double> seen;
    std::size_t labels = 0;
    read_csv_in_pieces(path, options, [&](const Dataset& piece) {
      CHECK(piece.samples() <= 3);
      CHECK(piece.class_names == Pieces{"x", "y"});
      for (const double a : piece.inputs.row(0)) seen.push_back(a);
      labels += piece.labels.size();
    });
    CHECK(seen == std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    CHECK(labels == 10);
    CHECK(error_of([&] { read_csv(path, options); }).starts_with("more than 6 numbers\n"));
  }
  write_file(path, text + "1,oops,x\n");
  CHECK(error_of([&] {
          read_csv_in_pieces(path, {.most = 6}, [](const Dataset&) { FAIL("a piece"); });
        }).starts_with("'oops' is not a number\n  " + path + ", line 12, column 2 (b)\n"));
}
