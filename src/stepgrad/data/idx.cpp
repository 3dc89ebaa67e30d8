#include <stepgrad/data/idx.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/bytes.hpp>
#include <stepgrad/data/csv_numbers.hpp>
#include <stepgrad/data/csv_records.hpp>
#include <stepgrad/data/file_kind.hpp>
#include <stepgrad/data/pixels.hpp>

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
    if (magic[0] != 0 || magic[1] != 0) throw other_kind();
    if (magic[2] != type_of_bytes)
      throw broken(path_, fmt::format("items of type 0x{:02x} are not bytes", magic[2]),
                   "Images and labels of bytes (0x08) are read.");
    if (magic[3] != dimensions)
      throw broken(path_,
                   fmt::format("{} have {}, this file has {}", what,
                               counted(dimensions, "dimension"), magic[3]),
                   magic[3] > 3 ? "Images are read that are grey: of so many rows and columns."
                                : "Are images and labels mixed up?");
  }

  /// What it is, if that can be told.
  Error other_kind() {
    std::array<char, 256> beginning;
    bytes_.rewind();
    const std::size_t size = bytes_.read(beginning);
    if (const OtherKind* kind = kind_other_than_csv({beginning.data(), size}))
      return broken(path_, kind->what, kind->mend);
    return broken(path_, "this is not an IDX file", "It should begin with two zero bytes.");
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

Pixels read_images(IdxFile& file) {
  const std::size_t pixels = std::size_t{file.sizes()[1]} * file.sizes()[2];
  Pixels images(static_cast<Eigen::Index>(pixels), static_cast<Eigen::Index>(file.count()));
  file.read({images.data(), pixels * file.count()});
  file.end();
  return images;
}

bool is_emnist(const std::string& path) {
  return lower(fs::path(path).filename().string()).starts_with("emnist");
}

/// Each image with its rows and columns exchanged.
template <class Scalar>
void transpose(DatasetOf<Scalar>& data) {
  const Eigen::Index rows = data.height, columns = data.width;
  for (auto image : data.pixels.colwise()) {
    const Eigen::VectorX<std::uint8_t> stored = image;
    for (Eigen::Index i = 0; i < stored.size(); ++i)
      image[i % columns * rows + i / columns] = stored[i];
  }
  std::swap(data.width, data.height);
}

// Folders.

/// The files of one data set.
struct IdxSet {
  struct Part {
    std::string images, labels;
  };
  std::string name;  // what stands before "train" and "t10k"
  Part train, test;
  std::string mapping;
};

/// Puts the file where its name says. A plain file goes before a gzipped one.
void take(const fs::path& path, std::map<std::string, IdxSet>& sets) {
  const std::string name = lower(path.filename().string());
  if (const std::size_t mapping = name.find("mapping.txt"); mapping != name.npos) {
    sets[name.substr(0, mapping)].mapping = path.string();
    return;
  }
  for (const char* part : {"train", "t10k", "test"})
    for (const char* kind : {"-images", "-labels"}) {
      const std::size_t begin = name.find(std::string(part) + kind);
      if (begin == name.npos || name.find("idx", begin) == name.npos) continue;
      IdxSet& set = sets[name.substr(0, begin)];
      IdxSet::Part& files = std::string_view(part) == "train" ? set.train : set.test;
      std::string& file = std::string_view(kind) == "-images" ? files.images : files.labels;
      if (file.empty() || !name.ends_with(".gz")) file = path.string();
      return;
    }
}

/// The sets of a folder that have images or labels.
std::vector<IdxSet> sets_in(const fs::path& folder) {
  std::map<std::string, IdxSet> sets;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (!entry.is_directory(ignored)) take(entry.path(), sets);
  std::vector<IdxSet> found;
  for (auto& [name, set] : sets) {
    set.name = name;
    if (!(set.train.images + set.train.labels + set.test.images + set.test.labels).empty())
      found.push_back(set);
  }
  return found;
}

/// The folder itself, or those below it that have a set.
std::vector<fs::path> folders_with_sets(const fs::path& folder, int depth = 2) {
  if (!sets_in(folder).empty()) return {folder};
  std::vector<fs::path> found;
  std::error_code ignored;
  if (depth > 0)
    for (const auto& entry : fs::directory_iterator(folder, ignored))
      if (entry.is_directory(ignored))
        for (const fs::path& below : folders_with_sets(entry.path(), depth - 1))
          found.push_back(below);
  std::sort(found.begin(), found.end());
  return found;
}

/// " Is it 'a.csv'? Then name that", if tables stand there instead.
std::string advice_for_tables(const std::string& folder) {
  std::vector<std::string> tables;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = lower(entry.path().filename().string());
    if (name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".csv.gz"))
      tables.push_back(entry.path().string());
  }
  std::sort(tables.begin(), tables.end());
  return tables.empty() ? "" : fmt::format(" Of a table name the file: --data {}", tables[0]);
}

/// Throws Error unless there is exactly one.
IdxSet set_of(const std::string& folder) {
  const std::vector<fs::path> folders = folders_with_sets(folder);
  if (folders.empty())
    throw Error(fmt::format("there are no IDX files in '{}'", folder), "",
                "Wanted are train-images-idx3-ubyte and train-labels-idx1-ubyte, .gz or not." +
                    advice_for_tables(folder),
                Fault::machine);
  std::vector<std::string> names;
  for (const fs::path& path : folders) names.push_back(path.string());
  if (names.size() > 1)
    throw Error(fmt::format("there are IDX files in {} folders of '{}'", names.size(), folder), "",
                fmt::format("Name one of them: {}.", listed(names)));
  std::vector<IdxSet> sets = sets_in(folders[0]);
  if (sets.size() == 1) return sets[0];
  names.clear();
  for (const IdxSet& set : sets) names.push_back(fmt::format("'{}'", set.name));
  throw Error(fmt::format("there are {} data sets in '{}': {}", sets.size(), folders[0].string(),
                          listed(names)),
              "", "Put the one that is wanted into a folder of its own.");
}

template <class Scalar>
std::optional<DatasetOf<Scalar>> read_part(const IdxSet::Part& part, Transposed transposed,
                                           KeepImages kept) {
  const bool images = !part.images.empty(), labels = !part.labels.empty();
  if (!images && !labels) return std::nullopt;
  if (!images || !labels)
    throw Error(fmt::format("there are {} but no {}", images ? "images" : "labels",
                            images ? "labels" : "images"),
                fmt::format("  {}", images ? part.images : part.labels),
                "Put them beside each other.", Fault::machine);
  return read_idx<Scalar>(part.images, part.labels, transposed, kept);
}

/// EMNIST's: a line for each label, "10 65" or "1 65 97": the label, and the code of its letter.
std::map<std::string, std::string> read_mapping(const std::string& path) {
  std::map<std::string, std::string> names;
  CsvRecords lines(Bytes::of_file(path), path, ' ');
  while (lines.next()) {
    const auto fields = lines.fields();
    const auto code = fields.size() < 2 ? std::nullopt : whole_number(fields[1]);
    if (!code || !whole_number(fields[0]) || *code <= ' ' || *code > '~')
      throw lines.error("this is no label with the code of its letter", 0, "",
                        "A line is '10 65', as in EMNIST's mapping.");
    names[std::string(fields[0])] = std::string(1, static_cast<char>(*code));
  }
  return names;
}

/// Gives the classes the names of the mapping, if it has one for each and none twice.
template <class Scalar>
void name_classes(DatasetOf<Scalar>& data, const std::string& path) {
  if (path.empty()) return;
  const std::map<std::string, std::string> names = read_mapping(path);
  std::vector<std::string> renamed;
  for (const std::string& name : data.class_names)
    if (const auto known = names.find(name); known != names.end()) renamed.push_back(known->second);
  const std::set<std::string> different(renamed.begin(), renamed.end());
  if (different.size() == data.class_names.size()) data.class_names = std::move(renamed);
}

/// The labels of the one as those of the other, whose classes may begin with 1 where these begin
/// with 0.
template <class Scalar>
void relabel(DatasetOf<Scalar>& test, const DatasetOf<Scalar>& train, const std::string& folder) {
  std::vector<int> label_of;
  for (const std::string& name : test.class_names) {
    const auto known = std::find(train.class_names.begin(), train.class_names.end(), name);
    label_of.push_back(static_cast<int>(known - train.class_names.begin()));
  }
  for (int& label : test.labels) {
    const int known = label_of[static_cast<std::size_t>(label)];
    if (known == train.classes())
      throw Error(fmt::format("the test has a class '{}', the training has none",
                              test.class_names[static_cast<std::size_t>(label)]),
                  fmt::format("  {}", folder), "Do these files belong together?");
    label = known;
  }
  test.class_names = train.class_names;
}

}  // namespace

template <class Scalar>
DatasetOf<Scalar> read_idx(const std::string& images, const std::string& labels,
                           Transposed transposed, KeepImages kept) {
  IdxFile image_file(images, "images", 3), label_file(labels, "labels", 1);
  if (image_file.count() != label_file.count())
    throw Error(fmt::format("{} images, but {} labels", image_file.count(), label_file.count()),
                fmt::format("  {}\n  {}", images, labels), "Do these files belong together?");
  DatasetOf<Scalar> data;
  data.height = static_cast<int>(image_file.sizes()[1]);
  data.width = static_cast<int>(image_file.sizes()[2]);
  data.labels = read_labels(label_file);
  const auto [least, most] = std::minmax_element(data.labels.begin(), data.labels.end());
  const int first = std::min(*least, 1);
  for (int label = first; label <= *most; ++label)
    data.class_names.push_back(fmt::format("{}", label));
  for (int& label : data.labels) label -= first;
  data.pixels = read_images(image_file);
  data.inputs.resize(data.pixels.rows(), 0);
  if (transposed == Transposed::yes || (transposed == Transposed::found_out && is_emnist(images))) {
    transpose(data);
    data.notes.push_back(
        "its images are stored column after column, as EMNIST's are, and set upright "
        "(--transpose no leaves them)");
  }
  for (Eigen::Index i = 0; i < data.inputs.rows(); ++i)
    data.feature_names.push_back(fmt::format("p{}_{}", i / data.width, i % data.width));
  if (kept == KeepImages::as_numbers) unpack(data);
  return data;
}

template <class Scalar>
SplitOf<Scalar> read_idx_folder(const std::string& folder, Transposed transposed, KeepImages kept) {
  const IdxSet set = set_of(folder);
  auto train = read_part<Scalar>(set.train, transposed, kept);
  auto test = read_part<Scalar>(set.test, transposed, kept);
  if (test && train && (test->width != train->width || test->height != train->height))
    throw Error(fmt::format("training images are {} × {}, test images {} × {}", train->width,
                            train->height, test->width, test->height),
                fmt::format("  {}", folder), "Do these files belong together?");
  if (test && train) relabel(*test, *train, folder);
  for (auto* part : {&train, &test})
    if (*part) name_classes(**part, set.mapping);
  return {train ? std::move(*train) : DatasetOf<Scalar>(),
          test ? std::move(*test) : DatasetOf<Scalar>()};
}

template DatasetOf<float> read_idx(const std::string&, const std::string&, Transposed, KeepImages);
template DatasetOf<double> read_idx(const std::string&, const std::string&, Transposed, KeepImages);
template SplitOf<float> read_idx_folder(const std::string&, Transposed, KeepImages);
template SplitOf<double> read_idx_folder(const std::string&, Transposed, KeepImages);

}  // namespace stepgrad
