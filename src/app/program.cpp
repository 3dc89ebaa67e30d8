#include "app/program.hpp"

#include <cstdio>
#include <exception>
#include <new>

#include <stepgrad/base/error.hpp>

#include "app/command_line.hpp"
#include "app/mpirun.hpp"

namespace stepgrad::app {

int program(const std::vector<std::string>& words) {
  constexpr int bad_input = 2, machine_lacks = 3;
  try {
    return run(words);
  } catch (const Error& error) {
    let_first_rank_speak();
    std::fprintf(stderr, "stepgrad: %s\n", error.what());
    return error.fault() == Fault::input ? bad_input : machine_lacks;
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr,
                 "stepgrad: out of memory\nTry a smaller formula or model, or fewer samples.\n");
  } catch (const std::exception& error) {
    std::fprintf(stderr,
                 "stepgrad: something unforeseen: %s\nPlease report it, with the command.\n",
                 error.what());
  }
  return machine_lacks;
}

}  // namespace stepgrad::app
