# The commonest mistakes of who uses the library do not compile, and the first error says what to do.
#
#   sh mistakes_test.sh COMPILER SOURCES
set -u
compiler=$1 sources=$2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
failed=0

# mistake STANDARD CODE SENTENCE: the code within a function, compiled, names the sentence in its
# first error.
mistake() {
  printf '#include <stepgrad/stepgrad.hpp>\nusing namespace stepgrad;\nvoid f(Value x) { %s }\n' "$2" \
    > "$place/mistake.cpp"
  first=$(LC_ALL=C "$compiler" "-std=$1" -fsyntax-only "-I$sources" "$place/mistake.cpp" 2>&1 |
    grep -m 1 'error:')
  case $first in
    *"$3"*) echo "$2: $first" ;;
    *)
      echo "$2: the first error should say '$3', and is: ${first:-none}"
      failed=1
      ;;
  esac
}

mistake c++17 'exp(x);' 'stepgrad is written in C++20: compile with -std=c++20'
mistake c++20 'round(x);' 'stepgrad has no round of a Value: write floor(x + 0.5)'
mistake c++20 'auto y = fmod(x, 2.0);' 'stepgrad has no fmod of a Value: write a - floor(a / b) * b'
mistake c++20 'lgamma(x);' 'make it an Operation with its value and slope (scalar/operation.hpp)'
mistake c++20 'if (x) return;' 'a Value is no truth: compare it, as in x > 0'
mistake c++20 'tahn(x);' 'tahn'
mistake c++20 'Graph<double> g;' 'Graph'
mistake c++20 'double d = x; (void)d;' 'double'
exit $failed
