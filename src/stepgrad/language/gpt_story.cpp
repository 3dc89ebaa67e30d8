#include <stepgrad/language/gpt_story.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <queue>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/language/gpt_labels.hpp>
#include <stepgrad/scalar/backward.hpp>

namespace stepgrad {
namespace {

/// All steps of the sweep, with what flows from one weight along them.
class GptFlow {
 public:
  GptFlow(const Unfolded& unfolded, Id weight, Id loss, const GptLabels& labels)
      : tape_(unfolded.tape()), weight_(weight), loss_(loss), labels_(labels) {
    gradient_ = backward(unfolded, loss, [&](const Step& step) { steps_.push_back(step); });
    tangent_.assign(loss + 1, 0);
    paths_.assign(loss + 1, 0);
    tangent_[weight] = paths_[weight] = 1;
    // Backwards the steps come from the loss to the weight; so from their end they go forwards.
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
      tangent_[step->from] += step->local * tangent_[step->to];
      paths_[step->from] += paths_[step->to];
    }
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (depends(steps_[i].to)) users_[steps_[i].to].push_back(i);
  }

  std::size_t steps() const { return steps_.size(); }
  double gradient(Id node) const { return gradient_[node]; }
  double paths() const { return paths_[loss_]; }
  bool depends(Id node) const { return paths_[node] > 0; }

  std::vector<GptStory::Use> uses() const;
  std::vector<GptStory::Box> boxes() const;
  GptStory::Routes routes(std::size_t most) const;
  std::vector<GptStory::Path> heaviest(std::size_t most) const;

 private:
  /// Numbers of one box that are reached along a route, each with its dv/dw along it alone.
  using Front = std::map<Id, double>;
  struct Open {
    std::vector<std::size_t> boxes;
    Front front;
    double share;
    bool operator<(const Open& other) const { return std::abs(share) < std::abs(other.share); }
  };
  std::map<std::size_t, Front> ways_out(std::size_t box, Front front) const;
  double share(const Front& front) const;

  const Tape& tape_;
  Id weight_, loss_;
  const GptLabels& labels_;
  std::vector<Step> steps_;
  std::vector<double> gradient_, tangent_, paths_;
  std::map<Id, std::vector<std::size_t>> users_;  // by node: the steps that lead back to it
};

std::vector<GptStory::Use> GptFlow::uses() const {
  std::vector<GptStory::Use> uses;
  for (const std::size_t i : users_.at(weight_)) {
    const Step& step = steps_[i];
    const auto operands = tape_.operands(step.from);
    // In a dot product each factor of the first vector stands half of all operands before its
    // partner.
    const std::size_t half = operands.size() / 2, place = static_cast<std::size_t>(step.operand);
    const bool multiplies = tape_.row(tape_.node(step.from)).name == op::dot.name;
    uses.push_back(
        {.position = labels_.stages()[labels_.stage_of(step.from)].position,
         .into = labels_.label(step.from),
         .with = multiplies ? labels_.label(operands[(place + half) % (2 * half)].id) : "",
         .upstream = step.upstream,
         .slope = step.local,
         .share = step.contribution});
  }
  std::reverse(uses.begin(), uses.end());
  return uses;
}

std::vector<GptStory::Box> GptFlow::boxes() const {
  std::vector<GptStory::Box> boxes;
  for (const GptStage& stage : labels_.stages()) boxes.push_back({.stage = stage});
  for (Id node = labels_.stages().front().begin; node <= loss_; ++node)
    if (depends(node) && gradient_[node] != 0)
      boxes[labels_.stage_of(node)].numbers.push_back({.label = labels_.label(node),
                                                       .value = tape_.value(node),
                                                       .gradient = gradient_[node],
                                                       .tangent = tangent_[node],
                                                       .share = gradient_[node] * tangent_[node]});
  for (const Step& step : steps_)
    if (const std::size_t box = labels_.stage_of(step.from);
        depends(step.to) && labels_.stage_of(step.to) != box)
      boxes[box].share += step.contribution * tangent_[step.to];
  return boxes;
}

/// From numbers of a box to those of other boxes that use them.
std::map<std::size_t, GptFlow::Front> GptFlow::ways_out(std::size_t box, Front front) const {
  std::map<std::size_t, Front> out;
  // In a map the numbers stand in the order of the tape: what is added is still to come.
  for (auto at = front.begin(); at != front.end(); ++at) {
    const auto users = users_.find(at->first);
    if (users == users_.end()) continue;
    for (const std::size_t i : users->second) {
      const std::size_t into = labels_.stage_of(steps_[i].from);
      Front& next = into == box ? front : out[into];
      next[steps_[i].from] += steps_[i].local * at->second;
    }
  }
  return out;
}

double GptFlow::share(const Front& front) const {
  double sum = 0;
  for (const auto& [node, tangent] : front) sum += gradient_[node] * tangent;
  return sum;
}

/// The heaviest beginning of a route goes on first: into each box that uses what it has reached.
GptStory::Routes GptFlow::routes(std::size_t most) const {
  constexpr std::size_t patience = 2000;
  std::priority_queue<Open> open;
  open.push({{}, {{weight_, 1.0}}, gradient_[weight_]});
  GptStory::Routes routes;
  std::vector<GptStory::Route>& found = routes.heaviest;
  for (std::size_t tries = 0; !open.empty() && tries < patience; ++tries) {
    const Open heaviest = open.top();
    open.pop();
    const std::size_t box = heaviest.boxes.empty() ? GptLabels::none : heaviest.boxes.back();
    if (box == labels_.stages().size() - 1) {
      found.push_back({heaviest.boxes, heaviest.share});
      continue;
    }
    for (const auto& [into, front] : ways_out(box, heaviest.front)) {
      // Numbers of one box that wait for one another are summed up where the box is gone through.
      Open next{heaviest.boxes, front, share(front)};
      next.boxes.push_back(into);
      if (next.share != 0) open.push(std::move(next));
    }
  }
  routes.found = found.size();
  routes.are_all = open.empty();
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::abs(a.share) > std::abs(b.share);
  });
  if (found.size() > most) found.resize(most);
  return routes;
}

/// From the loss back to the weight, each number keeps the heaviest of its paths to the loss.
std::vector<GptStory::Path> GptFlow::heaviest(std::size_t most) const {
  struct Tail {
    double product;
    std::size_t step, rank;  // the step it begins with, and which tail of that goes on
  };
  std::map<Id, std::vector<Tail>> tails;
  tails[loss_] = {{1, steps_.size(), 0}};
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    if (!depends(step.to)) continue;
    std::vector<Tail>& own = tails[step.to];
    const std::vector<Tail>& further = tails[step.from];
    for (std::size_t rank = 0; rank < further.size(); ++rank)
      own.push_back({step.local * further[rank].product, i, rank});
    std::stable_sort(own.begin(), own.end(), [](const Tail& a, const Tail& b) {
      return std::abs(a.product) > std::abs(b.product);
    });
    if (own.size() > most) own.resize(most);
  }
  std::vector<GptStory::Path> paths;
  for (const Tail& best : tails[weight_]) {
    if (best.product == 0) break;
    GptStory::Path path{.product = best.product};
    for (Tail tail = best; tail.step != steps_.size();) {
      const Step& step = steps_[tail.step];
      path.edges.push_back({labels_.stage_of(step.from), labels_.label(step.from), step.local});
      tail = tails[step.from][tail.rank];
    }
    paths.push_back(std::move(path));
  }
  return paths;
}

[[noreturn]] void refuse_weight(const Gpt& gpt, std::string_view name) {
  std::vector<std::string> names, shapes;
  for (const Gpt::Part& part : gpt.parts()) {
    names.push_back(part.name);
    shapes.push_back(fmt::format("{}[{}][{}]", part.name, part.weights.rows,
                                 part.weights.entries.size() / part.weights.rows));
  }
  throw Error(fmt::format("there are no weights '{}'", printable(name)), "",
              did_you_mean(name, names,
                           fmt::format("There are, rows and columns behind them: {}.",
                                       fmt::join(shapes, ", "))));
}

}  // namespace

GptWeight weight_named(const Gpt& gpt, std::string_view name) {
  const std::size_t bracket = name.find('[');
  const std::string_view matrix = name.substr(0, bracket);
  const auto part = std::find_if(gpt.parts().begin(), gpt.parts().end(),
                                 [&](const Gpt::Part& any) { return any.name == matrix; });
  if (part == gpt.parts().end()) refuse_weight(gpt, matrix);
  const std::size_t rows = part->weights.rows, columns = part->weights.entries.size() / rows;
  std::size_t row = 0, column = 0;
  const char *at = name.data() + matrix.size(), *const end = name.data() + name.size();
  const auto read = [&](std::size_t& number) {
    if (at == end || *at != '[') return false;
    const auto [stop, error] = std::from_chars(at + 1, end, number);
    at = stop + 1;
    return error == std::errc() && stop != end && *stop == ']';
  };
  if (!read(row) || !read(column) || at != end)
    throw Error(fmt::format("'{}' does not say which weight", printable(name)), "",
                fmt::format("Write its row and its column, counted from 0: {}[0][0].", matrix));
  if (row >= rows || column >= columns)
    throw Error(fmt::format("there is no {}", printable(name)), "",
                fmt::format("{} has {} rows and {} columns; the last is {}[{}][{}].", matrix, rows,
                            columns, matrix, rows - 1, columns - 1));
  return {static_cast<std::size_t>(part - gpt.parts().begin()), row, column,
          part->begin + row * columns + column, std::string(name)};
}

GptStory gpt_story(const Gpt& gpt, const Alphabet& alphabet, const std::string& name,
                   const GptWeight& weight, std::size_t most) {
  const Scope scope;
  const std::vector<std::size_t> numbers = alphabet.numbers(name);
  std::vector<GptStage> stages;
  const Value loss = gpt.loss(numbers, &stages);
  const Unfolded unfolded(tape());
  const GptLabels labels(gpt, alphabet, unfolded, stages);
  const Value value = gpt.weights()[weight.index];
  const Id id = unfolded.id(tape().id(value)), last = unfolded.id(tape().id(loss));
  const GptFlow flow(unfolded, id, last, labels);
  GptStory story{.weight = weight,
                 .name = name,
                 .value = value.data(),
                 .gradient = flow.gradient(id),
                 .loss = loss.data(),
                 .nodes = last + 1 - labels.stages().front().begin,
                 .steps = flow.steps(),
                 .paths = flow.paths()};
  for (std::size_t i = 0; i < stages.back().position + 1; ++i) {
    story.letters.push_back(alphabet.letter(numbers[i]));
    story.next.push_back(alphabet.letter(numbers[i + 1]));
  }
  if (gpt.parts()[weight.part].name == "wte") story.letter = alphabet.letter(weight.row);
  if (story.paths == 0) return story;  // it is not used at all
  story.uses = flow.uses();
  story.boxes = flow.boxes();
  if (story.gradient == 0) return story;
  story.routes = flow.routes(most);
  story.heaviest = flow.heaviest(most);
  return story;
}

bool is_of_layer(const GptStage& stage) {
  return stage.name != "embedding" && stage.name != "logits" && stage.name != "softmax" &&
         stage.name != "loss" && stage.name != "mean";
}

std::string stage_name(const GptStage& stage, const GptShape& shape) {
  std::string name(stage.name);
  if (name == "head") name = fmt::format("head {}", stage.head);
  if (name == "shares") name = fmt::format("shares of head {}", stage.head);
  if (is_of_layer(stage) && shape.layers > 1) name += fmt::format(", layer {}", stage.layer);
  return name;
}

}  // namespace stepgrad
