#include <stepgrad/base/parallel.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace stepgrad {
namespace {

thread_local bool has_neighbours = false;

}  // namespace

std::size_t processors() {
  static const std::size_t all = std::max(1u, std::thread::hardware_concurrency());
  return has_neighbours ? 1 : all;
}

void in_parallel(std::size_t count, std::size_t at_a_time,
                 const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  std::exception_ptr fault;
  std::mutex mutex;
  const bool had_neighbours = has_neighbours, together = std::min(at_a_time, count) > 1;
  const auto worker = [&] {
    has_neighbours = had_neighbours || together;
    try {
      for (std::size_t i; (i = next++) < count;) work(i);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!fault) fault = std::current_exception();
      next = count;
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < std::min(at_a_time, count); ++i) threads.emplace_back(worker);
  worker();
  has_neighbours = had_neighbours;
  for (std::thread& thread : threads) thread.join();
  if (fault) std::rethrow_exception(fault);
}

}  // namespace stepgrad
