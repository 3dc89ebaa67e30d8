// stepgrad: learn backpropagation by watching it happen.
#include "app/program.hpp"

int main(int argc, char** argv) { return stepgrad::app::program({argv + 1, argv + argc}); }
