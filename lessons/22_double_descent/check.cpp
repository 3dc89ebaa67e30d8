// The check of exercise 22: what the model says, its slopes, and where descents lead, with all that
// may go wrong on the way.
#include <stepgrad/course/exercise_training.hpp>

#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::ExerciseCheck;
using stepgrad::in_digits;
using stepgrad::MatrixSample;
using Row = std::vector<double>;
using Table = std::vector<Row>;

struct Case {
  Table features;
  Row y, w;
  double lambda;

  double n() const { return static_cast<double>(y.size()); }
  std::string story() const {
    return std::to_string(y.size()) + (y.size() == 1 ? " sample, " : " samples, ") +
           std::to_string(w.size()) + " weights, lambda " + in_digits(lambda);
  }
};

/// As many samples as weights, fewer, and more.
std::vector<Case> cases() {
  const auto any = [](std::size_t count) {
    Row row;
    for (std::size_t i = 0; i < count; ++i) row.push_back(stepgrad::random_eighth(-2, 2) + 0.0625);
    return row;
  };
  std::vector<Case> all{{{{1, 2}}, {5}, {3, -1}, 0.25}};
  for (const std::size_t n : {2u, 3u, 4u})
    for (const std::size_t p : {2u, 3u, 5u}) {
      Case next{{}, any(n), any(p), stepgrad::random_eighth(0.125, 1)};
      for (std::size_t i = 0; i < n; ++i) next.features.push_back(any(p));
      all.push_back(next);
    }
  return all;
}

Row says(const Table& features, const Row& w) {
  Row all;
  for (const Row& row : features) {
    double sum = 0;
    for (std::size_t j = 0; j < w.size(); ++j) sum += row[j] * w[j];
    all.push_back(sum);
  }
  return all;
}

/// One number from each pair of two rows.
template <class Make>
Row both(const Row& a, const Row& b, Make&& make) {
  Row all;
  for (std::size_t i = 0; i < a.size(); ++i) all.push_back(make(a[i], b[i]));
  return all;
}

/// The parts of the slopes: of the sum of squared errors, and of |w|^2.
struct Parts {
  Row errors, weights;
};
Parts parts(const Case& at, const Row& w) {
  const Row f = says(at.features, w);
  Parts all{Row(w.size(), 0.0), w};
  for (std::size_t j = 0; j < w.size(); ++j) {
    for (std::size_t i = 0; i < at.y.size(); ++i)
      all.errors[j] += 2 * (f[i] - at.y[i]) * at.features[i][j];
    all.weights[j] *= 2;
  }
  return all;
}

/// So much of the one, and so much of the other.
Row mixed(const Parts& of, double errors, double weights) {
  return both(of.errors, of.weights,
              [=](double error, double weight) { return errors * error + weights * weight; });
}

void check_said(ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (const Case& at : cases()) {
    exercise.about_to("said, " + at.story());
    const Row yours = said(at.features, at.w), right = says(at.features, at.w);
    Row plain, last, first(right.size(), right[0]);
    for (const Row& row : at.features) {
      plain.push_back(says({row}, Row(row.size(), 1.0))[0]);
      last.push_back(row.back() * at.w.back());
    }
    samples.push_back(
        {at.story(),
         {{yours}, {right}},
         {{"the weights are missing: each feature counts as much as its weight.", {plain}},
          {"only the last feature is in it: add up, with +=.", {last}},
          {"all samples get what the first one gets: each has its own row.", {first}},
          {"that is the mean over the features. The sum is wanted.",
           {both(right, right,
                 [&](double f, double) { return f / static_cast<double>(at.w.size()); })}}}});
  }
  stepgrad::check_matrices(exercise, "what the model says", samples, 1e-12);
}

void check_slopes(ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (const Case& at : cases()) {
    exercise.about_to("slopes, " + at.story());
    const Parts of = parts(at, at.w);
    const double n = at.n(), lambda = at.lambda;
    samples.push_back(
        {at.story(),
         {{slopes(at.features, at.y, at.w, lambda)}, {mixed(of, 1 / n, lambda)}},
         {{"lambda is nowhere in it: add the slope of lambda * w^2.", {mixed(of, 1 / n, 0)}},
          {"the slope of lambda * w^2 has a 2 in it: 2 * lambda * w.",
           {mixed(of, 1 / n, lambda / 2)}},
          {"the regulariser is divided by the number of samples. It is no mean: it belongs to the "
           "weights, and is added once.",
           {mixed(of, 1 / n, lambda / n)}},
          {"the regulariser is added for every sample. It is added once.",
           {mixed(of, 1 / n, n * lambda)}},
          {"the regulariser is taken away. It pulls the weights towards 0, so its slope has the "
           "sign of the weight.",
           {mixed(of, 1 / n, -lambda)}},
          {"the errors are added up over the samples. Their mean is wanted.",
           {mixed(of, 1, lambda)}},
          {"the slope of the squared error has a 2 in it.", {mixed(of, 0.5 / n, lambda)}},
          {"the slope of a square has a 2 in it, in the error and in the regulariser.",
           {mixed(of, 0.5 / n, lambda / 2)}},
          {"the error is what the model says, less y: its sign is turned.",
           {mixed(of, -1 / n, lambda)}},
          {"it is divided by the number of weights. The mean is over the samples.",
           {mixed(of, 1 / static_cast<double>(at.w.size()), lambda)}},
          {"lambda * w^2 itself is added. Its slope is wanted.",
           {both(mixed(of, 1 / n, 0), at.w,
                 [=](double slope, double w) { return slope + lambda * w * w; })}},
          {"the regulariser's slope does not depend on the weight. The slope of lambda * w^2 is 2 * "
           "lambda * w.",
           {both(mixed(of, 1 / n, 0), at.w,
                 [=](double slope, double) { return slope + 2 * lambda; })}}}});
  }
  stepgrad::check_matrices(exercise, "the slopes", samples, 1e-12);
}

/// A way through a descent that is not the right one.
struct Way {
  double start = 0, rate = 1, lambda = 1;
  std::size_t more = 0;  // steps
  bool one_by_one = false;
};

Row descent(const Case& at, Row w, double rate, std::size_t steps, const Way& way = {}) {
  for (std::size_t step = 0; step < steps; ++step) {
    Row g = mixed(parts(at, w), 1 / at.n(), way.lambda * at.lambda);
    for (std::size_t j = 0; j < w.size(); ++j) {
      if (way.one_by_one) g = mixed(parts(at, w), 1 / at.n(), way.lambda * at.lambda);
      w[j] -= way.rate * rate * g[j];
    }
  }
  return w;
}

void check_fitted(ExerciseCheck& exercise, bool regularised) {
  std::vector<MatrixSample> samples;
  for (Case at : cases())
    for (const std::size_t steps : {1u, 2u, 40u}) {
      if (!regularised) at.lambda = 0;
      const std::string where =
          at.story() + ", rate 0.02, " + std::to_string(steps) + (steps == 1 ? " step" : " steps");
      exercise.about_to("fitted, " + where);
      const auto led = [&](const Way& way, std::size_t count) {
        return std::vector<Row>{descent(at, Row(at.w.size(), way.start), 0.02, count, way)};
      };
      samples.push_back(
          {where,
           {{fitted(at.features, at.y, at.lambda, 0.02, steps)}, led({}, steps)},
           {{"the weights begin at 1. From there descent finds a fit, but not the shortest.",
             led({.start = 1}, steps)},
            {"the weights begin at 0.5. From there descent finds a fit, but not the shortest.",
             led({.start = 0.5}, steps)},
            {"the weights begin at 0.1. From there descent finds a fit, but not the shortest.",
             led({.start = 0.1}, steps)},
            {"that is uphill: take rate times the slope away.", led({.rate = -1}, steps)},
            {"the rate is applied twice.", led({.rate = 0.02}, steps)},
            {"lambda is not passed on to the slopes.", led({.lambda = 0}, steps)},
            {"a weight moves while the slopes of the others "
             "still need it. First all slopes, then all steps.",
             led({.one_by_one = true}, steps)},
            {"it takes only one step: each has to go on from the one before.", led({}, 1)},
            {"one step too many.", led({}, steps + 1)},
            {"one step is missing.", led({}, steps - 1)},
            {"the weights have not moved from 0.", led({}, 0)}}});
    }
  stepgrad::check_matrices(
      exercise, regularised ? "where descent from 0 leads" : "where it leads without a regulariser",
      samples, 1e-9);
}

void check_from(ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (Case at : cases())
    for (const std::size_t steps : {1u, 3u, 40u}) {
      at.lambda = 0;
      std::string where = "from w =";
      for (const double w : at.w) where += " " + in_digits(w);
      where += ", " + std::to_string(at.y.size()) + (at.y.size() == 1 ? " sample" : " samples");
      exercise.about_to("fitted_from, " + where);
      const Row zero(at.w.size(), 0.0), before = says(at.features, at.w);
      const auto on_top = [&](const Row& left, double sign) {
        Case other = at;
        other.y = left;
        return std::vector<Row>{both(descent(other, zero, 0.02, steps), at.w,
                                     [=](double w, double start) { return w + sign * start; })};
      };
      const Row left = both(at.y, before, [](double y, double f) { return y - f; });
      const Row turned = both(at.y, before, [](double y, double f) { return f - y; });
      samples.push_back(
          {where,
           {{fitted_from(at.w, at.features, at.y, 0.02, steps)}, on_top(left, 1)},
           {{"that is the descent from 0: what the start says has to be taken away from y, and the "
             "start comes on top.",
             on_top(at.y, 0)},
            {"y itself is fitted. The start has said a part of it already: fit what is left over.",
             on_top(at.y, 1)},
            {"the start is missing: it comes on top of what is fitted to the rest.",
             on_top(left, 0)},
            {"the start is taken away. It comes on top.", on_top(left, -1)},
            {"what is left over is y less what the start says, not the other way round.",
             on_top(turned, 1)},
            {"what the start says is fitted. What it leaves over is wanted, y less that.",
             on_top(before, 1)},
            {"nothing has moved from the start.", {at.w}}}});
    }
  stepgrad::check_matrices(exercise, "where it leads from elsewhere", samples, 1e-9);
}

void check(ExerciseCheck& exercise) {
  check_said(exercise);
  check_slopes(exercise);
  check_fitted(exercise, true);
  check_fitted(exercise, false);
  check_from(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
