// Backpropagation, all of it.
//
// On the tape operands stand before what is made of them. So whoever walks it from the output back
// to the first node meets each node after everything that was made of it. Its gradient is complete
// by then, and it gives each of its operands a share, by the chain rule:
//
//     dL/dto  +=  dL/dfrom * dfrom/dto          contribution = upstream * local
//
// This is the edition to read, and the one that runs when somebody watches (`trace`). Where nobody
// does, `backward(y)` takes the same steps in less time: see fast/sweep.hpp. (Two or three operations
// may be one entry of the tape. Who watches sees each: the tape is read unfolded, see unfolded.hpp.)
#pragma once

#include <vector>

#include <stepgrad/scalar/unfolded.hpp>

namespace stepgrad {

/// One use of the chain rule: `to` is an operand of `from` and receives its share of the gradient
/// of L.
struct Step {
  Id from, to;
  int operand;          // which operand of `from`, counted from 0
  double upstream;      // dL/dfrom
  double local;         // dfrom/dto
  double contribution;  // upstream * local, or what an operation of one's own makes of it
  double total;         // dL/dto so far
};

/// The gradients dL/dnode of all nodes up to the output L. on_step(Step) is called once for each
/// operand of each operation that L depends on, operations in reverse order, operands in order.
template <class OnStep>
std::vector<double> backward(const Unfolded& unfolded, Id output, OnStep&& on_step) {
  const Tape& tape = unfolded.tape();
  std::vector<double> gradient(output + 1, 0.0);
  std::vector<bool> reached(output + 1, false);  // does L depend on it?
  gradient[output] = 1;                          // dL/dL
  reached[output] = true;

  for (Id from = output + 1; from-- > 0;) {
    if (!reached[from] || !tape.passes(from)) continue;
    const double upstream = gradient[from];
    for (const Tape::Operand& operand : tape.operands(from)) {
      if (operand.is_number) continue;  // the 2.0 of w * 2.0, which stays as it is
      const Id to = operand.id;
      const double local = tape.slope(from, operand.place);
      const double contribution = tape.passed(from, upstream * local);
      gradient[to] += contribution;
      reached[to] = true;
      on_step(Step{from, to, operand.place, upstream, local, contribution, gradient[to]});
    }
  }
  return gradient;
}

}  // namespace stepgrad
