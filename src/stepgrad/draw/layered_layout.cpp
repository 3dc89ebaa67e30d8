#include <stepgrad/draw/layered_layout.hpp>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace stepgrad {
namespace {

using Size = LayeredGraph::Size;

constexpr double box_gap = 10;     // across, between items
constexpr double column_gap = 16;  // along, between columns
constexpr int sweeps = 12;

/// Something that has a place in a column: a box, a label, or a wire that goes past.
struct Item {
  Size size;
  std::size_t column;
  std::vector<std::size_t> before = {}, after = {};  // neighbours in the columns beside it
  bool passes = false;                               // is it a wire that goes past?
  double across = 0;                                 // of its middle
};

/// The columns of the boxes: even ones, so that labels have the odd ones.
std::vector<std::size_t> columns_of_boxes(const LayeredGraph& graph) {
  const std::size_t count = graph.boxes.size();
  std::vector<std::size_t> column(count), first_use(count, static_cast<std::size_t>(-1));
  std::vector<bool> is_source(count, true);
  std::vector<LayeredGraph::Wire> wires = graph.wires;
  std::stable_sort(wires.begin(), wires.end(),
                   [](const auto& a, const auto& b) { return a.to < b.to; });
  for (const LayeredGraph::Wire& wire : wires) {
    column[wire.to] = std::max(column[wire.to], column[wire.from] + 2);
    is_source[wire.to] = false;
  }
  for (const LayeredGraph::Wire& wire : wires)
    first_use[wire.from] = std::min(first_use[wire.from], column[wire.to]);
  for (std::size_t box = 0; box < count; ++box)
    if (is_source[box] && first_use[box] != static_cast<std::size_t>(-1))
      column[box] = first_use[box] - 2;
  return column;
}

/// One part whose items hang together.
class Part {
 public:
  /// Boxes first, in their order; then the items of each wire.
  Part(const LayeredGraph& graph, const std::vector<std::size_t>& columns,
       const std::vector<std::size_t>& boxes, const std::vector<std::size_t>& wires)
      : boxes_(boxes), wires_(wires), item_of_box_(graph.boxes.size()) {
    for (const std::size_t box : boxes) {
      item_of_box_[box] = items_.size();
      add({.size = graph.boxes[box], .column = columns[box]});
    }
    for (const std::size_t wire : wires) add_wire(graph.wires[wire]);
    order();
    find_places();
  }

  double across() const { return bottom_; }
  std::size_t columns() const { return columns_.size(); }
  double width_of(std::size_t column) const {
    double width = 0;
    for (const std::size_t item : columns_[column])
      width = std::max(width, items_[item].size.along);
    return width;
  }

  /// Writes the places into the layout, so far down, where columns begin at `along`.
  void put_into(LayeredLayout& layout, const std::vector<double>& along, double down) const {
    for (const std::size_t box : boxes_) {
      const Item& item = items_[item_of_box_[box]];
      layout.boxes[box] = {along[item.column], item.across + down};
    }
    for (std::size_t i = 0; i < wires_.size(); ++i)
      for (const std::size_t id : chains_[i]) {
        const Item& item = items_[id];
        auto& bends = layout.wires[wires_[i]].bends;
        const double width = item.passes ? width_of(item.column) : item.size.along;
        bends.push_back({along[item.column], item.across + down});
        bends.push_back({along[item.column] + width, item.across + down});
      }
  }

 private:
  std::size_t add(Item item) {
    if (columns_.size() <= item.column) columns_.resize(item.column + 1);
    columns_[item.column].push_back(items_.size());
    items_.push_back(std::move(item));
    return items_.size() - 1;
  }

  void add_wire(const LayeredGraph::Wire& wire) {
    std::size_t last = item_of_box_[wire.from];
    const std::size_t end = item_of_box_[wire.to];
    const std::size_t label = items_[end].column - 1;
    std::vector<std::size_t> chain;
    for (std::size_t column = items_[last].column + 1; column <= label; ++column) {
      const bool passes = column < label;
      const std::size_t next =
          add({.size = passes ? Size{0, 0} : wire.label, .column = column, .passes = passes});
      connect(last, next);
      chain.push_back(last = next);
    }
    connect(last, end);
    chains_.push_back(std::move(chain));
  }

  void connect(std::size_t a, std::size_t b) {
    items_[a].after.push_back(b);
    items_[b].before.push_back(a);
  }

  // ---- the order within columns

  void order() {
    auto best = columns_;
    std::size_t fewest = crossings();
    for (int sweep = 0; sweep < sweeps && fewest > 0; ++sweep) {
      const bool forwards = sweep % 2 == 0;
      for (std::size_t i = 0; i < columns_.size(); ++i)
        sort(forwards ? i : columns_.size() - 1 - i, forwards);
      const std::size_t now = crossings();
      if (now >= fewest) continue;
      fewest = now;
      best = columns_;
    }
    columns_ = std::move(best);
  }

  std::vector<double> ranks() const {
    std::vector<double> rank(items_.size());
    for (const auto& column : columns_)
      for (std::size_t i = 0; i < column.size(); ++i)
        rank[column[i]] = (static_cast<double>(i) + 0.5) / static_cast<double>(column.size());
    return rank;
  }

  /// By the mean place of the neighbours in the column from which the sweep comes.
  void sort(std::size_t column, bool forwards) {
    const std::vector<double> rank = ranks();
    const auto wish = [&](std::size_t id) {
      const auto& neighbours = forwards ? items_[id].before : items_[id].after;
      if (neighbours.empty()) return rank[id];
      double sum = 0;
      for (const std::size_t other : neighbours) sum += rank[other];
      return sum / static_cast<double>(neighbours.size());
    };
    std::stable_sort(columns_[column].begin(), columns_[column].end(),
                     [&](std::size_t a, std::size_t b) { return wish(a) < wish(b); });
  }

  /// Of all wires between neighbouring columns.
  std::size_t crossings() const {
    const std::vector<double> rank = ranks();
    std::size_t count = 0;
    for (const auto& column : columns_) {
      std::vector<double> ends;  // of the wires, in the order in which they begin
      for (const std::size_t id : column) {
        std::vector<double> own;
        for (const std::size_t other : items_[id].after) own.push_back(rank[other]);
        std::sort(own.begin(), own.end());
        for (const double end : own)
          count += static_cast<std::size_t>(
              std::count_if(ends.begin(), ends.end(), [&](double above) { return above > end; }));
        ends.insert(ends.end(), own.begin(), own.end());
      }
    }
    return count;
  }

  // ---- places

  void find_places() {
    for (const auto& column : columns_) settle(column, std::vector<double>(column.size()));
    for (int sweep = 0; sweep < 2 * sweeps; ++sweep) {
      const bool forwards = sweep % 2 == 0, both = sweep >= sweeps;
      for (std::size_t i = 0; i < columns_.size(); ++i)
        pull(columns_[forwards ? i : columns_.size() - 1 - i], forwards || both, !forwards || both);
    }
    double top = 0;
    for (const Item& item : items_) top = std::min(top, item.across - item.size.across / 2);
    for (Item& item : items_) {
      item.across -= top;
      bottom_ = std::max(bottom_, item.across + item.size.across / 2);
    }
  }

  /// Towards the mean of the neighbours on these sides.
  void pull(const std::vector<std::size_t>& column, bool to_before, bool to_after) {
    std::vector<double> wishes;
    for (const std::size_t id : column) {
      const Item& item = items_[id];
      double sum = 0, count = 0;
      for (const auto& [neighbours, wanted] :
           {std::pair{&item.before, to_before}, std::pair{&item.after, to_after}})
        for (const std::size_t other : *neighbours)
          if (wanted) sum += items_[other].across, count += 1;
      wishes.push_back(count > 0 ? sum / count : item.across);
    }
    settle(column, wishes);
  }

  /// Gives a column the places that are nearest to what its items wish, in the least squares, with
  /// their order and distances kept. Measured from where they would stand close together, places may
  /// only grow: neighbours that would not are pooled, and share the mean of their wishes.
  void settle(const std::vector<std::size_t>& column, const std::vector<double>& wishes) {
    struct Pool {
      double sum, count;
      double mean() const { return sum / count; }
    };
    std::vector<Pool> pools;
    std::vector<double> close;
    for (std::size_t i = 0; i < column.size(); ++i) {
      close.push_back(i == 0 ? 0 : close.back() + distance(column[i - 1], column[i]));
      pools.push_back({wishes[i] - close[i], 1});
      while (pools.size() > 1 && pools[pools.size() - 2].mean() >= pools.back().mean()) {
        const Pool last = pools.back();
        pools.pop_back();
        pools.back() = {pools.back().sum + last.sum, pools.back().count + last.count};
      }
    }
    std::size_t i = 0;
    for (const Pool& pool : pools)
      for (const std::size_t end = i + static_cast<std::size_t>(pool.count); i < end; ++i)
        items_[column[i]].across = pool.mean() + close[i];
  }

  double distance(std::size_t a, std::size_t b) const {
    return (items_[a].size.across + items_[b].size.across) / 2 + box_gap;
  }

  const std::vector<std::size_t> boxes_, wires_;  // places in the graph
  std::vector<std::size_t> item_of_box_;
  std::vector<Item> items_;
  std::vector<std::vector<std::size_t>> columns_;  // items, from the first to the last
  std::vector<std::vector<std::size_t>> chains_;   // by wire: the items that it goes through
  double bottom_ = 0;
};

/// By box: the first box of those that it hangs together with.
std::vector<std::size_t> parts(const LayeredGraph& graph) {
  std::vector<std::size_t> first(graph.boxes.size());
  std::iota(first.begin(), first.end(), 0);
  const auto find = [&](std::size_t box) {
    while (first[box] != box) box = first[box] = first[first[box]];
    return box;
  };
  for (const LayeredGraph::Wire& wire : graph.wires) {
    const std::size_t a = find(wire.from), b = find(wire.to);
    first[std::max(a, b)] = std::min(a, b);
  }
  for (std::size_t box = 0; box < first.size(); ++box) first[box] = find(box);
  return first;
}

}  // namespace

LayeredLayout layered_layout(const LayeredGraph& graph) {
  const std::vector<std::size_t> columns = columns_of_boxes(graph), part_of = parts(graph);
  std::vector<Part> all;
  for (std::size_t first = 0; first < part_of.size(); ++first) {
    if (part_of[first] != first) continue;
    std::vector<std::size_t> boxes, wires;
    for (std::size_t box = 0; box < part_of.size(); ++box)
      if (part_of[box] == first) boxes.push_back(box);
    for (std::size_t wire = 0; wire < graph.wires.size(); ++wire)
      if (part_of[graph.wires[wire].from] == first) wires.push_back(wire);
    all.emplace_back(graph, columns, boxes, wires);
  }

  LayeredLayout layout{{0, 0}, {}, {}};
  layout.boxes.resize(graph.boxes.size());
  layout.wires.resize(graph.wires.size());
  for (const Part& part : all) {
    std::vector<double> along;
    double end = 0;
    for (std::size_t column = 0; column < part.columns(); ++column) {
      along.push_back(end);
      end += part.width_of(column) + column_gap;
    }
    if (layout.size.across > 0) layout.size.across += 2 * box_gap;
    part.put_into(layout, along, layout.size.across);
    layout.size = {std::max(layout.size.along, end - column_gap),
                   layout.size.across + part.across()};
  }
  return layout;
}

}  // namespace stepgrad
