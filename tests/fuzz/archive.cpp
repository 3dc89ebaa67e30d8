// Model files and checkpoints. The sum at the end would keep all other bytes from being read: so
// the bytes are tried as they are, and with the right sum behind them.
#include <stepgrad/train/archive.hpp>

#include <fmt/format.h>

#include <stepgrad/data/generators.hpp>
#include <stepgrad/train/evaluation.hpp>
#include <stepgrad/train/trainer.hpp>

#include "fuzz/parser.hpp"

using namespace stepgrad;
using stepgrad::test::require;

namespace {

/// Restored, a run is where the archive says, and can be written again.
void restore(const Archive<float>& archive) {
  static const auto data = converted<float>(make("moons", {.samples = 8}));
  Model<float> model({.sizes = {2, 2, 2}}, purpose_of(data), 1);
  Trainer<float> trainer(model, all_of(data), {.optimiser = Adam{}, .epochs = 2, .batch = 4});
  trainer.restore(archive);
  Archive<float> again;
  trainer.save(again);
  require(!again.bytes().empty(), "the checkpoint is empty");
}

void read(std::string_view bytes) {
  test::told_well([&] { precision_of(bytes, "model"); });
  test::told_well([&] {
    const auto archive = Archive<float>::from_bytes(bytes, "model");
    require(Archive<float>::from_bytes(archive.bytes(), "again").bytes() == archive.bytes(),
            "written and read again, it is another archive");
    test::told_well([&] { Model<float>::load(archive); });
    test::told_well([&] { restore(archive); });
  });
}

}  // namespace

void any_bytes(std::string_view bytes) {
  read(bytes);
  const std::string body(bytes.substr(0, bytes.rfind("end ")));
  read(body + fmt::format("end {:016x}\n", checksum(body)));
}
