// The check of exercise 26: what letters heed and hear, and the slopes in queries, keys and values,
// beside the same with what is easily forgotten left out.
#include <stepgrad/course/exercise_training.hpp>

#include <algorithm>
#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::MatrixSample;
using stepgrad::random_rows;
using stepgrad::Rows;
using Row = std::vector<double>;

/// How attention may go wrong.
enum class Mask { right, none, without_itself, later };
struct Way {
  double power = 0.5;  // the scores are divided by d to this power
  Mask mask = Mask::right;
  bool softmax = true;                     // or the scores as they are
  bool through_sum = true, scaled = true;  // on the way back
  bool added_up = true;                    // or the last that asks alone
  bool turned = false;                     // what is given to values, exchanged
};

double times(const Row& a, const Row& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double divisor(std::size_t d, double power) { return std::pow(static_cast<double>(d), power); }

Row softmax_of(Row scores) {
  if (scores.empty()) return scores;
  const double largest = *std::max_element(scores.begin(), scores.end());
  double sum = 0;
  for (double& score : scores) sum += score = std::exp(score - largest);
  for (double& score : scores) score /= sum;
  return scores;
}

Row right_shares(const Row& q, const Rows& keys, const Way& way = {}) {
  Row scores;
  for (const Row& key : keys) scores.push_back(times(q, key) / divisor(q.size(), way.power));
  return way.softmax ? softmax_of(scores) : scores;
}

bool is_heard(std::size_t s, std::size_t by, Mask mask) {
  return mask == Mask::none           ? true
       : mask == Mask::later          ? s >= by
       : mask == Mask::without_itself ? s < by
                                      : s <= by;
}

/// The shares of all letters, 0 for those that are not heard.
Rows all_shares(const Rows& Q, const Rows& K, const Way& way) {
  Rows all;
  for (std::size_t t = 0; t < Q.size(); ++t) {
    Rows keys;
    for (std::size_t s = 0; s < K.size(); ++s)
      if (is_heard(s, t, way.mask)) keys.push_back(K[s]);
    const Row some = right_shares(Q[t], keys, way);
    Row row;
    for (std::size_t s = 0, next = 0; s < K.size(); ++s)
      row.push_back(is_heard(s, t, way.mask) ? some[next++] : 0);
    all.push_back(row);
  }
  return all;
}

Rows heard(const Rows& Q, const Rows& K, const Rows& V, const Way& way = {}) {
  return stepgrad::product_of_rows(all_shares(Q, K, way), V);
}

struct Three {
  Rows Q, K, V;
};

Three slopes_of(const Rows& Q, const Rows& K, const Rows& V, const Rows& G, const Way& way = {}) {
  const Rows a = all_shares(Q, K, way);
  Three all{Rows(Q.size(), Row(Q[0].size(), 0.0)), Rows(K.size(), Row(K[0].size(), 0.0)),
            Rows(V.size(), Row(V[0].size(), 0.0))};
  const auto give = [&](double& to, double share) { to = way.added_up ? to + share : share; };
  for (std::size_t t = 0; t < Q.size(); ++t) {
    double mean = 0;
    for (std::size_t s = 0; s < K.size(); ++s) mean += a[t][s] * times(G[t], V[s]);
    for (std::size_t s = 0; s < K.size(); ++s) {
      if (!is_heard(s, t, way.mask)) continue;
      const double score = a[t][s] * (times(G[t], V[s]) - (way.through_sum ? mean : 0)) /
                           (way.scaled ? divisor(Q[0].size(), 0.5) : 1);
      for (std::size_t i = 0; i < Q[0].size(); ++i) {
        all.Q[t][i] += score * K[s][i];
        give(all.K[s][i], score * Q[t][i]);
      }
      for (std::size_t i = 0; i < V[0].size(); ++i)
        give(all.V[way.turned ? t : s][i], a[t][s] * G[way.turned ? s : t][i]);
    }
  }
  return all;
}

void check_shares(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (std::size_t i = 0; i < 6; ++i) {
    const std::size_t d = 2 + i % 3, keys = 1 + (i + 2) % 4;
    const Rows q = random_rows(1, d), K = random_rows(keys, d);
    const std::string where = "d = " + std::to_string(d) + ", " + std::to_string(keys) + " keys";
    exercise.about_to("shares, with " + where);
    const Row undone = right_shares(q[0], K, {.softmax = false});
    samples.push_back(
        {where,
         {Rows{shares(q[0], K)}, Rows{right_shares(q[0], K)}},
         {{"The scores are not divided: by the root of d.", {right_shares(q[0], K, {.power = 0})}},
          {"They are divided by d. It is the root of d.", {right_shares(q[0], K, {.power = 1})}},
          {"They are multiplied by the root of d. Divide by it.",
           {right_shares(q[0], K, {.power = -0.5})}},
          {"Those are the scores. Softmax makes shares of them.", {undone}},
          {"It is divided by the root of the number of keys. d is the length of the query.", {[&] {
             Row scores = undone;
             for (double& score : scores)
               score *= divisor(d, 0.5) / std::sqrt(static_cast<double>(keys));
             return softmax_of(scores);
           }()}}}});
  }
  stepgrad::check_matrices(exercise, "the shares", samples, 1e-12);
}

/// Queries, keys, values and a gradient of so many letters.
struct Case {
  std::string where;
  Rows Q, K, V, G;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (std::size_t i = 0; i < 6; ++i) {
    const std::size_t letters = 2 + i % 4, d = 2 + i % 3, wide = 1 + (i + 1) % 4;
    all.push_back({std::to_string(letters) + " letters, d = " + std::to_string(d) +
                       ", values of width " + std::to_string(wide),
                   random_rows(letters, d), random_rows(letters, d), random_rows(letters, wide),
                   random_rows(letters, wide)});
  }
  return all;
}

void check_attention(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (const auto& [where, Q, K, V, G] : cases()) {
    exercise.about_to("attention, with " + where);
    const Rows a = all_shares(Q, K, {});
    samples.push_back(
        {where,
         {attention(Q, K, V), heard(Q, K, V)},
         {{"It looks ahead: letter t may hear the letters 0 to t, and no later ones.",
           heard(Q, K, V, {.mask = Mask::none})},
          {"A letter does not hear itself. It hears itself and those before.",
           heard(Q, K, V, {.mask = Mask::without_itself})},
          {"The mask is turned: a letter hears itself and those after it, not those before.",
           heard(Q, K, V, {.mask = Mask::later})},
          {"The shares of later letters are left out, but their scores are in softmax's sum: so "
           "the shares that are left are not 1 together. Give softmax only those that are heard.",
           [&] {
             Rows wrong = all_shares(Q, K, {.mask = Mask::none});
             for (std::size_t t = 0; t < wrong.size(); ++t)
               for (std::size_t s = t + 1; s < wrong.size(); ++s) wrong[t][s] = 0;
             return stepgrad::product_of_rows(wrong, V);
           }()},
          {"That is the plain mean of the values. Each counts by its share.",
           [&] {
             Rows plain = a;
             for (std::size_t t = 0; t < a.size(); ++t)
               for (std::size_t s = 0; s <= t; ++s) plain[t][s] = 1 / static_cast<double>(t + 1);
             return stepgrad::product_of_rows(plain, V);
           }()},
          {"The queries are compared with queries. They are compared with keys.", heard(Q, Q, V)},
          {"Keys ask and queries are found: it is the query of the letter that hears.",
           heard(K, Q, V)}}});
  }
  stepgrad::check_matrices(exercise, "what is heard", samples, 1e-12);
}

void check_backward(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> of_values, of_queries, of_keys;
  for (const auto& [where, Q, K, V, G] : cases()) {
    exercise.about_to("backward, with " + where);
    const auto yours = backward(Q, K, V, G);
    const Three right = slopes_of(Q, K, V, G), ahead = slopes_of(Q, K, V, G, {.mask = Mask::none}),
                last = slopes_of(Q, K, V, G, {.added_up = false}),
                own = slopes_of(Q, K, V, G, {.through_sum = false}),
                unscaled = slopes_of(Q, K, V, G, {.scaled = false}),
                neither = slopes_of(Q, K, V, G, {.through_sum = false, .scaled = false});
    of_values.push_back(
        {where,
         {yours.V, right.V},
         {{"Values get something from later letters only; here they get it from all.", ahead.V},
          {"Only the last letter that hears a value gives it something. All of them "
           "do, and it adds up: +=.",
           last.V},
          {"It is turned: value s gets from letter t the share that t has for s.",
           slopes_of(Q, K, V, G, {.turned = true}).V},
          {"The shares are missing: each letter gives a value its row of G, times its share.", [&] {
             Rows all = right.V;
             for (std::size_t s = 0; s < all.size(); ++s)
               for (std::size_t i = 0; i < all[s].size(); ++i) {
                 all[s][i] = 0;
                 for (std::size_t t = s; t < G.size(); ++t) all[s][i] += G[t][i];
               }
             return all;
           }()}}});
    const auto scores = [&](const Rows& expected, const Rows& ahead, const Rows& own,
                            const Rows& unscaled, const Rows& neither) {
      return std::vector<stepgrad::MatrixSlip>{
          {"A score has a second way to what is heard: when a share grows, the others shrink. Take "
           "the mean of all G v away: a[s] * (g[s] - mean).",
           own},
          {"The scores are divided by the root of d, and so are their slopes.", unscaled},
          {"Two things are missing: the mean of all G v is taken away, for when a share grows the "
           "others shrink; and slopes of scores are divided by the root of d.",
           neither},
          {"It looks ahead: letter t has heard the letters 0 to t, and no later ones.", ahead},
          {"The sign is turned.", [&] {
             Rows minus = expected;
             for (Row& row : minus)
               for (double& number : row) number = -number;
             return minus;
           }()}};
    };
    of_queries.push_back(
        {where, {yours.Q, right.Q}, scores(right.Q, ahead.Q, own.Q, unscaled.Q, neither.Q)});
    of_keys.push_back(
        {where, {yours.K, right.K}, scores(right.K, ahead.K, own.K, unscaled.K, neither.K)});
    of_keys.back().slips.push_back(
        {"Only the last letter that hears a key gives it something. All of them do, "
         "and it adds up: +=.",
         last.K});
  }
  stepgrad::check_matrices(exercise, "the slopes in V", of_values, 1e-12);
  stepgrad::check_matrices(exercise, "the slopes in Q", of_queries, 1e-12);
  stepgrad::check_matrices(exercise, "the slopes in K", of_keys, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_shares(exercise);
  check_attention(exercise);
  check_backward(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
