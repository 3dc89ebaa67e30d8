// stepgrad gallery: diagrams and pages worth looking at, each made by a command that anybody can
// type, and an index of them.
//
// To add one: add a line to `gallery_pieces`, run `./stepgrad gallery`, look at it, commit what has
// changed in graphs/.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>

#include "app/command_line.hpp"
#include "app/commands.hpp"
#include "app/terminal.hpp"
#include "app/training/model.hpp"

namespace stepgrad::app {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

/// One formula or network, drawn; with a page to step through if that is worth it. Or a picture
/// that a training run leaves in its folder.
struct Piece {
  std::string name;   // of its files
  std::string title;  // what it shows
  Words formula;      // as on the command line
  Words look = {};    // of the drawing
  bool page = false;
  std::string command = "draw";
  std::string of_run = "";  // the picture's name in the folder
};

const Words neuron{"tanh(w1*x1 + w2*x2 + b)", "x1=2", "x2=0", "w1=-3", "w2=1",
                   "b=6.8813735870195432"};
const Words product{"q = x + y; f = q * z", "x=-2", "y=5", "z=-4"};
const Words cross_entropy{"loss = log_sum_exp(cat, dog, bird) - dog", "cat=3.2", "dog=5.1",
                          "bird=-1.7"};
const Words network{
    "h1 = tanh(a1*x1 + a2*x2 + a0); h2 = tanh(b1*x1 + b2*x2 + b0); "
    "y1 = sigmoid(c1*h1 + c2*h2 + c0); y2 = sigmoid(d1*h1 + d2*h2 + d0); "
    "loss = (y1 - 1)^2 + y2^2",
    "x1=1",
    "x2=-1",
    "a1=0.5",
    "a2=-0.4",
    "a0=0.1",
    "b1=-0.3",
    "b2=0.8",
    "b0=0",
    "c1=1.2",
    "c2=-0.7",
    "c0=0.05",
    "d1=-0.9",
    "d2=0.6",
    "d0=-0.1"};
const Words deep{
    "h1 = sigmoid(w1*x); h2 = sigmoid(w2*h1); h3 = sigmoid(w3*h2); h4 = sigmoid(w4*h3); "
    "h5 = sigmoid(w5*h4)",
    "x=1",
    "w1=0.5",
    "w2=-1.5",
    "w3=2",
    "w4=-0.5",
    "w5=1"};

const Words digits{"--data",  "digits",    "--samples", "3000",
                   "--model", "784-64-10", "--epochs",  "10"};

Piece trained(std::string name, std::string title, Words options, std::string picture) {
  return {.name = std::move(name),
          .title = std::move(title),
          .formula = std::move(options),
          .command = "train",
          .of_run = std::move(picture)};
}

std::vector<Piece> gallery_pieces() {
  std::vector<Piece> pieces{
      {"product", "A sum times a number: plus passes on, times swaps", product, {}, true},
      {"product_begun", "The same after two of its four backward steps", product, {"--step", "2"}},
      {"neuron", "One neuron, as in micrograd", neuron, {}, true},
      {"neuron_record", "The same as boxes of data and gradient", neuron, {"--style", "record"}},
      {"sigmoid_staged",
       "A sigmoid neuron, taken apart as in the notes of CS231n",
       {"1/(1+exp(-(w0*x0+w1*x1+w2)))", "w0=2", "x0=-1", "w1=-3", "x1=-2", "w2=-3"},
       {},
       true},
      {"sigmoid_gate",
       "The same neuron with the sigmoid as one gate",
       {"sigmoid(w0*x0+w1*x1+w2)", "w0=2", "x0=-1", "w1=-3", "x1=-2", "w2=-3"}},
      {"twice", "A value used twice gathers two shares", {"y = a * a", "a=3"}, {}, true},
      {"paths",
       "Paths that part and meet again",
       {"s = a + b; p = a * b; f = s * p", "a=2", "b=-3"},
       {},
       true},
      {"max_gate",
       "A max gate sends the whole gradient to the larger",
       {"f = 2 * (x*y + max(z, w))", "x=3", "y=-4", "z=2", "w=-1"}},
      {"relu_gates",
       "One relu lets gradient through, the other is dead",
       {"f = relu(u*x) + relu(v*x)", "x=2", "u=1.5", "v=-0.5"}},
      {"kink", "At a kink a slope has to be chosen", {"f = relu(x) + abs(y)", "x=0", "y=0"}},
      {"softmax",
       "Softmax with cross-entropy: the gradient is probabilities minus the truth",
       cross_entropy,
       {},
       true},
      {"hinge",
       "The hinge loss of three scores",
       {"loss = max(0, cat - dog + 1) + max(0, bird - dog + 1)", "cat=3.2", "dog=2.5",
        "bird=-1.7"}},
      {"logistic",
       "Logistic regression: sigmoid with cross-entropy",
       {"p = sigmoid(w*x + b); loss = -(y*log(p) + (1 - y)*log(1 - p))", "x=1.5", "w=0.8", "b=-0.2",
        "y=1"},
       {},
       true},
      {"line",
       "Two points and a line: the squared error",
       {"loss = (w*x1 + b - y1)^2 + (w*x2 + b - y2)^2", "w=0.5", "b=1", "x1=1", "y1=3", "x2=2",
        "y2=5"}},
      {"power", "Base and exponent both get gradient", {"f = x^y", "x=2", "y=3"}},
      {"quotient", "A ratio of two sums", {"f = (a + b) / (a - b)", "a=3", "b=1"}},
      {"network", "A training step's loss for a network of 2-2-2", network, {}, true},
      {"network_rolled_up", "The same network, a box for each named part", network, {"--collapse"}},
      {"deep", "A deep chain of sigmoids: the gradient fades", deep, {}, true},
      {"probability",
       "The same loss, taken apart: exponentials, a sum, a ratio, a logarithm",
       {"c = exp(cat); d = exp(dog); p = d / (c + d); loss = -log(p)", "cat=3.2", "dog=5.1"},
       {},
       true},
      {"matrices",
       "A training step in matrices: on each wire the rule that brings its gradient back",
       {"--model", "2-3-2"}},
      {"mlp",
       "A network of 2-16-16-2: of large matrices, shapes and norms",
       {"--model", "2-16-16-2", "--activation", "tanh"}},
      {"steps",
       "The error of difference quotients over their step",
       {"exp(x)", "x=1"},
       {"--sweep"},
       false,
       "check"},
      {"breakdown",
       "Where numbers stop being finite",
       {"p = 1 - sigmoid(s); loss = -log(p)", "s=40"}},
      trained("moons", "Two moons, and where a trained network says which is which",
              {"--data", "moons"}, "regions.svg"),
      trained("spirals", "Three spirals need a network that can bend more",
              {"--data", "spirals", "--model", "2-32-32-3", "--activation", "tanh"}, "regions.svg"),
      trained("curves", "How the loss went down while it learnt them",
              {"--data", "spirals", "--model", "2-32-32-3", "--activation", "tanh"}, "curves.svg"),
      trained("confusion", "Drawn digits: which of them a network takes for others", digits,
              "confusion.svg"),
      trained("mistakes", "Its worst mistakes: those that it was most sure of", digits,
              "mistakes.svg"),
  };
  if (!has_matrices())
    std::erase_if(pieces, [](const Piece& piece) {
      return !piece.of_run.empty() || (!piece.formula.empty() && piece.formula[0] == "--model");
    });
  return pieces;
}

/// A command and the file that it makes; that of a training run, among others in a folder.
struct Made {
  std::string file;
  Words words;
  std::string of_run = "";
};

std::vector<Made> made_of(const Piece& piece) {
  const auto with = [](Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  const Words words = with(with({piece.command}, piece.formula), piece.look);
  std::vector<Made> made{{piece.name + ".svg", words, piece.of_run}};
  if (piece.command == "draw") made.push_back({piece.name + ".dot", words});
  if (piece.page)
    made.push_back(
        {piece.name + ".html", with(with({"explain"}, piece.formula), {"--format", "html"})});
  return made;
}

/// The command as one would type it in the checkout.
std::string typed(const Made& made, const fs::path& directory) {
  std::string line = "./stepgrad";
  for (const std::string& word : made.words)
    line += word.find_first_of(" *()^;\n") == std::string::npos ? " " + word
                                                                : fmt::format(" \"{}\"", word);
  if (!made.of_run.empty()) return fmt::format("{}  # {} in the run's folder", line, made.of_run);
  return fmt::format("{} -o {}", line, (directory / made.file).generic_string());
}

void make(const Made& made, const fs::path& directory) {
  const fs::path file = directory / made.file, folder = directory / (made.file + ".run");
  Words words = made.words;
  const bool trains = !made.of_run.empty();
  words.insert(words.end(), {trains ? "--out" : "-o", (trains ? folder : file).string()});
  if (trains) fs::remove_all(folder);  // of a gallery that was killed
  run(words);
  if (!trains) return;
  fs::rename(folder / made.of_run, file);
  fs::remove_all(folder);
}

std::string index_of(const std::vector<Piece>& pieces, const fs::path& directory) {
  std::string page =
      "# The gallery\n\nMade by `./stepgrad gallery`; the command of each stands below it. Values "
      "are green, above the wires; gradients are red, below.\n";
  for (const Piece& piece : pieces) {
    const std::vector<Made> made = made_of(piece);
    page += fmt::format("\n## {}\n\n![{}]({}.svg)\n\n", piece.title, piece.title, piece.name);
    if (piece.page)
      page += fmt::format("[A page to step through it]({}.html), to be opened in a browser.\n\n",
                          piece.name);
    page += "```sh\n";
    for (const Made& one : made)
      if (!one.file.ends_with(".dot")) page += typed(one, directory) + "\n";
    page += "```\n";
  }
  return page;
}

constexpr std::string_view page_beginning = R"html(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>stepgrad: the gallery</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; background: #f6f5f2; color: #222; }
div { display: flex; flex-wrap: wrap; gap: 1.5rem; }
figure { margin: 0; padding: 1rem; max-width: 100%; box-sizing: border-box; background: #fff;
  border: 1px solid #ddd; border-radius: 8px; display: flex; flex-direction: column;
  justify-content: space-between; gap: 1rem; }
figcaption { width: 0; min-width: 100%; }
img { max-width: 100%; }
</style>
<main>
<h1>The gallery</h1>
<p>Made by <code>./stepgrad gallery</code>. Values are green, gradients are red.</p>
<div>
)html";

std::string html_index_of(const std::vector<Piece>& pieces) {
  std::string page(page_beginning);
  for (const Piece& piece : pieces) {
    const std::string link = fmt::format("{}.{}", piece.name, piece.page ? "html" : "svg");
    page += fmt::format(
        "<figure><a href=\"{0}\"><img src=\"{1}.svg\" alt=\"{2}\"></a>"
        "<figcaption>{2}. <a href=\"{0}\">{3}</a></figcaption></figure>\n",
        link, piece.name, escaped(piece.title),
        piece.page ? "Step through it" : "The picture alone");
  }
  return page + "</div>\n</main>\n</html>\n";
}

}  // namespace

int gallery(const GalleryArguments& arguments) {
  const fs::path directory = arguments.directory;
  make_directory(directory);
  for (const Piece& piece : gallery_pieces())
    for (const Made& made : made_of(piece)) make(made, directory);
  write_file(directory / "README.md", index_of(gallery_pieces(), "graphs"));
  write_file(directory / "index.html", html_index_of(gallery_pieces()));
  deliver(fmt::format("Open {} in a browser.\n", (directory / "index.html").string()));
  return 0;
}

}  // namespace stepgrad::app
