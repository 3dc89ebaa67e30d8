#include <stepgrad/base/error.hpp>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
Error::Error(const std::string& happened, const std::string& where, const std::string& mend,
             Fault fault)
    : std::runtime_error(printable_lines(happened + (where.empty() ? "" : "\n" + where) +
                                         (mend.empty() ? "" : "\n" + mend))),
      fault_(fault) {}

}  // namespace stepgrad
