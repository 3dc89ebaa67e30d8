#include <stepgrad/scalar/tape.hpp>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/summation.hpp>
#include <stepgrad/scalar/fast/ranges.hpp>
#include <stepgrad/scalar/fast/replay.hpp>

namespace stepgrad {
namespace {

std::uint64_t next_tape_number() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

constinit thread_local Tape* tape_of_this_thread = nullptr;

// A function of its own, for a compiler takes it that `tape` itself changes nothing.
[[gnu::cold, gnu::noinline]] Tape& make_tape() {
  static thread_local Tape tape;
  tape_of_this_thread = &tape;
  return tape;
}

}  // namespace

[[gnu::noinline]] Tape& tape() noexcept {
  if (!tape_of_this_thread) [[unlikely]]
    return make_tape();
  return *tape_of_this_thread;
}

Tape::Tape() : era_(next_tape_number() << count_bits), settled_{era_, SIZE_MAX} {}

void Tape::swap(Tape& other) {
  Tape mine = std::move(*this);
  *this = std::move(other);
  other = std::move(mine);
}

void Tape::grow(std::size_t count) {
  constexpr std::size_t most = std::size_t{Node::id_mask} + 1, least = 1024;
  if (count > most - size_) full();
  const std::size_t wanted = std::max({least, std::size_t{2} * size_, size_ + count});
  capacity_ = static_cast<Id>(std::min(wanted, most));
  const auto grow = [&]<class T, unsigned line>(LongArray<T, line>& array) {
    LongArray<T, line> larger = long_array<T, line>(capacity_);
    std::copy_n(array.get(), size_, larger.get());
    array = std::move(larger);
  };
  grow(values_), grow(nodes_);
}

Id Tape::pooled_anew(std::uint64_t bits) {
  if (constants_.size() > Node::id_mask) full();
  const Id slot = static_cast<Id>(constants_.size());
  constants_.push_back(std::bit_cast<double>(bits));
  recent_[recent_place(bits)] = slot;
  return slot;
}

void Tape::full() {
  throw Error(
      fmt::format("the tape is full: it holds {} operations", Node::id_mask + 1), "",
      "Put each training step in a Scope of its own, so that its operations are given back.",
      Fault::machine);
}

namespace {

void check_operands(const op::Op& row, std::size_t count) {
  if (row.arity != op::any && count != static_cast<std::size_t>(row.arity))
    throw Error(fmt::format("{} takes {} operand{}, got {}", row.name, row.arity,
                            row.arity == 1 ? "" : "s", count),
                "", "");
  if (count == 0) throw Error(fmt::format("{} needs at least one operand", row.name), "", "");
  if (row == op::dot && count % 2 != 0)
    throw Error(fmt::format("dot takes two vectors of one length, got {} numbers", count), "",
                "Give the first vector, then the second: dot(a1, a2, b1, b2).");
}

}  // namespace

Value Tape::record(const op::Op& row, std::span<const Value> operands) {
  if (!op::is_in_table(row))
    return record(std::shared_ptr<const op::Op>(std::shared_ptr<void>(), &row), operands);
  for (const Value& v : operands) check(v);
  check_operands(row, operands.size());
  if (row.arity == op::any) {
    const std::size_t half = operands.size() / op::vectors(row);
    return record_many(row, Code::of(row), operands.first(half), operands.subspan(half));
  }
  const Value a = operands.front(), b = operands.back();
  if (row.has_kept_slope) {
    const auto [value, slope] = row.value_and_slope(data(a));
    return push(value, Code::of(row), a.id_, kept(slope));
  }
  return push(row.value(data(a), data(b)), Code::of(row), a.id_, b.id_);
}

Value Tape::record(std::shared_ptr<const op::Op> own, std::span<const Value> operands) {
  for (const Value& v : operands) check(v);
  check_operands(*own, operands.size());
  const double result = evaluated(*own, {operands});
  if (own_.empty() || own_.back() != own) own_.push_back(std::move(own));
  return push_listed(result, Code::own(), {operands});
}

Value Tape::record_many(const op::Op& row, Code code, std::span<const Value> a,
                        std::span<const Value> b) {
  for (const std::span operands : {a, b})
    for (const Value& v : operands)
      data(v);  // throws if it is none; computes it again where needed
  if (are_side_by_side(a) && are_side_by_side(b))
    return push_side_by_side(row, code, a[0].id_, b.empty() ? 0 : b[0].id_, a.size());
  return push_listed(evaluated(row, {a, b}), code, {a, b});
}

double Tape::evaluated(const op::Op& row, const Lists& operands) {
  std::vector<double> numbers = std::move(numbers_);  // the row may record something itself
  numbers.clear();
  for (const std::span list : operands)
    for (const Value& v : list) numbers.push_back(data(v));
  const double result = op::value(row, numbers);
  numbers_ = std::move(numbers);
  return result;
}

bool Tape::are_side_by_side(std::span<const Value> operands) {
  for (std::size_t i = 1; i < operands.size(); ++i)
    if (operands[i].id_ != operands[0].id_ + i) return false;
  return true;
}

Value Tape::push_listed(double result, Code code, const Lists& operands) {
  const std::size_t count = operands[0].size() + operands[1].size();
  const Id start = list_of(count + code.is_own());
  Id* list = &many_[start];
  if (code.is_own()) *list++ = static_cast<Id>(own_.size() - 1);
  for (const std::span operand : operands)
    for (const Value& v : operand) *list++ = v.id_;
  return push(result, code, start, static_cast<Id>(count));
}

Value Tape::push_side_by_side(const op::Op& row, Code code, Id a, Id b, std::size_t size) {
  const double result = fast::value_of_ranges(row, &values_[a], &values_[b], size);
  Id start = a;
  if (op::vectors(row) == 2) {
    start = list_of(2);
    many_[start] = a;
    many_[start + 1] = b;
  }
  return push(result, code.in(Form::side_by_side), start, static_cast<Id>(size));
}

NodeRange Tape::record_dots(const NodeRange& matrix, const NodeRange& x, std::size_t rows) {
  settle(matrix), settle(x);
  const Id start = list_of(2 * rows);
  const NodeRange made = room_for(rows);
  fast::dots(&values_[made.first], &values_[matrix.first], rows, &values_[x.first], x.size);
  constexpr Code code = Code::of(op::dot, Form::side_by_side);
  Id* const list = &many_[start];
  Node* const nodes = &nodes_[made.first];
  for (std::size_t i = 0; i < rows; ++i) {
    list[2 * i] = matrix.first + static_cast<Id>(i) * x.size;
    list[2 * i + 1] = x.first;
    nodes[i] = Node::of(code, start + 2 * i, x.size);
  }
  return made;
}

NodeRange Tape::record_dots(const NodeRange& x, std::span<const NodeRange> rows) {
  settle(x);
  for (const NodeRange& row : rows) settle(row);
  const std::size_t columns = rows[0].size, count = x.size;
  const Id start = list_of(2 * count * columns);
  const NodeRange made = room_for(columns);
  constexpr Code code = Code::of(op::dot);
  const double* const values = values_.get();
  Id* list = &many_[start];
  for (std::size_t i = 0; i < columns; ++i) {
    values_[made.first + i] = total_of(
        count, [&](std::size_t t) { return values[x.first + t] * values[rows[t].first + i]; });
    nodes_[made.first + i] = Node::of(code, start + 2 * count * i, 2 * count);
    for (std::size_t t = 0; t < count; ++t) *list++ = x.first + static_cast<Id>(t);
    for (std::size_t t = 0; t < count; ++t) *list++ = rows[t].first + static_cast<Id>(i);
  }
  return made;
}

Id Tape::list_of(std::size_t count) {
  const std::size_t start = many_.size();
  if (start > Node::id_mask || count > Node::id_mask - start) full();
  many_.resize(start + count);
  return static_cast<Id>(start);
}

void Tape::name(Value v, std::string_view name) {
  names_.insert_or_assign(id(v), std::string(name));
}

std::string Tape::name(Id id) const {
  const auto found = names_.find(id);
  return found == names_.end() ? "" : found->second;
}

void Tape::check_older(std::uint64_t era, Id id) const {
  if (era == 0)
    throw Error(
        "a Value is used before it was given a number", "",
        "Make it with Value x(2.0, \"x\"), or assign the result of an operation to it first.");
  if (era >> count_bits != number())
    throw Error(
        "a Value is used in another thread than the one that made it", "",
        "Each thread records on a tape of its own: make the Values in the thread that uses them, "
        "and pass plain numbers between threads.");
  // The first release after v was made left the fewest nodes.
  const auto after = std::ranges::upper_bound(releases_, era, {}, &Release::era);
  const std::size_t left = after == releases_.end() ? SIZE_MAX : after->nodes;
  if (id >= left)
    throw Error(
        "a Value is used after the scope in which it was made has ended", "",
        "Read the numbers that you need (data(), grad()) before the Scope ends, or make the Value "
        "before the Scope begins.");
  if (is_settled_)
    settled_ = {after == releases_.begin() ? number() << count_bits : std::prev(after)->era, left};
}

NodeRange Tape::range(Value first, std::size_t size) const {
  check(first);
  if (first.id_ + size > size_)
    throw Error(fmt::format("{} Values side by side are asked for where {} follow", size,
                            size_ - first.id_),
                "", "Ask for those that are on the tape.");
  close();
  const NodeRange range{first.era_, first.id_, static_cast<Id>(size)};
  if (size > 0) check(last_of(range));
  return range;
}

std::span<const double> Tape::data(const NodeRange& range) {
  if (range.size == 0) return {};
  settle(range);
  return {&values_[range.first], range.size};
}

std::span<const double> Tape::grad(const NodeRange& range) {
  if (range.size == 0) return {};
  check(last_of(range));
  const std::size_t end = range.first + range.size;
  if (gradients_.size() < end) gradients_.resize(end, -0.0);
  return {&gradients_[range.first], range.size};
}

/// Calls visit(operand) for every operand of an operation.
template <class Visit>
void Tape::for_each_operand(Id id, Visit&& visit) const {
  const Node& node = nodes_[id];
  const Code code = node.code();
  if (code.is_leaf()) return;
  if (is_statement(code)) return for_each_operand_of_statement(id, visit);
  const auto a_node = [](int place, Id operand) { return Operand{place, false, operand}; };
  const auto a_number = [](int place, Id slot) { return Operand{place, true, slot}; };
  if (code.has_many()) {
    int place = 0;
    if (!code.is_own() && code.form() == Form::side_by_side) {
      const std::size_t vectors = op::vectors(code.row());
      for (std::size_t vector = 0; vector < vectors; ++vector) {
        const Id first = vectors == 1 ? node.a() : many_[node.a() + vector];
        for (Id i = 0; i < node.b(); ++i) visit(a_node(place++, first + i));
      }
    } else {
      const Id first = node.a() + code.is_own();
      for (Id i = 0; i < node.b(); ++i) visit(a_node(place++, many_[first + i]));
    }
    return;
  }
  const Form form = code.form();
  visit(form == Form::left_constant ? a_number(0, node.a()) : a_node(0, node.a()));
  if (code.row().arity == 2)
    visit(form == Form::right_constant ? a_number(1, node.b()) : a_node(1, node.b()));
}

template <class Visit>
void Tape::for_each_operand_of_statement(Id id, Visit&& visit) const {
  const Code code = nodes_[id].code();
  const Statement& statement = statement_of(code);
  const Operands operands = operands_of(code, nodes_[id]);
  int place = 0;
  if (statement.has_before) visit(Operand{place++, false, id - 1});
  visit(Operand{place++, false, operands.a});
  if (statement.has_b) visit(Operand{place++, false, operands.b});
  if (statement.has_number) visit(Operand{place++, true, operands.number});
}

std::vector<Tape::Operand> Tape::operands(Id id) const {
  std::vector<Operand> operands;
  for_each_operand(id, [&](const Operand& operand) { operands.push_back(operand); });
  return operands;
}

double Tape::slope(Id id, int place) const {
  const Node& node = nodes_[id];
  const Code code = node.code();
  if (code.has_many() && !code.is_own()) {  // its operands are asked for one by one: no list of all
    const std::size_t vectors = op::vectors(code.row());
    const bool is_listed = code.form() == Form::nodes;
    const auto operand = [&](std::size_t i) {
      if (is_listed) return values_[many_[node.a() + i]];
      const Id first = vectors == 1 ? node.a() : many_[node.a() + i / node.b()];
      return values_[first + i % node.b()];
    };
    const auto i = static_cast<std::size_t>(place);
    const std::size_t count = is_listed ? node.b() : vectors * node.b();
    return code.row().slope[0](operand(i), operand(op::partner(code.row(), i, count)), values_[id]);
  }
  std::vector<double> operands;
  for_each_operand(id, [&](const Operand& operand) { operands.push_back(value(operand)); });
  return op::slope(row(nodes_[id]), operands, static_cast<std::size_t>(place), values_[id]);
}

double Tape::evaluated(Id id) const {
  std::vector<double> operands;
  for_each_operand(id, [&](const Operand& operand) { operands.push_back(value(operand)); });
  return op::value(row(nodes_[id]), operands);
}

Tape::Reached Tape::reached_from(std::span<const Id> roots) const {
  const Id last = *std::max_element(roots.begin(), roots.end());
  Reached reached{std::vector<bool>(last + std::size_t{1}), last, last, 0, 0};
  std::vector<Id> leaves;
  const auto reach = [&](Id id) {
    if (reached.nodes[id]) return;
    reached.nodes[id] = true;
    if (nodes_[id].code().is_leaf())
      leaves.push_back(id);
    else
      reached.first_operation = std::min(reached.first_operation, id);
  };
  for (const Id root : roots) reach(root);
  for (Id id = last + 1; id-- > reached.first_operation;)
    if (reached.nodes[id] && passes(id))
      for_each_operand(id, [&](const Operand& operand) {
        if (!operand.is_number) reach(operand.id);
      });
  reached.begin = reached.first_operation;
  while (reached.begin > 0 && nodes_[reached.begin - 1].code().is_leaf()) --reached.begin;
  std::erase_if(leaves, [&](Id id) { return id > reached.first_operation; });
  if (leaves.empty()) return reached;
  const auto [first, final] = std::ranges::minmax(leaves);
  reached.leaves_begin = first;
  reached.leaves_end = final + 1;
  return reached;
}

std::size_t Tape::operations() const {
  std::size_t count = size_;
  for (std::size_t id = 0; id < size_; ++id)
    if (is_statement(nodes_[id].code())) count += statement_of(nodes_[id].code()).size - 1;
  return count;
}

std::size_t Tape::bytes() const {
  return size_ * (sizeof(Node) + sizeof(double)) + gradients_.size() * sizeof(double) +
         (constants_.size() + slopes_.size()) * sizeof(double) + many_.size() * sizeof(Id);
}

void Tape::set(Value v, double data) { set(range(v, 1), {&data, 1}); }

void Tape::set(const NodeRange& range, std::span<const double> data) {
  if (range.size == 0) return;
  check(last_of(range));
  const Node* nodes = &nodes_[range.first];
  const auto is_input = [](Node node) { return node.code() == Code::input(); };
  if (!std::all_of(nodes, nodes + range.size, is_input))
    throw Error("only an input can be set to another number; this Value is a result or a constant",
                "", "Set the inputs: what is computed from them follows.");
  std::copy_n(data.begin(), range.size, &values_[range.first]);
  ++era_;
  replay_from_ = std::min<std::size_t>(replay_from_, range.first);
  replay_to_ = size_;
  forget_needless_replay();
}

void Tape::count_leaves() {
  while (leaves_ < size_ && nodes_[leaves_].code().is_leaf()) ++leaves_;
}

/// Parameters stand before all operations; with these given back nothing is left to compute again.
void Tape::forget_needless_replay() {
  count_leaves();
  if (replay_to_ <= leaves_) replay_from_ = SIZE_MAX;
  is_settled_ = replay_from_ == SIZE_MAX && turned_.empty();
  if (!is_settled_) settled_.below = 0;
}

void Tape::settle(Value v) { settle_older(v.era_, v.id_); }

void Tape::settle_older(std::uint64_t era, Id id) {
  check_older(era, id);
  if (is_stale(id)) replay();
  if (!turned_.empty()) check_branches(id);
}

void Tape::settle_older(const NodeRange& range) {
  const Value last = last_of(range);
  settle_older(last.era_, last.id_);
  if (settled(last)) return;  // and so are those before
  for (Id id = range.first; id < last.id_; ++id) settle_older(range.era, id);
}

void Tape::check_branches(Id id) const {
  if (nodes_[id].code().is_leaf()) return;
  const Reached reached = reached_from({&id, 1});
  const auto is_reached = [&](const Operand& operand) {
    return !operand.is_number && operand.id <= id && reached[operand.id];
  };
  for (const std::size_t place : turned_) {
    const Comparison& comparison = comparisons_[place];
    if (comparison.at < reached.begin || comparison.at > id) continue;
    const bool is_of_it = is_reached(comparison.a) || is_reached(comparison.b);
    if (comparison.at == reached.begin && !is_of_it) continue;  // it ended what was before
    const auto written = [&](const Operand& operand) {
      const std::string name = operand.is_number ? "" : this->name(operand.id);
      return name.empty() ? shown(value(operand)) : name;
    };
    const std::string_view sign = stepgrad::sign(comparison.relation);
    throw Error(
        fmt::format("what was recorded may be the wrong graph now: it was decided when {} {} {} "
                    "was {}, and with {} {} {} it is {}",
                    written(comparison.a), sign, written(comparison.b), comparison.held,
                    shown(value(comparison.a)), sign, shown(value(comparison.b)), !comparison.held),
        "",
        "Compute it anew for these inputs, in a Scope; or write the choice as an operation, such "
        "as max, relu or select, which decides again.");
  }
}

void Tape::replay() {
  if (replay_from_ < size_)
    fast::replay(*this, replay_from_, std::min<std::size_t>(replay_to_, size_));
  turned_.clear();
  for (std::size_t place = 0; place < comparisons_.size(); ++place)
    if (holds_now(comparisons_[place]) != comparisons_[place].held) turned_.push_back(place);
  replay_from_ = SIZE_MAX;
  forget_needless_replay();
  ++era_;
}

// ---- comparisons --------------------------------------------------------------------------------

bool holds(Relation relation, double a, double b) {
  switch (relation) {
    case Relation::less:
      return a < b;
    case Relation::less_equal:
      return a <= b;
    case Relation::greater:
      return a > b;
    case Relation::greater_equal:
      return a >= b;
    case Relation::equal:
      return a == b;
    case Relation::not_equal:
      break;
  }
  return a != b;
}

std::string_view sign(Relation relation) {
  constexpr std::string_view signs[] = {"<", "<=", ">", ">=", "==", "!="};
  return signs[static_cast<std::size_t>(relation)];
}

bool Tape::compare(Relation relation, Value a, Value b) {
  settle(a), settle(b);
  return compare(relation, Operand{0, false, a.id_}, Operand{1, false, b.id_});
}
bool Tape::compare(Relation relation, Value a, double b) {
  settle(a);
  return compare(relation, Operand{0, false, a.id_}, Operand{1, true, pooled(b)});
}
bool Tape::compare(Relation relation, double a, Value b) {
  settle(b);
  return compare(relation, Operand{0, true, pooled(a)}, Operand{1, false, b.id_});
}

bool Tape::compare(Relation relation, const Operand& a, const Operand& b) {
  close();
  Comparison asked{size_, relation, a, b, false};
  asked.held = holds_now(asked);
  if (comparisons_.empty() || comparisons_.back() != asked) comparisons_.push_back(asked);
  return asked.held;
}

// ---- gradients ----------------------------------------------------------------------------------

void Tape::Stretch::join(std::size_t from, std::size_t to) {
  if (from >= to) return;
  *this = begin == end ? Stretch{from, to} : Stretch{std::min(begin, from), std::max(end, to)};
}

void Tape::clear(Stretch stretch, bool leaves_too) {
  const std::size_t end = std::min(stretch.end, gradients_.size());
  for (std::size_t id = stretch.begin; id < end; ++id)
    if (leaves_too || !nodes_[id].code().is_leaf()) gradients_[id] = -0.0;
}

Tape::Sweep::Sweep(Tape& tape, Id last) : tape_(tape), last_(last) {
  if (tape.is_swept_)
    throw Error("backward was called within backward", "",
                "The slope of an operation of your own gets plain numbers and returns one; let it "
                "compute with these.");
  tape.is_swept_ = true;
  tape.clear(tape.last_sweep_, false);
  tape.gradients_.resize(tape.size_, -0.0);
  tape.count_leaves();
  first_operation_ = static_cast<Id>(tape.leaves_);
}

void Tape::Sweep::passes_by(Id operation) {
  constexpr std::size_t few = 1000;
  const std::size_t swept = last_ - operation - passed_by_++;
  if (first_ > 0 || passed_by_ < swept + few) return;
  const Reached reached = tape_.reached_from({&last_, 1});
  first_ = reached.first_operation;
  leaves_begin_ = reached.leaves_begin;
  leaves_end_ = reached.leaves_end;
}

Tape::Sweep::~Sweep() {
  tape_.is_swept_ = false;
  tape_.last_sweep_ = {first_, last_ + std::size_t{1}};
  tape_.swept_.join(first_, last_ + std::size_t{1});
  tape_.swept_leaves_.join(leaves_begin_, leaves_end_);
  constexpr Id worth_a_note = 1'000'000;
  if (first_ < worth_a_note || tape_.has_noted_its_size_) return;
  tape_.has_noted_its_size_ = true;
  fmt::print(stderr,
             "stepgrad: note: before what backward has just swept, the tape holds {} nodes of "
             "earlier steps.\nPut each step in a Scope, which gives them back at its end.\n",
             first_);
}

void Tape::zero_grad() {
  const bool nearly_all = 2 * (swept_.end - swept_.begin) >= gradients_.size();
  if (nearly_all) {
    gradients_.clear();
  } else {
    clear(swept_, true);
    clear(swept_leaves_, true);
  }
  last_sweep_ = swept_ = swept_leaves_ = {};
}

void Tape::release(Mark mark) {
  if (mark.nodes >= size_) return;
  size_ = closed_ = static_cast<Id>(mark.nodes);
  for (; constants_.size() > mark.constants; constants_.pop_back())
    recent_[recent_place(std::bit_cast<std::uint64_t>(constants_.back()))] = 0;
  many_.resize(std::min(mark.many, many_.size()));
  slopes_.resize(std::min(mark.slopes, slopes_.size()));
  own_.resize(std::min(mark.own, own_.size()));
  comparisons_.resize(std::min(mark.comparisons, comparisons_.size()));
  std::erase_if(turned_, [&](std::size_t place) { return place >= comparisons_.size(); });
  gradients_.resize(std::min(mark.nodes, gradients_.size()));
  names_.erase(names_.lower_bound(static_cast<Id>(mark.nodes)), names_.end());
  settled_.below = std::min(settled_.below, mark.nodes);
  leaves_ = std::min(leaves_, mark.nodes);
  replay_to_ = std::min(replay_to_, mark.nodes);
  if (replay_from_ >= mark.nodes) replay_from_ = SIZE_MAX;
  forget_needless_replay();
  while (!releases_.empty() && releases_.back().nodes >= mark.nodes) releases_.pop_back();
  releases_.push_back({++era_, mark.nodes});
}

}  // namespace stepgrad
