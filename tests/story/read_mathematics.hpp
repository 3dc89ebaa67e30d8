// Reading mathematics back: LaTeX and MathML, as the kit writes them, turned into the formula
// language again.
#pragma once

#include <cctype>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace stepgrad::test {

/// Reads LaTeX: groups, the commands that formulas need, an index as part of the name.
class LatexReader {
 public:
  explicit LatexReader(std::string_view text) : text_(text) {}

  std::string read() {
    std::string formula;
    while (at_ < text_.size() && text_[at_] != '}') formula += piece();
    return formula;
  }

 private:
  std::string group() {
    if (text_[at_++] != '{') throw std::runtime_error("no { in " + std::string(text_));
    std::string inside = read();
    if (at_ == text_.size()) throw std::runtime_error("no } in " + std::string(text_));
    ++at_;
    return inside;
  }

  std::string piece() {
    const char c = text_[at_];
    if (c == '\\') return command();
    ++at_;
    if (c == '^') return "^(" + group() + ")";
    if (c == '_') return group();
    return std::string(1, c);
  }

  std::string command() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && std::isalpha(static_cast<unsigned char>(text_[end]))) ++end;
    const std::string word(text_.substr(at_ + 1, end - at_ - 1));
    at_ = word.empty() ? end + 1 : end;
    static const std::map<std::string, std::string> same{
        {"", "_"},          {"left", ""},       {"right", ""},     {"cdot", "*"},
        {"times", "*"},     {"lvert", "abs("},  {"rvert", ")"},    {"infty", "inf"},
        {"arctan", "atan"}, {"arcsin", "asin"}, {"arccos", "acos"}};
    if (word == "frac") {
      const std::string above = group();
      return "((" + above + ")/(" + group() + "))";
    }
    if (word == "sqrt") return "sqrt(" + group() + ")";
    if (word == "mathrm" || word == "text") return group();
    const auto found = same.find(word);
    return found == same.end() ? word : found->second;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// Reads MathML: elements, each of which must be closed.
class MathmlReader {
 public:
  explicit MathmlReader(std::string_view text) : text_(text) {}

  std::string read() {
    std::string formula;
    for (const std::string& child : children()) formula += child;
    return formula;
  }

 private:
  /// What stands up to the closing tag, element by element.
  std::vector<std::string> children() {
    std::vector<std::string> found;
    while (at_ < text_.size() && !text_.substr(at_).starts_with("</")) found.push_back(element());
    return found;
  }

  std::string element() {
    const std::size_t end = text_.find('>', at_);
    if (text_[at_] != '<' || end == std::string_view::npos)
      throw std::runtime_error("no element at " + std::string(text_.substr(at_)));
    const std::string_view tag = text_.substr(at_ + 1, end - at_ - 1);
    const std::string name(tag.substr(0, tag.find(' ')));
    at_ = end + 1;
    std::string formula = name == "mi" || name == "mn" || name == "mo" || name == "mtext"
                            ? token(tag)
                            : put_together(name, children());
    const std::string close = "</" + name + ">";
    if (!text_.substr(at_).starts_with(close))
      throw std::runtime_error("no " + close + " in " + std::string(text_));
    at_ += close.size();
    return formula;
  }

  std::string token(std::string_view tag) {
    const std::size_t end = text_.find('<', at_);
    std::string text(text_.substr(at_, end - at_));
    at_ = end;
    if (text == "|") return tag.find("prefix") != std::string_view::npos ? "abs(" : ")";
    static const std::map<std::string, std::string> same{{"−", "-"},
                                                         {"⋅", "*"},
                                                         {"×", "*"},
                                                         {"&gt;", ">"},
                                                         {"&#x2061;", ""},
                                                         {"∞", "inf"},
                                                         {"π", "pi"},
                                                         {"arctan", "atan"},
                                                         {"arcsin", "asin"},
                                                         {"arccos", "acos"},
                                                         {"leaky\u00a0relu", "leaky_relu"},
                                                         {"log\u00a0sigmoid", "log_sigmoid"}};
    const auto found = same.find(text);
    return found == same.end() ? text : found->second;
  }

  static std::string put_together(const std::string& name, const std::vector<std::string>& parts) {
    if (name == "mfrac") return "((" + parts.at(0) + ")/(" + parts.at(1) + "))";
    if (name == "msup") return parts.at(0) + "^(" + parts.at(1) + ")";
    if (name == "msubsup") return parts.at(0) + parts.at(1) + "^(" + parts.at(2) + ")";
    if (name == "msqrt") return "sqrt(" + parts.at(0) + ")";
    std::string row;
    for (const std::string& part : parts) row += part;
    return row;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// The formula that this mathematics says.
inline std::string from_latex(std::string_view latex) { return LatexReader(latex).read(); }
inline std::string from_mathml(std::string_view mathml) { return MathmlReader(mathml).read(); }

}  // namespace stepgrad::test
