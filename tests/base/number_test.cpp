// Numbers, written for programs and for people, and read.
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <random>
#include <stepgrad/base/number.hpp>
#include <string>
#include <string_view>

#include "catch.hpp"

using namespace stepgrad;

namespace {

using Limits = std::numeric_limits<double>;

std::uint64_t bits(double number) { return std::bit_cast<std::uint64_t>(number); }

void check_round_trip(double number) {
  const std::string text = exact(number);
  INFO("written as " << text);
  const auto back = read_number(text);
  REQUIRE(back);
  CHECK(bits(*back) == bits(number));
}

}  // namespace

TEST_CASE("an exact number reads back bit for bit", "[number]") {
  const double numbers[] = {0.0,
                            -0.0,
                            1.0,
                            -1.0,
                            0.1,
                            1.0 / 3,
                            2.0 / 3 * 1e300,
                            123456789.0,
                            9007199254740993.0,
                            -1e-5,
                            1e21,
                            1e22,
                            5e-5,
                            Limits::max(),
                            -Limits::max(),
                            Limits::min(),
                            Limits::denorm_min(),
                            -Limits::denorm_min(),
                            Limits::min() - Limits::denorm_min(),
                            Limits::epsilon(),
                            std::nextafter(1.0, 2.0),
                            Limits::infinity(),
                            -Limits::infinity()};
  for (const double number : numbers) check_round_trip(number);
}

TEST_CASE("an exact number reads back bit for bit, whatever its bits", "[number]") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 10000; ++i) {
    const double number = std::bit_cast<double>(random());
    if (!std::isnan(number)) check_round_trip(number);
  }
}

TEST_CASE("an exact number is as short as it can be", "[number]") {
  const std::pair<double, std::string_view> table[] = {{0.1, "0.1"},
                                                       {-12, "-12"},
                                                       {1e100, "1e+100"},
                                                       {-0.0, "-0"},
                                                       {Limits::infinity(), "inf"},
                                                       {-Limits::infinity(), "-inf"}};
  for (const auto& [number, text] : table) CHECK(exact(number) == text);
}

TEST_CASE("not a number is written without a sign and read back", "[number]") {
  for (const double number : {Limits::quiet_NaN(), std::copysign(Limits::quiet_NaN(), -1.0)}) {
    CHECK(exact(number) == "nan");
    CHECK(shown(number) == "nan");
  }
  CHECK(std::isnan(read_number("nan").value()));
}

TEST_CASE("a number shown to people is rounded, without trailing zeros", "[number]") {
  struct Row {
    double number;
    int digits;
    std::string_view text;
  };
  const Row table[] = {
      {2.0, 6, "2"},
      {-2.5, 6, "-2.5"},
      {1.0 / 3, 6, "0.333333"},
      {1.0 / 3, 3, "0.333"},
      {1234567, 6, "1.23457e+06"},
      {1234567, 7, "1234567"},
      {0.00001, 6, "1e-05"},
      {0.99999999, 6, "1"},
      {0.0, 6, "0"},
      {-0.0, 6, "0"},
      {-1e-300, 6, "-1e-300"},
      {Limits::infinity(), 6, "inf"},
      {-Limits::infinity(), 6, "-inf"},
  };
  for (const auto& [number, digits, text] : table) {
    INFO(number << " to " << digits << " digits");
    CHECK(shown(number, digits) == text);
  }
}

TEST_CASE("decimal numbers are read", "[number]") {
  const std::pair<std::string_view, double> table[] = {
      {"2", 2},
      {"+2", 2},
      {"-2", -2},
      {"-.5", -0.5},
      {"5.", 5},
      {"1e-3", 0.001},
      {"1E+3", 1000},
      {"007", 7},
      {"1e-400", 0},
      {"4.9e-324", 4.9e-324},
      {"1.7976931348623157e308", Limits::max()},
      {"inf", Limits::infinity()},
      {"+inf", Limits::infinity()},
      {"-inf", -Limits::infinity()},
  };
  for (const auto& [text, number] : table) {
    INFO("'" << text << "'");
    REQUIRE(read_number(text));
    CHECK(*read_number(text) == number);
  }
}

TEST_CASE("what is not a decimal number, or too large for one, is not read", "[number]") {
  using namespace std::string_view_literals;
  const std::string_view table[] = {
      "",
      "+",
      "-",
      ".",
      "e",
      "e5",
      "1e",
      "1e+",
      "1.2.3",
      "--1",
      "+-1",
      "1-1",
      " 1",
      "1 ",
      "1\n",
      "0x10",
      "1f",
      "1d",
      "1,5",
      "1_000",
      "x",
      "Inf",
      "infinity",
      "NaN",
      "nan(1)",
      "1e999",
      "-1e999",
      "1.8e308",
      "1\0"sv,
      "\0"sv,
      "\xd9\xa1" /* an Arabic one */,
  };
  for (const std::string_view text : table) {
    INFO("'" << text << "'");
    CHECK_FALSE(read_number(text));
  }
}

TEST_CASE("a number is read as the C library reads it, bit for bit", "[number]") {
  for (const char* text : {"0.1",
                           "-0",
                           "-0.0",
                           "+7",
                           "9007199254740993",
                           "999999999999999",
                           "123456789012345678",
                           "9007199254740991.5",
                           "1e22",
                           "1e23",
                           "8.5e22",
                           "123456789e-30",
                           "2.2250738585072011e-308",
                           "2.2250738585072014e-308",
                           "4.9e-324",
                           "2.4703282292062327e-324",
                           "1e-400",
                           "1.7976931348623157e308",
                           "0.000000000000000000000000000000001",
                           "7.2057594037927933e16",
                           "3.518437208883201171875e13",
                           "62.5364939768271845828",
                           "100000000000000000000000.5"}) {
    INFO(text);
    REQUIRE(read_number(text));
    CHECK(bits(*read_number(text)) == bits(std::strtod(text, nullptr)));
  }
}

TEST_CASE("any decimal is read as the C library reads it, bit for bit", "[number][property]") {
  std::mt19937_64 random(7);
  std::size_t others = 0;
  for (int i = 0; i < 2'000'000; ++i) {
    std::string text = random() % 2 == 0 ? "-" : "";
    const std::size_t digits = 1 + random() % 20, point = random() % 24;
    for (std::size_t d = 0; d < digits; ++d) {
      if (d == point) text += '.';
      text += static_cast<char>('0' + random() % 10);
    }
    if (random() % 8 == 0) text += "e" + std::to_string(static_cast<int>(random() % 640) - 330);
    const double expected = std::strtod(text.c_str(), nullptr);
    const std::optional<double> read = read_number(text);
    others += std::isinf(expected) ? read.has_value() : !read || bits(*read) != bits(expected);
  }
  CHECK(others == 0);
}
