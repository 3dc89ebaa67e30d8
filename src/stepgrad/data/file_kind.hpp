// What a file is that was given for a table and is none: told by how it begins, so that nobody
// looks for a mistake in line 1 of a picture.
#pragma once

#include <string>
#include <string_view>

namespace stepgrad {

struct OtherKind {
  std::string what;  // "this is JSON"
  std::string mend;
};

/// The kind of a file that begins so, or null where it may well be CSV.
const OtherKind* kind_other_than_csv(std::string_view beginning);

}  // namespace stepgrad
