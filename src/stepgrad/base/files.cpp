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

void write_file(const std::filesystem::path& path, std::string_view text, Durable durable) {
  constexpr std::string_view mend =
      "Is there such a directory, may you write there, is the disk full?";
  std::error_code ignored;
  const bool in_place =  // a device, a pipe: there is nothing to replace
      std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored);
  const std::filesystem::path real = in_place ? path : behind_links(path);
  std::filesystem::path target = real;
  if (!in_place) target += fmt::format(".{}.part", ::getpid());

  errno = 0;
  File file(std::fopen(target.c_str(), "wb"), std::fclose);
  if (!file) fail("write", path, errno, mend);
  struct stat before {};
  if (!in_place && ::stat(real.c_str(), &before) == 0)
    ::fchmod(::fileno(file.get()), before.st_mode & 07777);
  bool written = std::fwrite(text.data(), 1, text.size(), file.get()) == text.size();
  if (durable == Durable::yes) written = written && flushed_to_disk(file.get());
  written = std::fclose(file.release()) == 0 && written;
  if (written && (in_place || std::rename(target.c_str(), real.c_str()) == 0)) return;
  const int error = errno;
  if (!in_place) std::filesystem::remove(target, ignored);
  fail("write", path, error, mend);
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
