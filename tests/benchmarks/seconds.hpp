// What the benchmarks measure: processor time, and of many samples the one in the middle.
#pragma once

#include <time.h>

#include <algorithm>
#include <cstddef>
#include <vector>

/// Processor time of this thread until now, in seconds.
inline double thread_seconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Of some numbers, of which there is one at least.
inline double median(std::vector<double> all) {
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  return *middle;
}
