// A sum over bytes, by which a file that was cut off or changed is found out.
#pragma once

#include <cstdint>
#include <string_view>

namespace stepgrad {

/// FNV-1a, 64 bits (Fowler, Noll and Vo), over bytes; `from` continues another sum.
inline std::uint64_t checksum(std::string_view bytes, std::uint64_t from = 0xcbf29ce484222325) {
  for (const char byte : bytes) from = (from ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  return from;
}

}  // namespace stepgrad
