#include <stepgrad/plot/bitmap.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

std::size_t channels(const Bitmap& bitmap) { return static_cast<std::size_t>(bitmap.colors); }

/// Four bytes, the highest first.
std::string number(std::uint32_t value) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}

std::uint32_t byte(char c) { return static_cast<unsigned char>(c); }

/// The checksum of PNG's chunks: the remainder of a division of polynomials (RFC 2083, annex).
std::uint32_t crc32(std::string_view text) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> remainders{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t& rest = remainders[i] = i;
      for (int bit = 0; bit < 8; ++bit) rest = rest & 1 ? 0xedb88320 ^ rest >> 1 : rest >> 1;
    }
    return remainders;
  }();
  std::uint32_t crc = 0xffffffff;
  for (const char c : text) crc = table[(crc ^ byte(c)) & 0xff] ^ crc >> 8;
  return ~crc;
}

/// The checksum of zlib's streams (RFC 1950).
std::uint32_t adler32(std::string_view text) {
  constexpr std::uint32_t prime = 65521;
  std::uint32_t sum = 1, sum_of_sums = 0;
  for (const char c : text) {
    sum = (sum + byte(c)) % prime;
    sum_of_sums = (sum_of_sums + sum) % prime;
  }
  return sum_of_sums << 16 | sum;
}

/// A zlib stream of stored blocks: each says whether it is the last, its size, the size's
/// complement (the lowest byte first), and what is in it.
std::string stored(std::string_view text) {
  constexpr std::size_t largest_block = 0xffff;
  std::string stream = "\x78\x01";
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view block = rest.substr(0, largest_block);
    rest.remove_prefix(block.size());
    stream += rest.empty() ? '\1' : '\0';
    for (const std::size_t size : {block.size(), ~block.size()}) {
      stream += static_cast<char>(size & 0xff);
      stream += static_cast<char>(size >> 8 & 0xff);
    }
    stream += block;
  }
  return stream + number(adler32(text));
}

std::string chunk(const std::string& type, const std::string& data) {
  return number(static_cast<std::uint32_t>(data.size())) + type + data + number(crc32(type + data));
}

/// Each row behind a zero: no filter.
std::string rows(const Bitmap& bitmap) {
  const std::size_t row_size = bitmap.width * channels(bitmap);
  std::string rows;
  rows.reserve((row_size + 1) * bitmap.height);
  for (std::size_t row = 0; row < bitmap.height; ++row) {
    const auto first = bitmap.bytes.begin() + static_cast<std::ptrdiff_t>(row * row_size);
    rows += '\0';
    rows.append(first, first + static_cast<std::ptrdiff_t>(row_size));
  }
  return rows;
}

void check(const Bitmap& bitmap) {
  constexpr std::size_t widest = 1 << 15;
  if (bitmap.width == 0 || bitmap.height == 0 || bitmap.width > widest || bitmap.height > widest)
    throw Error(fmt::format("a picture cannot have {} × {} pixels", bitmap.width, bitmap.height),
                "", fmt::format("Give it 1 to {} each way.", widest));
  if (bitmap.bytes.size() != bitmap.width * bitmap.height * channels(bitmap))
    throw Error(fmt::format("{} bytes for {} × {} pixels", bitmap.bytes.size(), bitmap.width,
                            bitmap.height),
                "", fmt::format("A pixel takes {}.", channels(bitmap)));
}

/// The two pixels (of `size`) between whose centres the centre of the enlarged pixel `i` lies, and
/// how far it is on its way to the second. At the edges both are the same.
struct Neighbours {
  std::size_t first, second;
  double share;

  Neighbours(std::size_t i, std::size_t scale, std::size_t size) {
    const double place =
        std::clamp((static_cast<double>(i) + 0.5) / static_cast<double>(scale) - 0.5, 0.0,
                   static_cast<double>(size - 1));
    first = static_cast<std::size_t>(place);
    second = std::min(first + 1, size - 1);
    share = place - static_cast<double>(first);
  }
};

/// Six bits a letter (RFC 4648).
std::string base64(std::string_view text) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string coded;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const std::string_view three = text.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) bits = bits << 8 | (k < three.size() ? byte(three[k]) : 0);
    for (std::size_t k = 0; k < 4; ++k)
      coded += k <= three.size() ? letters[bits >> (18 - 6 * k) & 63] : '=';
  }
  return coded;
}

}  // namespace

Bitmap enlarged(const Bitmap& bitmap, std::size_t scale) {
  check(bitmap);
  Bitmap large{bitmap.width * scale, bitmap.height * scale, bitmap.colors, {}};
  large.bytes.reserve(bitmap.bytes.size() * scale * scale);
  for (std::size_t y = 0; y < large.height; ++y)
    for (std::size_t x = 0; x < large.width; ++x) {
      const std::size_t pixel = y / scale * bitmap.width + x / scale;
      for (std::size_t k = 0; k < channels(bitmap); ++k)
        large.bytes.push_back(bitmap.bytes[pixel * channels(bitmap) + k]);
    }
  return large;
}

Bitmap smoothed(const Bitmap& bitmap, std::size_t scale) {
  Bitmap large = enlarged(bitmap, scale);
  std::uint8_t* to = large.bytes.data();
  for (std::size_t y = 0; y < large.height; ++y) {
    const Neighbours rows(y, scale, bitmap.height);
    for (std::size_t x = 0; x < large.width; ++x) {
      const Neighbours columns(x, scale, bitmap.width);
      for (std::size_t k = 0; k < channels(bitmap); ++k) {
        const auto at = [&](std::size_t row, std::size_t column) -> double {
          return bitmap.bytes[(row * bitmap.width + column) * channels(bitmap) + k];
        };
        const double above =
            std::lerp(at(rows.first, columns.first), at(rows.first, columns.second), columns.share);
        const double below = std::lerp(at(rows.second, columns.first),
                                       at(rows.second, columns.second), columns.share);
        *to++ = static_cast<std::uint8_t>(std::lround(std::lerp(above, below, rows.share)));
      }
    }
  }
  return large;
}

std::string png(const Bitmap& bitmap) {
  check(bitmap);
  const char color_type = bitmap.colors == Bitmap::Colors::grey ? 0 : 2;
  const std::string header = number(static_cast<std::uint32_t>(bitmap.width)) +
                             number(static_cast<std::uint32_t>(bitmap.height)) +
                             std::string{8, color_type, 0, 0, 0};  // 8 bits a number
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", stored(rows(bitmap))) +
         chunk("IEND", "");
}

std::string data_link(const Bitmap& bitmap) {
  return "data:image/png;base64," + base64(png(bitmap));
}

std::string svg(const Bitmap& bitmap, std::size_t scale) {
  return fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">)"
      "\n"
      R"(<image width="{0}" height="{1}" style="image-rendering:pixelated" )"
      R"(href="{2}"/>)"
      "\n</svg>\n",
      bitmap.width * scale, bitmap.height * scale, data_link(bitmap));
}

}  // namespace stepgrad
