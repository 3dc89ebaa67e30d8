#include <stepgrad/base/elementary.hpp>

namespace stepgrad::elementary {

void exp(std::span<double> numbers) {
  for (double& x : numbers) x = exp(x);
}
void log(std::span<double> numbers) {
  for (double& x : numbers) x = log(x);
}
void tanh(std::span<double> numbers) {
  for (double& x : numbers) x = tanh(x);
}

}  // namespace stepgrad::elementary
