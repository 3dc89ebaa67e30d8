// Names to learn from: of a file, one a line, or made up.
//
// What is made up follows a small grammar, so that there is something to learn: which syllables
// begin a name, which may follow, and how names end.
//
//     name       = beginning [middle] ending          kalina, bromir, elenia, thorin
//     beginning  = onset vowel | vowel
//     middle     = soft vowel
//     ending     = na | lia | mir | rick | …
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stepgrad {

/// The lines of a file, without the blanks around them and without empty ones. Throws Error if
/// there are none, and (machine) if the file cannot be read.
std::vector<std::string> read_names(const std::filesystem::path& file);

/// So many different names; the same seed makes the same ones on every machine. There are some ten
/// thousand: throws Error if more than 4000 are asked for.
std::vector<std::string> made_up_names(std::size_t count = 2000, std::uint64_t seed = 1);

}  // namespace stepgrad
