// The file of a GPT. The sum at the end would keep all other bytes from being read: so the bytes are
// tried as they are, and with the right sum behind them.
#include <stepgrad/language/gpt_state.hpp>

#include <fmt/format.h>

#include <stepgrad/base/checksum.hpp>
#include <stepgrad/language/gpt_story.hpp>

#include "fuzz/parser.hpp"

using namespace stepgrad;
using stepgrad::test::require;

namespace {

void read(std::string_view bytes) {
  test::told_well([&] {
    const GptState state = GptState::from_text(bytes, "gpt.txt");
    const std::string text = state.text();
    require(GptState::from_text(text, "again").text() == text,
            "written and read again, it is another model");
    const Scope scope;
    const Gpt gpt(state.shape(), state.weights);
    test::told_well([&] { weight_named(gpt, bytes.substr(0, bytes.find('\n'))); });
  });
}

}  // namespace

void any_bytes(std::string_view bytes) {
  read(bytes);
  const std::string body(bytes.substr(0, bytes.rfind("end ")));
  read(body + fmt::format("end {:016x}\n", checksum(body)));
}
