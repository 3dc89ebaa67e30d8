// Files, read whole; written whole or not at all.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace stepgrad {

/// The whole file. Throws Error (machine) if it cannot be read.
std::string read_file(const std::filesystem::path& path);

/// Everything from standard input up to its end.
std::string read_standard_input();

/// Is a file that has been written to outlast a power cut?
enum class Durable { no, yes };

/// A file that is written piece by piece: a temporary file beside it takes its name when it is
/// finished. Until then, and for ever if it never is, what was there stays. Who may read and write
/// the file stays as it was. All but the destructor throws Error (machine) if that is not possible
/// (no such directory, no permission, disk full).
class FileWriter {
 public:
  explicit FileWriter(const std::filesystem::path& path);
  ~FileWriter();
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;

  void write(std::string_view piece);
  /// Durable: on the disk when this returns.
  void finish(Durable durable = Durable::no);

 private:
  void require(bool done);

  std::filesystem::path path_, real_, target_;
  bool in_place_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

/// The same at once, of a whole text.
void write_file(const std::filesystem::path& path, std::string_view text,
                Durable durable = Durable::no);

/// Keeps out of a directory whoever else asks for this lock of it. It ends with the process,
/// however that ends. Where directories cannot be locked (some network drives), nobody is kept out.
class DirectoryLock {
 public:
  enum class IfTaken { wait, leave };

  DirectoryLock(const std::filesystem::path& directory, IfTaken if_taken);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

  /// Had somebody else the lock, so that it was left to them?
  bool is_taken() const { return is_taken_; }

 private:
  int descriptor_;
  bool is_taken_;
};

/// Makes the directory and those above it, where they are not there yet. Throws Error (machine) if
/// that is not possible.
void make_directory(const std::filesystem::path& directory);

}  // namespace stepgrad
