// The data of a training run: made up, or read from a file or folder; scaled, and parted into what
// is learnt from, what is watched and what is kept for the test.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/data/dataset.hpp>
#include <stepgrad/data/prepare.hpp>
#include <stepgrad/train/model.hpp>

#include <stepgrad/run/configuration.hpp>

namespace stepgrad {

/// When features and numbers to predict are moved and scaled, by its name.
struct Standardisation {
  std::string_view name, about;
  bool (*wanted)(bool from_csv);
};

inline constexpr Standardisation standardisations[] = {
    {.name = "auto",
     .about = "those of a CSV file",
     .wanted = [](bool from_csv) { return from_csv; }},
    {.name = "yes", .about = "always", .wanted = [](bool) { return true; }},
    {.name = "no", .about = "never", .wanted = [](bool) { return false; }},
};

template <class Scalar>
struct RunData {
  DatasetOf<Scalar> data, test;
  std::vector<std::size_t> training, validation;  // samples of `data`
  Purpose purpose;                                // of a model for them: how they are scaled
  std::vector<std::string> doubts;                // what is odd about them, a sentence each
};

/// Is it the name of a data set that is made up, or a formula that makes one (formula_data.hpp)?
bool is_made_up(const std::string& data);

/// Throws Error where there is no such data, or too little of it.
template <class Scalar>
RunData<Scalar> load_data(const Configuration& configuration);

/// Is it wanted what is right? Without it a label column may hold anything.
enum class Truth { skipped, wanted };

/// How many numbers of a file are used at a time: 64 MB of them.
inline constexpr std::size_t numbers_at_once = std::size_t{1} << 23;

/// Uses samples for a model that is there: its features by their names, its classes, scaled as it is
/// wont to. A CSV file may come without the label column (`label` says where it stands; "": where
/// it stood, or the last); the data set then has neither labels nor targets. What is not asked for
/// ("") is read as the model has `learnt` to. Throws Error for data that the model cannot take.
///
/// A CSV file with more numbers than `at_once` comes in pieces, one after the other: so one of any size
/// takes constant memory (but not a pipe, which can be read only once and is kept). While a piece is
/// used, in a thread of its own, the next is read. Whatever is wrong with a file is thrown before the
/// first piece. All other data comes in one.
template <class Scalar>
void load_for(const Purpose& purpose, const Configuration& asked, Truth truth,
              const Reading& learnt, const std::function<void(DatasetOf<Scalar>)>& use,
              std::size_t at_once = numbers_at_once);

/// A text that changes when the data does.
template <class Scalar>
std::string fingerprint(const RunData<Scalar>& data);

}  // namespace stepgrad
