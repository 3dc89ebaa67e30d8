// A recorded graph computed again with other numbers: every value from its row, as when it was
// recorded.
//
// What makes it quicker than recording: nothing is recorded. `switch_on` writes out every row's
// value, so that none is called by pointer, and the value of the node before, which a statement wants
// (the sum of `sum += w * x`), is at hand in a register: by way of memory it would be late.
#pragma once

#include <cstddef>

namespace stepgrad {
class Tape;
}

namespace stepgrad::fast {

/// Computes the nodes from `begin` to before `end` again.
void replay(Tape& tape, std::size_t begin, std::size_t end);

}  // namespace stepgrad::fast
