// A lesson alone, for its author: compiled at every save (src/stepgrad/course/preview_bench.hpp).
#include LESSON  // its lesson.cpp

#include <stepgrad/course/lesson_preview.hpp>

int main(int count, char** words) {
  return stepgrad::write_preview(count, words, stepgrad::lessons::CHAPTER);
}
