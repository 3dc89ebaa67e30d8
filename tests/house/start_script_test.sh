#!/bin/sh
# The start script, on machines made up for the test: nothing is installed and nothing is built.
#
#   sh start_script_test.sh path/to/stepgrad
#
# A machine is a directory that stands alone in PATH: a few real commands, and stand-ins for package
# managers, sudo and cmake that note how they were called in $calls. The checkout is a copy of the
# script with a source to watch; it looks for headers on the made-up machine.
# shellcheck disable=SC2016  # words that no shell may touch
set -u
unset CMAKE_CXX_COMPILER_LAUNCHER CCACHE_BASEDIR

script=$1
world=$(mktemp -d "${TMPDIR:-/tmp}/stepgrad start script.XXXXXX")
trap 'rm -rf "$world"' EXIT
machine=$world/machine
checkout="$world/check out"
calls=$world/calls
failures=0

# ---- making up a machine

stand_in() {  # a command; its script comes on standard input
  { echo '#!/bin/sh' && cat; } >"$machine/$1"
  chmod +x "$machine/$1"
}

tool() {  # a command that need only be there
  stand_in "$1" </dev/null
}

header() {
  mkdir -p "$(dirname "$machine/include/$1")"
  : >"$machine/include/$1"
}

# Notes its calls; a build makes a program that shows its directory, its words and its input.
cmake_in_version() {
  stand_in cmake <<END
case \$* in
  --version) echo "cmake version $1"; exit ;;
esac
echo "cmake \$*" >>"$calls"
echo "\${CMAKE_CXX_COMPILER_LAUNCHER-none} below \${CCACHE_BASEDIR-none}" >>"$calls"
cat >/dev/null
if [ -e src/broken.cpp ]; then echo "src/broken.cpp: error: broken"; exit 1; fi
case \$* in
  --build*release*)
    mkdir "$world/building" || echo "two builds at once" >>"$calls"
    sleep 0.2
    mkdir -p build/release/src/app
    program=build/release/src/app/\${*##* }
    printf '%s\n' '#!/bin/sh' 'pwd' 'printf "[%s]\n" "\$@"' 'cat' 'exit 5' >\$program
    chmod +x \$program
    rmdir "$world/building"
    ;;
esac
END
}

# A machine where everything is here, and a user who is not root.
new_machine() {
  rm -rf "$machine" "$checkout"
  mkdir -p "$machine/include" "$checkout/src" "$checkout/cmake" "$checkout/lessons" "$world/elsewhere"
  : >"$calls"
  for command in sh cat chmod cksum dirname env find flock getconf grep mkdir mv perl \
    readlink rm rmdir sleep sort tail touch uname; do
    real=$(command -v $command) && [ -x "$real" ] && ln -s "$real" "$machine/$command"
  done
  cmake_in_version 3.25.1
  for command in true c++ ninja dot ccache; do tool $command; done
  for file in CLI/CLI.hpp fmt/format.h nlohmann/json.hpp DejaVuSans.ttf \
    eigen3/Eigen/Core zlib.h png.h; do header $file; done
  echo 'echo 1000' | stand_in id

  sed "s|^places=.*|places='$machine/include'|" "$script" >"$checkout/stepgrad"
  chmod +x "$checkout/stepgrad"
  touch "$checkout/CMakeLists.txt" "$checkout/CMakePresets.json" "$checkout/src/main.cpp"
}

bare_machine() {  # nothing is here but a package manager
  new_machine
  rm -r "$machine/include" "$machine/cmake" "$machine/c++" "$machine/ninja" "$machine/dot" \
    "$machine/ccache"
  mkdir "$machine/include"
  tool "$1"
}

# An apt-get that installs, once its lists are there; one package it may not know.
working_apt_get() {  # the unknown package, or nothing
  stand_in apt-get <<END
echo "apt-get \$*" >>"$calls"
case " \$* " in *' update '*) touch "$machine/lists"; exit ;; esac
[ -e "$machine/lists" ] || { echo 'E: Unable to locate package'; exit 100; }
for package; do
  [ "\$package" != "$1" ] || { echo "E: Unable to locate package $1"; exit 100; }
done
cd "$machine/include"
for package; do
  case \$package in
    g++) mv "$machine/c++.deb" "$machine/c++" ;;
    cmake) mv "$machine/cmake.deb" "$machine/cmake" ;;
    ninja-build) mv "$machine/ninja.deb" "$machine/ninja" ;;
    graphviz) mv "$machine/dot.deb" "$machine/dot" ;;
    libcli11-dev) mkdir CLI && touch CLI/CLI.hpp ;;
    libfmt-dev) mkdir fmt && touch fmt/format.h ;;
    nlohmann-json3-dev) mkdir nlohmann && touch nlohmann/json.hpp ;;
    fonts-dejavu-core) touch DejaVuSans.ttf ;;
    libeigen3-dev) mkdir -p eigen3/Eigen && touch eigen3/Eigen/Core ;;
    zlib1g-dev) touch zlib.h ;;
    libpng-dev) touch png.h ;;
    libfast-float-dev) mkdir fast_float && touch fast_float/fast_float.h ;;
    ccache) mv "$machine/ccache.deb" "$machine/ccache" ;;
  esac
done
END
  cmake_in_version 3.25.1
  for command in c++ ninja dot ccache; do tool $command; done
  for command in c++ ninja dot ccache cmake; do mv "$machine/$command" "$machine/$command.deb"; done
}

# ---- running and checking

stepgrad() {
  (cd "$world/elsewhere" && PATH=$machine "$checkout/stepgrad" "$@") \
    >"$world/out" 2>"$world/err" </dev/null
  status=$?
}

fails() {
  failures=$((failures + 1))
  echo "not ok: $case: $1"
  sed 's/^/    /' "$world/out" "$world/err" "$calls"
}

case_of() { case=$1; }
status_is() { [ "$status" = "$1" ] || fails "status $status, expected $1"; }
prints() { grep -qF -- "$1" "$world/out" || fails "does not print '$1'"; }
says() { grep -qF -- "$1" "$world/err" || fails "does not say '$1'"; }
says_nothing() { [ ! -s "$world/err" ] || fails "says something"; }
called() { grep -qF -- "$1" "$calls" || fails "did not call '$1'"; }
not_called() { if grep -qF -- "$1" "$calls"; then fails "called '$1'"; fi; }

# ---- once built

case_of 'words arrive as they were given, the directory stays, the status comes back'
new_machine
stepgrad explain 'q = x + y; f = q * z' 'two  words' '' '$HOME "quoted" \n *' 'x=-2'
status_is 5
prints "$world/elsewhere"
for word in explain 'q = x + y; f = q * z' 'two  words' '' '$HOME "quoted" \n *' 'x=-2'; do
  prints "[$word]"
done
says 'building stepgrad (the first time'
called 'cmake --preset release'
called 'cmake --build --preset release --target stepgrad_formulas'

case_of 'what is built is not built again'
: >"$calls"
stepgrad explain
status_is 5
says_nothing
not_called cmake

case_of 'the whole program is built when it is asked for, and formulas use it then'
: >"$calls"
stepgrad train
called 'cmake --build --preset release --target stepgrad'
not_called stepgrad_formulas
: >"$calls"
stepgrad explain
not_called cmake

case_of 'a network in matrices is more than formulas'
rm -r "$checkout/build"
: >"$calls"
stepgrad draw --model 2-3-2
not_called stepgrad_formulas
rm -r "$checkout/build"
stepgrad explain

case_of 'standard input is left to the program'
: >"$checkout/src/new.cpp"
(cd "$world/elsewhere" && echo 'x * y' | PATH=$machine "$checkout/stepgrad" explain -) \
  >"$world/out" 2>"$world/err"
prints 'x * y'
called 'cmake --build'

for change in 'touch src/main.cpp' 'touch CMakeLists.txt' 'touch cmake/new.cmake' \
  'rm src/new.cpp'; do
  case_of "builds after: $change"
  : >"$calls"
  sleep 0.05
  (cd "$checkout" && $change)
  stepgrad explain
  called 'cmake --build --preset release'
done

case_of 'works through a relative symlink to a symlink'
: >"$calls"
mkdir -p "$world/bin"
ln -s ../bin/second "$world/bin/first"
ln -s "../check out/stepgrad" "$world/bin/second"
(cd "$world/elsewhere" && PATH=$machine ../bin/first draw) >"$world/out" 2>"$world/err"
prints '[draw]'
not_called cmake

case_of 'a checkout that was moved is built again from nothing'
: >"$checkout/build/release/old"
mv "$checkout" "$world/moved"
checkout=$world/moved
stepgrad explain
status_is 5
[ ! -e "$checkout/build/release/old" ] || fails 'kept what was built elsewhere'
called "ccache below $world/moved"

case_of 'without ccache it does without'
: >"$calls"
rm "$machine/ccache"
touch "$checkout/src/main.cpp"
stepgrad explain
status_is 5
called 'none below none'
tool ccache

case_of 'another compiler is another build'
: >"$calls"
tool clang++
(CXX=clang++ && export CXX && stepgrad explain)
called 'cmake --preset release'
checkout="$world/check out"
rm -r "$world/moved"

# ---- building

case_of 'a build that fails shows what was said, and ends with 3'
new_machine
: >"$checkout/src/broken.cpp"
stepgrad explain
status_is 3
says 'src/broken.cpp: error: broken'
says 'build/release.log'
rm "$checkout/src/broken.cpp"
stepgrad explain
status_is 5

case_of 'two calls at once build once'
new_machine
: >"$calls"
stepgrad one &
stepgrad two
wait $!
status_is 5
not_called 'two builds at once'
[ "$(grep -c 'cmake --build' "$calls")" = 1 ] || fails 'built twice'

case_of 'a CMake that is too old is named'
new_machine
cmake_in_version 3.22.1
stepgrad explain
status_is 3
says 'CMake 3.25 or newer is needed'

case_of 'fuzz builds the fuzzers and runs each for so many seconds'
new_machine
tool clang++
header fuzzer/FuzzedDataProvider.h
mkdir -p "$checkout/tests/fuzz"
echo 'echo "fuzzers of $1 for $2 seconds"' >"$checkout/tests/fuzz/run.sh"
stepgrad fuzz 5
status_is 0
called 'cmake --preset fuzz'
prints "fuzzers of $checkout/build/fuzz for 5 seconds"

case_of 'test hands its words to ctest and ends as ctest ends'
new_machine
for command in xmllint pdfinfo tmux rsvg-convert chromium firefox-esr node npm em++ \
  aarch64-linux-gnu-g++ qemu-aarch64; do tool $command; done
for file in catch2 rapidcheck.h; do header $file; done
stand_in ctest <<END
echo "ctest \$*" >>"$calls"
exit 8
END
stepgrad test -R 'a sentence'
status_is 8
called 'cmake --preset dev'
called 'ctest --preset dev'
called '-R a sentence'

case_of 'play builds the playground with emscripten once, then hands over'
new_machine
tool em++
mkdir -p "$checkout/src/stepgrad" "$checkout/src/playground"
stand_in emcmake <<END
echo "emcmake \$*" >>"$calls"
mkdir -p "$checkout/build/play"
touch "$checkout/build/play/playground.html" "$checkout/build/play/engine.js"
END
stepgrad play --help
not_called emcmake
stepgrad play --no-open
called 'emcmake cmake --preset play'
called 'cmake --build --preset play --target playground_page'
says 'building the playground'
prints '[--no-open]'
: >"$calls"
stepgrad play --no-open
not_called cmake
touch "$checkout/src/playground/formula.cpp"
stepgrad play --no-open
called 'emcmake cmake --preset play'

case_of 'a live book has an engine of its own, with the lessons; another book has none'
: >"$calls"
stepgrad course --html book
not_called emcmake
stepgrad course --live --html book
called 'cmake --build --preset play --target live_engine'
: >"$calls"
stepgrad course --live --html book
not_called emcmake
mkdir -p "$checkout/lessons/01_first"
touch "$checkout/lessons/01_first/lesson.cpp"
stepgrad play --no-open
not_called emcmake
stepgrad course --live --html book
called 'cmake --build --preset play --target live_engine'

# ---- packages

all='g++ cmake ninja-build libcli11-dev libfmt-dev nlohmann-json3-dev graphviz fonts-dejavu-core'
all="$all libeigen3-dev zlib1g-dev libpng-dev libfast-float-dev ccache"

case_of 'root on Debian: says what is missing, fetches the lists, installs, builds, runs'
bare_machine apt-get
working_apt_get ''
echo 'echo 0' | stand_in id
stepgrad explain x=1
status_is 5
says "Installing with apt-get: $all"
called 'update'
prints '[x=1]'

case_of 'a package that apt-get does not know does not stop it, if it can do without'
bare_machine apt-get
working_apt_get graphviz
echo 'echo 0' | stand_in id
stepgrad explain
status_is 5
says 'missing that it can do without'
says '  apt-get update && apt-get install nlohmann-json3-dev graphviz fonts-dejavu-core'

# An apt-get beside another one, which ends after so many calls; and a sleep that takes no time.
busy_apt_get() {
  working_apt_get ''
  mv "$machine/apt-get" "$machine/idle-apt-get"
  rm "$machine/sleep"
  echo "echo sleep \$* >>\"$calls\"" | stand_in sleep
  stand_in apt-get <<END
for turn in $(seq "$1" | tr '\n' ' '); do
  if [ ! -e "$machine/waited-\$turn" ]; then
    : >"$machine/waited-\$turn"
    echo 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt-get)'
    exit 100
  fi
done
exec "$machine/idle-apt-get" "\$@"
END
  echo 'echo 0' | stand_in id
}

case_of 'beside another apt-get: says that it waits, and goes on when that has ended'
bare_machine apt-get
busy_apt_get 3
stepgrad explain
status_is 5
says 'another apt-get is at work: waiting for it to end'
[ "$(grep -c 'another apt-get' "$world/err")" = 1 ] || fails 'says it more than once'
[ "$(grep -c 'sleep 5' "$calls")" = 3 ] || fails 'did not wait three times'

case_of 'beside an apt-get that does not end: waits five minutes in all, and says why it ends'
bare_machine apt-get
busy_apt_get 1000
stepgrad explain
status_is 3
says 'Could not get lock'
says 'Another apt-get has not ended: when it has, call this again.'
[ "$(grep -c 'sleep 5' "$calls")" = 60 ] || fails 'did not wait sixty times'

case_of 'a user on Debian without a terminal: sudo is not to ask'
bare_machine apt-get
working_apt_get ''
stand_in sudo <<END
echo "sudo \$*" >>"$calls"
shift
exec "\$@"
END
stepgrad explain
status_is 5
called 'sudo -n env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get'

case_of 'a user on Debian whom sudo refuses: the exact command, and 3'
bare_machine apt-get
echo 'echo "sudo: a password is required" >&2; exit 1' | stand_in sudo
stepgrad explain
status_is 3
says 'sudo: a password is required'
says "  sudo apt-get update && sudo apt-get install $all"
not_called apt-get

case_of 'a user on Debian without sudo: the exact command, and 3'
bare_machine apt-get
stepgrad explain
status_is 3
says 'There is no sudo here'
says "  sudo apt-get update && sudo apt-get install $all"

case_of 'Fedora: the exact command, and 3'
bare_machine dnf
stepgrad explain
status_is 3
says '  sudo dnf install gcc-c++ cmake ninja-build cli11-devel fmt-devel json-devel graphviz dejavu'

case_of 'Arch: the exact command, and 3'
bare_machine pacman
stepgrad explain
status_is 3
says '  sudo pacman -S --needed gcc cmake ninja cli11 fmt nlohmann-json graphviz ttf-dejavu'

case_of 'Homebrew: the exact command, and 3'
bare_machine brew
stepgrad explain
status_is 3
says '  brew install gcc cmake ninja cli11 fmt nlohmann-json graphviz font-dejavu'

case_of 'a system that we do not know: what is looked for, and 3'
bare_machine dot
stepgrad explain
status_is 3
says '  c++ cmake ninja CLI/CLI.hpp fmt/format.h'

case_of 'only what is missing is named'
new_machine
tool brew
rm "$machine/ninja"
stepgrad explain
status_is 3
says '  brew install ninja'

case_of 'what it can do without does not stop it'
new_machine
tool pacman
rm "$machine/dot"
stepgrad explain
status_is 5
says '  sudo pacman -S --needed graphviz'

case_of 'an option that bench does not have: its own, and 2'
new_machine
stepgrad bench --pears .
status_is 2
says 'bench takes --peers DIR and --names FILE, and not --pears .'
not_called cmake

case_of 'a folder of peers that is not there: 3, and nothing is built'
new_machine
stepgrad bench --peers /no/such/folder
status_is 3
says 'there is no folder /no/such/folder'
not_called cmake

if [ $failures -gt 0 ]; then
  echo "$failures failed"
  exit 1
fi
