// The commands: what each is asked for, as plain data, and the function that does it.
//
// command_line.cpp reads the words, fills one of these in and calls its function; the function
// returns the exit status (0 done, 1 checked and found wanting) or throws Error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <stepgrad/scalar/trace.hpp>

#include <stepgrad/run/configuration.hpp>

namespace stepgrad::app {

/// FORMULA name=value …, or a file with the formula and name=value ….
struct FormulaArguments {
  std::vector<std::string> words;
  std::string file;  // "" for none, "-" for standard input
};

/// The formula and its numbers, read from the words.
struct FormulaAndNumbers {
  Formula formula;
  Bindings numbers;
};

/// Throws Error that says which word cannot be used, and how it should look.
FormulaAndNumbers read_formula(const FormulaArguments& arguments);

/// A made-up network instead of a formula.
struct ModelArguments {
  std::string sizes;  // "2-3-2"; "": a formula
  std::string activation = "relu";
  std::size_t samples = 3;
  std::uint64_t seed = 1;
};

struct ExplainArguments {
  FormulaArguments formula;
  ModelArguments model;
  std::string format = "text";      // or markdown, latex, html, json, dot
  std::string output;               // a path; "" or "-": standard output
  bool standalone = false;          // LaTeX that compiles as it is
  std::string diagram;              // LaTeX and Markdown: the path of the picture to be included
  std::optional<std::size_t> last;  // only the last so many operations
  std::vector<std::string> only;    // only what concerns these names
  bool all = false;                 // everything, however long
  bool check = false;               // the numerical gradient beside each
  std::string color = "auto";       // or always, never
};
int explain(const ExplainArguments& arguments);

struct DrawArguments {
  FormulaArguments formula;
  ModelArguments model;
  std::string
      output;  // a path, by its ending svg, png, pdf or dot; "" or "-": DOT to standard output
  std::string style = "circuit";    // or record
  std::optional<std::size_t> step;  // as it stands after that many backward steps
  std::string frames;               // a directory for one picture a step
  bool collapse = false;            // named parts as one box each
};
int draw(const DrawArguments& arguments);

struct CheckArguments {
  FormulaArguments formula;
  std::vector<std::string> against;  // NAME=EXPRESSION: gradients worked out by hand
  std::string method;                // forward, central, ridders; "": the kit chooses
  std::optional<double> step;
  std::size_t levels = 6;
  bool second = false;          // the second derivatives instead
  bool sweep = false;           // the error for every step instead
  std::string format = "text";  // or json
  std::string output;
  std::string color = "auto";
};
int check(const CheckArguments& arguments);

struct WorksheetArguments {
  FormulaArguments formula;
  bool random = false;                // made up, not given
  std::optional<std::size_t> level;   // of what is made up
  std::optional<std::uint64_t> seed;  // none: any
  bool answers = false;               // the answer key, not the sheet
  std::string format = "text";        // or markdown, latex, html
  std::string output;
  std::string diagram;  // LaTeX and Markdown: the path of the picture to be included
};
int worksheet(const WorksheetArguments& arguments);

struct GalleryArguments {
  std::string directory = "graphs";
};
int gallery(const GalleryArguments& arguments);

struct OpsArguments {
  std::vector<std::string> names;  // none: all of them
  std::string format = "text";     // or markdown, json
  std::string output;
  std::string color = "auto";
};
int ops(const OpsArguments& arguments);

struct LessonArguments {
  std::string which;  // a number or a name; "": the next one
  bool without_asking = false;
  std::string html;            // write the page to this path instead
  bool open_pictures = false;  // and the page
};
int lesson(const LessonArguments& arguments);

struct DrillArguments {
  std::optional<std::uint64_t> seed;  // none: any
  std::optional<std::size_t> level;   // none: where the last session ended
  std::string kind = "all";           // or one of problem_kinds
  std::size_t questions = 0;          // 0: endless
  bool steady = false;                // stay at the level
  bool without_asking = false;
};
int drill(const DrillArguments& arguments);

/// Writes all lessons as pages into the directory, with a table of contents, index.html.
int book(const std::string& directory, bool open_it);

struct ExerciseArguments {
  std::string which;  // a number or a name; "": the first that is not yet solved
  bool yes = false;   // do not ask
};
int check_exercise(const ExerciseArguments& arguments);
int hint(const ExerciseArguments& arguments);
int solution(const ExerciseArguments& arguments);
int reset(const ExerciseArguments& arguments);
int watch(const ExerciseArguments& arguments);

struct CourseArguments {
  std::string which;   // as for an exercise
  std::string search;  // only exercises with this in them
  bool verify = false;
  std::string html;   // write all lessons as a book into this directory instead
  bool open = false;  // and open it
};
int course(const CourseArguments& arguments);

struct DataArguments {
  std::string name;  // "": what there is
  std::size_t samples = 200;
  std::optional<double> noise;  // none: what suits the data set
  std::uint64_t seed = 1;
  std::string output;  // a path, by its ending csv, svg or png; "" or "-": CSV to standard output
};
int data(const DataArguments& arguments);

struct TrainArguments {
  Configuration configuration;
  std::string out;     // the run's folder; "": one under runs/, named after the data
  std::string resume;  // the folder of a run that is to go on
  std::string color = "auto";
};
int train(const TrainArguments& arguments);

/// A trained model, and samples for it.
struct SampleArguments {
  std::string model;  // a run's folder or a model file
  std::string data;   // as in Configuration; "": what the run has kept apart for the test
  std::string label;
  std::optional<std::size_t> samples;
  std::optional<double> noise;
  std::uint64_t seed = 2;  // not that of the samples it has learnt from
};

struct EvaluateArguments {
  SampleArguments samples;
  std::string out;  // a folder for pictures; "": none
  std::string color = "auto";
};
int evaluate(const EvaluateArguments& arguments);

struct PredictArguments {
  SampleArguments samples;
  bool probabilities = false, sampled = false;
  std::uint64_t seed = 1;  // of what is sampled
  std::string output;
};
int predict(const PredictArguments& arguments);

/// What `stepgrad` alone shows: the idea on one worked example, and what to type next.
int tour();

}  // namespace stepgrad::app
