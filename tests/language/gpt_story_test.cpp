// Why a weight has its gradient: what the story says is added up by hand.
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/language/gpt_head.hpp>
#include <stepgrad/language/gpt_page.hpp>
#include <stepgrad/language/gpt_story_text.hpp>
#include <stepgrad/language/python_random.hpp>
#include <stepgrad/scalar/backward.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "golden.hpp"

using namespace stepgrad;

namespace {

const Alphabet abc(std::vector<std::string>{"abc"});

std::vector<double> some_weights(const GptShape& shape) {
  PythonRandom random(11);
  std::vector<double> weights(weights_of(shape));
  for (double& weight : weights) weight = random.normal(0.5);
  return weights;
}

struct Model {
  GptShape shape;
  Gpt gpt;
  explicit Model(GptShape s) : shape(s), gpt(s, some_weights(s)) {}
  GptStory story(const std::string& weight, const std::string& name, std::size_t most = 8) const {
    return gpt_story(gpt, abc, name, weight_named(gpt, weight), most);
  }
  double gradient(std::size_t weight, const std::string& name) const {
    const Scope scope;
    zero_grad();
    backward(gpt.loss(abc.numbers(name)));
    return gpt.weights()[weight].grad();
  }
};

constexpr GptShape usual{.letters = 4, .layers = 2, .width = 4, .heads = 2, .context = 5};
constexpr GptShape tiny{.letters = 4, .layers = 1, .width = 2, .heads = 1, .context = 2};

const std::vector<std::string> weights{"wte[1][2]",
                                       "wte[3][0]",
                                       "wpe[1][3]",
                                       "lm_head[0][2]",
                                       "layer0.attn_wq[3][1]",
                                       "layer0.attn_wk[0][2]",
                                       "layer0.attn_wv[2][0]",
                                       "layer0.attn_wo[1][1]",
                                       "layer1.attn_wk[1][3]",
                                       "layer0.mlp_fc1[7][0]",
                                       "layer1.mlp_fc2[2][9]"};

}  // namespace

TEST_CASE("the shares of a weight's uses add up to its gradient", "[gpt_story]") {
  const Scope scope;
  const Model model(usual);
  for (const std::string& weight : weights) {
    const GptStory story = model.story(weight, "abca");
    INFO(weight);
    CHECK(story.gradient == Approx(model.gradient(story.weight.index, "abca")).epsilon(1e-12));
    double sum = 0;
    for (const GptStory::Use& use : story.uses) {
      CHECK(use.share == Approx(use.upstream * use.slope));
      CHECK(use.with.empty() == weight.starts_with('w'));  // wte and wpe are added
      sum += use.share;
    }
    CHECK(sum == Approx(story.gradient).epsilon(1e-12).margin(1e-15));
  }
}

TEST_CASE("whatever all of the gradient goes through has 100 percent of it", "[gpt_story]") {
  const Scope scope;
  const Model model(usual);
  for (const std::string& weight : weights) {
    const GptStory story = model.story(weight, "abca");
    const GptTable table = stage_table(story, usual);
    INFO(weight);
    REQUIRE(!table.rows.empty());
    for (const GptTable::Row& row : table.rows) {
      INFO(row.stage);
      if (row.stage.starts_with("x after") || row.stage == "logits" || row.stage == "softmax" ||
          row.stage == "loss")
        CHECK(row.all == Approx(100));
    }
    CHECK(table.rows.back().stage == "loss");
  }
}

TEST_CASE("the routes through the boxes are all there are, and add up", "[gpt_story]") {
  const Scope scope;
  const Model model(usual);
  const GptStory story = model.story("layer0.attn_wk[0][2]", "ab", 1000);
  double sum = 0;
  const std::vector<GptStory::Route>& routes = story.routes.heaviest;
  for (const GptStory::Route& route : routes) sum += route.share;
  CHECK(sum == Approx(story.gradient));
  CHECK(story.routes.are_all);
  for (std::size_t i = 0; i + 1 < routes.size(); ++i)
    CHECK(std::abs(routes[i].share) >= std::abs(routes[i + 1].share));
  const GptStory last = model.story("lm_head[0][2]", "a");
  REQUIRE(last.routes.heaviest.size() == 2);
  CHECK_THAT(as_text(last, usual, 1000), Catch::Contains("all that there are, 2 of them"));
  for (const GptStory::Route& route : last.routes.heaviest)
    CHECK_THAT(in_words(last, route, usual), Catch::EndsWith(": logits > loss"));
}

TEST_CASE("how much of the gradient the routes that are told bring is said", "[gpt_story]") {
  const Scope scope;
  const Model model(usual);
  const GptStory all = model.story("wte[0][2]", "a", 1000), some = model.story("wte[0][2]", "a");
  REQUIRE(all.routes.are_all);
  CHECK(some.routes.found == all.routes.heaviest.size());
  double sum = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    CHECK(some.routes.heaviest[i].share == all.routes.heaviest[i].share);
    sum += all.routes.heaviest[i].share;
  }
  CHECK_THAT(as_text(some, usual, 1000),
             Catch::Contains(fmt::format("the heaviest 8 of {}, which bring {:.0f} % of",
                                         some.routes.found, 100 * sum / some.gradient)));
  // Of a longer name not all are found, and it says so.
  const GptStory longer = model.story("wte[0][2]", "abacb");
  CHECK(!longer.routes.are_all);
  CHECK_THAT(as_text(longer, usual, 1000), Catch::Contains("the rest comes along others"));
}

TEST_CASE("the heaviest path is the heaviest of all, one by one", "[gpt_story]") {
  const Scope scope;
  const Model model(tiny);
  for (const char* weight : {"layer0.attn_wq[1][0]", "layer0.mlp_fc1[3][1]", "wte[0][1]"}) {
    const GptStory story = model.story(weight, "a");
    INFO(weight);
    const Scope again;
    const Value loss = model.gpt.loss(abc.numbers("a"));
    std::map<Id, std::vector<Step>> users;
    const Unfolded unfolded(tape());
    const auto id_of = [&](const Value& v) { return unfolded.id(tape().id(v)); };
    backward(unfolded, id_of(loss), [&](const Step& step) { users[step.to].push_back(step); });
    double count = 0, sum = 0, most = 0;
    const std::function<void(Id, double)> follow = [&](Id node, double product) {
      if (node == id_of(loss)) {
        ++count, sum += product;
        if (std::abs(product) > std::abs(most)) most = product;
      }
      for (const Step& step : users[node]) follow(step.from, product * step.local);
    };
    follow(id_of(model.gpt.weights()[story.weight.index]), 1);
    CHECK(story.paths == count);
    CHECK(sum == Approx(story.gradient));
    REQUIRE(!story.heaviest.empty());
    CHECK(story.heaviest.front().product == Approx(most));
    double product = 1;
    for (const GptStory::Path::Edge& edge : story.heaviest.front().edges) product *= edge.slope;
    CHECK(product == Approx(most));
  }
}

TEST_CASE("the numbers of a box bring what comes in there", "[gpt_story]") {
  const Scope scope;
  const Model model(usual);
  const GptStory story = model.story("layer0.attn_wv[2][0]", "abc");
  for (const GptStory::Box& box : story.boxes) {
    if (box.stage.name != "logits" && !box.stage.name.starts_with("x after")) continue;
    double sum = 0;
    for (const GptStory::Number& number : box.numbers) sum += number.share;
    CHECK(sum == Approx(box.share).margin(1e-15));
  }
  const auto named = [&](std::string_view stage, std::string_view label) {
    for (const GptStory::Box& box : story.boxes)
      for (const GptStory::Number& number : box.numbers)
        if (box.stage.name == stage && number.label == label) return number.value;
    return std::nan("");
  };
  double logs = 0;  // of the letter that follows, position by position
  for (const char* label : {"p(a)", "p(b)", "p(c)", "p(.)"})
    logs += std::log(named("softmax", label));
  CHECK(-logs / 4 == Approx(story.loss));
  CHECK(named("mean", "loss") == story.loss);
}

TEST_CASE("a weight that is not used has the gradient 0, and the story says why", "[gpt_story]") {
  const Scope scope;
  const Model model(usual);
  const GptStory story = model.story("wte[2][0]", "ab");
  CHECK(story.gradient == 0);
  const std::string told = as_text(story, usual, 1000);
  CHECK_THAT(told, Catch::Contains("It is not used: row 2 of wte is the vector of the letter 'c'"));
  CHECK_THAT(told, Catch::EndsWith("Ask for a name that has it: --name.\n"));
  CHECK_THAT(as_text(model.story("wpe[4][0]", "ab"), usual, 1000),
             Catch::Contains("of this name only the positions 0 to 2 are read"));
}

TEST_CASE("the story of a weight, as it is read", "[gpt_story]") {
  const Scope scope;
  const Model model(usual);
  const GptStory story = model.story("layer0.attn_wq[3][1]", "abca");
  CHECK(test::difference_from_golden("gpt/weight.txt", as_text(story, usual)) == "");
}

TEST_CASE("the page has a box for each stage and letter, and opens those it names", "[gpt_page]") {
  const Scope scope;
  const Model model(usual);
  const GptStory story = model.story("layer0.attn_wq[3][1]", "abca");
  const std::string page = as_html(story, usual);
  CHECK(page.find("{{") == page.npos);
  std::size_t buttons = 0;
  for (std::size_t at = 0; (at = page.find("aria-controls=\"", at)) != page.npos; ++buttons) {
    at += 15;
    const std::string box = page.substr(at, page.find('"', at) - at);
    CHECK(page.find("<section id=\"" + box + "\">") != page.npos);
  }
  std::size_t shown = 0;
  for (const GptTable::Row& row : stage_table(story, usual).rows)
    for (const double percent : row.percent) shown += percent != 0;
  CHECK(buttons == shown);
  CHECK(page.find("together") != page.npos);
  // One of a weight that is not used has no boxes, and says so.
  const std::string empty = as_html(model.story("wte[2][0]", "ab"), usual);
  CHECK(empty.find("It is not used") != empty.npos);
}

TEST_CASE("a weight that is not there is refused, with what there is", "[gpt_story]") {
  const Scope scope;
  const Model model(tiny);
  const auto refused = [&](const char* name) {
    return error_of([&] { weight_named(model.gpt, name); });
  };
  CHECK(refused("layer0.attn_qw[0][0]") ==
        "there are no weights 'layer0.attn_qw'\ndid you mean 'layer0.attn_wq'?");
  CHECK_THAT(
      refused("bias[0]"),
      Catch::StartsWith("there are no weights 'bias'\nThere are, rows and columns behind them: "
                        "wte[4][2], wpe[2][2], lm_head[4][2], layer0.attn_wq[2][2], "));
  CHECK(refused("wte[4][0]") ==
        "there is no wte[4][0]\nwte has 4 rows and 2 columns; the last is wte[3][1].");
  for (const char* name : {"wte", "wte[0]", "wte[0][1", "wte[0][1]x", "wte[-1][0]", "wte[a][b]"})
    CHECK_THAT(refused(name), Catch::Contains("does not say which weight"));
  CHECK(weight_named(model.gpt, "wpe[1][1]").index == 11);
}

TEST_CASE("a head that is traced alone has the values and gradients of the whole", "[gpt_head]") {
  const Scope scope;
  const Model model(usual);
  const Trace trace = head_trace(model.gpt, abc, "abc", 1, 1, 2);
  std::vector<GptStage> stages;
  backward(model.gpt.loss(abc.numbers("abc"), &stages));
  const auto begin = [&](std::string_view name) {
    for (const GptStage& stage : stages)
      if (stage.name == name && stage.position == 2 && stage.layer == 1 &&
          (stage.head == 1 || name == "query"))
        return stage.begin;
    return Id{0};
  };
  const auto node = [&](std::string_view name) {
    for (const Trace::Node& any : trace.nodes)
      if (any.name == name) return any;
    return Trace::Node{};
  };
  for (std::size_t i = 0; i < 2; ++i) {
    const Value y = tape().handle(static_cast<Id>(begin("head") + i));
    const Value q = tape().handle(static_cast<Id>(begin("query") + 2 + i));
    const std::string number = std::to_string(i + 1);
    CHECK(node("y" + number).value == y.data());
    CHECK(node("y" + number).grad == Approx(y.grad()));
    CHECK(node("q" + number).value == q.data());
    CHECK(node("q" + number).grad == Approx(q.grad()));
  }
  CHECK(node("share_0").value + node("share_1").value + node("share_2").value == Approx(1));
  CHECK(error_of([&] { head_trace(model.gpt, abc, "abc", 0, 2, 0); }) ==
        "there is no head 2\nThere are 2, counted from 0.");
}
