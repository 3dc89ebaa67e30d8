// The check of exercise 27: norm and its slopes, layers that add to x there and back, and names drawn
// from models that look at all that was read.
#include <stepgrad/course/exercise_training.hpp>

#include <algorithm>
#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::MatrixSample;
using stepgrad::random_rows;
using stepgrad::Rows;
using Row = std::vector<double>;

double times(const Row& a, const Row& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

Row added(Row a, const Row& b, double by = 1) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += by * b[i];
  return a;
}

Row scaled(Row a, double by) {
  for (double& number : a) number *= by;
  return a;
}

std::string story(const Row& row) {
  std::string all;
  for (const double number : row) all += (all.empty() ? "" : " ") + stepgrad::in_digits(number);
  return all;
}

double count_of(const Row& x) { return static_cast<double>(x.size()); }
double root_of_mean(const Row& x, double little = 1e-5) {
  return std::sqrt(times(x, x) / count_of(x) + little);
}
Row normed(const Row& x) { return scaled(x, 1 / root_of_mean(x)); }

// ---- norm

std::vector<Row> vectors() {
  std::vector<Row> all{{3, 4}, {0, 0, 0}, {0.125, 0, -0.125}};
  for (std::size_t i = 0; i < 6; ++i) all.push_back(random_rows(1, 2 + i % 4)[0]);
  return all;
}

void check_norm(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (const Row& x : vectors()) {
    exercise.about_to("norm, of " + story(x));
    const double sum = times(x, x), mean = sum / count_of(x);
    Row centred = x;
    double middle = 0;
    for (const double number : x) middle += number / count_of(x);
    for (double& number : centred) number -= middle;
    samples.push_back(
        {"x = " + story(x),
         {Rows{norm(x)}, Rows{normed(x)}},
         {{"It is divided by the root of the sum of squares. It is their mean.",
           {scaled(x, 1 / std::sqrt(sum + 1e-5))}},
          {"The root is missing.", {scaled(x, 1 / (mean + 1e-5))}},
          {"It is multiplied by r. Divide.", {scaled(x, root_of_mean(x))}},
          {"The 0.00001 is missing: where x is 0, it divides by 0.",
           {scaled(x, 1 / std::sqrt(mean))}},
          {"The mean of x is taken away. Here x stays as it is, and is divided alone.",
           {scaled(centred, 1 / root_of_mean(centred))}}}});
  }
  stepgrad::check_matrices(exercise, "norm(x)", samples, 1e-12);
}

/// The slopes of norm; `through_r` says how much of the way through r is in it.
Row right_norm_backward(const Row& x, const Row& g, double through_r = 1) {
  const double r = root_of_mean(x);
  return added(scaled(g, 1 / r), x, -through_r * times(g, x) / (count_of(x) * r * r * r));
}

void check_norm_backward(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (const Row& x : vectors()) {
    if (times(x, x) == 0) continue;
    const Row g = random_rows(1, x.size())[0];
    exercise.about_to("norm_backward, x = " + story(x) + ", g = " + story(g));
    const double r = root_of_mean(x);
    samples.push_back(
        {"x = " + story(x) + ", g = " + story(g),
         {Rows{norm_backward(x, g)}, Rows{right_norm_backward(x, g)}},
         {{"The way through r is missing: every number of x is in r, too.",
           {right_norm_backward(x, g, 0)}},
          {"The way through r has the wrong sign: where r grows, x/r shrinks.",
           {right_norm_backward(x, g, -1)}},
          {"In the way through r the number of entries is missing: r has a mean in it.",
           {right_norm_backward(x, g, count_of(x))}},
          {"In the way through r stands r*r for r*r*r: one of them comes from the root.",
           {right_norm_backward(x, g, r)}},
          {"Each slope takes only its own g through r. All numbers of y have r in them: "
           "add up g*x over all.",
           {[&] {
             Row all = scaled(g, 1 / r);
             for (std::size_t i = 0; i < x.size(); ++i)
               all[i] -= x[i] * g[i] * x[i] / (count_of(x) * r * r * r);
             return all;
           }()}},
          {"g is handed on as it is. It comes through the division by r.", {g}}}});
  }
  stepgrad::check_matrices(exercise, "the slopes of norm", samples, 1e-11);
}

// ---- layers

/// tanh of a product with a matrix, which is a layer like any other.
Row said(const Rows& W, const Row& n) {
  Row all;
  for (const Row& row : W) all.push_back(std::tanh(times(row, n)));
  return all;
}

Row back(const Rows& W, const Row& n, const Row& g) {
  Row all(n.size(), 0.0);
  const Row y = said(W, n);
  for (std::size_t i = 0; i < W.size(); ++i) all = added(all, W[i], g[i] * (1 - y[i] * y[i]));
  return all;
}

std::vector<Layer> layers_of(const std::vector<Rows>& weights) {
  std::vector<Layer> layers;
  for (const Rows& W : weights)
    layers.push_back({[W](const Row& n) { return said(W, n); },
                      [W](const Row& n, const Row& g) { return back(W, n, g); }});
  return layers;
}

/// How layers may go wrong.
struct Way {
  bool kept = true, normed = true;            // x + …, and norm(x), on the way forward
  bool kept_back = true, normed_back = true;  // the same on the way back
  bool turned = false;                        // the order of the layers, on the way back
  bool at_the_end = false;                    // the last x for all of them
};

std::vector<Row> on_the_way(const std::vector<Rows>& weights, const Row& x, const Way& way = {}) {
  std::vector<Row> all{x};
  for (const Rows& W : weights) {
    const Row made = said(W, way.normed ? normed(all.back()) : all.back());
    all.push_back(way.kept ? added(all.back(), made) : made);
  }
  return all;
}

Row way_back(const std::vector<Rows>& weights, const Row& x, const Row& g, const Way& way) {
  const std::vector<Row> xs = on_the_way(weights, x);
  Row slopes = g;
  for (std::size_t i = weights.size(); i-- > 0;) {
    const std::size_t l = way.turned ? weights.size() - 1 - i : i;
    const Row& at = way.at_the_end ? xs.back() : xs[l];
    const Row of_norm = back(weights[l], normed(at), slopes);
    const Row came = way.normed_back ? right_norm_backward(at, of_norm) : of_norm;
    slopes = way.kept_back ? added(slopes, came) : came;
  }
  return slopes;
}

void check_layers(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> forward, backward;
  for (std::size_t i = 0; i < 6; ++i) {
    const std::size_t width = 2 + i % 3;
    std::vector<Rows> weights;
    for (std::size_t l = 0; l < 1 + (i + 1) % 3; ++l) weights.push_back(random_rows(width, width));
    const Row x = random_rows(1, width)[0], g = random_rows(1, width)[0];
    const std::string where = std::to_string(weights.size()) +
                              (weights.size() == 1 ? " layer" : " layers") + ", x = " + story(x);
    exercise.about_to("through, with " + where);
    const auto layers = layers_of(weights);
    const auto forward_by = [&](const Way& way) {
      return Rows{on_the_way(weights, x, way).back()};
    };
    std::vector<Rows> reversed(weights.rbegin(), weights.rend());
    forward.push_back(
        {where,
         {Rows{through(layers, x)}, forward_by({})},
         {{"x is lost: what a layer makes is added to it.", forward_by({.kept = false})},
          {"A layer is given x itself. It is given norm(x).", forward_by({.normed = false})},
          {"norm(x) goes on, instead of x: only what the layer is given is normed.",
           [&] {
             Row now = x;
             for (const Rows& W : weights) now = added(normed(now), said(W, normed(now)));
             return Rows{now};
           }()},
          {"Each layer is given what first went in. It is given what has become of it.",
           [&] {
             Row now = x;
             for (const Rows& W : weights) now = added(now, said(W, normed(x)));
             return Rows{now};
           }()},
          {"The layers come in the wrong order.", Rows{on_the_way(reversed, x).back()}}}});
    exercise.about_to("through_backward, with " + where);
    const auto backward_by = [&](const Way& way) { return Rows{way_back(weights, x, g, way)}; };
    backward.push_back(
        {where + ", g = " + story(g),
         {Rows{through_backward(layers, x, g)}, backward_by({})},
         {{"The x of x + … is forgotten: what arrives at the sum goes on along x as well.",
           backward_by({.kept_back = false})},
          {"norm is forgotten on the way back: norm_backward(x, …) of what comes from the layer.",
           backward_by({.normed_back = false})},
          {"Both are forgotten: the x of x + …, and norm on the way back.",
           backward_by({.kept_back = false, .normed_back = false})},
          {"It begins with the first layer. The way back begins with the last.",
           backward_by({.turned = true})},
          {"Every layer takes the x of the end. Each needs the x with which it was entered: keep them.",
           backward_by({.at_the_end = true})},
          {"Only x + … is passed: what comes through the layers is missing.", Rows{g}}}});
  }
  stepgrad::check_matrices(exercise, "what becomes of x", forward, 1e-12);
  stepgrad::check_matrices(exercise, "the slopes in x", backward, 1e-11);
}

// ---- names

using Read = std::vector<std::size_t>;

/// A model that looks at all that was read, and at how much that was.
Row scores_after(const Read& read, std::size_t letters) {
  Row scores;
  for (std::size_t k = 0; k < letters; ++k) {
    double sum = k + 1 == letters ? -1.0 : 0;
    for (std::size_t i = 0; i < read.size(); ++i)
      sum += static_cast<double>((read[i] + 2 * k + 3 * i) % 5) / 2;
    scores.push_back(sum);
  }
  return scores;
}

/// How drawing may go wrong.
struct Draw {
  bool heated = true, times = false, likeliest = false, only_last = false, nothing_before = false,
       end_told = false, same_luck = false, goes_on = false, end_read_told = false;
};

Row drawn(std::size_t letters, double temperature, const Row& luck, const Draw& draw = {}) {
  const std::size_t end = letters - 1;
  Read read;
  if (!draw.nothing_before) read.push_back(end);
  Row name;
  if (draw.end_read_told) name.push_back(static_cast<double>(end));
  for (const double u : luck) {
    Row p = scores_after(draw.only_last && !read.empty() ? Read{read.back()} : read, letters);
    if (draw.heated) p = scaled(p, draw.times ? temperature : 1 / temperature);
    const double largest = *std::max_element(p.begin(), p.end());
    double sum = 0;
    for (double& share : p) sum += share = std::exp(share - largest);
    std::size_t letter = 0;
    const double at = draw.same_luck ? luck[0] : u;
    for (double until = p[0] / sum; at >= until && letter + 1 < letters; until += p[letter] / sum)
      ++letter;
    if (draw.likeliest)
      letter = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
    if (letter == end && !draw.goes_on) {
      if (draw.end_told) name.push_back(static_cast<double>(end));
      break;
    }
    read.push_back(letter);
    name.push_back(static_cast<double>(letter));
  }
  return name;
}

void check_name(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (std::size_t i = 0; i < 12; ++i) {
    const std::size_t letters = 3 + i % 3;
    const double temperature = std::vector<double>{0.5, 1, 4}[i % 3];
    Row luck;
    for (std::size_t k = 0; k < 2 + i % 6; ++k)
      luck.push_back(stepgrad::random_eighth(0, 1) + 0.0625);
    const std::string where = std::to_string(letters) + " letters with the end, temperature " +
                              stepgrad::in_digits(temperature) + ", luck " + story(luck);
    exercise.about_to("name, with " + where);
    const Read yours = name([&](const Read& read) { return scores_after(read, letters); },
                            letters - 1, temperature, luck);
    const auto slip = [&](const Draw& draw) {
      return Rows{drawn(letters, temperature, luck, draw)};
    };
    samples.push_back(
        {where,
         {Rows{Row(yours.begin(), yours.end())}, slip({})},
         {{"The temperature is not used.", slip({.heated = false})},
          {"The scores are multiplied by the temperature. Divide them.", slip({.times = true})},
          {"It takes the likeliest letter. Pick it, with luck.", slip({.likeliest = true})},
          {"The model is given the last letter alone. It reads all so far, the end first.",
           slip({.only_last = true})},
          {"The end before the name is missing: the model reads it first.",
           slip({.nothing_before = true})},
          {"The end is told as a letter of the name. It only says that the name is over.",
           slip({.end_told = true})},
          {"The end that is read first is told as a letter of the name.",
           slip({.end_read_told = true})},
          {"The same luck is used for every letter: luck[0], then luck[1].",
           slip({.same_luck = true})},
          {"It goes on behind the end.", slip({.goes_on = true})}}});
  }
  stepgrad::check_matrices(exercise, "the name", samples, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_norm(exercise);
  check_norm_backward(exercise);
  check_layers(exercise);
  check_name(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
