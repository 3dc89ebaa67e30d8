// From what was asked for to what is trained: a Configuration in words becomes an architecture and
// a regime, with whatever was left open decided.
#pragma once

#include <stepgrad/run/configuration.hpp>
#include <stepgrad/run/data.hpp>

#include <stepgrad/train/trainer.hpp>

namespace stepgrad {

/// Where the samples of an epoch come from, by its name.
struct SamplingRow {
  std::string_view name, about;
  bool with_replacement;
};

inline constexpr SamplingRow samplings[] = {
    {.name = "shuffle", .about = "each comes once, in random order", .with_replacement = false},
    {.name = "with-replacement",
     .about = "each is drawn from all: some come twice, some not at all",
     .with_replacement = true},
};

/// Writes into the configuration what suits the data where nothing was said. Throws Error for what
/// contradicts the data.
template <class Scalar>
void decide(Configuration& configuration, const RunData<Scalar>& data);

/// Both expect that `decide` has been called. Throws Error for a tree that is none of the classes.
Architecture architecture_of(const Configuration& configuration, const Purpose& purpose);
Regime regime_of(const Configuration& configuration, std::size_t steps_an_epoch);

}  // namespace stepgrad
