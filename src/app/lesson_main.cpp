// A lesson as a program of its own: `stepgrad lesson`, with the lesson chosen.
#include "app/program.hpp"

int main(int argc, char** argv) {
  std::vector<std::string> words{"lesson", STEPGRAD_LESSON};
  words.insert(words.end(), argv + 1, argv + argc);
  return stepgrad::app::program(words);
}
