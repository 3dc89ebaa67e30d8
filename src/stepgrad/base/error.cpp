#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

std::string joined(const std::string& happened, const std::string& where, const std::string& mend) {
  std::string text = happened;
  if (!where.empty()) text += "\n" + where;
  if (!mend.empty()) text += "\n" + mend;
  return text;
}

}  // namespace

Error::Error(const std::string& happened, const std::string& where, const std::string& mend,
             Fault fault)
    : std::runtime_error(joined(happened, where, mend)), fault_(fault) {}

}  // namespace stepgrad
