#include <stepgrad/exchange/cpp_header.hpp>

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/ranges.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/table.hpp>
#include <stepgrad/data/features.hpp>
#include <stepgrad/exchange/expansion.hpp>

namespace stepgrad {
namespace {

// ---- what is the same for all models

constexpr const char* beginning =
    R"(// {model}, as stepgrad has trained it. Plain C++20: nothing else is needed.
//
//   const auto {result} = {space}::predict({{{zeros}}});   // {meaning}
//
// To test it: c++ -std=c++20 -DSTEPGRAD_TEST -x c++ {file} -o test_model && ./test_model
#ifndef {guard}
#define {guard}

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace {space} {{

)";

constexpr const char* layers_of_header = R"(
template <std::size_t outputs, std::size_t inputs, class Number>
std::array<double, outputs> linear(const Number (&weights)[outputs][inputs],
                                   const Number (&bias)[outputs],
                                   const std::array<double, inputs>& x) {
  std::array<double, outputs> y{};
  for (std::size_t i = 0; i < outputs; ++i) {
    y[i] = bias[i];
    for (std::size_t j = 0; j < inputs; ++j) y[i] += static_cast<double>(weights[i][j]) * x[j];
  }
  return y;
}
)";

constexpr const char* batch_norm_of_header = R"(
template <std::size_t size, class Number>
void batch_norm(std::array<double, size>& x, const Number (&gamma)[size], const Number (&beta)[size],
                const Number (&mean)[size], const Number (&variance)[size]) {
  for (std::size_t i = 0; i < size; ++i)
    x[i] = (x[i] - mean[i]) / std::sqrt(variance[i] + 1e-5) * gamma[i] + beta[i];
}
)";

constexpr const char* softmax_of_header = R"(
template <std::size_t size>
std::array<double, size> softmax(std::array<double, size> z) {
  const double largest = *std::max_element(z.begin(), z.end());
  double sum = 0;
  for (double& entry : z) sum += entry = std::exp(entry - largest);
  for (double& entry : z) entry /= sum;
  return z;
}
)";

constexpr const char* vote_of_header = R"(
/// A score above 0 answers its question by 1, else -1. A class has a vote {won}.
/// 1 for the class with most votes; where t are tied, 2 / (t + 1) for that with the largest sum of
/// scores, and 1 / (t + 1) for the others.
template <std::size_t classes, std::size_t learners>
std::array<double, classes> vote(const std::array<double, learners>& scores,
                                 const int (&codes)[classes][learners]) {{
  std::array<double, classes> votes{{}}, sums{{}}, said{{}};
  for (std::size_t k = 0; k < classes; ++k)
    for (std::size_t j = 0; j < learners; ++j) {{
      {counting}
      sums[k] += codes[k][j] * scores[j];
    }}
  const double most = *std::max_element(votes.begin(), votes.end());
  std::size_t tied = 0, winner = classes;
  for (std::size_t k = 0; k < classes; ++k) {{
    said[k] = votes[k] == most ? 1 : 0;
    tied += votes[k] == most;
    if (({any}votes[k] == most) && (winner == classes || sums[k] > sums[winner])) winner = k;
  }}
  said[winner] = 2;
  for (double& entry : said) entry /= static_cast<double>(tied + 1);
  return said;
}}
)";

constexpr const char* test_of_header = R"(
#ifdef STEPGRAD_TEST
#include <cstdio>

/// Compares what is said of a few samples with what the model has said.
int main() {{
  const std::array<double, {space}::feature_count> given[] = {{
{given}  }};
  const std::array<double, {space}::output_count> said[] = {{
{said}  }};
  double furthest = 0;
  for (std::size_t i = 0; i < std::size(given); ++i) {{
    const auto y = {space}::predict(given[i]);
    for (std::size_t k = 0; k < y.size(); ++k)
      furthest = std::max(furthest, std::abs(y[k] - said[i][k]) / std::max(1.0, std::abs(said[i][k])));
  }}
  std::printf("%zu samples, at most %g off\n", std::size(given), furthest);
  return furthest < {tolerance} ? 0 : 1;
}}
#endif
)";

// ---- pieces

/// "moons_model" for moons.hpp: letters, digits and _, no digit first, no word of the language.
std::string namespace_for(const std::string& name) {
  std::string space;
  for (const char letter : name)
    space += std::isalnum(static_cast<unsigned char>(letter)) && letter > 0 ? letter : '_';
  if (space.empty() || !std::isalpha(static_cast<unsigned char>(space[0]))) space = "a_" + space;
  return space.ends_with("model") ? space : space + "_model";
}

std::string guard_for(const std::string& space) {
  std::string guard = space + "_hpp";
  for (char& letter : guard)
    letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return guard;
}

/// With a point or an exponent: 1f is no number.
std::string in_cpp(double number, const std::string& type) {
  const bool is_float = type == "float32";
  std::string text =
      is_float ? fmt::format("{}", static_cast<float>(number)) : fmt::format("{}", number);
  if (text.find_first_of(".e") == text.npos) text += ".0";
  return is_float ? text + 'f' : text;
}

/// With commas between them, as many to a line as fit.
std::string in_lines(const std::vector<std::string>& texts, const std::string& indent) {
  constexpr std::size_t widest = 98;
  std::string all = indent;
  std::size_t column = indent.size();
  for (const std::string& text : texts) {
    const bool first = &text == &texts.front();
    const bool fits = column + 2 + text.size() <= widest;
    if (!first) all += fits ? ", " : ",\n" + indent;
    if (!first && !fits) column = indent.size();
    all += text;
    column += text.size() + 2;
  }
  return all;
}

/// In brackets, on one line or more.
std::string list_in_cpp(const std::vector<std::string>& texts) {
  constexpr std::size_t short_enough = 60;
  const std::string line = fmt::format("{}", fmt::join(texts, ", "));
  return line.size() < short_enough ? fmt::format("{{{}}}", line)
                                    : fmt::format("{{\n{}}}", in_lines(texts, "    "));
}

template <class Numbers>
std::vector<std::string> all_in_cpp(const Numbers& numbers, const std::string& type) {
  std::vector<std::string> texts;
  for (const double number : numbers) texts.push_back(in_cpp(number, type));
  return texts;
}

std::string vector_in_cpp(const std::string& name, const Eigen::VectorXd& vector,
                          const std::string& type) {
  return fmt::format("inline constexpr {} {}[] = {};\n", type == "float64" ? "double" : "float",
                     name, list_in_cpp(all_in_cpp(vector, type)));
}

std::string matrix_in_cpp(const std::string& name, const Matrix<double>& matrix,
                          const std::string& type) {
  std::string text =
      fmt::format("inline constexpr {} {}[{}][{}] = {{\n", type == "float64" ? "double" : "float",
                  name, matrix.rows(), matrix.cols());
  for (Index row = 0; row < matrix.rows(); ++row)
    text +=
        fmt::format("    {{{}}},\n", trimmed(in_lines(all_in_cpp(matrix.row(row), type), "     ")));
  return text + "};\n";
}

/// A text as a literal: what is beyond ASCII stays, for a compiler reads UTF-8.
std::string quoted(const std::string& text) {
  return '"' + replaced(replaced(printable(text), "\\", "\\\\"), "\"", "\\\"") + '"';
}

std::string names_in_cpp(const char* name, const std::vector<std::string>& names) {
  std::vector<std::string> all;
  for (const std::string& text : names) all.push_back(quoted(text));
  return fmt::format("inline constexpr const char* {}[] = {{\n{}}};\n", name,
                     in_lines(all, "    "));
}

// ---- the activation

/// What the standard library has under the names of the table.
constexpr const op::Op* in_cmath[] = {
    &op::sqrt,  &op::cbrt,  &op::exp,   &op::log,   &op::expm1, &op::log1p, &op::exp2, &op::log2,
    &op::log10, &op::sin,   &op::cos,   &op::tan,   &op::asin,  &op::acos,  &op::atan, &op::sinh,
    &op::cosh,  &op::asinh, &op::acosh, &op::atanh, &op::tanh,  &op::erf,   &op::erfc, &op::abs,
    &op::floor, &op::ceil,  &op::pow,   &op::max,   &op::min,
};

std::optional<std::string> operation_in_cpp(const op::Op& row, std::span<const std::string> of) {
  if (std::ranges::find(in_cmath, &row) != std::end(in_cmath))
    return fmt::format("std::{}({}{})", row.name, of[0], row.arity == 2 ? ", " + of[1] : "");
  if (row == op::neg) return fmt::format("(-{})", of[0]);
  if (row == op::greater) return fmt::format("double({} > {})", of[0], of[1]);
  for (const op::Op* between : {&op::add, &op::sub, &op::mul, &op::div})
    if (row == *between) return fmt::format("({} {} {})", of[0], row.symbol, of[1]);
  // By its definition, log(1 + exp(a)), it would overflow.
  if (row == op::softplus)
    return fmt::format("(std::max({0}, 0.0) + std::log1p(std::exp(-std::abs({0}))))", of[0]);
  return std::nullopt;
}

std::string activation_in_cpp(const std::string& function) {
  const std::string a = "a";
  const auto number = [](double constant) { return in_cpp(constant, "float64"); };
  const std::string expression = expanded<std::string>(row_named(op::all, "activation", function),
                                                       std::span(&a, 1), number, operation_in_cpp);
  return fmt::format(
      "\ninline double {0}_of(double a) {{\n  return {1};\n}}\n\n"
      "template <std::size_t size>\nvoid activate(std::array<double, size>& x) {{\n"
      "  for (double& entry : x) entry = {0}_of(entry);\n}}\n",
      function, expression);
}

// ---- predict

/// The features that are made of others, and all of them scaled.
std::string preparation(const Purpose& purpose, std::size_t given) {
  const std::size_t all = purpose.feature_names.size();
  std::string text;
  if (all == given) {
    text = "  auto x = given;\n";
  } else {
    text = fmt::format(
        "  std::array<double, {}> x{{}};\n  std::copy(given.begin(), given.end(), x.begin());\n",
        all);
    std::size_t place = given;
    for (const MadeFeature& made :
         read_features(purpose.made_features, purpose.given_features()).made) {
      std::string product;
      for (const auto& [feature, power, is_sine] : made.factors)
        for (int i = 0; i < power; ++i)
          product += fmt::format("{}{}x[{}]{}", product.empty() ? "" : " * ",
                                 is_sine ? "std::sin(" : "", feature, is_sine ? ")" : "");
      text += fmt::format("  x[{}] = {};\n", place++, product);
    }
  }
  if (purpose.features.is_set())
    text +=
        "  for (std::size_t i = 0; i < x.size(); ++i)\n"
        "    x[i] = (x[i] - detail::mean[i]) / detail::deviation[i];\n";
  return text;
}

/// Those that the network sees, where that is not all of them.
std::string selection(const std::vector<Index>& seen) {
  std::vector<std::string> places;
  for (const Index i : seen) places.push_back(fmt::format("x[{}]", i));
  return fmt::format("  const std::array<double, {}> seen{};\n", seen.size(), list_in_cpp(places));
}

std::string vote_in_cpp(const Architecture& architecture) {
  const Decoding decoding = row_named(reductions(), "reduction", architecture.reduction).decoding;
  const bool elimination = decoding == Decoding::elimination;
  std::string text = fmt::format("inline constexpr int codes[{}][{}] = {{\n",
                                 architecture.codes.rows(), architecture.codes.cols());
  for (const auto& row : architecture.codes.rowwise())
    text += fmt::format("    {{{}}},\n", fmt::join(row.begin(), row.end(), ", "));
  return text + "};\n" +
         fmt::format(fmt::runtime(vote_of_header),
                     fmt::arg("won", elimination ? "less for each question answered against it"
                                                 : "for each question answered its way"),
                     fmt::arg("counting",
                              elimination ? "votes[k] -= codes[k][j] == (scores[j] > 0 ? -1 : 1);"
                                          : "votes[k] += codes[k][j] == (scores[j] > 0 ? 1 : -1);"),
                     fmt::arg("any", decoding == Decoding::scores ? "true || " : ""));
}

/// What becomes of the last layer's outputs.
std::string conclusion(const PlainModel& plain, const std::string& last) {
  if (plain.architecture.is_reduced())
    return fmt::format("  return detail::vote({}, detail::codes);\n", last);
  if (plain.has_one_output_for_two())
    return fmt::format("  return detail::softmax(std::array<double, 2>{{0, {}[0]}});\n", last);
  if (plain.says_classes()) return fmt::format("  return detail::softmax({});\n", last);
  std::string text;
  if (plain.purpose.targets.is_set())
    text = fmt::format(
        "  for (std::size_t k = 0; k < {0}.size(); ++k)\n"
        "    {0}[k] = {0}[k] * detail::target_deviation[k] + detail::target_mean[k];\n",
        last);
  return text + fmt::format("  return {};\n", last);
}

std::string predict_in_cpp(const PlainModel& plain, std::size_t given) {
  std::string text =
      "/// Features in the units of the data, in the order of `feature_names`.\n"
      "inline std::array<double, output_count> predict(\n"
      "    const std::array<double, feature_count>& given) {\n" +
      preparation(plain.purpose, given);
  std::string x = "x";
  if (const std::vector<Index> seen = plain.purpose.seen_features();
      seen.size() < plain.purpose.feature_names.size()) {
    text += selection(seen);
    x = "seen";
  }
  int number = 0;
  for (const PlainLayer& layer : plain.layers) {
    const std::string y = fmt::format("a{}", ++number);
    text += fmt::format("  auto {} = detail::linear(detail::W{}, detail::b{}, {});\n", y, number,
                        number, x);
    if (layer.is_normalised())
      text += fmt::format(
          "  detail::batch_norm({0}, detail::gamma{1}, detail::beta{1},\n"
          "                     detail::mean{1}, detail::variance{1});\n",
          y, number);
    if (!layer.function.empty()) text += fmt::format("  detail::activate({});\n", y);
    x = y;
  }
  return text + conclusion(plain, x) + "}\n";
}

/// All that `predict` needs.
std::string details(const PlainModel& plain) {
  const Purpose& purpose = plain.purpose;
  std::string text;
  for (const auto& [name, numbers] : {std::pair{"mean", &purpose.features.mean},
                                      {"deviation", &purpose.features.deviation},
                                      {"target_mean", &purpose.targets.mean},
                                      {"target_deviation", &purpose.targets.deviation}})
    if (numbers->size() > 0) text += vector_in_cpp(name, *numbers, "float64");
  int number = 0;
  for (const PlainLayer& layer : plain.layers) {
    ++number;
    text += matrix_in_cpp(fmt::format("W{}", number), layer.weights, plain.type);
    for (const auto& [name, numbers] : {std::pair{"b", &layer.bias},
                                        {"gamma", &layer.gamma},
                                        {"beta", &layer.beta},
                                        {"mean", &layer.mean},
                                        {"variance", &layer.variance}})
      if (numbers->size() > 0)
        text += vector_in_cpp(fmt::format("{}{}", name, number), *numbers, plain.type);
  }
  text += layers_of_header;
  if (plain.layers.front().is_normalised()) text += batch_norm_of_header;
  if (plain.layers.size() > 1) text += activation_in_cpp(plain.layers.front().function);
  if (plain.architecture.is_reduced())
    text += vote_in_cpp(plain.architecture);
  else if (plain.says_classes())
    text += softmax_of_header;
  return text;
}

std::string model_in_words(const Architecture& architecture) {
  const std::string sizes = shown(architecture.sizes);
  return architecture.is_reduced()
           ? fmt::format("{} learners {} ({}), side by side", architecture.codes.cols(), sizes,
                         architecture.reduction)
           : "A model " + sizes;
}

std::string rows_of_test(const PlainModel& plain, std::vector<double> PlainExample::*numbers) {
  std::string rows;
  for (const PlainExample& example : plain.examples)
    rows += fmt::format("      {{{}}},\n",
                        trimmed(in_lines(all_in_cpp(example.*numbers, "float64"), "       ")));
  return rows;
}

std::string test_in_cpp(const PlainModel& plain, const std::string& space) {
  if (plain.examples.empty()) return "";
  return fmt::format(fmt::runtime(test_of_header), fmt::arg("space", space),
                     fmt::arg("given", rows_of_test(plain, &PlainExample::given)),
                     fmt::arg("said", rows_of_test(plain, &PlainExample::said)),
                     fmt::arg("tolerance", plain.type == "float64" ? "1e-12" : "1e-5"));
}

}  // namespace

std::string as_cpp_header(const PlainModel& plain, const std::string& name) {
  const Purpose& purpose = plain.purpose;
  const std::vector<std::string> given = purpose.given_features();
  const std::vector<std::string>& said =
      plain.says_classes() ? purpose.class_names : purpose.target_names;
  const std::string space = namespace_for(name);
  std::string zeros = "0";
  for (std::size_t i = 1; i < given.size(); ++i) zeros += i == 3 ? ", ..." : i < 3 ? ", 0" : "";
  const std::string text =
      fmt::format(
          fmt::runtime(beginning), fmt::arg("model", model_in_words(plain.architecture)),
          fmt::arg("result", plain.says_classes() ? "p" : "y"), fmt::arg("space", space),
          fmt::arg("guard", guard_for(space)), fmt::arg("zeros", zeros),
          fmt::arg("file", name + ".hpp"),
          fmt::arg("meaning", plain.architecture.is_reduced() ? "what it votes for: the largest"
                              : plain.says_classes()          ? "the probability of each class"
                                                              : "in the units of the data")) +
      fmt::format("inline constexpr std::size_t feature_count = {}, output_count = {};\n",
                  given.size(), said.size()) +
      names_in_cpp("feature_names", given) +
      names_in_cpp(plain.says_classes() ? "class_names" : "target_names", said);
  return text + "\nnamespace detail {\n\n" + details(plain) + "\n}  // namespace detail\n\n" +
         predict_in_cpp(plain, given.size()) + fmt::format("\n}}  // namespace {}\n", space) +
         test_in_cpp(plain, space) + "\n#endif\n";
}

}  // namespace stepgrad
