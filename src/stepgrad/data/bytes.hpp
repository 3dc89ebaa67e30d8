// The bytes of a data file from the first to the last, inflated where the file is gzipped.
//
// However large the file, no more than a piece of it is in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct gzFile_s;  // zlib's

namespace stepgrad {

/// A number that changes when bytes do (CRC-32, zlib's); it goes on from that of those before them.
std::uint32_t check_number(std::string_view bytes, std::uint32_t from = 0);

/// For whoever waits: while it lives, `see` is told again and again which file is being read, and what
/// share of it has been. One at a time.
class ReadingWatch {
 public:
  using See = std::function<void(const std::string& path, double share)>;

  explicit ReadingWatch(See see);
  ~ReadingWatch();
  ReadingWatch(const ReadingWatch&) = delete;
  ReadingWatch& operator=(const ReadingWatch&) = delete;
};

/// Something to be read from beginning to end, again and again.
class Bytes {
 public:
  /// The file's bytes, inflated if it begins as gzipped files do. A pipe, which can be read but
  /// once, is read into memory. Throws Error (machine) if there is no such file.
  static Bytes of_file(const std::string& path);

  /// The bytes of a text, which must live as long.
  static Bytes of_text(std::string_view text);

  /// The next bytes, at most as many as `into` holds; 0 at the end. Throws Error (machine) if the
  /// file cannot be read, and Error if it is gzipped and damaged.
  std::size_t read(std::span<char> into);

  /// Back to the first byte.
  void rewind();

  /// How many bytes there can be at most: of a plain file its size, of a gzipped one 1032 times
  /// that, which is the most that deflate can squeeze.
  std::uint64_t most() const { return most_; }

 private:
  explicit Bytes(std::uint64_t most);
  void keep_all();
  void tell_watch() const;

  std::uint64_t most_;
  std::uint64_t size_ = 0;  // of the file as it lies there; 0 of a pipe
  std::string path_;
  std::unique_ptr<gzFile_s, int (*)(gzFile_s*)> file_;  // or null, and a text
  std::string_view text_, rest_;
  std::unique_ptr<std::string> kept_;  // of a pipe; `text_` looks at it
};

}  // namespace stepgrad
