// Lesson 2. A value and its graph: a formula as a list of single operations, and why a result that
// is used twice is one node all the same.
#include <algorithm>

#include <stepgrad/course/lesson.hpp>
#include <stepgrad/story/story.hpp>

namespace stepgrad {
namespace {

constexpr const char* product = "q = x + y; f = q * z";
const Bindings numbers{{"x", -2}, {"y", 5}, {"z", -4}};

/// Does every node of the trace stand behind its operands in this order of names?
bool operands_first(const Trace& trace, const std::vector<std::string>& order) {
  const auto place = [&](Id id) { return std::ranges::find(order, trace.node(id).name); };
  return std::ranges::all_of(trace.nodes, [&](const Trace::Node& node) {
    return std::ranges::all_of(node.operands,
                               [&](Id operand) { return place(operand) < place(node.id); });
  });
}

/// "q = 3", …: a row for each node, in the order in which they are computed.
std::vector<std::vector<std::string>> rows_of(const Trace& trace) {
  std::vector<std::vector<std::string>> rows;
  for (const Trace::Node& node : trace.nodes)
    rows.push_back({std::to_string(node.id), node.name,
                    node.row ? as_formula(tell(trace, node).in_names) : "(an input)",
                    shown(node.value)});
  return rows;
}

/// How many operations it takes to compute the output if nothing is remembered: what is used twice
/// is computed twice, with everything below it.
double operations_without_memory(const Trace& trace) {
  std::vector<double> count;  // by node; we, of course, do remember
  for (const Trace::Node& node : trace.nodes) {
    count.push_back(node.row ? 1 : 0);
    for (const Id operand : node.operands) count.back() += count[operand];
  }
  return count[trace.output];
}

/// d1 = x + x; d2 = d1 + d1; … so many times.
Trace doublings(int times) {
  std::string formula, last = "x";
  for (int i = 1; i <= times; ++i) {
    formula += fmt::format("d{0} = {1} + {1}; ", i, last);
    last = fmt::format("d{}", i);
  }
  return traced(formula, {{"x", 1}});
}

std::size_t operations(const Trace& trace) {
  return static_cast<std::size_t>(std::ranges::count_if(
      trace.nodes, [](const Trace::Node& node) { return node.row != nullptr; }));
}

void what_is_in_a_formula(Lesson& lesson, const Trace& trace) {
  lesson.screen("What is inside a formula?");
  lesson.say(
      "In [[01_derivative]] a function was a box: put $x$ in, get $'f(x)'$ out. To find slopes "
      "quickly, we have to open the box. Here is a formula that you can do in your head:");
  lesson.formula("f = (x + y) * z");
  lesson.say("with x = -2, y = 5 and z = -4.");
  lesson.say(
      "Watch yourself while you do it. You cannot multiply before you have added: the product "
      "needs the sum. So there is a number in between that "
      "the formula gives no name. Let us call it $q$.");
  lesson.formula("q = x + y");
  lesson.formula("f = q * z");
  const double q = node_called(trace, "q").value, f = node_called(trace, "f").value;
  lesson.predict(
      "What is f?", f,
      {.hints = {told("$q$ is $-2 + 5$, which is {}.", q), told("$f$ is ${} * (-4)$.", q)},
       .remarks = {{-2.0 + 5 * -4, "that multiplies first. The parentheses say: add first."},
                   {q, "that is $q$. Now multiply it by $z$."},
                   {(-2.0 - 5) * -4, "q is -2 + 5, not -2 - 5."}},
       .reveal = told("First q = -2 + 5 = {}, then f = {} * (-4) = {}.", q, q, f)});
}

void one_node_each(Lesson& lesson, const Trace& trace) {
  lesson.screen("One operation, one node");
  lesson.say(
      "A computer does what you did: one small operation after the other, and it keeps every "
      "result. Draw every number, and draw a line to it from the numbers that it was made of. That "
      "drawing is the **graph** of the formula. (It has nothing to do with the curve of "
      "[[01_derivative]], which is also called a graph.)");
  lesson.graph(trace,
               "$f$ is made of $q$ and $z$, and $q$ is made of "
               "$x$ and $y$. Each value stands at its node.");
  lesson.say("The words for what you see:");
  lesson.point("A **node** is one number: an input, or the result of one operation.");
  lesson.point("Its **operands** are the nodes that it was made of. $q$ and $z$ are those of $f$.");
  lesson.point("The **output** is the last node, the one that we want.");
  lesson.point("The **forward pass** computes all nodes, from the inputs to the output.");
  const Trace changed = traced(product, {{"x", -2}, {"y", 5}, {"z", 10}});
  const auto moves = [&](const char* name) {
    return node_called(changed, name).value != node_called(trace, name).value;
  };
  lesson.choose(
      "$z$ changes from -4 to 10, and $x$ and $y$ stay. Which results have to be computed again?",
      {{"$q$ and $f$", moves("q") && moves("f"),
        "follow the line that leaves $z$. Does it reach $q$?"},
       {"only $f$", !moves("q") && moves("f")},
       {"only $q$", moves("q") && !moves("f"), "what is $q$ made of? And where does $z$ go?"}},
      {.hints = {"Start at $z$, and follow its line to the right operation."},
       .reveal =
           told("The line from $z$ leads to $f$ alone. $q$ is still {}, and $f$ becomes {}. So "
                "the graph says more than the order of the work: it says **who depends on "
                "whom**. That is what slopes are about.",
                node_called(trace, "q").value, node_called(changed, "f").value)});
}

void in_cpp(Lesson& lesson, const Trace& trace) {
  lesson.screen("The same in C++");
  lesson.say(
      "In stepgrad a `Value` is a number that remembers how it was made. You write the formula as "
      "you would with plain numbers, and every operator makes one node:");
  lesson.listing(
      "Value x(-2, \"x\"), y(5, \"y\"), z(-4, \"z\");\n"
      "Value q = x + y;\n"
      "Value f = q * z;      // f.data() is the number\n");
  lesson.say(
      "The nodes are kept in a list, in the order in which they were made. We call it the "
      "**tape**. This is the whole of it:");
  lesson.table({"place", "name", "made of", "value"}, rows_of(trace));
  const Trace neuron = traced("tanh(w*x + b)", {{"w", 2}, {"x", 0.5}, {"b", -1}});
  lesson.predict(
      "A neuron, the smallest part of a network, computes $tanh(w * x + b)$. (tanh is a function "
      "of one number, like sin.) How many nodes does its graph have, inputs included?",
      static_cast<double>(neuron.nodes.size()),
      {.hints = {"Three inputs: $w$, $x$ and $b$. Now count the operations.",
                 "There is a product, a sum, and tanh."},
       .remarks = {{static_cast<double>(operations(neuron)),
                    "so many inputs, and so many operations. Both are nodes."},
                   {4.0,
                    "you may have counted the whole formula as one node. One operation, one node."},
                   {5.0, "nearly! Count once more: tanh is an operation, too."}},
       .reveal = "$w$, $x$ and $b$, then $w * x$, then $w * x + b$, then tanh of that. However "
                 "large a network is, it is made of steps as small as these.",
       .within = 1e-9});
}

void order(Lesson& lesson, const Trace& trace) {
  lesson.screen("In which order?");
  lesson.say(
      "The tape has one rule: an operand stands before what is made of it. Otherwise there would "
      "be nothing to compute with. That leaves some freedom, but not much.");
  const auto choice = [&](std::vector<std::string> names, std::string why) {
    return Choice{fmt::format("{}", fmt::join(names, ", ")), !operands_first(trace, names),
                  std::move(why)};
  };
  lesson.choose(
      "Which of these orders does **not** work for $q = x + y$, $f = q * z$?",
      {choice({"x", "y", "z", "q", "f"}, "it works: each result has its operands before it."),
       choice({"z", "y", "x", "q", "f"},
              "it works: inputs need nothing, so they may come in any order."),
       choice({"x", "z", "f", "y", "q"}, ""),
       choice({"y", "x", "q", "z", "f"}, "it works: $z$ is only needed for $f$.")},
      {.hints = {"Go through each list. Has every result all it needs when its turn comes?"},
       .reveal = "There $f$ comes before $q$, and $f$ is made of $q$."});
  lesson.say(
      "Keep this rule in mind. In [[06_backpropagation]] we walk along the tape backwards to find "
      "slopes, and the rule will save us from a nasty mistake.");
}

void used_twice(Lesson& lesson) {
  lesson.screen("Used twice, drawn once");
  lesson.say("Look at this formula. The sum $x + y$ is in it twice:");
  lesson.formula("f = (x + y) * (x + y)");
  lesson.say(
      "By hand you would not add twice. You would remember the sum. Give it a name, and use "
      "the name twice:");
  lesson.formula("s = x + y");
  lesson.formula("f = s * s");
  const Trace written = traced("f = (x + y) * (x + y)", {{"x", 1}, {"y", 2}});
  const Trace shared = traced("s = x + y; f = s * s", {{"x", 1}, {"y", 2}});
  lesson.predict(
      "How many nodes does the graph of these two lines have, inputs included?",
      static_cast<double>(shared.nodes.size()),
      {.hints = {"$x$, $y$, and then?", "$s$ is used twice. Is it made twice?"},
       .remarks = {{static_cast<double>(written.nodes.size()),
                    "that would be right for the formula above, which has two sums. "
                    "Here there is one."},
                   {6.0, "$s$ is one node, however often it is used."},
                   {2.0, "those are the operations. The inputs are nodes, too."}},
       .reveal = told("$x$, $y$, $s$ and $f$. The formula above has {}, for there the same sum "
                      "is computed twice. ($x$ is one node in both. A name is always one node.)",
                      written.nodes.size()),
       .within = 1e-9,
       .seen = "the 4 above is a place on the tape of another formula"});
}

void a_fork(Lesson& lesson) {
  lesson.screen("Lines that part and meet");
  lesson.say("This is the graph in which $s$ is used twice:");
  lesson.graph(
      traced("s = x + y; f = s * s", {{"x", 1}, {"y", 2}}),
      "$s$ is one node, and two lines lead from it to $f$. It is computed once, and used twice.");
  lesson.say(
      "That is why we say graph and not tree. In a tree, branches part and never meet again. "
      "Here two lines leave $s$, and meet again in $f$. Remember this picture: [[05_many_paths]] "
      "is about nothing else.");
}

void like_a_tree(Lesson& lesson) {
  lesson.screen("What if it forgot?");
  lesson.say("Take a number and double it, again and again:");
  lesson.formula("d1 = x + x");
  lesson.formula("d2 = d1 + d1");
  lesson.formula("d3 = d2 + d2");
  lesson.graph(doublings(3), "Each number has two lines to the next, and is computed once.");
  const Trace three = doublings(3), ten = doublings(10), thirty = doublings(30);
  const double forgetful_ten = operations_without_memory(ten);
  lesson.say(
      "Three additions. Now suppose that the computer kept no results. For $d3$ it needs $d2$ "
      "twice, so it computes $d2$ twice. For each $d2$ it needs $d1$ twice, so it computes $d1$ "
      "four times. $d1$ four times, $d2$ twice, $d3$ once: that is {} additions, not {}.",
      operations_without_memory(three), operations(three));
  lesson.predict(
      "Ten doublings are 10 additions. How many are they if nothing is remembered?", forgetful_ten,
      {.hints = {"Each doubling computes the one before it twice, and then adds once: 2 times as "
                 "many, and 1 more.",
                 "So 1, 3, 7, 15, … Each is one less than a power of two."},
       .remarks = {{1024.0, "so near! That is $2^10$. The first doubling takes 1 addition, not 2."},
                   {512.0, "that is how often $d1$ is computed. Count the others, too."},
                   {511.0, "that is for nine doublings. One more."},
                   {20.0,
                    "each doubling makes everything below it happen twice, not only "
                    "the step before."},
                   {100.0, "it grows faster than that: it doubles each time."}},
       .reveal = told("1, 3, 7, 15, … Ten times \"twice as many, and 1 more\" makes $2^10 - 1 = "
                      "{}$. With each doubling the work doubles.",
                      forgetful_ten),
       .within = 1e-9});
  const double years = operations_without_memory(doublings(60)) / 1e9 / (365 * 24 * 3600.0);
  lesson.mistake(
      "To treat the graph as a tree, and to compute what is shared again for every use. With 30 "
      "doublings that is {} additions instead of {}. With 60, at a billion additions a second, it "
      "takes {} years.",
      shown(operations_without_memory(thirty), 10), operations(thirty), shown(years, 2));
  lesson.remember(
      "A formula is a graph of single operations. Each result is computed once, kept on the tape, "
      "and used as often as needed. Operands stand before results.");
  lesson.say(
      "Now we know where the numbers flow. Next: how much does the output answer when one input "
      "changes, and there are several of them?");
}

void teach(Lesson& lesson) {
  const Trace trace = traced(product, numbers);
  what_is_in_a_formula(lesson, trace);
  one_node_each(lesson, trace);
  in_cpp(lesson, trace);
  order(lesson, trace);
  used_twice(lesson);
  a_fork(lesson);
  like_a_tree(lesson);
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 2: a network as functions "
      "of functions, computed forward layer by layer.");
  lesson.source(
      "Ritambhara Singh, CSCI 1470/2470, Optimization and Backpropagation (its slides say both "
      "Spring 2022 and 2 February 2024): looking at a composite function.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_02_graph{"02_graph", "A value and its graph", teach};
}

}  // namespace stepgrad
