#include <stepgrad/base/error.hpp>

namespace stepgrad {

Error::Error(const std::string& happened, const std::string& where, const std::string& mend,
             Fault fault)
    : std::runtime_error(happened + (where.empty() ? "" : "\n" + where) +
                         (mend.empty() ? "" : "\n" + mend)),
      fault_(fault) {}

}  // namespace stepgrad
