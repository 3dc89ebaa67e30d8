// In the place of zlib where there is none: the browser has inflated what it hands over.
//
// Plain files through the names of zlib, and its CRC-32; data/bytes.cpp is written for these.
#pragma once

#include <cstddef>
#include <cstdio>

struct gzFile_s {
  std::FILE* file;
};
using gzFile = gzFile_s*;

constexpr int Z_OK = 0, Z_ERRNO = -1, Z_BUF_ERROR = -5;

inline gzFile gzopen(const char* path, const char* mode) {
  std::FILE* const file = std::fopen(path, mode);
  return file ? new gzFile_s{file} : nullptr;
}
inline int gzclose(gzFile opened) {
  const int status = std::fclose(opened->file);
  delete opened;
  return status;
}
inline int gzdirect(gzFile) { return 1; }
inline int gzread(gzFile opened, void* into, unsigned bytes) {
  return static_cast<int>(std::fread(into, 1, bytes, opened->file));
}
inline long gzoffset(gzFile opened) { return std::ftell(opened->file); }
inline int gzrewind(gzFile opened) { return std::fseek(opened->file, 0, SEEK_SET); }
inline const char* gzerror(gzFile opened, int* status) {
  *status = std::ferror(opened->file) ? Z_ERRNO : Z_OK;
  return "";
}

/// CRC-32 of the bytes, bit by bit: the polynomial of ISO 3309 with its bits the other way around.
inline unsigned long crc32_z(unsigned long from, const unsigned char* bytes, std::size_t count) {
  unsigned long sum = ~from & 0xffffffffUL;
  for (std::size_t i = 0; i < count; ++i) {
    sum ^= bytes[i];
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ (sum & 1 ? 0xedb88320UL : 0);
  }
  return ~sum & 0xffffffffUL;
}
