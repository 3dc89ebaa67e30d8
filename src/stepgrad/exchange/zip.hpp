// Zip archives, which .npz files are: files by name, one after the other, and at the end a directory of
// them. (The format: PKWARE, APPNOTE.TXT.)
//
//     a local header and the bytes of each file     50 4b 03 04 …
//     the central directory, an entry for each      50 4b 01 02 …
//     where that begins                             50 4b 05 06 …
//
// Written they are as they come, "stored", as numpy.savez does; read are stored and deflated ones
// (numpy.savez_compressed).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stepgrad {

struct ZipEntry {
  std::string name, bytes;
};

std::string zip(const std::vector<ZipEntry>& entries);

/// The files in these bytes, in the order of their directory; `name` is how errors call the whole.
/// Throws Error for bytes that are no zip archive, are cut off or damaged, or are packed in another
/// way. What an entry says of its size is compared with what is there before memory is taken.
std::vector<ZipEntry> unzipped(std::string_view bytes, const std::string& name);

}  // namespace stepgrad
