// Where a graph says that it is there, so that its Tensors can say, and not crash, when it is gone.
//
// A shared pointer would do. But a step copies a hundred Tensors, and counting them, in a way that
// other threads may count, too, took a quarter of a small network's step. A place is never freed: from
// a graph that is gone it passes to the next one, and so do the eras, none of which comes twice. So a
// Tensor is copied as a number is, and knows by its era whose it was.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

namespace stepgrad {

template <class Scalar>
class Graph;

template <class Scalar>
struct GraphPlace {
  Graph<Scalar>* graph = nullptr;  // null while there is none
  std::uint64_t next_era = 0;

  /// One without a graph.
  static GraphPlace* take() {
    Free& free = all_free();
    const std::lock_guard lock(free.mutex);
    if (free.places.empty()) return new GraphPlace;
    GraphPlace* const place = free.places.back();
    free.places.pop_back();
    return place;
  }

  /// Its graph is gone.
  static void give_back(GraphPlace* place) {
    Free& free = all_free();
    const std::lock_guard lock(free.mutex);
    free.places.push_back(place);
  }

 private:
  struct Free {
    std::mutex mutex;
    std::vector<GraphPlace*> places;
  };
  static Free& all_free() {
    static Free& all = *new Free;  // graphs may be longer there than statics are
    return all;
  }
};

}  // namespace stepgrad
