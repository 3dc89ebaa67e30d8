// The configuration in a run's folder, and the sizes of a model.
#include <stepgrad/run/configuration.hpp>

#include <stepgrad/train/model.hpp>

#include "fuzz/parser.hpp"

using namespace stepgrad;
using stepgrad::test::require;

void any_bytes(std::string_view bytes) {
  test::told_well([&] {
    const Configuration read = read_configuration(std::string(bytes), "configuration.txt");
    require(differences(read_configuration(written(read), "again"), read).empty(),
            "written and read again, a setting is another");
  });
  test::told_well([&] {
    const std::vector<Index> sizes = read_sizes(bytes);
    require(read_sizes(shown(sizes)) == sizes, "written and read again, a size is another");
  });
}
