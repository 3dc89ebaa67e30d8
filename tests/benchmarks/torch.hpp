// PyTorch beside the benchmarks, as fast as it will go: in a process of its own, where it is installed.
//
// Debian's OpenBLAS does not know recent processors, and computes with a quarter of their width unless
// told; without OpenBLAS PyTorch has no fast products at all, and is no match.
#pragma once

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/process.hpp>

/// The first Python that has PyTorch.
inline std::optional<std::string> python_with_torch() {
  using namespace stepgrad;
  for (const char* python : {"python3", "/usr/bin/python3"}) {
    const Outcome outcome =
        run_program(python, {"-c", "import torch"}, "", std::chrono::seconds(60));
    if (outcome.end == Outcome::End::finished && outcome.status == 0) return python;
  }
  return std::nullopt;
}

/// One thread, and the width of this processor.
inline void tune_torch() {
  setenv("OMP_NUM_THREADS", "1", 1);
#if defined(__AVX512F__)
  setenv("OPENBLAS_CORETYPE", "SkylakeX", 1);
  setenv("ATEN_CPU_CAPABILITY", "avx512", 1);
#endif
}

/// What a script says of itself, given this input. Throws Error where it fails.
inline std::string run_torch(const std::string& python, const std::vector<std::string>& arguments,
                             std::string_view input) {
  using namespace stepgrad;
  const Outcome outcome = run_program(python, arguments, input, std::chrono::minutes(10));
  if (outcome.end != Outcome::End::finished || outcome.status != 0)
    throw Error("PyTorch's side of the benchmark has failed", outcome.errors, "", Fault::machine);
  return outcome.output;
}
