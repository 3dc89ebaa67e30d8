// Google's protocol buffers, as much as it takes to write them. A message is a row of fields, each a key
// and what belongs to it:
//
//     key      8 times the number that the schema gives to the field, and in the lowest three bits what
//              follows: 0 a whole number, 2 bytes and before them how many, 5 four bytes
//     number   seven bits a byte, the lowest first; a byte's highest bit says that more follow
//
// A message inside of another stands there as bytes. Field 1 with the number 300 is 08 ac 02.
// (The format: protobuf.dev/programming-guides/encoding. Google's library would do it, too, with code
// that is generated from onnx.proto; this page is what it comes down to.)
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include <stepgrad/exchange/arrays.hpp>

namespace stepgrad {

class ProtobufMessage {
 public:
  ProtobufMessage& number(int field, std::uint64_t number) {
    key(field, 0);
    varint(number);
    return *this;
  }
  ProtobufMessage& bytes(int field, std::string_view bytes) {
    key(field, 2);
    varint(bytes.size());
    bytes_ += bytes;
    return *this;
  }
  ProtobufMessage& message(int field, const ProtobufMessage& message) {
    return bytes(field, message.bytes_);
  }
  ProtobufMessage& real(int field, float number) {
    key(field, 5);
    append_whole(bytes_, std::bit_cast<std::uint32_t>(number), 4);
    return *this;
  }

  const std::string& all() const { return bytes_; }

 private:
  void key(int field, int kind) { varint(static_cast<std::uint64_t>(field << 3 | kind)); }
  void varint(std::uint64_t number) {
    for (; number > 0x7f; number >>= 7) bytes_ += static_cast<char>((number & 0x7f) | 0x80);
    bytes_ += static_cast<char>(number);
  }

  std::string bytes_;
};

}  // namespace stepgrad
