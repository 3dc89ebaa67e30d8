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
// Rows of A side by side in memory are a vector as they are. Where A is transposed, that panel of it
// is copied first. Where its rows end within a vector, the kernel reads on into the next column, for
// what it makes of that is never stored; only at the end of the matrix it takes care.
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
Index panel_depth(Index rows) {
  constexpr Index numbers = Index{32 * 1024} / static_cast<Index>(sizeof(S));
  return numbers / std::clamp(rows, Index{1}, tile_rows<S>);
}

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

/// What the tiles of one panel of A have in common.
template <class S>
struct Panel {
  View<const S> a;
  Index depth;
  Index whole;  // of so many columns of A whole vectors can be read
  int last;     // rows in the last vector
};

/// Where the sums of a tile begin: at the numbers of a matrix, or all columns at the same, of which
/// whole vectors can be read.
template <class S>
struct Start {
  View<const S> from;
  bool whole;
};

/// One tile of so many vectors of rows: C ← start + A B, where rows of all but B are side by side.
template <class S, int vectors, int columns>
void multiply_tile(const Panel<S>& panel, View<const S> b, const Start<S>& start, View<S> c) {
  constexpr int end = (vectors - 1) * lanes<S>;  // where the last vector begins
  typename Vector<S>::Type sums[columns][vectors], column[vectors];
  const bool whole = panel.last == lanes<S>;
  for (int j = 0; j < columns; ++j) {
    const S* from = start.from.at(0, j);
    for (int v = 0; v < vectors - 1; ++v) sums[j][v] = load(from + v * lanes<S>);
    sums[j][vectors - 1] = start.whole || whole ? load(from + end) : load(from + end, panel.last);
  }
  const auto add = [&](Index p) {
    for (int j = 0; j < columns; ++j)
      for (int v = 0; v < vectors; ++v) sums[j][v] += column[v] * *b.at(p, j);
  };
  Index p = 0;
  for (; p < panel.whole; ++p) {
    for (int v = 0; v < vectors; ++v) column[v] = load(panel.a.at(0, p) + v * lanes<S>);
    add(p);
  }
  for (; p < panel.depth; ++p) {
    for (int v = 0; v < vectors - 1; ++v) column[v] = load(panel.a.at(0, p) + v * lanes<S>);
    column[vectors - 1] = load(panel.a.at(0, p) + end, panel.last);
    add(p);
  }
  for (int j = 0; j < columns; ++j) {
    S* to = c.at(0, j);
    for (int v = 0; v < vectors - 1; ++v) store(sums[j][v], to + v * lanes<S>);
    whole ? store(sums[j][vectors - 1], to + end)
          : store(sums[j][vectors - 1], to + end, panel.last);
  }
}

/// The tiles of a panel, `columns` wide, and what is left over half as wide, down to 1.
template <class S, int vectors, int columns>
void multiply_panel(const Panel<S>& panel, View<const S> b, const Start<S>& start, View<S> c,
                    Index width) {
  Index j = 0;
  for (; j + columns <= width; j += columns)
    multiply_tile<S, vectors, columns>(panel, b.from(0, j), {start.from.from(0, j), start.whole},
                                       c.from(0, j));
  if constexpr (columns > 1)
    multiply_panel<S, vectors, columns / 2>(
        panel, b.from(0, j), {start.from.from(0, j), start.whole}, c.from(0, j), width - j);
}

/// As many rows as a vector has lanes, of as many numbers, turned: `from` has them `down` apart, `to`
/// gets columns `across` apart. Eigen knows each processor's shuffles; one by one it takes five times
/// as long, a tenth of a step of a small network.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wignored-attributes"  // how a vector is aligned, in a template
template <class S>
void transpose_square(const S* from, Index down, S* to, Index across) {
  using Packet = typename Eigen::internal::packet_traits<S>::type;
  if constexpr (Eigen::internal::unpacket_traits<Packet>::size == lanes<S>) {
    Eigen::internal::PacketBlock<Packet, lanes<S>> square;
    for (int i = 0; i < lanes<S>; ++i)
      square.packet[i] = Eigen::internal::ploadu<Packet>(from + i * down);
    Eigen::internal::ptranspose(square);
    for (int i = 0; i < lanes<S>; ++i) Eigen::internal::pstoreu(to + i * across, square.packet[i]);
  } else {
    for (int i = 0; i < lanes<S>; ++i)
      for (int p = 0; p < lanes<S>; ++p) to[p * across + i] = from[i * down + p];
  }
}
#pragma GCC diagnostic pop

/// Copies a panel of a transposed A, so that its rows are side by side and a whole number of
/// vectors.
template <class S>
View<const S> packed(View<const S> a, Index rows, Index depth) {
  thread_local std::vector<S> memory;
  const Index height = (rows + lanes<S> - 1) / lanes<S> * lanes<S>;
  memory.resize(std::max(memory.size(), static_cast<std::size_t>(height * depth)));
  const View<S> panel{memory.data(), 1, height};
  for (Index i = 0; i < height; i += lanes<S>) {
    Index p = 0;
    for (; i + lanes<S> <= rows && p + lanes<S> <= depth; p += lanes<S>)
      transpose_square(a.at(i, p), a.down, panel.at(i, p), height);
    for (; p < depth; ++p)
      for (Index k = i; k < i + lanes<S>; ++k) *panel.at(k, p) = k < rows ? *a.at(k, p) : S(0);
  }
  return {memory.data(), 1, height};
}

/// The panel of A with these rows and this depth.
template <class S>
Panel<S> panel_of(const Product<S>& product, Index row, Index height, Index p, Index depth) {
  const View<const S> a = view(*product.a, product.a_transposed);
  const Index vectors = (height + lanes<S> - 1) / lanes<S>;
  const int last = static_cast<int>(height - (vectors - 1) * lanes<S>);
  if (a.down != 1) return {packed(a.from(row, p), height, depth), depth, depth, last};
  const Index rows = product.rows(), beyond = std::max(row + vectors * lanes<S> - rows, Index{0});
  const Index careful = (beyond + rows - 1) / rows;  // so many last columns of A
  return {a.from(row, p), depth, std::clamp(product.depth() - careful - p, Index{0}, depth), last};
}

/// Columns `first` to first + columns - 1 of the product, put into `c` or added to it.
template <class S>
void compute_tiles(const Product<S>& product, Into into, Index first, Index columns, S* result) {
  const Index rows = product.rows(), depth = product.depth(), step = panel_depth<S>(rows);
  const View<const S> b = view(*product.b, product.b_transposed).from(0, first);
  const View<S> c{result, 1, rows};
  for (Index p = 0; p == 0 || p < depth; p += step)
    for (Index i = 0; i < rows; i += tile_rows<S>) {
      const Index height = std::min(rows - i, tile_rows<S>);
      const Panel<S> panel = panel_of(product, i, height, p, std::min(depth - p, step));
      S begin[tile_rows<S>] = {};
      Start<S> start{{begin, 1, 0}, true};
      if (into == Into::add || p > 0)
        start = {{c.at(i, 0), 1, rows}, false};
      else if (product.bias)
        std::copy_n(product.bias->data() + i, height, begin);
      const auto multiply = height > 2 * lanes<S> ? multiply_panel<S, 3, tile_columns>
                          : height > lanes<S>     ? multiply_panel<S, 2, tile_columns>
                                                  : multiply_panel<S, 1, tile_columns>;
      multiply(panel, b.from(p, 0), start, c.from(i, 0), columns);
    }
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
void compute_any(const Product<S>& product, Into into, Matrix<S>& result) {
  if (product.rows() == 1 || product.columns() == 1)
    compute_vector(product, into, result);
  else {
    if (into == Into::assign) result.resize(product.rows(), product.columns());
    compute_tiles(product, into, 0, product.columns(), result.data());
  }
}

}  // namespace

void compute(const Product<float>& product, Into into, Matrix<float>& result) {
  compute_any(product, into, result);
}
void compute(const Product<double>& product, Into into, Matrix<double>& result) {
  compute_any(product, into, result);
}

void compute_columns(const Product<float>& product, Index first, Index count, float* result) {
  compute_tiles(product, Into::assign, first, count, result);
}
void compute_columns(const Product<double>& product, Index first, Index count, double* result) {
  compute_tiles(product, Into::assign, first, count, result);
}

}  // namespace stepgrad
