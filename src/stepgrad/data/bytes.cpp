#include <stepgrad/data/bytes.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#ifdef STEPGRAD_ZLIB
#include <zlib.h>
#endif

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, std::string_view why, const char* mend,
                       Fault fault = Fault::machine) {
  throw Error(fmt::format("cannot read '{}': {}", path, why), "", mend, fault);
}

class PlainFile : public Bytes {
 public:
  PlainFile(const std::string& path, std::uint64_t size)
      : path_(path), size_(size), file_(std::fopen(path.c_str(), "rb"), std::fclose) {
    if (!file_) fail(path, std::strerror(errno), "May you read it?");
  }
  std::size_t read(std::span<char> into) override {
    const std::size_t bytes = std::fread(into.data(), 1, into.size(), file_.get());
    if (bytes == 0 && std::ferror(file_.get()))
      fail(path_, std::strerror(errno), "Is the disk in order?");
    return bytes;
  }
  void rewind() override { std::rewind(file_.get()); }
  std::uint64_t most() const override { return size_; }

 private:
  std::string path_;
  std::uint64_t size_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

class Text : public Bytes {
 public:
  explicit Text(std::string_view text) : text_(text), rest_(text) {}
  std::size_t read(std::span<char> into) override {
    const std::size_t bytes = rest_.copy(into.data(), into.size());
    rest_.remove_prefix(bytes);
    return bytes;
  }
  void rewind() override { rest_ = text_; }
  std::uint64_t most() const override { return text_.size(); }

 private:
  std::string_view text_, rest_;
};

#ifdef STEPGRAD_ZLIB
class GzippedFile : public Bytes {
 public:
  GzippedFile(const std::string& path, std::uint64_t size)
      : path_(path), size_(size), file_(gzopen(path.c_str(), "rb"), gzclose) {
    if (!file_) fail(path, std::strerror(errno), "May you read it?");
  }
  std::size_t read(std::span<char> into) override {
    constexpr std::size_t most_at_once = 1 << 30;  // zlib counts in int
    const auto wanted = static_cast<unsigned>(std::min(into.size(), most_at_once));
    const int bytes = gzread(file_.get(), into.data(), wanted);
    int status = Z_OK;
    gzerror(file_.get(), &status);
    if (status == Z_ERRNO) fail(path_, std::strerror(errno), "Is the disk in order?");
    if (bytes < 0 || status == Z_BUF_ERROR)  // the latter: it ends in the middle
      fail(path_,
           status == Z_BUF_ERROR ? "the gzipped data is cut off" : "the gzipped data is damaged",
           "Fetch the file again.", Fault::input);
    return static_cast<std::size_t>(bytes);
  }
  void rewind() override { gzrewind(file_.get()); }
  std::uint64_t most() const override { return size_ * 1032; }

 private:
  std::string path_;
  std::uint64_t size_;
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file_;
};
#endif

bool is_gzipped(Bytes& bytes) {
  char start[2] = {};
  const bool gzipped = bytes.read(start) == 2 && start[0] == '\x1f' && start[1] == '\x8b';
  bytes.rewind();
  return gzipped;
}

}  // namespace

std::unique_ptr<Bytes> open_bytes(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status))
    fail(path, "there is no such file",
         "Is the path right? It is taken from the current directory.");
  if (!fs::is_regular_file(status))
    fail(path, fs::is_directory(status) ? "it is a directory" : "it is not a file",
         "A file is wanted: data is read more than once.");
  const std::uint64_t size = fs::file_size(path, error);
  auto plain = std::make_unique<PlainFile>(path, size);
  if (!is_gzipped(*plain)) return plain;
#ifdef STEPGRAD_ZLIB
  return std::make_unique<GzippedFile>(path, size);
#else
  throw Error(fmt::format("'{}' is gzipped, and this stepgrad was built without zlib", path), "",
              "Unpack it with gunzip, or install zlib1g-dev and build again.", Fault::machine);
#endif
}

std::unique_ptr<Bytes> bytes_of(std::string_view text) { return std::make_unique<Text>(text); }

}  // namespace stepgrad
