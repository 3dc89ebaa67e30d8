#include <stepgrad/exchange/zip.hpp>

#include <cstdint>

#include <fmt/format.h>
#include <zlib.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/bytes.hpp>
#include <stepgrad/exchange/arrays.hpp>

namespace stepgrad {
namespace {

constexpr std::uint64_t local_header = 0x04034b50, directory_entry = 0x02014b50,
                        end_of_directory = 0x06054b50;
constexpr std::uint64_t stored = 0, deflated = 8;
constexpr std::size_t end_size = 22;
constexpr std::uint64_t most_squeezed = 1032;  // the most that deflate can squeeze

[[noreturn]] void refuse_zip(const std::string& what, const std::string& name) {
  throw Error(what, "  " + name, "Is it whole? Fetch the file, or write it, again.");
}

/// What the local header and the directory's entry have in common: version, flags, method, time,
/// date (none: 1980-01-01), sum, size packed and unpacked, length of the name and of what is added.
void append_facts(std::string& bytes, const ZipEntry& entry) {
  constexpr std::uint64_t version = 20, names_are_utf8 = 1 << 11, no_date = 0x21;
  append_whole(bytes, version, 2);
  append_whole(bytes, names_are_utf8, 2);
  append_whole(bytes, stored, 2);
  append_whole(bytes, 0, 2);
  append_whole(bytes, no_date, 2);
  append_whole(bytes, check_number(entry.bytes), 4);
  append_whole(bytes, entry.bytes.size(), 4);
  append_whole(bytes, entry.bytes.size(), 4);
  append_whole(bytes, entry.name.size(), 2);
  append_whole(bytes, 0, 2);
}

/// Numbers at places of the archive, of so many bytes.
class Places {
 public:
  Places(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  std::uint64_t number(std::size_t place, std::size_t count) const {
    return whole_in(piece(place, count));
  }
  std::string_view piece(std::size_t place, std::size_t count) const {
    if (place > bytes_.size() || count > bytes_.size() - place)
      refuse_zip("the zip archive is cut off", name_);
    return bytes_.substr(place, count);
  }

 private:
  std::string_view bytes_;
  const std::string& name_;
};

/// Where the record at the end stands: only a comment may follow it.
std::size_t place_of_end(std::string_view bytes, const std::string& name) {
  const std::size_t place = bytes.rfind(std::string_view("PK\5\6", 4));
  if (place == bytes.npos || bytes.size() - place < end_size)
    refuse_zip("the zip archive is cut off: its directory is not there", name);
  return place;
}

std::string inflated(std::string_view packed, std::size_t size, const std::string& name) {
  std::string bytes(size, '\0');
  z_stream stream{};
  constexpr int without_header = -MAX_WBITS;
  if (inflateInit2(&stream, without_header) != Z_OK) throw std::bad_alloc();
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(size);
  const int status = inflate(&stream, Z_FINISH);
  const bool whole = status == Z_STREAM_END && stream.total_out == size;
  inflateEnd(&stream);
  if (!whole) refuse_zip("the zip archive is damaged", name);
  return bytes;
}

}  // namespace

std::string zip(const std::vector<ZipEntry>& entries) {
  constexpr std::size_t most = 0xfffffffe;  // more would be zip64
  std::string bytes, directory;
  for (const ZipEntry& entry : entries) {
    const std::size_t place = bytes.size();
    if (place + entry.bytes.size() > most)
      throw Error("more than 4 GB do not fit into a zip archive", "",
                  "Write a .safetensors file instead.");
    append_whole(bytes, local_header, 4);
    append_facts(bytes, entry);
    bytes += entry.name + entry.bytes;

    append_whole(directory, directory_entry, 4);
    append_whole(directory, 20, 2);  // written by version 2.0
    append_facts(directory, entry);
    append_whole(directory, 0, 2 + 2 + 2 + 4);  // no comment, disk 0, no attributes
    append_whole(directory, place, 4);
    directory += entry.name;
  }
  const std::size_t place = bytes.size();
  bytes += directory;
  append_whole(bytes, end_of_directory, 4);
  append_whole(bytes, 0, 4);  // disk 0, where the directory is
  append_whole(bytes, entries.size(), 2);
  append_whole(bytes, entries.size(), 2);
  append_whole(bytes, directory.size(), 4);
  append_whole(bytes, place, 4);
  append_whole(bytes, 0, 2);  // no comment
  return bytes;
}

std::vector<ZipEntry> unzipped(std::string_view bytes, const std::string& name) {
  const Places places(bytes, name);
  const std::size_t end = place_of_end(bytes, name);
  const std::uint64_t count = places.number(end + 10, 2);
  std::uint64_t place = places.number(end + 16, 4), all = 0;
  std::vector<ZipEntry> entries;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (places.number(place, 4) != directory_entry)
      refuse_zip("the directory of the zip archive is damaged", name);
    const std::uint64_t flags = places.number(place + 8, 2), method = places.number(place + 10, 2),
                        sum = places.number(place + 16, 4), packed = places.number(place + 20, 4),
                        size = places.number(place + 24, 4);
    const std::uint64_t name_size = places.number(place + 28, 2);
    const std::uint64_t begin = places.number(place + 42, 4);
    ZipEntry entry{std::string(places.piece(place + 46, name_size)), ""};
    const std::string where = fmt::format("{}, {}", name, shortened(printable(entry.name), 60));
    if ((flags & 1) != 0 || (method != stored && method != deflated))
      throw Error(flags & 1 ? "an encrypted zip archive is not read"
                            : fmt::format("a zip archive packed by method {} is not read", method),
                  "  " + where, "numpy.savez and numpy.savez_compressed write what is read.");
    all += size;
    if (all > most_squeezed * bytes.size() || size > most_squeezed * (packed + 1) ||
        (method == stored && packed != size))
      refuse_zip("the zip archive says that it holds more than it can", where);
    if (places.number(begin, 4) != local_header) refuse_zip("the zip archive is damaged", where);
    const std::uint64_t head = 30 + places.number(begin + 26, 2) + places.number(begin + 28, 2);
    const std::string_view content = places.piece(begin + head, packed);
    entry.bytes = method == stored ? std::string(content) : inflated(content, size, where);
    if (check_number(entry.bytes) != sum) refuse_zip("the zip archive is damaged", where);
    entries.push_back(std::move(entry));
    place += 46 + name_size + places.number(place + 30, 2) + places.number(place + 32, 2);
  }
  return entries;
}

}  // namespace stepgrad
