// Files of arrays: what is written is read back, bytes stand where the formats have them, and damaged
// or lying files are refused in words.
#include <cmath>
#include <limits>

#include <stepgrad/exchange/npy.hpp>
#include <stepgrad/exchange/safetensors.hpp>
#include <stepgrad/exchange/zip.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

const NamedArray weights{"0.weight", "float32", {2, 3}, {1, 2, 3, 4, 5, 6.5}};
const NamedArray bias{"0.bias", "float64", {2}, {0.1, -1e300}};
const NamedArray scalar{"steps", "float64", {}, {7}};
const ArrayFile three{{weights, bias, scalar}, {{"about", "ä \"text\"\n"}}};

void check_same(const NamedArray& a, const NamedArray& b) {
  CHECK(a.name == b.name);
  CHECK(a.type == b.type);
  CHECK(a.shape == b.shape);
  CHECK(a.numbers == b.numbers);
}

void check_same(const ArrayFile& a, const ArrayFile& b) {
  REQUIRE(a.arrays.size() == b.arrays.size());
  for (std::size_t i = 0; i < a.arrays.size(); ++i) check_same(a.arrays[i], b.arrays[i]);
  CHECK(a.texts == b.texts);
}

/// A .npy with this header, as version 1.0 has it.
std::string npy_of(const std::string& header, const std::string& numbers) {
  std::string bytes("\x93NUMPY\x01\x00", 8);
  append_whole(bytes, header.size(), 2);
  return bytes + header + numbers;
}

/// A safetensors file with this header.
std::string safetensors_of(const std::string& header, const std::string& numbers) {
  std::string bytes;
  append_whole(bytes, header.size(), 8);
  return bytes + header + numbers;
}

bool says(const std::string& error, const std::string& part) {
  return error.find(part) != error.npos;
}

}  // namespace

TEST_CASE("arrays and texts come back from safetensors and npz as they went", "[exchange]") {
  check_same(read_safetensors(as_safetensors(three), "a"), three);
  check_same(read_npz(as_npz(three), "a"), three);
  for (const NamedArray& array : three.arrays)
    check_same(read_npy(as_npy(array), array.name), array);
  check_same(read_npz(as_npz({}), "a"), {});
}

TEST_CASE("a npy file is what numpy writes, its numbers at a multiple of 64", "[exchange]") {
  const std::string bytes = as_npy(weights);
  CHECK(bytes.substr(0, 10) == std::string("\x93NUMPY\x01\x00\x76\x00", 10));
  CHECK(bytes.substr(10, 61) == "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }  ");
  CHECK(bytes[127] == '\n');
  CHECK(bytes.size() == 128 + 6 * 4);
  CHECK(says(as_npy(bias), "'shape': (2,), }"));
  CHECK(says(as_npy(scalar), "'shape': (), }"));
}

TEST_CASE("arrays that stand column after column, or highest byte first, are turned",
          "[exchange]") {
  const std::string columns = "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }\n";
  const std::string numbers("\0\1\0\2\0\3\0\4\0\5\xff\xff", 12);
  const NamedArray read = read_npy(npy_of(columns, numbers), "a");
  CHECK(read.type == "int16");
  CHECK(read.numbers == std::vector<double>{1, 3, 5, 2, 4, -1});
}

TEST_CASE("half floats are read as what they are", "[exchange]") {
  const std::string header = R"({"h":{"dtype":"F16","shape":[6],"data_offsets":[0,12]},)"
                             R"("b":{"dtype":"BF16","shape":[1],"data_offsets":[12,14]}})";
  std::string numbers;
  for (const std::uint64_t bits : {0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0x7e00, 0x3fc0})
    append_whole(numbers, bits, 2);
  const ArrayFile file = read_safetensors(safetensors_of(header, numbers), "a");
  const std::vector<double>& halves = file.arrays[0].numbers;
  CHECK(std::vector(halves.begin(), halves.begin() + 4) ==
        std::vector<double>{1, -2, std::ldexp(1, -24), 65504});
  CHECK(halves[4] == std::numeric_limits<double>::infinity());
  CHECK(std::isnan(halves[5]));
  CHECK(file.arrays[1].numbers[0] == 1.5);
}

TEST_CASE("a zip archive is cut off or damaged: that is said", "[exchange]") {
  const std::string whole = as_npz(three);
  for (std::size_t size = 0; size < whole.size(); size += 7)
    CHECK(error_of([&] { read_npz(whole.substr(0, size), "a"); }) != "(no error)");
  std::string damaged = whole;
  damaged[180] = static_cast<char>(damaged[180] ^ 1);  // in the numbers: the sum tells
  CHECK(error_of([&] { read_npz(damaged, "net.npz"); }) ==
        "the zip archive is damaged\n  net.npz, 0.weight.npy\n"
        "Is it whole? Fetch the file, or write it, again.");
}

TEST_CASE("sizes that lie are refused before memory is taken", "[exchange]") {
  const auto npy_error = [](const std::string& shape) {
    const std::string header =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape + "), }\n";
    return error_of([&] { read_npy(npy_of(header, std::string(8, '\0')), "a"); });
  };
  CHECK(npy_error("1,") == "(no error)");
  CHECK(npy_error("2,") ==
        "an array of 2 float64 numbers in 8 bytes\n  a\n"
        "The file is cut off or damaged. Fetch it again.");
  CHECK(says(npy_error("4294967296, 4294967296, 4294967296"), "numbers in 8 bytes"));
  CHECK(says(npy_error("-1,"), "is no shape"));
  CHECK(says(npy_error("1e300,"), "is no shape"));
  CHECK(says(npy_error("0, 9007199254740992"), "numbers in 8 bytes"));
  std::string bomb = zip({{"a.npy", "12345678"}});
  for (const char* header : {"PK\3\4", "PK\1\2"}) {  // the entry says that it takes 4 GB
    const std::size_t place = bomb.find(header) + (header[2] == 3 ? 18 : 20);
    bomb.replace(place, 8, 8, '\xff');
  }
  CHECK(says(error_of([&] { unzipped(bomb, "a"); }), "says that it holds more than it can"));
}

TEST_CASE("a safetensors file whose arrays overlap, leave gaps or do not fit is refused",
          "[exchange]") {
  const auto error = [](const std::string& header) {
    return error_of([&] { read_safetensors(safetensors_of(header, std::string(16, '\0')), "a"); });
  };
  const auto entry = [](const char* name, const char* shape, const char* offsets) {
    return std::string("\"") + name + R"(":{"dtype":"F32","shape":)" + shape +
           R"(,"data_offsets":)" + offsets + "}";
  };
  CHECK(error("{" + entry("x", "[4]", "[0,16]") + "}") == "(no error)");
  CHECK(says(error("{" + entry("x", "[3]", "[0,12]") + "," + entry("y", "[2]", "[8,16]") + "}"),
             "two arrays overlap\n  a, y"));
  CHECK(says(error("{" + entry("x", "[2]", "[0,8]") + "," + entry("y", "[1]", "[12,16]") + "}"),
             "between two arrays is a gap"));
  CHECK(says(error("{" + entry("x", "[2]", "[0,8]") + "}"), "behind the arrays stands something"));
  CHECK(says(error("{" + entry("x", "[5]", "[0,20]") + "}"), "numbers in 16 bytes"));
  CHECK(says(error("{" + entry("x", "[4]", "[16,0]") + "}"), "is not where the header says"));
  CHECK(says(error("{" + entry("x", "[4]", "[0,18446744073709551615]") + "}"),
             "is not where the header says"));
  CHECK(says(error("{" + entry("x", "[-4]", "[0,16]") + "}"), "a number that is not whole"));
  CHECK(says(error(R"({"x":{"dtype":"F8","shape":[16],"data_offsets":[0,16]}})"),
             "numbers of the kind 'F8' are not read"));
  CHECK(says(error(R"({"x":3})"), "the header says no dtype"));
  CHECK(says(error(R"({"__metadata__":{"a":1}})"), "something that is no text"));
  CHECK(says(error("[[[["), "not JSON as it should be"));
  const std::string whole = as_safetensors(three);
  for (std::size_t size = 0; size < whole.size(); size += 5)
    CHECK(error_of([&] { read_safetensors(whole.substr(0, size), "a"); }) != "(no error)");
}
