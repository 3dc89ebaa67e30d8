#include <stepgrad/base/files.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

std::string rest_of(std::FILE* file) {
  std::string text;
  char piece[1 << 16];
  while (const std::size_t bytes = std::fread(piece, 1, sizeof piece, file))
    text.append(piece, bytes);
  return text;
}

[[noreturn]] void fail(std::string_view what, const std::filesystem::path& path, int error,
                       std::string_view mend) {
  throw Error(fmt::format("cannot {} '{}': {}", what, path.string(), std::strerror(error)), "",
              std::string(mend), Fault::machine);
}

constexpr std::string_view mend_of_writing =
    "Is there such a directory, may you write there, is the disk full?";

bool flushed_to_disk(std::FILE* file) {
  return std::fflush(file) == 0 && ::fsync(::fileno(file)) == 0;
}

/// The file behind a link, so that writing replaces the file and not the link.
std::filesystem::path behind_links(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(path, error);
  return error ? path : real;
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  const File file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file)
    fail("read", path, errno, "Is the path right? It is taken from the current directory.");
  errno = 0;
  std::string text = rest_of(file.get());
  if (std::ferror(file.get())) fail("read", path, errno, "A file is wanted, not a directory.");
  return text;
}

std::string read_standard_input() { return rest_of(stdin); }

FileWriter::FileWriter(const std::filesystem::path& path)
    : path_(path), file_(nullptr, std::fclose) {
  std::error_code ignored;
  in_place_ =  // a device, a pipe: there is nothing to replace
      std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored);
  real_ = in_place_ ? path : behind_links(path);
  target_ = real_;
  if (!in_place_) target_ += fmt::format(".{}.part", ::getpid());
  errno = 0;
  file_.reset(std::fopen(target_.c_str(), "wb"));
  if (!file_) fail("write", path_, errno, mend_of_writing);
  struct stat before {};
  if (!in_place_ && ::stat(real_.c_str(), &before) == 0)
    ::fchmod(::fileno(file_.get()), before.st_mode & 07777);
}

FileWriter::~FileWriter() {
  if (!file_) return;
  file_.reset();
  std::error_code ignored;
  if (!in_place_) std::filesystem::remove(target_, ignored);
}

/// Else fails, as errno says.
void FileWriter::require(bool done) {
  if (done) return;
  const int error = errno;
  std::error_code ignored;
  if (!in_place_) std::filesystem::remove(target_, ignored);
  fail("write", path_, error, mend_of_writing);
}

void FileWriter::write(std::string_view piece) {
  require(std::fwrite(piece.data(), 1, piece.size(), file_.get()) == piece.size());
}

void FileWriter::finish(Durable durable) {
  if (durable == Durable::yes) require(flushed_to_disk(file_.get()));
  require(std::fclose(file_.release()) == 0);
  require(in_place_ || std::rename(target_.c_str(), real_.c_str()) == 0);
}

void write_file(const std::filesystem::path& path, std::string_view text, Durable durable) {
  FileWriter file(path);
  file.write(text);
  file.finish(durable);
}

DirectoryLock::DirectoryLock(const std::filesystem::path& directory, IfTaken if_taken)
    : descriptor_(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  const int wanted = if_taken == IfTaken::wait ? LOCK_EX : LOCK_EX | LOCK_NB;
  is_taken_ = descriptor_ >= 0 && ::flock(descriptor_, wanted) != 0 && errno == EWOULDBLOCK;
}

DirectoryLock::~DirectoryLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void make_directory(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error)
    throw Error(
        fmt::format("cannot make the directory '{}': {}", directory.string(), error.message()), "",
        "May you write there? Is there a file of that name?", Fault::machine);
}

}  // namespace stepgrad
