// Files, read and written whole; what goes wrong is told in full.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iterator>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <string>

#include "catch.hpp"

using namespace stepgrad;
namespace fs = std::filesystem;

namespace {

/// An empty directory that is gone when the test ends.
struct Directory {
  Directory()
      : path(fs::temp_directory_path() / fmt::format("stepgrad_files_test.{}", ::getpid())) {
    fs::create_directory(path);
  }
  ~Directory() { fs::remove_all(path); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), {}));
  }
  fs::path path;
};

template <class Action>
void check_fails(const std::string& message, Action&& action) {
  try {
    action();
    FAIL("nothing was thrown, expected: " << message);
  } catch (const Error& error) {
    CHECK(std::string(error.what()) == message);
    CHECK(error.fault() == Fault::machine);
  }
}

constexpr auto mend_reading = "Is the path right? It is taken from the current directory.";
constexpr auto mend_writing = "Is there such a directory, may you write there, is the disk full?";

}  // namespace

TEST_CASE("what is written is read back, byte for byte", "[files]") {
  const Directory directory;
  const fs::path path = directory.path / "α b.txt";
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  for (const std::string& text :
       {std::string(), std::string("x\r\n"), every_byte, std::string(1 << 20, 'x')}) {
    write_file(path, text);
    CHECK(read_file(path) == text);
  }
}

TEST_CASE("standard input is read up to its end", "[files]") {
  const Directory directory;
  write_file(directory.path / "in", "x * y\nx = 2\n");
  REQUIRE(std::freopen((directory.path / "in").c_str(), "r", stdin));
  CHECK(read_standard_input() == "x * y\nx = 2\n");
  CHECK(read_standard_input() == "");
}

TEST_CASE("writing replaces the whole file and leaves nothing beside it", "[files]") {
  const Directory directory;
  write_file(directory.path / "f", "a long text");
  write_file(directory.path / "f", "short");
  CHECK(read_file(directory.path / "f") == "short");
  CHECK(directory.entries() == 1);
}

TEST_CASE("writing through a link changes what it points to", "[files]") {
  const Directory directory;
  write_file(directory.path / "real", "old");
  fs::create_symlink("real", directory.path / "link");
  write_file(directory.path / "link", "new");
  CHECK(fs::is_symlink(directory.path / "link"));
  CHECK(read_file(directory.path / "real") == "new");
}

TEST_CASE("a file that is not there cannot be read", "[files]") {
  const Directory directory;
  const fs::path path = directory.path / "missing";
  check_fails(
      fmt::format("cannot read '{}': No such file or directory\n{}", path.string(), mend_reading),
      [&] { read_file(path); });
}

TEST_CASE("a directory is not read as a file", "[files]") {
  const Directory directory;
  check_fails(fmt::format("cannot read '{}': Is a directory\nA file is wanted, not a directory.",
                          directory.path.string()),
              [&] { read_file(directory.path); });
}

TEST_CASE("a file that may not be read says so", "[files]") {
  if (::geteuid() == 0) return;  // root may read everything
  const Directory directory;
  const fs::path path = directory.path / "secret";
  write_file(path, "x");
  fs::permissions(path, fs::perms::none);
  check_fails(fmt::format("cannot read '{}': Permission denied\n{}", path.string(), mend_reading),
              [&] { read_file(path); });
}

TEST_CASE("a file cannot be written into a directory that is not there", "[files]") {
  const Directory directory;
  const fs::path path = directory.path / "missing" / "f";
  check_fails(
      fmt::format("cannot write '{}': No such file or directory\n{}", path.string(), mend_writing),
      [&] { write_file(path, "x"); });
  CHECK(directory.entries() == 0);
}

TEST_CASE("a file cannot take the place of a directory", "[files]") {
  const Directory directory;
  const fs::path path = directory.path / "d";
  fs::create_directory(path);
  check_fails(fmt::format("cannot write '{}': Is a directory\n{}", path.string(), mend_writing),
              [&] { write_file(path, "x"); });
  CHECK(fs::is_directory(path));
  CHECK(directory.entries() == 1);
}

TEST_CASE("a full disk is told", "[files]") {
  if (!fs::exists("/dev/full")) return;
  check_fails(fmt::format("cannot write '/dev/full': No space left on device\n{}", mend_writing),
              [] { write_file("/dev/full", "x"); });
  CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("a device is written to, not replaced", "[files]") {
  write_file("/dev/null", "x");
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("who may read a file stays as it was when it is written again", "[files]") {
  const Directory directory;
  const fs::path path = directory.path / "f";
  write_file(path, "first");
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  write_file(path, "second");
  CHECK(fs::status(path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(read_file(path) == "second");
}

TEST_CASE("a directory has one lock, which ends with its holder", "[files]") {
  const Directory directory;
  {
    const DirectoryLock first(directory.path, DirectoryLock::IfTaken::wait);
    CHECK_FALSE(first.is_taken());
    CHECK(DirectoryLock(directory.path, DirectoryLock::IfTaken::leave).is_taken());
  }
  CHECK_FALSE(DirectoryLock(directory.path, DirectoryLock::IfTaken::leave).is_taken());
}
