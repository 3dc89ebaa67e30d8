// Archives: what is put in comes back, and what is damaged is refused.
#include <cmath>
#include <functional>
#include <limits>

#include <fmt/format.h>
#include <stepgrad/train/archive.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

template <class S>
Archive<S> example() {
  Archive<S> archive;
  archive.put("words", "two lines\nand \"quotes\", é, end 0123\n");
  archive.put("empty", std::string());
  archive.put("third", 1.0 / 3);
  Matrix<S> matrix(2, 3);
  matrix << S(1) / 3, -0.0, std::numeric_limits<S>::denorm_min(), S(-1e30), 4,
      std::numeric_limits<S>::infinity();
  archive.put("W", matrix);
  archive.put("nothing", Matrix<S>(0, 3));
  return archive;
}

}  // namespace

TEMPLATE_TEST_CASE("an archive gives back what was put into it, bit for bit", "[archive]", float,
                   double) {
  const std::string bytes = example<TestType>().bytes();
  const auto archive = Archive<TestType>::from_bytes(bytes, "file");
  CHECK(archive.text("words") == "two lines\nand \"quotes\", é, end 0123\n");
  CHECK(archive.text("empty") == "");
  CHECK(archive.number("third") == 1.0 / 3);
  CHECK(archive.matrix("W") == example<TestType>().matrix("W"));
  CHECK(std::signbit(archive.matrix("W")(0, 1)));
  CHECK(archive.matrix("nothing").cols() == 3);
  CHECK(archive.bytes() == bytes);
}

TEST_CASE("an archive begins with lines that a person can read", "[archive]") {
  Archive<float> archive;
  archive.put("sizes", "2-1");
  CHECK(archive.bytes().starts_with("stepgrad archive 1 float\ntext sizes 3\n2-1\nend "));
  CHECK(precision_of(archive.bytes(), "file") == "float");
}

TEST_CASE("numbers stand in an archive with their lowest byte first", "[archive]") {
  Archive<float> archive;
  archive.put("W", Matrix<float>::Constant(1, 1, 1.0f));  // 0x3f800000
  CHECK(archive.bytes().find(std::string("matrix W 1 1\n\x00\x00\x80\x3f\n", 18)) !=
        std::string::npos);
}

TEST_CASE("an archive that is cut off anywhere is refused", "[archive]") {
  const std::string bytes = example<float>().bytes();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    INFO(length << " of " << bytes.size() << " bytes");
    CHECK_THROWS_AS(Archive<float>::from_bytes(bytes.substr(0, length), "file"), Error);
  }
}

TEST_CASE("an archive of which any byte is changed is refused", "[archive]") {
  const std::string bytes = example<double>().bytes();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    INFO("byte " << i);
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_THROWS_AS(Archive<double>::from_bytes(changed, "file"), Error);
  }
}

TEST_CASE("an archive that promises more than it holds is refused before memory is taken",
          "[archive]") {
  for (const std::string line :
       {"matrix W 4000000000 4000000000", "matrix W 18446744073709551615 2", "text t 99999999999",
        "matrix W 0 18446744073709551615", "matrix W -1 2", "matrix W 1", "thing"}) {
    INFO(line);
    const std::string body = "stepgrad archive 1 float\n" + line + "\n";
    CHECK_THROWS_AS(
        Archive<float>::from_bytes(body + fmt::format("end {:016x}\n", checksum(body)), "file"),
        Error);
  }
}

TEST_CASE("errors of an archive say which file, what is wrong and how to mend it", "[archive]") {
  CHECK(error_of([] { precision_of("hello", "model.stepgrad"); }) ==
        "this is no model of stepgrad\n  model.stepgrad\nIs it a file that stepgrad has written, "
        "and whole? Another copy, or a new run, mends it.");
  const auto archive = Archive<float>::from_bytes(example<float>().bytes(), "file");
  for (const auto& attempt : std::vector<std::function<void()>>{
           [&] { archive.text("wrods"); }, [&] { archive.number("words"); },
           [&] { archive.count("third"); }, [&] { archive.matrix("W", 3, 2); },
           [&] { Archive<double>::from_bytes(archive.bytes(), "file"); }})
    CHECK(error_of(attempt).find("  file\n") != std::string::npos);
}
