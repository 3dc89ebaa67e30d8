// Each thread records on a tape of its own.
#include <stepgrad/scalar/functions.hpp>
#include <string>
#include <thread>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

template <class Action>
void in_another_thread(Action&& action) {
  std::thread(action).join();
}

/// x after 1000 steps of gradient descent towards the minimum of (x - target)^2.
double descended(double target) {
  const Value x(0.0);
  for (int step = 0; step < 1000; ++step) {
    const Scope scope;
    zero_grad();
    backward(square(x - target));
    x.set(x.data() - 0.1 * x.grad());
  }
  return x.data();
}

}  // namespace

TEST_CASE("a Value of another thread is refused", "[thread]") {
  const Value x(1.0, "x");
  std::string reading, adding, sweeping;
  in_another_thread([&] {
    const Value own(2.0);
    reading = error_of([&] { x.data(); });
    adding = error_of([&] { own + x; });
    sweeping = error_of([&] { backward(x); });
  });
  const std::string text =
      "a Value is used in another thread than the one that made it\n"
      "Each thread records on a tape of its own: make the Values in the thread that uses them, and "
      "pass plain numbers between threads.";
  CHECK(reading == text);
  CHECK(adding == text);
  CHECK(sweeping == text);
}

TEST_CASE("a Value of a thread that has ended is refused", "[thread]") {
  Value theirs;
  in_another_thread([&] { theirs = Value(2.0); });
  CHECK(error_of([&] { theirs.data(); }).starts_with("a Value is used in another thread"));
}

TEST_CASE("two threads record, sweep and give back side by side", "[thread]") {
  const double alone = descended(3.0);
  double one = 0, other = 0;
  std::thread first([&] { one = descended(3.0); });
  std::thread second([&] { other = descended(-5.0); });
  first.join();
  second.join();
  CHECK(one == alone);
  CHECK(alone == Approx(3));
  CHECK(other == Approx(-5));
}

TEST_CASE("what another thread does leaves this thread's gradients alone", "[thread]") {
  const Value x(3.0);
  const Value y = x * x;
  backward(y);
  in_another_thread([] {
    const Value own(1.0);
    backward(own * own);
    zero_grad();
  });
  CHECK(x.grad() == 6);
  CHECK(y.data() == 9);
}
