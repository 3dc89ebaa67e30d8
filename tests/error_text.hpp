// What a learner would read: errors are expected word for word.
#pragma once

#include <stepgrad/base/error.hpp>
#include <string>

/// The text of the Error that the action throws; says so if it throws none.
template <class Action>
std::string error_of(Action&& action) {
  try {
    action();
  } catch (const stepgrad::Error& error) {
    return error.what();
  }
  return "(no error)";
}
