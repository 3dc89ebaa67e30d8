#include <stepgrad/matrix/products.hpp>

#include <algorithm>
#include <cstring>
#include <vector>

// The result is made in tiles, small enough that all sums of a tile stay in registers while the
// kernel walks once along the depth (Goto and van de Geijn 2008):
//
//               4 columns of B           each step of the walk takes a few vectors of a column of
//              ┌─┬─┬─┬─┐                 A and, for each column of the tile, one number of B, to be
//              │b│ │ │ │ depth           multiplied with all of them:  tile(:, j) += a · b(j).
//              └─┴─┴─┴─┘
//   ┌─────┐    ┌─┬─┬─┬─┐
//   │a    │    │ │ │ │ │ rows of A, a whole number of vectors
//   └─────┘    └─┴─┴─┴─┘
//    depth      the tile
//
// Rows of A side by side in memory are a vector as they are. Where A is transposed, or its rows end
// within a vector, that panel of it is copied first, with zeros at the end.
namespace stepgrad {

namespace {

using Eigen::Index;

// As wide as the target's registers.
#if defined(__AVX512F__)
constexpr int vector_bytes = 64;
#elif defined(__AVX__)
constexpr int vector_bytes = 32;
#else
constexpr int vector_bytes = 16;
#endif

// The sums of a tile take vectors × columns registers; some more hold what they are made of.
#if defined(__AVX512F__) || defined(__aarch64__)  // have 32
constexpr int tile_vectors = 3, tile_columns = 8;
#else  // have 16
constexpr int tile_vectors = 3, tile_columns = 4;
#endif

template <class S>
struct Vector;
template <>
struct Vector<float> {
  typedef float Type __attribute__((vector_size(vector_bytes)));
};
template <>
struct Vector<double> {
  typedef double Type __attribute__((vector_size(vector_bytes)));
};

template <class S>
constexpr int lanes = vector_bytes / static_cast<int>(sizeof(S));
template <class S>
constexpr Index tile_rows = Index{tile_vectors} * lanes<S>;

/// A panel of A is so deep at most: it stays in the first cache while all columns of B pass by.
template <class S>
constexpr Index panel_depth = Index{32 * 1024} / static_cast<Index>(sizeof(S)) / tile_rows<S>;

/// Numbers in memory: entry (i, j) stands at data[i * down + j * across].
template <class S>
struct View {
  S* data;
  Index down, across;

  S* at(Index i, Index j) const { return data + i * down + j * across; }
  View from(Index i, Index j) const { return {at(i, j), down, across}; }
};

template <class S>
View<const S> view(const Matrix<S>& matrix, bool transposed) {
  if (transposed) return {matrix.data(), matrix.rows(), 1};
  return {matrix.data(), 1, matrix.rows()};
}

template <class S>
typename Vector<S>::Type load(const S* from) {
  typename Vector<S>::Type vector;
  std::memcpy(&vector, from, sizeof(vector));
  return vector;
}

/// The first `rows` entries, then zeros: compilers make one masked load of it, where there is one.
template <class S>
[[gnu::noinline]] typename Vector<S>::Type load(const S* from, int rows) {
  S entries[lanes<S>];
  for (int i = 0; i < lanes<S>; ++i) entries[i] = i < rows ? from[i] : S(0);
  return load(entries);
}

template <class S>
void store(typename Vector<S>::Type vector, S* to) {
  std::memcpy(to, &vector, sizeof(vector));
}

/// The first `rows` entries alone.
template <class S>
[[gnu::noinline]] void store(typename Vector<S>::Type vector, S* to, int rows) {
  S entries[lanes<S>];
  store(vector, entries);
  for (int i = 0; i < lanes<S>; ++i)
    if (i < rows) to[i] = entries[i];
}

/// One tile of so many vectors of rows: C ← start + A B, where rows of all but B are side by side.
/// Of the last vector it has `last` rows, and A has zeros after them.
template <class S, int vectors, int columns>
void multiply_tile(View<const S> a, View<const S> b, Index depth, View<const S> start, View<S> c,
                   int last) {
  typename Vector<S>::Type sums[columns][vectors], column[vectors];
  for (int j = 0; j < columns; ++j) {
    for (int v = 0; v < vectors - 1; ++v) sums[j][v] = load(start.at(0, j) + v * lanes<S>);
    const S* end = start.at(0, j) + (vectors - 1) * lanes<S>;
    sums[j][vectors - 1] = last == lanes<S> ? load(end) : load(end, last);
  }
  for (Index p = 0; p < depth; ++p) {
    for (int v = 0; v < vectors; ++v) column[v] = load(a.at(0, p) + v * lanes<S>);
    for (int j = 0; j < columns; ++j)
      for (int v = 0; v < vectors; ++v) sums[j][v] += column[v] * *b.at(p, j);
  }
  for (int j = 0; j < columns; ++j) {
    for (int v = 0; v < vectors - 1; ++v) store(sums[j][v], c.at(0, j) + v * lanes<S>);
    S* end = c.at(0, j) + (vectors - 1) * lanes<S>;
    last == lanes<S> ? store(sums[j][vectors - 1], end) : store(sums[j][vectors - 1], end, last);
  }
}

/// What the tiles of one panel of A have in common.
template <class S>
struct Panel {
  View<const S> a;
  Index depth;
  int last;
};

/// The tiles of a panel, `columns` wide, and what is left over half as wide, down to 1.
template <class S, int vectors, int columns>
void multiply_panel(const Panel<S>& panel, View<const S> b, View<const S> start, View<S> c,
                    Index width) {
  Index j = 0;
  for (; j + columns <= width; j += columns)
    multiply_tile<S, vectors, columns>(panel.a, b.from(0, j), panel.depth, start.from(0, j),
                                       c.from(0, j), panel.last);
  if constexpr (columns > 1)
    multiply_panel<S, vectors, columns / 2>(panel, b.from(0, j), start.from(0, j), c.from(0, j),
                                            width - j);
}

/// Copies a panel of A, so that its rows are side by side and a whole number of vectors.
template <class S>
View<const S> packed(View<const S> a, Index rows, Index depth) {
  thread_local std::vector<S> memory(static_cast<std::size_t>(tile_rows<S> * panel_depth<S>));
  const Index height = (rows + lanes<S> - 1) / lanes<S> * lanes<S>;
  S* column = memory.data();
  for (Index p = 0; p < depth; ++p, column += height)
    if (a.down == 1)
      for (Index i = 0; i < height; i += lanes<S>)
        store<S>(load(a.at(i, p), static_cast<int>(rows - i)), column + i);
    else
      for (Index i = 0; i < height; ++i) column[i] = i < rows ? *a.at(i, p) : S(0);
  return {memory.data(), 1, height};
}

/// A matrix times a vector is bound by memory, and tiles would be mostly empty: Eigen's is faster.
template <class S>
void compute_vector(const Product<S>& product, Into into, Matrix<S>& result) {
  const auto& [a, b, a_transposed, b_transposed, bias] = product;
  if (a_transposed)
    compute(a->transpose() * *b, into, result);
  else if (b_transposed)
    compute(*a * b->transpose(), into, result);
  else
    compute(*a * *b, into, result);
  if (bias) result.colwise() += bias->col(0);
}

template <class S>
void compute_tiles(const Product<S>& product, Into into, Matrix<S>& result) {
  static constexpr S zeros[tile_rows<S>] = {};
  const Index rows = product.rows(), depth = product.depth(), columns = product.columns();
  const View<const S> a = view(*product.a, product.a_transposed);
  const View<const S> b = view(*product.b, product.b_transposed);
  if (into == Into::assign) result.resize(rows, columns);
  const View<S> c{result.data(), 1, rows};

  for (Index p = 0; p == 0 || p < depth; p += panel_depth<S>)
    for (Index i = 0; i < rows; i += tile_rows<S>) {
      const Index height = std::min(rows - i, tile_rows<S>);
      const Index vectors = (height + lanes<S> - 1) / lanes<S>;
      Panel<S> panel{a.from(i, p), std::min(depth - p, panel_depth<S>),
                     static_cast<int>(height - (vectors - 1) * lanes<S>)};
      if (a.down != 1 || panel.last < lanes<S>) panel.a = packed(panel.a, height, panel.depth);
      View<const S> start{zeros, 1, 0};
      if (into == Into::add || p > 0)
        start = {c.at(i, 0), 1, rows};
      else if (product.bias)
        start = {product.bias->data() + i, 1, 0};
      const auto multiply = vectors == 3 ? multiply_panel<S, 3, tile_columns>
                          : vectors == 2 ? multiply_panel<S, 2, tile_columns>
                                         : multiply_panel<S, 1, tile_columns>;
      multiply(panel, b.from(p, 0), start, c.from(i, 0), columns);
    }
}

template <class S>
void compute_any(const Product<S>& product, Into into, Matrix<S>& result) {
  if (product.rows() == 1 || product.columns() == 1)
    compute_vector(product, into, result);
  else
    compute_tiles(product, into, result);
}

}  // namespace

void compute(const Product<float>& product, Into into, Matrix<float>& result) {
  compute_any(product, into, result);
}
void compute(const Product<double>& product, Into into, Matrix<double>& result) {
  compute_any(product, into, result);
}

}  // namespace stepgrad
