// What the program, and not the page, computes for an experiment: trial 08_neuron 0 31.5 prints the
// HTML of experiment 0 of that lesson.
#include <cstdio>
#include <exception>
#include <string>

#include "playground/live_lesson.hpp"

int main(int count, char** words) {
  if (count != 4) return 2;
  try {
    stepgrad::playground::LiveLesson lesson;
    lesson.read(words[1]);
    std::puts(lesson.trial(std::stoul(words[2]), words[3]).c_str());
  } catch (const std::exception& error) {
    std::puts(error.what());
    return 1;
  }
}
