#include <stepgrad/check/numerical.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {

Curve along_entry(Function f, std::vector<double> x, std::size_t i) {
  return [f = std::move(f), x = std::move(x), i](double t) mutable {
    x[i] = t;
    return f(x);
  };
}

Curve along_line(Function f, std::vector<double> x, std::vector<double> direction) {
  return [f = std::move(f), x = std::move(x), direction = std::move(direction)](double t) {
    std::vector<double> there = x;
    for (std::size_t i = 0; i < x.size(); ++i) there[i] += t * direction[i];
    return f(there);
  };
}

double forward_difference(const Curve& f, double x, double h) { return (f(x + h) - f(x)) / h; }

double central_difference(const Curve& f, double x, double h) {
  return (f(x + h) - f(x - h)) / (2 * h);
}

double usual_step(Method method, double x) {
  const double size = std::max(std::abs(x), 1.0);
  switch (method) {
    case Method::forward:
      return std::sqrt(machine_epsilon) * size;
    case Method::central:
      return std::cbrt(machine_epsilon) * size;
    case Method::ridders:
      break;
  }
  return size / 16;
}

void Tableau::refine() {
  const double above = f_(x_ + h_), below = f_(x_ - h_);
  double entry = (above - below) / (2 * h_);
  if (rows_.empty()) best_ = {entry, best_.error, h_};
  const double rounding =
      (machine_epsilon * std::max(std::abs(above), std::abs(below)) + noise_) / h_;
  double power = 1;
  for (std::size_t k = 0;; ++k, power *= 4) {
    if (k > 0) {
      const std::vector<double>& before = rows_[k - 1];
      const double newer = before.back(), older = before[before.size() - 2];
      entry = newer + (newer - older) / (power - 1);
      const double error = std::max(std::abs(entry - newer), std::abs(entry - older)) + rounding;
      if (error <= best_.error) best_ = {entry, error, h_};
    }
    if (k == rows_.size()) rows_.emplace_back();
    rows_[k].push_back(entry);
    if (rows_[k].size() == 1) break;
  }
  h_ /= 2;
}

Tableau ridders(const Curve& f, double x, double h, std::size_t levels) {
  if (levels < 1 || levels > 30)
    throw Error(fmt::format("a tableau of {} levels", levels), "", "Choose from 1 to 30 levels.");
  Tableau tableau(f, x, h);
  for (std::size_t level = 0; level < levels; ++level) tableau.refine();
  return tableau;
}

}  // namespace stepgrad
