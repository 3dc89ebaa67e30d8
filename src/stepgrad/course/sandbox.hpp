// Where the code of others is compiled and run: each time in a process that may take only so much
// and, where bubblewrap (the command bwrap) is at hand, sees only the compiler, the kit and its own
// folder.
//
//   bwrap … sh -c 'ulimit …; exec "$@"' sh  c++ …
//           |       |                       +-- what is run
//           |       +-- processor time, memory, size of a file, number of processes
//           +-- no other files, no network, no other processes; all of its own end with it
//
// Without bwrap the limits hold alone: the code can then read and write what its user can.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace stepgrad {

/// What a process may take, and so each one that it starts.
struct Allowance {
  unsigned seconds;    // of the processor's time
  unsigned megabytes;  // of addresses
  unsigned file_megabytes;
};

/// What it sees: files and folders under the paths that they have outside.
struct View {
  std::vector<std::filesystem::path> read;
  std::vector<std::filesystem::path> write;
};

class Sandbox {
 public:
  /// Finds out what this machine has.
  Sandbox();

  /// Is bwrap here, and allowed to do its work?
  bool is_closed() const { return is_closed_; }

  /// The words to start the program that `words` starts, confined.
  std::vector<std::string> confined(const std::vector<std::string>& words,
                                    const Allowance& allowance, const View& view) const;

 private:
  bool is_closed_ = false;
};

}  // namespace stepgrad
