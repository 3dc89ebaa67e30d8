#include <stepgrad/base/error.hpp>

#include <string_view>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

/// Line by line as a terminal can show it: an error quotes what somebody else wrote.
std::string shown_safely(const std::string& text) {
  std::string clean;
  for (const std::string_view line : split(text, '\n')) clean += printable(line) + '\n';
  clean.pop_back();
  return clean;
}

}  // namespace

Error::Error(const std::string& happened, const std::string& where, const std::string& mend,
             Fault fault)
    : std::runtime_error(shown_safely(happened + (where.empty() ? "" : "\n" + where) +
                                      (mend.empty() ? "" : "\n" + mend))),
      fault_(fault) {}

}  // namespace stepgrad
