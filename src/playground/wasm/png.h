// In the place of libpng where there is none: a picture for the page around it, which need not be
// small, for it goes nowhere.
//
// As much of what libpng calls its simplified way of writing as plot/bitmap.cpp is written for: bytes,
// grey or red-green-blue, in a zlib stream that keeps them as they are (RFC 1950 and 1951, stored
// blocks).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include <zlib.h>

using png_uint_32 = std::uint32_t;
using png_alloc_size_t = std::size_t;

constexpr png_uint_32 PNG_IMAGE_VERSION = 1;
constexpr png_uint_32 PNG_FORMAT_GRAY = 0, PNG_FORMAT_RGB = 2;  // as a PNG itself has them

struct png_image {
  png_uint_32 version, width, height, format;
  char message[64];
};

namespace stepgrad_png {

/// The bytes of a row of pixels.
inline std::size_t row(const png_image& image) {
  return image.width * (image.format == PNG_FORMAT_GRAY ? 1 : 3);
}

inline std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift);
  return bytes;
}

inline std::string chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const auto* bytes = reinterpret_cast<const unsigned char*>(body.data());
  return big_endian(static_cast<std::uint32_t>(data.size())) + body +
         big_endian(static_cast<std::uint32_t>(crc32_z(0, bytes, body.size())));
}

inline std::string stored(const std::string& data) {
  constexpr std::size_t most = 65535;
  std::string stream = "\x78\x01";
  std::uint32_t a = 1, b = 0;  // Adler-32
  for (const unsigned char byte : data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  for (std::size_t from = 0; from < data.size(); from += most) {
    const std::size_t length = std::min(most, data.size() - from);
    stream += from + length == data.size() ? '\1' : '\0';
    for (const std::size_t number : {length, ~length})
      stream += {static_cast<char>(number), static_cast<char>(number >> 8)};
    stream += data.substr(from, length);
  }
  return stream + big_endian(b << 16 | a);
}

}  // namespace stepgrad_png

/// With room for chunks, block heads and sums.
inline std::size_t PNG_IMAGE_PNG_SIZE_MAX(const png_image& image) {
  const std::size_t bytes = (stepgrad_png::row(image) + 1) * image.height;
  return bytes + 5 * (bytes / 65535 + 1) + 128;
}

inline int png_image_write_to_memory(png_image* image, void* memory, png_alloc_size_t* size, int,
                                     const void* buffer, int, const void*) {
  using namespace stepgrad_png;
  const char* from = static_cast<const char*>(buffer);
  std::string rows;
  for (png_uint_32 y = 0; y < image->height; ++y, from += row(*image))
    rows += '\0' + std::string(from, row(*image));  // 0: not filtered
  const std::string head = big_endian(image->width) + big_endian(image->height) + '\b' +
                           static_cast<char>(image->format) + std::string(3, '\0');
  const std::string file =
      "\x89PNG\r\n\x1a\n" + chunk("IHDR", head) + chunk("IDAT", stored(rows)) + chunk("IEND", "");
  *size = file.size();
  std::memcpy(memory, file.data(), file.size());
  return 1;
}
