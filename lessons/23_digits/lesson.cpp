// Lesson 23. Digits: softmax regression and a network read images, are looked at from within, counted
// and timed; and a gradient is taken in the pixels.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <lessons/23_digits/looks.hpp>
#include <lessons/23_digits/people.hpp>
#include <lessons/23_digits/reader.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {
namespace {

using namespace reading;

constexpr Index hidden = 32;
constexpr int epochs = 8;

Reader& linear() {
  static Reader reader = trained({pixels, classes}, training_digits(), epochs);
  return reader;
}

Reader& network() {
  static Reader reader = trained({pixels, hidden, classes}, training_digits(), epochs);
  return reader;
}

std::string digit(int label) { return shown(label); }

// ---- nine pixels

using Nine = std::array<double, 9>;  // row after row
const Nine bar{0, 1, 0, 0, 1, 0, 0, 1, 0}, moved{1, 0, 0, 1, 0, 0, 1, 0, 0};
const Nine for_bar{-1, 1, -1, -1, 1, -1, -1, 1, -1}, for_dash{-1, -1, -1, 1, 1, 1, -1, -1, -1};

double score_of(const Nine& w, const Nine& x) {
  double sum = 0;
  for (std::size_t i = 0; i < 9; ++i) sum += w[i] * x[i];
  return sum;
}

NumberGrid square_of(const char* name, const Nine& x) {
  return {name, {{x[0], x[1], x[2]}, {x[3], x[4], x[5]}, {x[6], x[7], x[8]}}};
}

void nine_pixels(Lesson& lesson) {
  lesson.screen("Can a weighted sum read?");
  lesson.say(
      "To a program an image is a row of numbers: how much ink each pixel has. Softmax of "
      "[[12_softmax]] gives each class a row of weights, as many as there are pixels, so that row "
      "can be seen as an image, too: a **template**. Take nine pixels and two classes, an upright "
      "bar and a dash.");
  lesson.plot(std::vector<NumberGrid>{square_of("x", bar), square_of("W, bar", for_bar),
                                      square_of("W, dash", for_dash)},
              "Ink where the template has 1 speaks for the class; where it has -1, against it.");
  const double at_bar = score_of(for_bar, bar), at_dash = score_of(for_dash, bar);
  lesson.predict_all("What are the scores of the image x?", {{"bar", at_bar}, {"dash", at_dash}},
                     {.hints = {"Only three pixels have ink. What do the templates have there?",
                                "For the dash: -1 + 1 - 1."},
                      .reveal = "The bar is told from the dash. So far, so good."});
  lesson.say("People never write twice in the same place. The same bar, a pixel further left:");
  lesson.plot(std::vector<NumberGrid>{square_of("x, moved", moved)},
              "Still a bar to everyone who can read.");
  lesson.predict_all(
      "And its scores?", {{"bar", score_of(for_bar, moved)}, {"dash", score_of(for_dash, moved)}},
      {.hints = {"The left columns of the templates: -1, -1, -1 and -1, 1, -1."},
       .remarks = {Remark::entry(0, at_bar,
                                 "that is where "
                                 "it was. The ink has moved away from the template.")},
       .reveal = "The dash wins.",
       .seen = "the dash's score stays what it was, which is the surprise"});
  lesson.mistake(
      "To think that a template knows a shape. It knows places: a shape that moves, leans or grows "
      "is another sum.");
}

// ---- the data, and softmax regression

void the_data(Lesson& lesson) {
  lesson.screen("Two thousand digits");
  lesson.say(
      "The kit writes digits of its own, so no file is needed. Each is leaned, turned, stretched "
      "and moved by chance, with a thick pen or a thin one, on paper that is not clean.");
  lesson.plot(one_of_each(training_digits()), "One of each class, 14 pixels wide and high.");
  lesson.say("{} are learnt from, {} others are the test. The scores are W x + b, one a class.",
             training_digits().samples(), test_digits().samples());
  lesson.predict(
      "How many parameters has softmax regression on these images?",
      static_cast<double>(pixels * classes + classes),
      {.hints = {"14 * 14 pixels, 10 classes: what shape has W? And b?",
                 "196 * 10, and a bias for each class."},
       .remarks = {{1960, "that is W. And b?"}, {206, "every class has a weight for every pixel."}},
       .reveal = "1960 weights and 10 biases.",
       .within = 1e-6});
  lesson.predict(
      "Before a run it pays to know what nothing learnt looks like. If every class has the "
      "probability 1/10, what is the log loss?",
      std::log(10.0),
      {.hints = {"-log(p) of the right class.", "log(10), the natural one."},
       .remarks = {{0.1, "that is the probability. Its log loss?"},
                   {1, "that is the logarithm to the base 10."},
                   {-std::log(10.0), "a log loss is never below 0."}},
       .reveal = told("{}. A run that begins far above that has a fault before its first step.",
                      shown(std::log(10.0), 4))});
}

void templates(Lesson& lesson) {
  Reader& reader = linear();
  lesson.screen("Softmax regression, epoch by epoch");
  lesson.say(
      "Batches of 32, momentum, {} epochs. Here is the run, and two of the ten rows of W as "
      "images: blue speaks for the class, orange against it.",
      epochs);
  Film film{{}, "Templates appear out of chance. On a terminal without colours: + and -."};
  for (std::size_t epoch = 0; epoch < reader.test.size(); ++epoch) {
    const Matrix<double>& w = reader.first_weights[epoch];
    film.frames.push_back(
        {told("epoch {}", epoch),
         std::vector<NumberGrid>{in_colours("for 0", w.row(0).transpose()),
                                 in_colours("for 3", w.row(3).transpose())},
         told("Loss {}, right {} % of the test.", shown(reader.test[epoch].loss, 3),
              shown(100 * reader.test[epoch].accuracy, 3))});
  }
  lesson.film(film);
  lesson.choose(
      "At the end there is a spot of orange in the middle of the template for 0. What does it say?",
      {{"zeros are orange there", false, "it is a weight and not an image."},
       {"ink in the middle speaks against a 0", true},
       {"the middle does not count", false, "what does not count is white."}},
      {.hints = {"What is in the middle of a 0, and in that of a 3 or 8?"},
       .reveal = "And all ways to write a 0 are blurred into "
                 "one ring: a class has one template only."});
}

// ---- where it is wrong

void confusion(Lesson& lesson) {
  const ConfusionMatrix matrix = confusions(linear());
  const auto worst = most_confused(matrix);
  lesson.screen("Which does it take for which?");
  lesson.say("One number says how often it is right. It does not say where it is wrong.");
  const auto is_worst = [&](std::size_t a, std::size_t b) { return worst == std::pair{a, b}; };
  lesson.choose("Which two digits will it take for each other most often?",
                {{"0 and 1", is_worst(0, 1), "a ring and a stroke share little ink."},
                 {"4 and 9", is_worst(4, 9), "few templates lie nearer to each other."},
                 {"2 and 4", is_worst(2, 4), "which strokes have they in common?"},
                 {"6 and 7", is_worst(6, 7), "one has its ink below, the other above."}},
                {.hints = {"Where would their templates be alike? Both "
                           "have a loop or a hook above, and a stroke down."}});
  lesson.plot(std::vector<NumberGrid>{grid_of(matrix)},
              "The confusion matrix: a row for what it is, a column for what was said. Wrong ones "
              "are counted with a minus, to stand out.");
  lesson.predict(
      "Row 8: how much of all eights was found, in percent? That share is the **recall**.",
      100 * matrix.recall(8),
      {.hints = {told("There are {} eights in the test.", matrix.of_class(8)),
                 told("{} of them.", matrix.count(8, 8))},
       .remarks = {{100 * matrix.precision(8),
                    "that is the share of those **said** to be an 8 that are: the precision."},
                   {matrix.recall(8), "in percent, please."}},
       .seen = "it is read from the table"});
}

// ---- the network

Plot accuracies(const Reader& reader, std::size_t until) {
  Plot plot{.title = "Right, in percent of the test",
            .x = {.label = "epoch", .whole = true},
            .y = {.label = "%"},
            .series = {{"softmax regression", {}}, {"the network", {}}},
            .marks = {}};
  for (std::size_t epoch = 0; epoch < reader.test.size(); ++epoch) {
    const auto x = static_cast<double>(epoch);
    plot.series[0].points.push_back({x, 100 * linear().test[epoch].accuracy});
    if (epoch <= until) plot.series[1].points.push_back({x, 100 * reader.test[epoch].accuracy});
  }
  return plot;
}

void hidden_units(Lesson& lesson) {
  Reader& reader = network();
  lesson.screen("Thirty-two units in between");
  lesson.say(
      "A layer of 32 relu units between pixels and classes: 196-32-10, as lessons write it.");
  lesson.predict("How many parameters are there now?",
                 static_cast<double>((pixels + 1) * hidden + (hidden + 1) * classes),
                 {.hints = {"Two layers: 196 * 32 and 32 * 10 weights, and biases.",
                            "196 * 32 + 32 + 32 * 10 + 10."},
                  .remarks = {{6592, "those are the weights. And the biases?"},
                              {6624, "and the ten biases of the classes?"},
                              {6602, "and the 32 biases of the units?"}},
                  .reveal = "Three times as many as before.",
                  .within = 1e-6});
  lesson.predict(
      told("Softmax regression ended with {} of {} right. How many will the network get? A guess "
           "within 40 is a good one.",
           linear().right(), test_digits().samples()),
      static_cast<double>(reader.right()),
      {.hints = {"Several templates for a class, and their combinations."},
       .remarks = {Remark::above(static_cast<double>(test_digits().samples()),
                                 "there are not so many."),
                   Remark::below(static_cast<double>(linear().right()),
                                 "it can do all that softmax regression can, and more.")},
       .reveal = told("{} of {}, after the same {} epochs.", reader.right(),
                      test_digits().samples(), epochs),
       .around = 40});
  Film film{{}, "The network starts later, for its first layer has to find something first."};
  for (std::size_t epoch = 0; epoch < reader.test.size(); ++epoch)
    film.frames.push_back(
        {told("epoch {}", epoch), accuracies(reader, epoch),
         told("The network: loss {}, {} % right.", shown(reader.test[epoch].loss, 3),
              shown(100 * reader.test[epoch].accuracy, 3))});
  lesson.film(film);
}

void first_layer(Lesson& lesson) {
  const Reader& reader = network();
  lesson.screen("What do the units look for?");
  lesson.say(
      "A unit of the first layer has a weight for each pixel, so it is an image again. Here are "
      "the four that learnt most.");
  std::vector<NumberGrid> grids;
  for (const Index unit : busiest(reader, 4))
    grids.push_back(
        in_colours(told("unit {}", unit + 1), reader.first_weights.back().row(unit).transpose()));
  lesson.plot(std::vector<NumberGrid>{grids[0], grids[1]},
              "Blue: ink here wakes the unit. Orange: ink here keeps it at 0.");
  lesson.plot(std::vector<NumberGrid>{grids[2], grids[3]}, "No digit can be recognised in them.");
  lesson.choose(
      "Why is none of them a digit?",
      {{"they have not learnt yet", false, "they are right more often than templates."},
       {"each serves several classes: strokes and gaps at places", true},
       {"32 is more than 10", false, "with 10 units it would be the same."}},
      {.hints = {"Which classes listen to a unit? Look at the shape of the second W: 10 x 32."},
       .reveal = "Every class listens to all units, each with a weight of its own. So a class can "
                 "be written in several ways, or places."});
}

// ---- its worst mistakes

void worst(Lesson& lesson) {
  const Dataset& test = test_digits();
  const Matrix<double> p = predictions(network().model, test);
  lesson.screen("Sure, and wrong");
  lesson.say("Of its mistakes those are worth a look about which the network is surest.");
  const std::size_t first = worst_mistakes<double>(p, test.labels, 1).front();
  const int truth = test.labels[first], said = likeliest<double>(p, static_cast<Index>(first));
  lesson.plot(Images{{grey(image_of(test, first))}}, "The worst of all. How would you read it?");
  std::vector<Choice> choices;
  for (int label = 0; label < classes; ++label)
    if (label == truth || label == said || label == (truth + 5) % classes ||
        label == (said + 3) % classes)
      choices.push_back({digit(label), label == truth,
                         label == said ? "so says the network, too." : "look again."});
  lesson.choose("What was it meant to be?", choices,
                {.hints = {told("The network says {}, and gives that {} %.", said,
                                shown(100 * p(said, static_cast<Index>(first)), 3))}});
  lesson.plot(worst_of(network(), 5),
              "What it is, as what it was read, and how sure the network was.");
  lesson.say(
      "Such a look is the cheapest way to find wrong labels, too, and images that were cut off or "
      "turned on their way. Numbers alone never tell.");
}

// ---- a gradient in the pixels

void by_hand(Lesson& lesson) {
  const std::vector<double> p =
      softmax(std::vector<double>{score_of(for_bar, bar), score_of(for_dash, bar)});
  lesson.screen("A gradient may be taken in anything");
  lesson.say(
      "So far gradients were taken in weights, for those are to change. The chain rule does not "
      "care: the image is an input of the graph as well. How would the loss change with the ink of "
      "a pixel? Once more the bar of nine pixels, whose label is bar:");
  lesson.plot(std::vector<NumberGrid>{square_of("x", bar), square_of("W, bar", for_bar),
                                      square_of("W, dash", for_dash)},
              "The image and both templates, as before.");
  lesson.table({"", "score", "p", "p - onehot"},
               {{"bar", shown(score_of(for_bar, bar)), shown(p[0], 3), shown(p[0] - 1, 3)},
                {"dash", shown(score_of(for_dash, bar)), shown(p[1], 3), shown(p[1], 3)}});
  lesson.predict(
      "The pixel at the top of the bar: 1 in the one "
      "template, -1 in the other. What is dL/dx there?",
      (p[0] - 1) - p[1],
      {.hints = {"Through two scores, so two paths: error times weight, added up.",
                 "-0.018 * 1 + 0.018 * (-1)."},
       .remarks = {{0, "the second path is 0.018 times -1."},
                   {p[0] - 1, "that is the path through one score."},
                   {2 * p[1], "the sign: more ink there, less loss."}},
       .reveal = "W' (p - onehot), as a layer passes on to the layer below."});
  lesson.predict("And the pixel in the middle, 1 in both templates?", 0,
                 {.hints = {"-0.018 * 1 + 0.018 * 1."},
                  .remarks = {{(p[0] - 1) - p[1], "there both templates have the same weight."}},
                  .reveal = "Its ink speaks for both alike, and so for none."});
}

void in_pixels(Lesson& lesson) {
  Reader& reader = network();
  const Matrix<double> image = image_of(test_digits(), a_four(reader));
  const Matrix<double> slopes = pixel_gradient(reader, image, 4);
  lesson.screen("The gradient as a picture");
  lesson.say(
      "The same for the network and a 4 of the test: one pass back, and the last step of it "
      "goes into the pixels.");
  lesson.plot(std::vector<NumberGrid>{in_colours("x", image), in_colours("dL/dx", slopes)},
              "Right: ink in blue places makes the loss larger, ink in orange ones smaller.");
  lesson.choose(
      "You change the **pixels** a little, each by 0.1 in the direction of its sign in "
      "the picture. What will the network say?",
      {{"still 4, but a little less surely", false,
        "little changes, but in 196 places, and all of them against it."},
       {"something else", true},
       {"nothing else: to a reader it is the same 4", false, "to you it is."}},
      {.hints = {"Each step uphill is small. How many are there?"}});
  Film film{{}, "A step uphill in every pixel at once, larger and larger."};
  for (const double by : {0.0, 0.02, 0.04, 0.06, 0.08, 0.1}) {
    const Matrix<double> changed = (image + by * slopes.cwiseSign()).cwiseMax(0.0).cwiseMin(1.0);
    const Matrix<double> p = said_of(reader, changed);
    const int said = likeliest<double>(p, 0);
    film.frames.push_back({told("by {}", by), Images{{grey(changed)}, {told("said: {}", said)}},
                           told("4 has {} %; the network says {}, with {} %.",
                                shown(100 * p(4, 0), 2), said, shown(100 * p(said, 0), 2))});
  }
  lesson.film(film);
  lesson.say(
      "Such images are called **adversarial**. The gradient that teaches a network also finds where "
      "it can be misled.");
}

// ---- how much, and how long

void counted(Lesson& lesson) {
  lesson.screen("How large is large?");
  const Count convolutions = vgg_convolutions(), first = dense(7 * 7 * 512, 4096),
              second = dense(4096, 4096), third = dense(4096, 1000);
  const double all = convolutions.weights + first.weights + second.weights + third.weights;
  lesson.say(
      "VGG-16 (published in 2014) tells a thousand kinds of things apart, in photographs. Behind "
      "its 13 convolutions, which look at 3 x 3 pixels at a time, stand three layers such as ours. "
      "The first of them takes 7 x 7 x 512 numbers to 4096 units.");
  lesson.predict("How many parameters has that one layer? In millions.", first.weights / 1e6,
                 {.hints = {"7 * 7 * 512 * 4096, and the biases, which hardly count."},
                  .remarks = {{7 * 7 * 512 / 1e6, "those are its inputs. Each has 4096 weights."},
                              {first.weights, "in millions, please."}}});
  lesson.plot(Bars{.title = "Parameters of VGG-16, in millions",
                   .bars = {{"13 convolutions", convolutions.weights / 1e6},
                            {"7 x 7 x 512 to 4096", first.weights / 1e6, true},
                            {"4096 to 4096", second.weights / 1e6},
                            {"4096 to 1000", third.weights / 1e6}}},
              "One layer has three quarters of them all.");
  lesson.table({"", "parameters"},
               {{"softmax regression, 196-10", shown(static_cast<double>(pixels * classes + 10))},
                {"ours, 196-32-10", "6634"},
                {"the same on 28 x 28 pixels, 784-128-10",
                 shown(dense(784, 128).weights + dense(128, 10).weights, 9)},
                {"VGG-16 (138 million published)", shown(all, 9)}});
  const double products = convolutions.products + first.products + second.products + third.products;
  lesson.choose(
      "Each weight of our layers is used once for an image. One of a convolution is used "
      "at every place. Where does VGG spend its time?",
      {{"in the layer with most weights", false, "it has most weights, and uses each once."},
       {"in the convolutions", convolutions.products > 0.9 * products},
       {"half here, half there", false, "count products, not weights."}},
      {.hints = {"The first convolutions have 224 * 224 places."},
       .reveal = told("{} % of its {} billion products for an image.",
                      shown(100 * convolutions.products / products, 3), shown(products / 1e9, 3))});
}

void timed(Lesson& lesson) {
  lesson.screen("Where does the time go?");
  constexpr double below = pixels * hidden, above = hidden * classes;
  lesson.say(
      "Count products, for they are nearly all of the work: forward, a layer multiplies each weight "
      "once for each image. Backward, each is met again for its own gradient, and once more for the "
      "gradient of what stands below it. Below the first layer are pixels, which need none.");
  lesson.predict(
      "How many products does one image of ours take, forward and backward together?",
      2 * below + 3 * above,
      {.hints = {"The first layer twice, the second three times.", "2 * 196 * 32 + 3 * 32 * 10."},
       .remarks = {{below + above, "that is forward alone."},
                   {3 * (below + above), "nobody needs the gradient in the pixels."},
                   {2 * (below + above), "the second layer passes a gradient on to the first."}},
       .within = 1e-6});
  lesson.plot(Bars{.title = "Products for an image",
                   .bars = {{"first layer, forward", below},
                            {"second layer, forward", above},
                            {"second layer, backward", 2 * above},
                            {"first layer, backward", below}}},
              "The first layer has nearly all of them, both ways.");
  lesson.say("And the clock, just now on the machine that computed this page, for a batch of 32:");
  const auto [forward, backward, update] = time_of_a_batch(network());
  lesson.measured("{} µs forward, {} µs backward, {} µs for the update: {} digits a second.",
                  std::lround(forward), std::lround(backward), std::lround(update),
                  std::lround(32e6 / (forward + backward + update)));
  lesson.say(
      "The update touches each weight once a batch, and not once an image: with larger batches it "
      "fades. And whoever says of a program that backpropagation takes twice as long as the forward "
      "pass has deep networks in mind.");
}

// ---- how many digits

Experiment::Trial learn_from(double count) {
  std::vector<std::size_t> some = training_digits().all_samples();
  some.resize(static_cast<std::size_t>(count));
  const Dataset data = chosen(training_digits(), some);
  const int every = std::clamp(static_cast<int>(1250 / count), 2, 5);
  const Reader reader = trained({pixels, hidden, classes}, data, 5 * every, every);
  Plot plot{.title = told("Right, in percent: {} digits", count),
            .x = {.label = "epoch", .whole = true},
            .y = {.label = "%"},
            .series = {{"those learnt from", {}}, {"the test", {}}},
            .marks = {}};
  for (std::size_t i = 0; i < reader.test.size(); ++i) {
    const double x = reader.epochs[i];
    plot.series[0].points.push_back({x, 100 * reader.training[i].accuracy});
    plot.series[1].points.push_back({x, 100 * reader.test[i].accuracy});
  }
  const double right = reader.test.back().accuracy;
  return {
      right < 0.4   ? 0u
      : right < 0.6 ? 1u
      : right < 0.8 ? 2u
                    : 3u,
      {{{told("{} epochs", 5 * every), plot}}, "What lies between the two was learnt by heart."},
      told("{} % of those learnt from are right, and {} % of the test.",
           shown(100 * reader.training.back().accuracy, 3), shown(100 * right, 3))};
}

void how_many(Lesson& lesson) {
  lesson.screen("How many digits does it take?");
  lesson.say(
      "The same network once more, on fewer digits, which it sees more often instead. It is "
      "trained when you have chosen.");
  lesson.experiment({.ask =
                         "How many digits should it learn from, and how many percent of the test "
                         "will it get right?",
                     .setting = "digits",
                     .offered = {50, 200, 800},
                     .least = 20,
                     .most = 2000,
                     .outcomes = {"less than 40", "40 to 60", "60 to 80", "80 or more"},
                     .run = learn_from,
                     .whole = true});
  lesson.say(
      "Data is what such a program is made from. The digits that everybody knows, MNIST, are 60,000 "
      "written by people. On them a linear classifier is wrong in 12 % of the test, and a network "
      "with one layer of 300 units in 4.7 % (LeCun and others 1998, published). If you have its "
      "files in a folder, say `mnist`, this lesson shows the same of them on one screen more; and a "
      "minute is enough to do better than that network:");
  lesson.listing(
      "STEPGRAD_MNIST=mnist ./stepgrad lesson 23\n"
      "./stepgrad train --data mnist --model softmax --epochs 5\n"
      "./stepgrad train --data mnist --model 784-128-10 --epochs 5\n"
      "./stepgrad train --data digits --samples 10000 --model 784-128-10\n");
  lesson.say("The last one needs no file. Each leaves curves, confusions and worst mistakes.");
}

void at_the_end(Lesson& lesson) {
  lesson.remember(
      "Softmax regression has one template a class, a network looks for parts. Count parameters and "
      "products before a run, know the loss of guessing, and look at its worst mistakes after. A "
      "gradient can be taken in anything, pixels too.");
  lesson.say(
      "In the exercise your own layers, softmax and steps become a network that reads these "
      "digits. And what lies beyond first slopes? See [[24_further]].");
}

void teach(Lesson& lesson) {
  nine_pixels(lesson);
  the_data(lesson);
  templates(lesson);
  confusion(lesson);
  hidden_units(lesson);
  first_layer(lesson);
  worst(lesson);
  by_hand(lesson);
  in_pixels(lesson);
  counted(lesson);
  timed(lesson);
  how_many(lesson);
  if (const std::string folder = mnist_folder(); !folder.empty()) by_people(lesson, folder);
  at_the_end(lesson);
  lesson.source(
      "CS231n, Stanford, Lecture 6, Backpropagation and Neural Networks: gradients in any input, and "
      "what networks are made of.");
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 2: networks for digits.");
  lesson.source(
      "K. Simonyan and A. Zisserman, Very Deep Convolutional Networks for Large-Scale Image "
      "Recognition (2014): VGG-16.");
  lesson.source(
      "Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Gradient-Based Learning Applied to Document "
      "Recognition (1998): MNIST.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_23_digits{"23_digits", "Can it read digits?", teach};
}

}  // namespace stepgrad
