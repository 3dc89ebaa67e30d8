// The library is written in C++20. An older standard is refused in one line, before a hundred
// others: an #include that is not found ends the compilation.
#pragma once

#if __cplusplus < 202002L
#include <stepgrad is written in C++20: compile with -std=c++20>
#endif
