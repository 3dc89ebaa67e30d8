// stepgrad: learn backpropagation by watching it happen.
//
// Errors are thrown where the mistake is known and end here: 2 for bad input, 3 for what the
// machine lacks.
#include <cstdio>
#include <exception>
#include <new>

#include <stepgrad/base/error.hpp>

#include "app/command_line.hpp"

int main(int argc, char** argv) {
  constexpr int bad_input = 2, machine_lacks = 3;
  try {
    return stepgrad::app::run({argv + 1, argv + argc});
  } catch (const stepgrad::Error& error) {
    std::fprintf(stderr, "stepgrad: %s\n", error.what());
    return error.fault() == stepgrad::Fault::input ? bad_input : machine_lacks;
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "stepgrad: out of memory\nTry a smaller formula.\n");
  } catch (const std::exception& error) {
    std::fprintf(stderr,
                 "stepgrad: something unforeseen: %s\nPlease report it, with the command.\n",
                 error.what());
  }
  return machine_lacks;
}
