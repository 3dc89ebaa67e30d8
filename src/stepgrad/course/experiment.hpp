// An experiment: the learner chooses settings, says what will come of them, and then sees.
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <stepgrad/course/film.hpp>

namespace stepgrad {

struct Experiment {
  /// What can be set: a number, or which of some names.
  struct Setting {
    std::string name;                     // "rate", "activation"
    std::vector<double> offered = {};     // on a page that cannot compute these alone
    double least = 0, most = 0;           // elsewhere what lies between, too, if there is a range
    bool whole = false;                   // has the number to be whole?
    std::vector<std::string> names = {};  // instead of numbers: "sigmoid", "relu"
  };

  /// What was chosen of a setting. A lesson's function takes it as a number, or as a name.
  struct Chosen {
    double number;     // of a name its place
    std::string name;  // of a number how it is shown

    operator double() const { return number; }
    operator std::string_view() const { return name; }
  };
  using Choices = std::vector<Chosen>;

  /// What comes of it: one of the outcomes, and a picture or a film.
  struct Trial {
    std::size_t outcome;  // a place in `outcomes`
    Film film;
    std::string say = {};
  };

  /// What the lesson computes: a function of what was chosen of its one setting, or of both.
  class Run {
   public:
    template <class F>
    requires std::is_invocable_r_v<Trial, F, Chosen> Run(F run)
        : settings(1),
          run_([run = std::move(run)](const Choices& chosen) -> Trial { return run(chosen[0]); }) {}
    template <class F>
    requires std::is_invocable_r_v<Trial, F, Chosen, Chosen> Run(F run)
        : settings(2), run_([run = std::move(run)](const Choices& chosen) -> Trial {
            return run(chosen[0], chosen[1]);
          }) {}

    /// The axes of the film hold what any of its frames holds.
    Trial operator()(const Choices& chosen) const;

    std::size_t settings;

   private:
    std::function<Trial(const Choices&)> run_;
  };

  std::string ask;  // "Choose a rate, and say what the loss will do."
  // Of a single number its Setting, field by field; of anything else `settings` has it.
  std::string setting = {};
  std::vector<double> offered = {};
  double least = 0, most = 0;
  std::vector<Setting> settings = {};  // one, or two
  std::vector<std::string> outcomes;   // what may come of it: "it falls", "it grows without end"
  Run run;
  bool whole = false;  // has the single number to be whole?
};

/// Everything that is offered of a setting.
Experiment::Choices offered(const Experiment::Setting& setting);

/// "any from 0.01 to 3", or "" where nothing is taken but what is offered.
std::string range_told(const Experiment::Setting& setting);

/// All that is offered, of two settings each of the first with each of the second.
std::vector<Experiment::Choices> combinations(const Experiment& experiment);

/// "rate 0.1", "activation relu, rate 0.1".
std::string told(const Experiment& experiment, const Experiment::Choices& chosen);

/// What is typed as a choice: a number that fits, a name, or the beginning of one; nothing else.
std::optional<Experiment::Chosen> read_choice(const Experiment::Setting& setting,
                                              std::string_view typed);

/// What to type, for who typed something else: the nearest name, if one is near.
std::string what_to_choose(const Experiment::Setting& setting, std::string_view typed);

/// The experiment with all that can be set in `settings`, as a lesson keeps it.
Experiment with_settings(Experiment experiment);

/// What is wrong with an experiment that cannot be made, or "".
std::string fault_of(const Experiment& experiment);

}  // namespace stepgrad
