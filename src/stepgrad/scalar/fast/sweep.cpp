#include <stepgrad/scalar/fast/sweep.hpp>

namespace stepgrad {

void backward(Value output) { fast::sweep(tape(), output, fast::Nobody()); }

}  // namespace stepgrad
