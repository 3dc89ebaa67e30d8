// The JSON contract, read back with the library that other programs would use.
#include <stepgrad/story/json.hpp>

#include <bit>
#include <cmath>
#include <limits>

#include <stepgrad/base/number.hpp>
#include <stepgrad/check/differentiable.hpp>

#include "catch.hpp"
#include "golden.hpp"

#ifdef STEPGRAD_JSON
#include <nlohmann/json.hpp>

using namespace stepgrad;
using Json = nlohmann::json;

namespace {

Json read(const char* formula, const Bindings& numbers) {
  return Json::parse(as_json(trace(parse(formula, numbers), numbers)));
}

double number(const Json& value) {
  return value.is_string() ? read_number(value.get<std::string>()).value() : value.get<double>();
}

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

}  // namespace

TEST_CASE("the JSON of a sum times a number is the contract's", "[json]") {
  const Bindings numbers{{"x", -2}, {"y", 5}, {"z", -4}};
  CHECK(test::difference_from_golden("explain/product.json",
                                     as_json(trace(parse("q = x + y; f = q * z"), numbers))) == "");
  const Json page = read("q = x + y; f = q * z", numbers);
  CHECK(page.at("output") == "f");
  CHECK(page.at("value") == -12.0);
  CHECK(page.at("inputs") == Json({{"x", -2.0}, {"y", 5.0}, {"z", -4.0}}));
  CHECK(page.at("gradients") == Json({{"x", -4.0}, {"y", -4.0}, {"z", 3.0}}));
}

TEST_CASE("every double of the JSON reads back bit for bit", "[json]") {
  const Bindings numbers{{"x", 0.1}, {"y", 1e-310}, {"z", 1.0 / 3}, {"w", -1.7976931348623157e308}};
  const Trace told = trace(parse("tanh(x) * z + y * w"), numbers);
  const Json page = Json::parse(as_json(told));
  for (const Trace::Node& node : told.nodes) {
    CHECK(same_bits(number(page["nodes"][node.id]["value"]), node.value));
    CHECK(same_bits(number(page["nodes"][node.id]["grad"]), node.grad));
  }
  for (std::size_t i = 0; i < told.steps.size(); ++i) {
    const Json& step = page["steps"][i];
    CHECK(step["index"] == i + 1);
    CHECK(step["from"] == told.steps[i].from);
    CHECK(step["to"] == told.steps[i].to);
    CHECK(step["operand"] == told.steps[i].operand);
    CHECK(same_bits(number(step["upstream"]), told.steps[i].upstream));
    CHECK(same_bits(number(step["local"]), told.steps[i].local));
    CHECK(same_bits(number(step["contribution"]), told.steps[i].contribution));
    CHECK(same_bits(number(step["total"]), told.steps[i].total));
  }
}

TEST_CASE("inf and nan are strings", "[json]") {
  const Json page = read("log(x) * y", {{"x", 0}, {"y", 0}});
  CHECK(page.at("value") == "nan");
  CHECK(page["nodes"][2]["value"] == "-inf");
  CHECK(page["gradients"]["y"] == "-inf");
}

TEST_CASE("each step's rule is an expression of a, b and y with the step's slope as its value",
          "[json]") {
  const Json page =
      read("sigmoid(w*x + b) / (x^3 - pow(2, w))", {{"w", 0.3}, {"x", 1.7}, {"b", -0.2}});
  const auto node = [&](const Json& id) { return page["nodes"][id.get<std::size_t>()]; };
  for (const Json& step : page["steps"]) {
    const Json from = node(step["from"]);
    Bindings letters{{"y", number(from["value"])},
                     {"a", number(node(from["operands"][0])["value"])}};
    if (from["operands"].size() > 1) letters["b"] = number(node(from["operands"][1])["value"]);
    const Formula rule = parse(step["rule"].get<std::string>());
    Bindings used;
    for (const std::string& name : rule.inputs()) used[name] = letters.at(name);
    INFO(step.dump());
    CHECK(evaluate(rule, used) == Approx(number(step["local"])).epsilon(1e-12));
  }
}

TEST_CASE("a name that is not UTF-8 does not break the JSON", "[json]") {
  const Value x(1.0, "caf\xe9 \"quoted\"\n");
  const Json page = Json::parse(as_json(trace(x * x)));
  CHECK(page["nodes"][0]["name"] == "caf\xef\xbf\xbd \"quoted\"\n");
}

TEST_CASE("the operation table as JSON has every row with its slopes", "[json]") {
  const Json rows = Json::parse(as_json(op::all));
  REQUIRE(rows.size() == op::count);
  for (std::size_t i = 0; i < op::count; ++i) {
    CHECK(rows[i]["name"] == std::string(op::all[i]->name));
    CHECK(rows[i]["slopes"][0] == std::string(op::all[i]->rule[0]));
    CHECK(rows[i].contains("kink") == (op::all[i]->kink.gap != nullptr));
  }
}

TEST_CASE("a gradient check is read back as it was", "[json]") {
  const GradientReport report = check_formula(parse("x*exp(x) + relu(y)"), {{"x", 2}, {"y", 0}},
                                              {.method = Method::ridders, .step = 0.2, .levels = 3},
                                              {{"x", parse("exp(x)")}});
  const Json page = Json::parse(as_json(report));
  CHECK(page["verdict"] == "disagree");
  CHECK(page["max_relative_error"] == report.max_relative_error());
  REQUIRE(page["inputs"].size() == 2);
  const Json& x = page["inputs"][0];
  CHECK(x["name"] == "x");
  CHECK(x["reverse"] == report.entries[0].given);
  CHECK(x["forward"] == *report.entries[0].forward);
  CHECK(x["numerical"] == report.entries[0].numerical);
  CHECK(x["step"] == 0.2);
  CHECK(x["relative_error"] == report.entries[0].relative_error());
  CHECK(x["verdict"] == "disagree");
  CHECK(x["diagnosis"] == report.entries[0].diagnosis);
  CHECK(x["tableau"].get<std::vector<std::vector<double>>>() == report.entries[0].tableau);
  CHECK(page["inputs"][1]["verdict"] == "kink");
}

TEST_CASE("numbers that JSON lacks are strings in a check, and no forward mode is null", "[json]") {
  const GradientReport outside = check_formula(parse("log(x)"), {{"x", 0}});
  CHECK(Json::parse(as_json(outside))["inputs"][0]["numerical"] == "nan");
  const GradientReport by_hand =
      check_gradient([](double x) { return x; }, [](double) { return 1.0; }, 2.0);
  CHECK(Json::parse(as_json(by_hand))["inputs"][0]["forward"].is_null());
}

TEST_CASE("a sweep is read back as it was", "[json]") {
  const StepSweep sweep = sweep_steps(subject_of(parse("exp(x)")), {1});
  const Json page = Json::parse(as_json(sweep));
  CHECK(page["relative"] == true);
  REQUIRE(page["errors"].size() == sweep.errors.size());
  CHECK(page["errors"][7]["central"] == sweep.errors[7].central);
  CHECK(page["best_forward"]["h"] == sweep.best_forward.h);
}

#endif
