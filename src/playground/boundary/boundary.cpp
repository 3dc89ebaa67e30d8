// What does not belong to a kind of session.
#include "playground/boundary/boundary.hpp"

STEPGRAD_EXPORT const char* last_error() { return stepgrad::playground::last_error_text.c_str(); }
