// A lesson of the live book: experiments with numbers that are not on offer, and what is refused.
#include "playground/live_lesson.hpp"

#include <stepgrad/course/page_experiment.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;
using namespace stepgrad::playground;

namespace {

const LiveLesson& neuron() {
  static const LiveLesson lesson = [] {
    LiveLesson read;
    read.read("08_neuron");
    return read;
  }();
  return lesson;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a number that is not on offer is tried as those on offer are", "[live_lesson]") {
  const std::string offered = neuron().trial(0, "30"), typed = neuron().trial(0, "31,5");
  for (const std::string& trial : {offered, typed}) {
    CHECK(trial.starts_with("<div class=\"trial\" data-outcome=\""));
    CHECK(has(trial, "<figure class=\"film\""));
  }
  CHECK(has(offered, "<strong>degrees 30</strong>"));
  CHECK(has(typed, "<strong>degrees 31.5</strong>"));
}

TEST_CASE("what is typed is shown as the kit shows numbers, or refused with what to type",
          "[live_lesson]") {
  CHECK(neuron().choice(0, 0, "031,50") == "31.5");
  const std::string told = "Type a number from 0 to 360.";
  for (const char* wrong : {"361", "-1", "", "many", "<b>30</b>", "nan"}) {
    INFO(wrong);
    CHECK(error_of([&] { neuron().choice(0, 0, wrong); }) == told);
    CHECK(error_of([&] { neuron().trial(0, wrong); }) == told);
  }
}

TEST_CASE("what a page asks for that is not there is an error", "[live_lesson]") {
  CHECK(error_of([] { neuron().trial(1, "30"); }) == "the lesson has no such experiment");
  CHECK(error_of([] { LiveLesson().trial(0, "30"); }) == "the lesson has no such experiment");
  CHECK(error_of([] { LiveLesson().read("08_neurons"); }) == "there is no lesson '08_neurons'");
}
