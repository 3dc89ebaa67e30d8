#include <stepgrad/run/memory.hpp>

#include <algorithm>

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad {

double parameters_of(const std::vector<Index>& sizes) {
  double count = 0;
  for (std::size_t i = 1; i < sizes.size(); ++i)
    count += static_cast<double>(sizes[i]) * static_cast<double>(sizes[i - 1] + 1);
  return count;
}

double memory_for(const std::vector<Index>& sizes, std::size_t batch, std::size_t bytes_a_number) {
  double outputs = 0;
  for (std::size_t i = 1; i < sizes.size(); ++i) outputs += static_cast<double>(sizes[i]);
  return 4 * static_cast<double>(bytes_a_number) *
         (parameters_of(sizes) + static_cast<double>(batch) * outputs);
}

double memory_there() {
  const double machine =
      static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
  rlimit limit{};
  const bool limited = ::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  return limited ? std::min(machine, static_cast<double>(limit.rlim_cur)) : machine;
}

void require_memory(const std::vector<Index>& sizes, double needed, double there) {
  if (needed <= there) return;
  throw Error(
      fmt::format("training a model {} takes {:.1f} GB of memory and more; there are {:.1f} GB",
                  shown(sizes), needed / 1e9, there / 1e9),
      "", "Try smaller layers (--model) or smaller batches (--batch).", Fault::machine);
}

}  // namespace stepgrad
