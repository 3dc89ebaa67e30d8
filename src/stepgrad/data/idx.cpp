#include <stepgrad/data/idx.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/data/bytes.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;

constexpr unsigned char type_of_bytes = 8;

Error broken(const std::string& path, const std::string& happened,
             const std::string& mend = "Fetch the file again: it is damaged.") {
  return Error(happened, "  " + path, mend);
}

/// A file whose header has been read and found to fit the file.
class IdxFile {
 public:
  /// `what` it should hold has so many dimensions.
  IdxFile(const std::string& path, std::string_view what, std::size_t dimensions)
      : path_(path), bytes_(Bytes::of_file(path)) {
    check_magic(what, dimensions);
    for (std::size_t i = 0; i < dimensions; ++i) sizes_.push_back(read_size());
    check_sizes(what);
  }

  std::size_t count() const { return sizes_[0]; }
  const std::vector<std::uint32_t>& sizes() const { return sizes_; }

  /// The next items. Throws Error if the file ends before.
  void read(std::span<unsigned char> items) {
    std::span<char> rest(reinterpret_cast<char*>(items.data()), items.size());
    while (!rest.empty()) {
      const std::size_t bytes = bytes_.read(rest);
      if (bytes == 0) throw broken(path_, "the file is cut off");
      rest = rest.subspan(bytes);
    }
  }

  /// Throws Error if the file goes on.
  void end() {
    char one_more[1];
    if (bytes_.read(one_more) > 0) throw broken(path_, "the file goes on behind its last item");
  }

 private:
  void check_magic(std::string_view what, std::size_t dimensions) {
    std::array<unsigned char, 4> magic{};
    read(magic);
    if (magic[0] != 0 || magic[1] != 0)
      throw broken(path_, "this is not an IDX file", "It should begin with two zero bytes.");
    if (magic[2] != type_of_bytes)
      throw broken(path_, fmt::format("items of type 0x{:02x} are not bytes", magic[2]),
                   "Images and labels of bytes (0x08) are read.");
    if (magic[3] != dimensions)
      throw broken(path_,
                   fmt::format("{} have {} dimension{}, this file has {}", what, dimensions,
                               dimensions == 1 ? "" : "s", magic[3]),
                   "Are images and labels mixed up?");
  }

  std::uint32_t read_size() {
    std::array<unsigned char, 4> bytes{};
    read(bytes);
    std::uint32_t size = 0;
    for (const unsigned char byte : bytes) size = size << 8 | byte;
    return size;
  }

  void check_sizes(std::string_view what) const {
    const std::string shape = fmt::format("{}", fmt::join(sizes_, " × "));
    std::uint64_t items = 1;
    for (const std::uint32_t size : sizes_) {
      if (size == 0) throw broken(path_, fmt::format("{} {} are none", shape, what));
      if (size > most_numbers / items)
        throw broken(path_, fmt::format("{} bytes of {} are too many", shape, what),
                     fmt::format("At most {} can be read.", most_numbers));
      items *= size;
    }
    if (items + header_size() > bytes_.most())
      throw broken(path_, fmt::format("the file is too small for {} bytes of {}", shape, what));
  }

  std::size_t header_size() const { return 4 + 4 * sizes_.size(); }

  std::string path_;
  Bytes bytes_;
  std::vector<std::uint32_t> sizes_;
};

std::vector<int> read_labels(IdxFile& file) {
  std::vector<unsigned char> bytes(file.count());
  file.read(bytes);
  file.end();
  return {bytes.begin(), bytes.end()};
}

template <class Scalar>
Matrix<Scalar> read_images(IdxFile& file) {
  const std::size_t pixels = std::size_t{file.sizes()[1]} * file.sizes()[2];
  Matrix<Scalar> images(static_cast<Eigen::Index>(pixels), static_cast<Eigen::Index>(file.count()));
  std::vector<unsigned char> image(pixels);
  for (auto column : images.colwise()) {
    file.read(image);
    std::transform(image.begin(), image.end(), column.begin(),
                   [](unsigned char byte) { return static_cast<Scalar>(byte) / 255; });
  }
  file.end();
  return images;
}

/// The file in this folder, however its name is spelt.
std::optional<std::string> find_file(const fs::path& folder, const std::string& part,
                                     const std::string& kind) {
  std::error_code ignored;
  for (const char* separator : {"-", "."})
    for (const char* ending : {"", ".gz"}) {
      const fs::path path = folder / fmt::format("{}{}{}-ubyte{}", part, separator, kind, ending);
      if (fs::exists(path, ignored)) return path.string();
    }
  return std::nullopt;
}

template <class Scalar>
std::optional<DatasetOf<Scalar>> read_part(const std::string& folder, const std::string& part) {
  const auto images = find_file(folder, part + "-images", "idx3");
  const auto labels = find_file(folder, part + "-labels", "idx1");
  if (!images && !labels) return std::nullopt;
  if (!images || !labels)
    throw Error(fmt::format("there are {} but no {}", images ? "images" : "labels",
                            images ? "labels" : "images"),
                fmt::format("  {}", images ? *images : *labels), "Put them beside each other.",
                Fault::machine);
  return read_idx<Scalar>(*images, *labels);
}

}  // namespace

template <class Scalar>
DatasetOf<Scalar> read_idx(const std::string& images, const std::string& labels) {
  IdxFile image_file(images, "images", 3), label_file(labels, "labels", 1);
  if (image_file.count() != label_file.count())
    throw Error(fmt::format("{} images, but {} labels", image_file.count(), label_file.count()),
                fmt::format("  {}\n  {}", images, labels), "Do these files belong together?");
  DatasetOf<Scalar> data;
  data.height = static_cast<int>(image_file.sizes()[1]);
  data.width = static_cast<int>(image_file.sizes()[2]);
  data.labels = read_labels(label_file);
  const int last = *std::max_element(data.labels.begin(), data.labels.end());
  for (int label = 0; label <= last; ++label) data.class_names.push_back(fmt::format("{}", label));
  data.inputs = read_images<Scalar>(image_file);
  for (Eigen::Index i = 0; i < data.inputs.rows(); ++i)
    data.feature_names.push_back(fmt::format("p{}_{}", i / data.width, i % data.width));
  return data;
}

template <class Scalar>
SplitOf<Scalar> read_idx_folder(const std::string& folder) {
  auto train = read_part<Scalar>(folder, "train");
  auto test = read_part<Scalar>(folder, "t10k");
  if (!train)
    throw Error(fmt::format("there are no IDX files in '{}'", folder), "",
                "Wanted are train-images-idx3-ubyte and train-labels-idx1-ubyte, .gz or not.",
                Fault::machine);
  if (test && (test->width != train->width || test->height != train->height))
    throw Error(fmt::format("training images are {} × {}, test images {} × {}", train->width,
                            train->height, test->width, test->height),
                fmt::format("  {}", folder), "Do these files belong together?");
  if (test && test->classes() > train->classes())
    throw Error(fmt::format("the test has {} classes, the training only {}", test->classes(),
                            train->classes()),
                fmt::format("  {}", folder), "Do these files belong together?");
  if (test) test->class_names = train->class_names;
  return {std::move(*train), test ? std::move(*test) : DatasetOf<Scalar>()};
}

template DatasetOf<float> read_idx(const std::string&, const std::string&);
template DatasetOf<double> read_idx(const std::string&, const std::string&);
template SplitOf<float> read_idx_folder(const std::string&);
template SplitOf<double> read_idx_folder(const std::string&);

}  // namespace stepgrad
