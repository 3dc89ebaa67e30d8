// IDX files made by the test, byte for byte: whole ones, and each way in which one can be broken.
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include <stepgrad/base/process.hpp>
#include <stepgrad/data/csv.hpp>
#include <stepgrad/data/idx.hpp>
#include <stepgrad/data/pixels.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "workplace.hpp"

using namespace stepgrad;
using test::Workplace;

namespace {

std::string number(std::uint32_t value) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}

std::string header(char type, std::vector<std::uint32_t> sizes) {
  std::string bytes{'\0', '\0', type, static_cast<char>(sizes.size())};
  for (const std::uint32_t size : sizes) bytes += number(size);
  return bytes;
}

/// Two images of 2 rows and 3 columns, the second with a pixel that is lit; labels 0 and 2.
const std::string images = header(8, {2, 2, 3}) + std::string(6 + 5, '\0') + "\xff";
const std::string labels = header(8, {2}) + std::string("\0\2", 2);

struct Files {
  Workplace place;
  std::string images = place / "images", labels = place / "labels";
  Files(const std::string& image_bytes, const std::string& label_bytes) {
    write_file(images, image_bytes);
    write_file(labels, label_bytes);
  }
  Dataset read() const { return read_idx<double>(images, labels); }
};

/// Gzips the file with the program of that name; false where there is none.
bool gzip(const std::string& path) {
  return run_program("gzip", {"-9", path}, "", std::chrono::seconds(60)).end ==
         Outcome::End::finished;
}

}  // namespace

TEST_CASE("images and labels come together, pixels between 0 and 1", "[idx]") {
  const Dataset data = Files(images, labels).read();
  CHECK(data.samples() == 2);
  CHECK(data.width == 3);
  CHECK(data.height == 2);
  CHECK(data.inputs.col(0).isZero());
  CHECK(data.inputs(5, 1) == 1);  // row 1, column 2
  CHECK(data.inputs.sum() == 1);
  CHECK(data.labels == std::vector{0, 2});
  CHECK(data.class_names == std::vector<std::string>{"0", "1", "2"});
  CHECK(data.feature_names[5] == "p1_2");
}

TEST_CASE("a broken IDX file is refused", "[idx]") {
  struct Row {
    std::string images, labels, error;
  };
  for (const Row& row : std::vector<Row>{
           {"", labels, "the file is cut off"},
           {images.substr(0, 9), labels, "the file is cut off"},
           {"P5 28 28 255", labels, "this is not an IDX file"},
           {header(13, {1, 1, 1}) + "abcd", labels, "items of type 0x0d are not bytes"},
           {labels, labels, "images have 3 dimensions, this file has 1"},
           {images, images, "labels have 1 dimension, this file has 3"},
           {images.substr(0, images.size() - 1), labels,
            "the file is too small for 2 × 2 × 3 bytes of images"},
           {images + "x", labels, "the file goes on behind its last item"},
           {images, labels + "x", "the file goes on behind its last item"},
           {images, header(8, {3}) + "abc", "2 images, but 3 labels"},
           {header(8, {0, 28, 28}), labels, "0 × 28 × 28 images are none"},
           {header(8, {5, 0, 28}), labels, "5 × 0 × 28 images are none"},
           {header(8, {60000, 28, 28}), labels,
            "the file is too small for 60000 × 28 × 28 bytes of images"},
           {header(8, {0xffffffff, 0xffffffff, 0xffffffff}), labels,
            "4294967295 × 4294967295 × 4294967295 bytes of images are too many"},
       }) {
    INFO(row.error);
    CHECK(error_of([&] { Files(row.images, row.labels).read(); }).find(row.error + "\n") == 0);
  }
}

TEST_CASE("an error names the file that is at fault", "[idx]") {
  const Files files(images + "x", labels);
  CHECK(error_of([&] { files.read(); }) == "the file goes on behind its last item\n  " +
                                               files.images +
                                               "\nFetch the file again: it is damaged.");
}

TEST_CASE("what is no IDX file is called what it is", "[idx]") {
  const Workplace place;
  const auto refusal = [&](const std::string& bytes) {
    write_file(place / "train-images-idx3-ubyte", bytes);
    write_file(place / "train-labels-idx1-ubyte", labels);
    return error_of([&] { read_idx_folder<float>(place / "."); });
  };
  CHECK(refusal("<html><body>404").starts_with("this is a page of HTML or XML\n"));
  CHECK(refusal("PK\x03\x04....").starts_with("this is a ZIP archive"));
  CHECK(refusal("hello").starts_with("this is not an IDX file\n"));
  CHECK(refusal(std::string("\0\0\x08\x04........", 12))
            .ends_with("Images are read that are grey: of so many rows and columns."));
}

TEST_CASE("a folder of tables is told from one of images", "[idx]") {
  const Workplace place;
  write_file(place / "b.csv", "");
  write_file(place / "a.CSV", "");
  CHECK(error_of([&] {
          read_idx_folder<float>(place / "");
        }).ends_with(" Of a table name the file: --data " + (place / "a.CSV")));
}

TEST_CASE("a folder is read by the usual names", "[idx]") {
  for (const char* separator : {"-", "."}) {
    const Workplace place;
    const auto path = [&](const char* part, const char* kind) {
      return place / (part + std::string(separator) + kind + "-ubyte");
    };
    CHECK(error_of([&] {
            read_idx_folder<float>(place / ".");
          }).find("there are no IDX files in '") == 0);
    write_file(path("train-images", "idx3"), images);
    CHECK(error_of([&] {
            read_idx_folder<float>(place / ".");
          }).find("there are images but no labels\n") == 0);
    write_file(path("train-labels", "idx1"), labels);
    CHECK(read_idx_folder<float>(place / ".").test.samples() == 0);
    write_file(path("t10k-images", "idx3"), header(8, {1, 2, 3}) + "abcdef");
    write_file(path("t10k-labels", "idx1"), header(8, {1}) + std::string(1, '\0'));
    const auto [train, test] = read_idx_folder<float>(place / ".");
    CHECK(train.samples() == 2);
    CHECK(test.samples() == 1);
    CHECK(test.class_names == train.class_names);
    write_file(path("t10k-images", "idx3"), header(8, {1, 3, 2}) + "abcdef");
    CHECK(error_of([&] {
            read_idx_folder<float>(place / ".");
          }).find("training images are 3 × 2, test images 2 × 3\n") == 0);
  }
}

TEST_CASE("folders are read as others name and nest them", "[idx]") {
  const std::string other = header(8, {2}) + std::string("\1\2", 2);
  for (const std::string folder : {"MNIST/raw/", "raw/", ""})
    for (const std::string part : {"train-images-idx3-ubyte", "TRAIN-IMAGES-IDX3-UBYTE"}) {
      const Workplace place;
      std::filesystem::create_directories(place / ("data/" + folder));
      std::string label_file = part;
      label_file.replace(6, 6, part[0] == 'T' ? "LABELS" : "labels");
      label_file.replace(label_file.find('3'), 1, "1");
      write_file(place / ("data/" + folder + part), images);
      write_file(place / ("data/" + folder + label_file), labels);
      CHECK(read_idx_folder<float>(place / "data").train.samples() == 2);
    }
  const Workplace place;
  const auto write = [&](const std::string& name, const std::string& bytes) {
    std::filesystem::create_directories(std::filesystem::path(place / name).parent_path());
    write_file(place / name, bytes);
  };
  write("a/emnist-letters-test-images-idx3-ubyte", images);
  write("a/emnist-letters-test-labels-idx1-ubyte", other);
  write("a/emnist-letters-mapping.txt", "1 65 97\n2 66 98\n");
  const auto [train, test] = read_idx_folder<double>(place / "a");
  CHECK(train.samples() == 0);  // files for the test alone
  CHECK(test.class_names == std::vector<std::string>{"A", "B"});
  CHECK(test.labels == std::vector<int>{0, 1});  // labels from 1: there is no class 0
  CHECK(test.width == 2);                        // column after column: set upright
  CHECK(test.height == 3);
  CHECK(test.inputs(5, 1) == 1);
  CHECK(test.notes.size() == 1);
  CHECK(read_idx_folder<double>(place / "a", Transposed::no).test.width == 3);
  write("a/emnist-digits-test-labels-idx1-ubyte", labels);
  CHECK(error_of([&] {
          read_idx_folder<double>(place / "a");
        }).starts_with("there are 2 data sets in '"));
  write("b/emnist-letters-test-images-idx3-ubyte", images);
  CHECK(error_of([&] {
          read_idx_folder<double>(place / ".");
        }).starts_with("there are IDX files in 2 folders of '"));
}

TEST_CASE("pixels of columns become pixels of rows", "[idx]") {
  const Files files(header(8, {1, 2, 3}) + std::string("\0\1\2\3\4\5", 6),
                    header(8, {1}) + std::string(1, '\1'));
  const Dataset data = read_idx<double>(files.images, files.labels, Transposed::yes);
  const double expected[] = {0, 3, 1, 4, 2, 5};  // three rows of two
  for (int i = 0; i < 6; ++i) CHECK(255 * data.inputs(i, 0) == Approx(expected[i]));
  CHECK(data.class_names == std::vector<std::string>{"1"});
}

TEST_CASE("gzipped files are read like plain ones, and refused when damaged", "[idx]") {
  const Files files(images, labels);
  if (!gzip(files.images) || !gzip(files.labels)) {
    WARN("skipped: gzip is missing");
    return;
  }
  CHECK(read_idx<double>(files.images + ".gz", files.labels + ".gz").inputs ==
        Files(images, labels).read().inputs);

  const std::string gzipped = read_file(files.images + ".gz");
  const auto error_when = [&](const std::string& bytes) {
    return error_of([&] { Files(bytes, labels).read(); });
  };
  for (std::size_t size = 2; size < gzipped.size(); ++size) {
    INFO(size << " of " << gzipped.size() << " bytes");
    CHECK(error_when(gzipped.substr(0, size)) != "(no error)");
  }
  std::string changed = gzipped;
  changed[changed.size() - 6] ^= 1;  // in the checksum
  CHECK(error_when(changed).find("cannot read") == 0);
}

TEST_CASE("a gzipped header that promises more than deflate can hold is refused", "[idx]") {
  const Files files(header(8, {60000, 28, 28}) + std::string(1000, '\0'), labels);
  if (!gzip(files.images)) {
    WARN("skipped: gzip is missing");
    return;
  }
  CHECK(error_of([&] {
          read_idx<double>(files.images + ".gz", files.labels);
        }).find("the file is too small for 60000 × 28 × 28 bytes of images") == 0);
}

TEST_CASE("images that are kept as bytes are the same images", "[idx]") {
  const Files files(images, labels);
  const Dataset numbers = files.read();
  for (const Transposed transposed : {Transposed::no, Transposed::yes}) {
    Dataset bytes = read_idx<double>(files.images, files.labels, transposed, KeepImages::as_bytes);
    CHECK(bytes.inputs.cols() == 0);
    CHECK(bytes.samples() == numbers.samples());
    CHECK(bytes.feature_names.size() == bytes.features());
    unpack(bytes);
    CHECK(bytes.inputs == read_idx<double>(files.images, files.labels, transposed).inputs);
  }
}

TEST_CASE("real files are read, where there are any", "[idx]") {
  const char* folder = std::getenv("STEPGRAD_SHARED_DATA");
  if (!folder) {
    WARN("skipped: set STEPGRAD_SHARED_DATA to a folder with mnist/ and small/");
    return;
  }
  const std::filesystem::path place(folder);
  const auto mnist = read_idx_folder<float>((place / "mnist").string());
  CHECK(mnist.train.samples() == 60'000);
  CHECK(mnist.test.samples() == 10'000);
  CHECK(mnist.train.classes() == 10);
  CHECK(mnist.train.inputs.cast<double>().mean() ==
        Approx(0.1307).margin(1e-4));  // as is well known
  const Dataset iris = read_csv((place / "small" / "iris.csv").string());
  CHECK(iris.samples() == 150);
  CHECK(iris.class_names == std::vector<std::string>{"setosa", "versicolor", "virginica"});
  const Dataset digits = read_csv((place / "small" / "digits.csv.gz").string());
  CHECK(digits.samples() == 1797);
  CHECK(digits.features() == 64);
  CHECK(digits.classes() == 10);
}
