// Work that comes in pieces which do not concern each other, on all processors of a machine.
#pragma once

#include <cstddef>
#include <functional>

namespace stepgrad {

/// How many threads this machine runs at the same time for who asks: at least 1, and no more for work
/// that in_parallel does beside other work, which has the other processors.
std::size_t processors();

/// Does work(0) … work(count - 1), so many at a time, begun in their order; this thread is one of those
/// that do it, and one at a time the only one. The first exception lets nothing more begin, and is
/// thrown again when all that had begun has ended.
void in_parallel(std::size_t count, std::size_t at_a_time,
                 const std::function<void(std::size_t)>& work);

}  // namespace stepgrad
