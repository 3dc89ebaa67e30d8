// Files, read and written whole.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace stepgrad {

/// The whole file. Throws Error (machine) if it cannot be read.
std::string read_file(const std::filesystem::path& path);

/// Everything from standard input up to its end.
std::string read_standard_input();

/// Is a file that has been written to outlast a power cut?
enum class Durable { no, yes };

/// Writes the whole text or leaves what was there: a temporary file beside it takes its name when
/// complete (durable: and on the disk). Who may read and write the file stays as it was. Throws
/// Error (machine) if that is not possible (no such directory, no permission, disk full).
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
