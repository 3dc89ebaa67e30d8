// The bytes of a data file from the first to the last, inflated where the file is gzipped.
//
// However large the file, no more than a piece of it is in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace stepgrad {

/// Something to be read from beginning to end, again and again.
class Bytes {
 public:
  virtual ~Bytes() = default;

  /// The next bytes, at most as many as `into` holds; 0 at the end. Throws Error (machine) if the
  /// file cannot be read, or is gzipped and damaged.
  virtual std::size_t read(std::span<char> into) = 0;

  /// Back to the first byte.
  virtual void rewind() = 0;

  /// How many bytes there can be at most: of a plain file its size, of a gzipped one 1032 times
  /// that, which is the most that deflate can squeeze.
  virtual std::uint64_t most() const = 0;
};

/// The file's bytes, inflated if it begins as gzipped files do. Throws Error (machine) if there is
/// no such file, and Error if it is gzipped and the kit was built without zlib.
std::unique_ptr<Bytes> open_bytes(const std::string& path);

/// The bytes of a text, which must live as long.
std::unique_ptr<Bytes> bytes_of(std::string_view text);

}  // namespace stepgrad
