// Files of arrays that networks come in: safetensors, npz and npy. What is read can be written and read
// again; and what is made of it is a model, or an Error.
#include <stepgrad/exchange/foreign.hpp>
#include <stepgrad/exchange/npy.hpp>
#include <stepgrad/exchange/safetensors.hpp>

#include "fuzz/parser.hpp"

using namespace stepgrad;
using stepgrad::test::require;

namespace {

/// In the formats of the kit there are two kinds of numbers.
ArrayFile as_doubles(ArrayFile file) {
  for (NamedArray& array : file.arrays) array.type = "float64";
  return file;
}

void check_round_trip(const ArrayFile& read) {
  const ArrayFile file = as_doubles(read);
  const std::string bytes = as_npz(file);
  require(as_npz(read_npz(bytes, "again")) == bytes, "written and read again, it is another file");
}

void make_model(const ArrayFile& file, const ForeignFacts& facts) {
  const PlainModel plain = understood(file, facts);
  std::size_t numbers = 0;
  for (const NamedArray& array : file.arrays) numbers += array.numbers.size();
  if (numbers > 100'000) return;  // it takes a while
  model_of<double>(plain);
}

}  // namespace

void any_bytes(std::string_view bytes) {
  test::told_well([&] {
    const ArrayFile file = read_arrays(bytes, "net");
    test::told_well([&] { check_round_trip(file); });
    test::told_well([&] { make_model(file, {}); });
    test::told_well([&] { make_model(file, {.activation = "relu", .targets = "y"}); });
  });
}
