// The check of exercise 14: what networks of several sizes say, their slopes and their steps, beside
// those of networks in which one thing goes wrong.
#include <stepgrad/course/exercise_training.hpp>

#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::in_digits;
using stepgrad::MatrixSample;
using stepgrad::MatrixSlip;
using stepgrad::Rows;
using Row = std::vector<double>;

struct Case {
  Network network;
  Row x;
  double t, rate;

  std::string story() const {
    return std::to_string(x.size()) + (x.size() == 1 ? " input, " : " inputs, ") +
           std::to_string(network.hidden.size()) + " hidden, x[0] = " + in_digits(x[0]);
  }
};

std::vector<Case> cases() {
  const auto any = [] { return stepgrad::random_eighth(-2, 2); };
  std::vector<Case> all{{{{{{1}, -0.5}}, {{2}, 0.25}}, {1}, 0, 0.5}};
  for (std::size_t i = 0; i < 12; ++i) {
    Case next{{{}, {{}, any()}}, {}, any(), stepgrad::random_eighth(0.125, 0.75)};
    for (std::size_t j = 0; j < 1 + i % 3; ++j) next.x.push_back(any());
    for (std::size_t k = 0; k < 2 + i % 4; ++k) {
      next.network.hidden.push_back({{}, any()});
      for (std::size_t j = 0; j < next.x.size(); ++j) next.network.hidden[k].w.push_back(any());
      next.network.output.w.push_back(any());
    }
    all.push_back(next);
  }
  return all;
}

double sum(const Neuron& neuron, const Row& x) {
  double a = neuron.b;
  for (std::size_t j = 0; j < x.size(); ++j) a += neuron.w[j] * x[j];
  return a;
}

Row hidden(const Case& at) {
  Row h;
  for (const Neuron& neuron : at.network.hidden)
    h.push_back(std::tanh(checking::sum(neuron, at.x)));
  return h;
}

double right(const Case& at) { return checking::sum(at.network.output, hidden(at)); }

void check_says(stepgrad::ExerciseCheck& exercise) {
  std::vector<stepgrad::Sample> samples;
  for (const Case& at : cases()) {
    exercise.about_to("says, with " + at.story());
    Case biasless = at;
    for (Neuron& neuron : biasless.network.hidden) neuron.b = 0;
    Row sums;
    double added = at.network.output.b;
    for (const Neuron& neuron : at.network.hidden) sums.push_back(checking::sum(neuron, at.x));
    for (const double h : hidden(at)) added += h;
    samples.push_back(
        {at.story(),
         says(at.network, at.x),
         right(at),
         {{"the hidden neurons lack their activation, tanh.",
           checking::sum(at.network.output, sums)},
          {"the output has no activation here: f is the sum itself.", std::tanh(right(at))},
          {"the output's bias is missing.", right(at) - at.network.output.b},
          {"the biases of the hidden neurons are missing.", right(biasless)},
          {"the output's weights are missing: each h is multiplied by its own.", added}}});
  }
  exercise.numbers("f", samples, 1e-12);
}

/// How a way back may go wrong.
struct Way {
  double two = 2;
  bool output_weight = true, input = true, hidden_bias = true, output_bias = true;
  enum { of_h, none, of_tanh_h, of_a, turned, of_relu } slope = of_h;
};

Network slopes(const Case& at, const Way& way = {}) {
  const Row h = hidden(at);
  const double of_f = way.two * (right(at) - at.t);
  Network all = at.network;
  all.output.b = way.output_bias ? of_f : 0;
  for (std::size_t i = 0; i < h.size(); ++i) {
    const double a = checking::sum(at.network.hidden[i], at.x), again = std::tanh(h[i]);
    const double slope = way.slope == Way::none      ? 1
                       : way.slope == Way::of_tanh_h ? 1 - again * again
                       : way.slope == Way::of_a      ? 1 - a * a
                       : way.slope == Way::turned    ? h[i] * (1 - h[i])
                       : way.slope == Way::of_relu   ? (a > 0 ? 1 : 0)
                                                     : 1 - h[i] * h[i];
    const double of_a = of_f * (way.output_weight ? at.network.output.w[i] : 1) * slope;
    all.output.w[i] = of_f * h[i];
    all.hidden[i].b = way.hidden_bias ? of_a : 0;
    for (std::size_t j = 0; j < at.x.size(); ++j)
      all.hidden[i].w[j] = of_a * (way.input ? at.x[j] : 1);
  }
  return all;
}

Rows row_of(const Neuron& neuron) {
  Row row = neuron.w;
  row.push_back(neuron.b);
  return {row};
}
Rows output_of(const Network& network) { return checking::row_of(network.output); }
Rows hidden_of(const Network& network) {
  Rows rows;
  for (const Neuron& neuron : network.hidden) rows.push_back(checking::row_of(neuron)[0]);
  return rows;
}

/// The same of each number of two networks.
template <class Make>
Network combined(Network a, const Network& b, Make&& make) {
  const auto both = [&](Neuron& to, const Neuron& from) {
    for (std::size_t j = 0; j < to.w.size(); ++j) to.w[j] = make(to.w[j], from.w[j]);
    to.b = make(to.b, from.b);
  };
  for (std::size_t i = 0; i < a.hidden.size(); ++i) both(a.hidden[i], b.hidden[i]);
  both(a.output, b.output);
  return a;
}

Network stepped(const Case& at, double rate) {
  return checking::combined(at.network, slopes(at),
                            [&](double w, double slope) { return w - rate * slope; });
}

/// A mistake in words, and the network that comes of it.
struct Wrong {
  std::string sentence;
  Network network;
};

/// Compares this part of what the learner has made.
void compare(stepgrad::ExerciseCheck& exercise, const std::string& name,
             Rows (*part)(const Network&), Network (*make)(const Case&),
             Network (*expected)(const Case&), std::vector<Wrong> (*wrongs)(const Case&)) {
  std::vector<MatrixSample> samples;
  for (const Case& at : cases()) {
    exercise.about_to(name + ", with " + at.story());
    MatrixSample sample{at.story(), {part(make(at)), part(expected(at))}};
    for (const Wrong& wrong : wrongs(at))
      sample.slips.push_back({wrong.sentence, part(wrong.network)});
    samples.push_back(sample);
  }
  stepgrad::check_matrices(exercise, name, samples, 1e-12);
}

std::vector<Wrong> wrong_slopes(const Case& at) {
  Network unheard = slopes(at), direct = unheard;
  for (double& w : unheard.output.w) w = unheard.output.b;
  for (Neuron& neuron : direct.hidden) neuron.b = direct.output.b;
  return {
      {"The slope of a square has a 2 in it: ∂L/∂f is 2 * (f - t).", slopes(at, {.two = 1})},
      {"The sign is turned: ∂L/∂f is 2 * (f - t).", slopes(at, {.two = -2})},
      {"The slope of tanh, 1 - h*h, is missing on the way into the hidden neurons.",
       slopes(at, {.slope = Way::none})},
      {"The slope of tanh is 1 - h*h, with h and not with tanh(h): h is its value already.",
       slopes(at, {.slope = Way::of_tanh_h})},
      {"The slope of tanh is 1 - h*h, with h and not with the sum a.",
       slopes(at, {.slope = Way::of_a})},
      {"That is the slope of a sigmoid, h*(1 - h). That of tanh is 1 - h*h.",
       slopes(at, {.slope = Way::turned})},
      {"That is the slope of a relu. That of tanh is 1 - h*h.",
       slopes(at, {.slope = Way::of_relu})},
      {"The slope of f in a weight of the output is what it is multiplied by: h[i].", unheard},
      {"A hidden neuron's bias is reached as its weights are: through the output's weight and tanh.",
       direct},
      {"On the way to a hidden neuron there is the weight with which the output listens to it.",
       slopes(at, {.output_weight = false})},
      {"The slope of a sum in a weight is what the weight is multiplied by: here x[j].",
       slopes(at, {.input = false})},
      {"The biases of the hidden neurons move f, too: their slope is that of the sum a.",
       slopes(at, {.hidden_bias = false})},
      {"The output's bias moves f, too: its slope is ∂L/∂f.", slopes(at, {.output_bias = false})}};
}

/// A step in which the output has moved when the slopes of the hidden neurons are taken, or the
/// other way round.
Network one_after_another(const Case& at, bool output_first) {
  const Network right = stepped(at, at.rate);
  Case moved = at;
  if (output_first)
    moved.network.output = right.output;
  else
    moved.network.hidden = right.hidden;
  Network end = stepped(moved, at.rate);
  if (output_first)
    end.output = right.output;
  else
    end.hidden = right.hidden;
  return end;
}

/// The same, but with the error as it was: only the weights that the way back uses have moved.
Network overwritten(const Case& at) {
  const Network right = stepped(at, at.rate), of = slopes(at);
  Network end = right;
  for (std::size_t i = 0; i < of.hidden.size(); ++i) {
    const double factor = right.output.w[i] / at.network.output.w[i];
    for (std::size_t j = 0; j < at.x.size(); ++j)
      end.hidden[i].w[j] = at.network.hidden[i].w[j] - at.rate * of.hidden[i].w[j] * factor;
    end.hidden[i].b = at.network.hidden[i].b - at.rate * of.hidden[i].b * factor;
  }
  return end;
}

/// The weights of one network, and the biases of another.
Network mixed(Network weights, const Network& biases) {
  for (std::size_t i = 0; i < weights.hidden.size(); ++i) weights.hidden[i].b = biases.hidden[i].b;
  weights.output.b = biases.output.b;
  return weights;
}

std::vector<Wrong> wrong_steps(const Case& at) {
  const Network right = stepped(at, at.rate);
  const Network zero =
      checking::combined(at.network, at.network, [](double, double) { return 0.0; });
  const Network way =
      checking::combined(zero, slopes(at), [&](double, double s) { return at.rate * s; });
  const std::string moved =
      "Something has moved before all slopes were taken. First the whole gradient, then the step.";
  return {
      {"That is uphill: rate times the slope is taken away.", stepped(at, -at.rate)},
      {"The rate is missing.", stepped(at, 1)},
      {"The rate is missing at the weights.", mixed(stepped(at, 1), right)},
      {"The rate is missing at the biases.", mixed(right, stepped(at, 1))},
      {"The biases stay where they were. They move, too.", mixed(right, at.network)},
      {"The rate is applied twice.", stepped(at, at.rate * at.rate)},
      {"That is how far each number goes. From where?", way},
      {"Nothing has moved.", at.network},
      {moved, one_after_another(at, true)},
      {moved, one_after_another(at, false)},
      {"The output's weights have moved before the slopes of the hidden neurons were taken, and "
       "those need them as they were.",
       overwritten(at)}};
}

Network your_slopes(const Case& at) { return gradient(at.network, at.x, at.t); }
Network right_slopes(const Case& at) { return slopes(at); }
Network your_step(const Case& at) { return step(at.network, at.x, at.t, at.rate); }
Network right_step(const Case& at) { return stepped(at, at.rate); }

void check(stepgrad::ExerciseCheck& exercise) {
  check_says(exercise);
  const std::string columns = " (its weights, then its bias)";
  compare(exercise, "the slopes of the output" + columns, output_of, your_slopes, right_slopes,
          wrong_slopes);
  compare(exercise, "the slopes of the hidden neurons" + columns, hidden_of, your_slopes,
          right_slopes, wrong_slopes);
  compare(exercise, "the output after the step" + columns, output_of, your_step, right_step,
          wrong_steps);
  compare(exercise, "the hidden neurons after the step" + columns, hidden_of, your_step, right_step,
          wrong_steps);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
