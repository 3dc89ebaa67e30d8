#include <stepgrad/matrix/attention.hpp>

namespace stepgrad::detail {

void check_heads(Index rows, Index heads) {
  if (heads < 1 || rows % heads != 0)
    throw Error(fmt::format("{} heads cannot share {} rows", heads, rows), "",
                "Each head needs as many rows as the others.");
}

void check_positions(std::span<const int> positions, Index columns) {
  if (static_cast<Index>(positions.size()) != columns)
    throw Error(fmt::format("{} positions for {} letters", positions.size(), columns), "",
                "Each letter, a column, has its position in its document.");
  for (int expected = 0; const int position : positions) {
    if (position != 0 && position != expected)
      throw Error(fmt::format("the position {} where {} or 0 must come", position, expected), "",
                  "A document's positions count from 0; the next document begins at 0 again.");
    expected = position + 1;
  }
}

void check_shares(MatrixShape shape, std::span<const int> positions, Index heads) {
  check_positions(positions, shape.columns);
  const Index longest = *std::max_element(positions.begin(), positions.end()) + 1;
  if (heads < 1 || shape.rows != heads * longest)
    throw Error(
        fmt::format("scores {} of {} heads over {} positions", shown(shape), heads, longest), "",
        "There is a row for each position in each head: take attention_scores.");
}

}  // namespace stepgrad::detail
