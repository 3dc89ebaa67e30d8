// Every matrix operation against the scalar engine: the same computation, number by number, with
// Values.
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <stepgrad/matrix/attention.hpp>
#include <stepgrad/matrix/custom.hpp>
#include <stepgrad/matrix/functions.hpp>
#include <stepgrad/scalar/functions.hpp>

#include "catch.hpp"
#include "matrix/some.hpp"

using namespace stepgrad;

namespace {

/// A matrix of Values.
struct Values {
  Index rows, columns;
  std::vector<Value> all = {};  // column by column

  Value& operator()(Index i, Index j) { return all[static_cast<std::size_t>(j * rows + i)]; }
  const Value& operator()(Index i, Index j) const {
    return all[static_cast<std::size_t>(j * rows + i)];
  }
  std::vector<Value> column(Index j) const {
    return {all.begin() + j * rows, all.begin() + (j + 1) * rows};
  }
};

Values values_of(const M& matrix) {
  Values values{matrix.rows(), matrix.cols()};
  for (Index i = 0; i < matrix.size(); ++i) values.all.emplace_back(matrix.data()[i]);
  return values;
}

/// A matrix whose entry (i, j) is f(i, j).
template <class F>
Values made(Index rows, Index columns, F&& f) {
  Values values{rows, columns};
  for (Index j = 0; j < columns; ++j)
    for (Index i = 0; i < rows; ++i) values.all.push_back(f(i, j));
  return values;
}
Values one(Value value) { return {1, 1, {value}}; }

/// The entry that stands at (i, j) where the matrix is spread over a larger one.
Value spread(const Values& a, Index i, Index j) {
  return a(a.rows == 1 ? 0 : i, a.columns == 1 ? 0 : j);
}
/// Entry by entry, one of them perhaps a column, a row or a number.
template <class F>
Values entries(const Values& a, const Values& b, F&& f) {
  return made(std::max(a.rows, b.rows), std::max(a.columns, b.columns),
              [&](Index i, Index j) { return f(spread(a, i, j), spread(b, i, j)); });
}
Values product(const Values& w, const Values& x) {
  return made(w.rows, x.columns, [&](Index i, Index j) {
    Value total = w(i, 0) * x(0, j);
    for (Index k = 1; k < x.rows; ++k) total += w(i, k) * x(k, j);
    return total;
  });
}
Values plus(const Values& a, const Values& b) {
  return entries(a, b, [](Value x, Value y) { return x + y; });
}
Values log_softmax_of(const Values& z) {
  return made(z.rows, z.columns,
              [&](Index i, Index j) { return z(i, j) - log_sum_exp(z.column(j)); });
}
Values cross_entropy(const Values& z, const std::vector<int>& labels) {
  Value loss = constant(0);
  for (Index s = 0; s < z.columns; ++s)
    loss += log_sum_exp(z.column(s)) - z(labels[static_cast<std::size_t>(s)], s);
  return one(loss / static_cast<double>(z.columns));
}
Values mean_of(const Values& a) { return one(sum(a.all) / static_cast<double>(a.all.size())); }

struct Twin {
  std::string name;
  std::function<T(const std::vector<T>&)> in_matrices;
  std::function<Values(const std::vector<Values>&)> in_values;
  std::vector<M> operands;
};

using X = const std::vector<T>&;
using V = const std::vector<Values>&;
const std::vector<int> labels{2, 0, 1, 2};

std::vector<Twin> arithmetic() {
  const M a = some(2, 3), b = positive(2, 3, 2), column = positive(2, 1, 3);
  std::vector<Twin> twins{
      {"matmul",
       [](X x) { return matmul(x[0], x[1]); },
       [](V x) { return product(x[0], x[1]); },
       {a, some(3, 4)}},
      {"affine",
       [](X x) { return affine(x[0], x[1], x[2]); },
       [](V x) { return plus(product(x[0], x[1]), x[2]); },
       {a, some(3, 4), column}},
      {"transpose",
       [](X x) { return transpose(x[0]); },
       [](V x) { return made(3, 2, [&](Index i, Index j) { return x[0](j, i); }); },
       {a}},
      {"scale",
       [](X x) { return 3.0 * x[0]; },
       [](V x) { return made(2, 3, [&](Index i, Index j) { return 3.0 * x[0](i, j); }); },
       {a}},
  };
  const auto both = [&](std::string name, const M& first, auto f) {
    const M row = positive(1, 3, 4), number = positive(1, 1, 5);
    const auto add = [&](const M& left, const M& right) {
      twins.push_back({name,
                       [f](X x) { return f(x[0], x[1]); },
                       [f](V x) { return entries(x[0], x[1], f); },
                       {left, right}});
    };
    for (const M& right : {b, column, row, number}) add(first, right);
    for (const M& left : {column, row, number}) add(left, b);
    add(column, row);
    twins.push_back({name + " with plain numbers",
                     [f](X x) { return f(f(2, x[0]), 1.25); },
                     [f](V x) {
                       return made(2, 3,
                                   [&](Index i, Index j) { return f(f(2.0, x[0](i, j)), 1.25); });
                     },
                     {b}});
  };
  both("add", a, [](auto x, auto y) { return x + y; });
  both("sub", a, [](auto x, auto y) { return x - y; });
  both("mul", a, [](auto x, auto y) { return x * y; });
  both("div", a, [](auto x, auto y) { return x / y; });
  both("pow", b, [](auto x, auto y) { return pow(x, y); });
  both("max", a, [](auto x, auto y) { return max(x, y); });
  both("min", a, [](auto x, auto y) { return min(x, y); });
  return twins;
}

std::vector<Twin> reductions() {
  const M a = some(2, 3);
  return {
      {"sum", [](X x) { return sum(x[0]); }, [](V x) { return one(sum(x[0].all)); }, {a}},
      {"mean", [](X x) { return mean(x[0]); }, [](V x) { return mean_of(x[0]); }, {a}},
      {"max",
       [](X x) { return max(x[0]); },
       [](V x) {
         Value most = x[0].all[0];
         for (const Value& v : x[0].all) most = max(most, v);
         return one(most);
       },
       {a}},
      {"abs_sum",
       [](X x) { return abs_sum(x[0]); },
       [](V x) {
         Value total = constant(0);
         for (const Value& v : x[0].all) total += abs(v);
         return one(total);
       },
       {a}},
      {"half_square_sum",
       [](X x) { return half_square_sum(x[0]); },
       [](V x) { return one(dot(x[0].all, x[0].all) / 2.0); },
       {a}},
      {"batch_norm",
       [](X x) { return batch_norm(x[0], x[1], x[2]); },
       [](V x) {
         return made(2, 4, [&](Index i, Index j) {
           Value mean = constant(0), variance = constant(0);
           for (Index s = 0; s < 4; ++s) mean += x[0](i, s) / 4.0;
           for (Index s = 0; s < 4; ++s) variance += square(x[0](i, s) - mean) / 4.0;
           return x[1](i, 0) * (x[0](i, j) - mean) / sqrt(variance + 1e-5) + x[2](i, 0);
         });
       },
       {some(2, 4), some(2, 1, 2), some(2, 1, 3)}},
  };
}

/// Values of rows to columns, of columns to rows; parts, and what is put together of parts.
std::vector<Twin> parts() {
  const M a = some(2, 3), b = some(2, 3, 2);
  const auto row_of = [](const Values& x, Index i) {
    std::vector<Value> row;
    for (Index j = 0; j < x.columns; ++j) row.push_back(x(i, j));
    return row;
  };
  const auto largest = [](const std::vector<Value>& all) {
    Value most = all[0];
    for (const Value& v : all) most = max(most, v);
    return most;
  };
  const auto of_rows = [=](auto f) {
    return [=](V x) { return made(2, 1, [&](Index i, Index) { return f(row_of(x[0], i)); }); };
  };
  const auto of_columns = [](auto f) {
    return [=](V x) { return made(1, 3, [&](Index, Index j) { return f(x[0].column(j)); }); };
  };
  const auto total = [](const std::vector<Value>& all) { return sum(all); };
  const auto average = [](const std::vector<Value>& all) {
    return sum(all) / static_cast<double>(all.size());
  };
  return {
      {"row_sums", [](X x) { return row_sums(x[0]); }, of_rows(total), {a}},
      {"row_means", [](X x) { return row_means(x[0]); }, of_rows(average), {a}},
      {"row_max", [](X x) { return row_max(x[0]); }, of_rows(largest), {a}},
      {"column_sums", [](X x) { return column_sums(x[0]); }, of_columns(total), {a}},
      {"column_means", [](X x) { return column_means(x[0]); }, of_columns(average), {a}},
      {"column_max", [](X x) { return column_max(x[0]); }, of_columns(largest), {a}},
      {"rows",
       [](X x) { return rows(x[0], 1); },
       [](V x) { return made(1, 3, [&](Index, Index j) { return x[0](1, j); }); },
       {a}},
      {"columns",
       [](X x) { return columns(x[0], 1, 2); },
       [](V x) { return made(2, 2, [&](Index i, Index j) { return x[0](i, j + 1); }); },
       {a}},
      {"above",
       [](X x) { return above(x[0], x[1]); },
       [](V x) { return made(4, 3, [&](Index i, Index j) { return x[i / 2](i % 2, j); }); },
       {a, b}},
      {"beside",
       [](X x) { return beside(x[0], x[1]); },
       [](V x) {
         return made(
             2, 6, [&](Index i, Index j) { return x[static_cast<std::size_t>(j / 3)](i, j % 3); });
       },
       {a, b}},
      {"an own function",
       [k = 2.0](X x) {
         return custom(x[0],
                       {.name = "snake",
                        .value = [k](double v) { return v + std::pow(std::sin(k * v), 2) / k; },
                        .slope = [k](double v, double) { return 1 + std::sin(2 * k * v); },
                        .rule = "1 + sin(4 * a)"});
       },
       [](V x) {
         return made(2, 3, [&](Index i, Index j) {
           return x[0](i, j) + square(sin(2.0 * x[0](i, j))) / 2.0;
         });
       },
       {a}},
      {"detach",
       [](X x) { return detach(x[0]) * x[0]; },
       [](V x) {
         return made(2, 3, [&](Index i, Index j) { return x[0](i, j).data() * x[0](i, j); });
       },
       {a}},
      {"a gradient that is doubled",
       [](X x) { return on_gradient(x[0], "twice", [](M& g) { g *= 2; }); },
       [](V x) {
         return made(2, 3, [&](Index i, Index j) { return 2.0 * x[0](i, j) - x[0](i, j).data(); });
       },
       {a}},
  };
}

std::vector<Twin> twins_of_losses() {
  const M z = some(3, 4), t = positive(3, 4, 2);
  const auto squared = [](Value a, Value b) { return square(a - b); };
  const auto binary = [](Value a, Value b) { return softplus(a) - b * a; };
  const auto margin = [](Value a, Value b) { return relu(1.0 - b * a); };
  return {
      {"softmax",
       [](X x) { return softmax(x[0]); },
       [](V x) {
         Values y = log_softmax_of(x[0]);
         for (Value& v : y.all) v = exp(v);
         return y;
       },
       {z}},
      {"log_likelihood",
       [](X x) { return log_likelihood(x[0], labels); },
       [](V x) {
         const Values logs = log_softmax_of(x[0]);
         return made(1, 4,
                     [&](Index, Index j) { return logs(labels[static_cast<std::size_t>(j)], j); });
       },
       {z}},
      {"log_softmax",
       [](X x) { return log_softmax(x[0]); },
       [](V x) { return log_softmax_of(x[0]); },
       {z}},
      {"softmax_cross_entropy",
       [](X x) { return softmax_cross_entropy(x[0], labels); },
       [](V x) { return cross_entropy(x[0], labels); },
       {z}},
      {"softmax_cross_entropy with probabilities",
       [](X x) { return softmax_cross_entropy(x[0], x[1]); },
       [](V x) { return one(-dot(x[1].all, log_softmax_of(x[0]).all) / 4.0); },
       {z, t}},
      {"multiclass_hinge",
       [](X x) { return multiclass_hinge(x[0], labels); },
       [](V x) {
         Value loss = constant(0);
         for (Index s = 0; s < 4; ++s)
           for (Index k = 0; k < 3; ++k)
             if (const int label = labels[static_cast<std::size_t>(s)]; k != label)
               loss += relu(x[0](k, s) - x[0](label, s) + 1.0);
         return one(loss / 4.0);
       },
       {z}},
      {"hinge",
       [](X x) { return hinge(x[0], x[1]); },
       [=](V x) { return mean_of(entries(x[0], x[1], margin)); },
       {z, some(3, 4, 2)}},
      {"sigmoid_cross_entropy",
       [](X x) { return sigmoid_cross_entropy(x[0], x[1]); },
       [=](V x) { return mean_of(entries(x[0], x[1], binary)); },
       {z, t}},
      {"mean_squared_error",
       [](X x) { return mean_squared_error(x[0], x[1]); },
       [=](V x) { return mean_of(entries(x[0], x[1], squared)); },
       {z, t}},
      {"a network of two layers",
       [](X x) {
         const T hidden = tanh(affine(x[1], x[0], x[2]));
         return softmax_cross_entropy(affine(x[3], hidden, x[4]), labels);
       },
       [](V x) {
         Values hidden = plus(product(x[1], x[0]), x[2]);
         for (Value& unit : hidden.all) unit = tanh(unit);
         return cross_entropy(plus(product(x[3], hidden), x[4]), labels);
       },
       {some(2, 4), some(5, 2, 2), some(5, 1, 3), some(3, 5, 4), some(3, 1, 5)}},
  };
}

/// Attention over two documents of three and two letters, in two heads.
std::vector<Twin> twins_of_attention() {
  static const std::vector<int> positions{0, 1, 2, 0, 1};
  constexpr Index heads = 2, part = 2, longest = 3;
  const auto position = [](Index j) { return positions[static_cast<std::size_t>(j)]; };
  // Entry i of a column of scores or shares is of head i / 3 and position i % 3.
  const auto sees = [=](Index i, Index j) { return i % longest <= position(j); };
  const auto letter = [=](Index i, Index j) { return j - position(j) + i % longest; };
  return {
      {"rms_norm",
       [](X x) { return rms_norm(x[0]); },
       [](V x) {
         return made(3, 4, [&](Index i, Index j) {
           Value squares = constant(0);
           for (Index k = 0; k < 3; ++k) squares += square(x[0](k, j));
           return x[0](i, j) / sqrt(squares / 3.0 + 1e-5);
         });
       },
       {some(3, 4)}},
      {"embedding",
       [](X x) { return embedding(x[0], labels); },
       [](V x) {
         return made(
             2, 4, [&](Index i, Index j) { return x[0](i, labels[static_cast<std::size_t>(j)]); });
       },
       {some(2, 3)}},
      {"attention_scores",
       [](X x) { return attention_scores(x[0], x[1], positions, heads, 0.5); },
       [=](V x) {
         return made(heads * longest, 5, [&](Index i, Index j) {
           Value product = constant(0);
           for (Index k = 0; k < part && sees(i, j); ++k) {
             const Index row = i / longest * part + k;
             product += x[0](row, letter(i, j)) * x[1](row, j);
           }
           return 0.5 * product;
         });
       },
       {some(4, 5), some(4, 5, 2)}},
      {"causal_softmax",
       [](X x) { return causal_softmax(x[0], positions, heads); },
       [=](V x) {
         return made(heads * longest, 5, [&](Index i, Index j) {
           if (!sees(i, j)) return constant(0);
           Value total = constant(0);
           for (Index t = 0; t <= position(j); ++t)
             total += exp(x[0](i / longest * longest + t, j));
           return exp(x[0](i, j)) / total;
         });
       },
       {some(6, 5)}},
      {"attended",
       [](X x) { return attended(x[0], x[1], positions, heads); },
       [=](V x) {
         return made(heads * part, 5, [&](Index i, Index j) {
           Value brought = constant(0);
           for (Index t = 0; t <= position(j); ++t)
             brought += x[1](i / part * longest + t, j) * x[0](i, j - position(j) + t);
           return brought;
         });
       },
       {some(4, 5), some(6, 5, 2)}},
  };
}

/// A sum of all entries in which each has a weight of its own, so that no gradient hides another.
double weight(Index i) { return 2 * std::sin(6.3 + 1.7 * static_cast<double>(i)); }

void check_equal(const M& matrix, const std::vector<double>& numbers) {
  REQUIRE(matrix.size() == static_cast<Index>(numbers.size()));
  for (Index i = 0; i < matrix.size(); ++i)
    CHECK(matrix.data()[i] ==
          Approx(numbers[static_cast<std::size_t>(i)]).epsilon(1e-12).margin(1e-14));
}

void check_twin(const Twin& twin) {
  Graph<double> graph;
  std::vector<T> tensors;
  for (const M& operand : twin.operands) tensors.push_back(graph.parameter(operand));
  const T result = twin.in_matrices(tensors);
  M weights(result.rows(), result.columns());
  for (Index i = 0; i < weights.size(); ++i) weights.data()[i] = weight(i);
  backward(sum(result * graph.constant(weights)));

  const Scope scope;
  std::vector<Values> values;
  for (const M& operand : twin.operands) values.push_back(values_of(operand));
  const Values expected = twin.in_values(values);
  Value loss = constant(0);
  std::vector<double> numbers;
  for (std::size_t i = 0; i < expected.all.size(); ++i) {
    loss += weight(static_cast<Index>(i)) * expected.all[i];
    numbers.push_back(expected.all[i].data());
  }
  backward(loss);

  check_equal(result.value(), numbers);
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    INFO("operand " << i);
    std::vector<double> gradients;
    for (const Value& v : values[i].all) gradients.push_back(v.grad());
    check_equal(tensors[i].grad(), gradients);
  }
}

}  // namespace

TEST_CASE("a matrix operation is its scalar operations, done together", "[scalar]") {
  for (const auto& twins :
       {arithmetic(), reductions(), parts(), twins_of_losses(), twins_of_attention()})
    for (const Twin& twin : twins) {
      INFO(twin.name);
      check_twin(twin);
    }
}
