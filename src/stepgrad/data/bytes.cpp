#include <stepgrad/data/bytes.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <zlib.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

[[noreturn]] void fail(const std::string& path, std::string_view why, const char* mend,
                       Fault fault = Fault::machine) {
  throw Error(fmt::format("cannot read '{}': {}", path, why), "", mend, fault);
}

ReadingWatch::See watching;

}  // namespace

ReadingWatch::ReadingWatch(See see) { watching = std::move(see); }
ReadingWatch::~ReadingWatch() { watching = nullptr; }

std::uint32_t check_number(std::string_view bytes, std::uint32_t from) {
  if (bytes.empty()) return from;  // zlib begins anew where there is nothing to look at
  return static_cast<std::uint32_t>(
      crc32_z(from, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

Bytes::Bytes(std::uint64_t most) : most_(most), file_(nullptr, gzclose) {}

Bytes Bytes::of_file(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status))
    fail(path, "there is no such file",
         "Is the path right? It is taken from the current directory.");
  const bool pipe = fs::is_fifo(status);
  if (!pipe && !fs::is_regular_file(status))
    fail(path, fs::is_directory(status) ? "it is a directory" : "it is not a file",
         "A file or a pipe is wanted.");
  Bytes bytes(pipe ? 0 : fs::file_size(path, error));
  bytes.path_ = path;
  bytes.size_ = bytes.most_;
  bytes.file_.reset(gzopen(path.c_str(), "rb"));  // which reads plain files as they are
  if (!bytes.file_) fail(path, std::strerror(errno), "May you read it?");
  if (pipe)
    bytes.keep_all();
  else if (!gzdirect(bytes.file_.get()))
    bytes.most_ *= 1032;
  return bytes;
}

void Bytes::keep_all() {
  constexpr std::size_t most = std::size_t{1} << 31;
  kept_ = std::make_unique<std::string>();
  std::vector<char> piece(1 << 16);
  while (const std::size_t bytes = read(piece)) {
    if (kept_->size() > most)
      fail(path_, "more than 2 GB come through this pipe", "Write them into a file first.",
           Fault::input);
    kept_->append(piece.data(), bytes);
  }
  file_.reset();
  most_ = kept_->size();
  text_ = rest_ = *kept_;
}

Bytes Bytes::of_text(std::string_view text) {
  Bytes bytes(text.size());
  bytes.text_ = bytes.rest_ = text;
  return bytes;
}

std::size_t Bytes::read(std::span<char> into) {
  if (!file_) {
    const std::size_t bytes = rest_.copy(into.data(), into.size());
    rest_.remove_prefix(bytes);
    return bytes;
  }
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
  tell_watch();
  return static_cast<std::size_t>(bytes);
}

void Bytes::tell_watch() const {
  if (watching && size_ > 0)
    watching(path_, static_cast<double>(gzoffset(file_.get())) / static_cast<double>(size_));
}

void Bytes::rewind() {
  rest_ = text_;
  if (file_) gzrewind(file_.get());
}

}  // namespace stepgrad
