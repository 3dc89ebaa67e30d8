// An experiment in a page: what can be set, what may come of it, and its trials, one of which is
// seen when the learner has guessed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <stepgrad/course/experiment.hpp>

namespace stepgrad {

/// All that is on offer with its film; the script shows what is chosen. `number` is the experiment's
/// among those of the page, whose sliders are counted in `sliders`. In a live book it has the name of
/// its `lesson`, of which the engine computes what is not on offer.
std::string experiment_html(const Experiment& experiment, std::size_t number, std::size_t& sliders,
                            std::string_view lesson = "");

/// What comes of these choices, computed now.
std::string trial_html(const Experiment& experiment, const Experiment::Choices& chosen);

}  // namespace stepgrad
