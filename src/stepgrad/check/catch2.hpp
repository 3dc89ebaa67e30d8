// Matchers for tests of your own: REQUIRE_THAT(f, has_correct_gradient_at(x)).
//
//   auto f = [](const std::vector<Value>& x) { return tanh(x[0] * x[1]); };
//   REQUIRE_THAT(f, has_correct_gradient_at({0.5, 2.0}));
//
//   auto loss = [](const Matrix& w) { return w[0][0] * w[0][1]; };
//   auto gradient_of_loss = [](const Matrix& w) { return Matrix{{w[0][1], w[0][0]}}; };
//   REQUIRE_THAT(with_gradient(loss, gradient_of_loss), has_correct_gradient_at(weights));
//
// A matrix is any container of rows, such as a vector of vectors.
//
// A test that fails shows the whole report (report.hpp). This header takes Catch2 2.13 and 3; a
// program that includes it links Catch2 itself.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <stepgrad/check/differentiable.hpp>

#if __has_include(<catch2/matchers/catch_matchers_templated.hpp>)
#include <catch2/matchers/catch_matchers_templated.hpp>
namespace stepgrad::detail {
using AnyMatcher = Catch::Matchers::MatcherGenericBase;
}
#else
#include <catch2/catch.hpp>
namespace stepgrad::detail {
using AnyMatcher = Catch::Matchers::Impl::MatcherUntypedBase;
}
#endif

namespace stepgrad {

/// A function together with its gradient, both written by hand.
template <class F, class G>
struct WithGradient {
  F f;
  G gradient;
};
template <class F, class G>
WithGradient<F, G> with_gradient(F f, G gradient) {
  return {std::move(f), std::move(gradient)};
}

/// Matches functions whose gradient at x agrees in every entry.
template <class X>
class HasCorrectGradient : public detail::AnyMatcher {
 public:
  HasCorrectGradient(X x, const CheckOptions& options) : x_(std::move(x)), options_(options) {}

  template <class F, class G>
  bool match(const WithGradient<F, G>& function) const {
    return judge(check_gradient(function.f, function.gradient, x_, options_));
  }
  template <class F>
  bool match(const F& function_of_values) const {
    return judge(check_gradient(function_of_values, x_, options_));
  }

 protected:
  // Catch2 asks for this after the match, of a copy of the matcher: hence the shared text.
  std::string describe() const override { return "has a correct gradient\n" + *report_; }

 private:
  bool judge(const GradientReport& report) const {
    *report_ = as_text(report);
    return report.verdict() == Verdict::agree;
  }

  X x_;
  CheckOptions options_;
  std::shared_ptr<std::string> report_ = std::make_shared<std::string>();
};

/// x is a number, a vector or a matrix (entries.hpp); {1.0, 2.0} is a vector.
template <Enterable X = std::vector<double>>
HasCorrectGradient<X> has_correct_gradient_at(X x, const CheckOptions& options = {}) {
  return {std::move(x), options};
}

}  // namespace stepgrad
