// How far a learner is: whatever stands in the file, it is read, and what is not understood is
// kept.
#include <stepgrad/course/progress.hpp>

#include <stepgrad/base/files.hpp>

#include "fuzz/parser.hpp"
#include "workplace.hpp"

using namespace stepgrad;
using stepgrad::test::require;

void any_bytes(std::string_view bytes) {
  static const test::Workplace place;
  const std::string file = place / "progress.txt";
  write_file(file, bytes);
  test::told_well([&] {
    Progress progress(file, [](const std::string& said) {
      require(test::is_printable(said), "what is said cannot be shown");
    });
    progress.set_hints("01_derivative", 2);
    require(progress.hints("01_derivative") == 2, "what was set is not there");
    const Progress again(file);
    require(again.hints("01_derivative") == 2, "what was set is not in the file");
    require(again.solved("02_graph") == progress.solved("02_graph"), "what stood there is gone");
  });
}
