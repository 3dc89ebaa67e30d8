// Attention in matrices: what is masked, what is refused, and what is said of it.
#include <string>
#include <vector>

#include <stepgrad/matrix/attention.hpp>
#include <stepgrad/matrix/trace.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "matrix/some.hpp"

using namespace stepgrad;

namespace {

const std::vector<int> positions{0, 1, 2, 0, 1};

template <class S>
Matrix<S> shares_of(const Matrix<S>& scores) {
  Graph<S> graph;
  return causal_softmax(graph.constant(scores), positions, 1).value();
}

}  // namespace

TEST_CASE("a masked share is exactly 0, and equal scores get equal shares", "[attention]") {
  const auto check = []<class S>(const Matrix<S>& scores) {
    const Matrix<S> shares = shares_of<S>(scores);
    for (Index j = 0; j < 5; ++j) {
      const Index seen = positions[static_cast<std::size_t>(j)] + 1;
      INFO("letter " << j);
      CHECK((shares.col(j).tail(3 - seen).array() == 0).all());
      CHECK((shares.col(j).head(seen).array() == 1 / static_cast<S>(seen)).all());
    }
  };
  check(Matrix<float>(Matrix<float>::Constant(3, 5, 7.3f)));
  check(Matrix<double>(Matrix<double>::Constant(3, 5, -1000.7)));
}

TEST_CASE("no letter hears another document, or what follows", "[attention]") {
  const auto brought = [](double change, Index at) {
    Graph<double> graph;
    M x = some(4, 5);
    x(0, at) += change;
    const T all = graph.constant(x);
    const T shares = causal_softmax(attention_scores(all, all, positions, 2), positions, 2);
    return attended(all, shares, positions, 2).value();
  };
  const M before = brought(0, 0);
  for (Index at = 0; at < 5; ++at) {
    const M after = brought(1, at);
    for (Index j = 0; j < 5; ++j) {
      const bool hears = j >= at && (j < 3) == (at < 3);
      INFO("letter " << j << ", changed: letter " << at);
      CHECK((before.col(j) == after.col(j)) == !hears);
    }
  }
}

TEST_CASE("attention that does not fit is refused", "[attention]") {
  Graph<double> graph;
  const T x = graph.constant(some(4, 5)), wide = graph.constant(some(4, 6));
  CHECK(error_of([&] { attention_scores(x, x, positions, 3); }) ==
        "3 heads cannot share 4 rows\nEach head needs as many rows as the others.");
  CHECK(error_of([&] { attention_scores(x, wide, positions, 2); }) ==
        "attention_scores of 4 x 5 and 4 x 6\n"
        "Each letter needs a key and a query of the same size.");
  CHECK(error_of([&] { attention_scores(wide, wide, positions, 2); }) ==
        "5 positions for 6 letters\nEach letter, a column, has its position in its document.");
  CHECK(error_of([&] {
          attention_scores(x, x, std::vector<int>{0, 1, 3, 0, 1}, 2);
        }) ==
        "the position 3 where 2 or 0 must come\n"
        "A document's positions count from 0; the next document begins at 0 again.");
  CHECK(error_of([&] { causal_softmax(x, positions, 2); }) ==
        "scores 4 x 5 of 2 heads over 3 positions\n"
        "There is a row for each position in each head: take attention_scores.");
  CHECK(error_of([&] { attended(wide, x, positions, 2); }) ==
        "attended of 4 x 6 and 4 x 5\nBoth need a column for each letter.");
  CHECK(error_of([&] {
          embedding(x, std::vector<int>{0, 5});
        }) == "the number 5 for a table 4 x 5\nNumbers count its columns from 0: 0 to 4.");
}

TEST_CASE("a trace says attention with the names of its matrices", "[attention]") {
  Graph<double> graph;
  const T keys = graph.parameter(some(4, 5), "K"), queries = graph.parameter(some(4, 5, 2), "Q");
  const T scores = attention_scores(keys, queries, positions, 2, 0.5);
  const MatrixTrace told =
      trace(sum(attended(keys, causal_softmax(scores, positions, 2), positions, 2)));
  const auto plain = [&](const MatrixTrace::Words& words) {
    std::string text;
    for (const MatrixTrace::Piece& piece : words) {
      using Kind = MatrixTrace::Piece::Kind;
      const bool is_matrix = piece.kind == Kind::value || piece.kind == Kind::gradient;
      if (piece.kind == Kind::gradient) text += "d";
      text += is_matrix ? told.node(piece.node).name : piece.kind == Kind::ones ? "1" : piece.text;
      if (piece.transposed) text += "'";
    }
    return text;
  };
  std::vector<std::string> said;
  for (const MatrixTrace::Node& node : told.nodes)
    if (!node.definition.empty()) said.push_back(node.name + " = " + plain(node.definition));
  for (const MatrixTrace::Step& step : told.steps)
    said.push_back("d" + told.node(step.to).name + " = " + plain(step.rule));
  CHECK(said == std::vector<std::string>{
                    "Z = 0.5 K' Q in each head, up to each letter",
                    "P = softmax(Z) in each head, up to each letter", "V = K P in each head",
                    "L = sum(V)", "dV = dL 1 1'", "dK = dV P' in each head",
                    "dP = K' dV in each head, up to each letter", "dZ = P * (dP - sum(P * dP))",
                    "dK = 0.5 Q dZ' in each head", "dQ = 0.5 K dZ in each head"});
}
