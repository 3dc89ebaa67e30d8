// The formula language: any text is a formula, with which everything can be done, or an Error.
#include "fuzz/any_text.hpp"
#include "fuzz/parser.hpp"

void any_bytes(std::string_view bytes) { any_text::check(bytes); }
