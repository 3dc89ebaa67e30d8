// One kind of error for the whole kit: what happened, where, and how to mend it.
//
// An Error is thrown where the mistake is known and caught once, in `main`. Its text is written for
// the person who made the mistake, and a test expects it word for word.
#pragma once

#include <stepgrad/base/standard.hpp>

#include <stdexcept>
#include <string>

namespace stepgrad {

/// Whose fault it is decides the exit status of the command line: 2 for input, 3 for machine.
enum class Fault {
  input,    // a formula, a number, an option or a handle that cannot be used
  machine,  // a file that is not there, a tool that is not installed, a full disk
};

/// What happened, where (may be empty) and how to mend it (may be empty), a line or more each.
class Error : public std::runtime_error {
 public:
  Error(const std::string& happened, const std::string& where, const std::string& mend,
        Fault fault = Fault::input);

  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

}  // namespace stepgrad
