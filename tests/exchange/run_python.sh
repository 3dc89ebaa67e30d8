#!/bin/sh
# Runs a script with a Python that has the modules, or says in one line which are missing.
#
#   sh run_python.sh SCRIPT.py "numpy onnx" ARGUMENTS …
set -eu

here=$(cd "$(dirname "$0")" && pwd)
script=$here/$1 modules=$2
shift 2
for python in python3 /usr/bin/python3; do  # the first may be another than the system's
  if "$python" -c "import $(echo "$modules" | tr ' ' ,)" 2>/dev/null; then
    PYTHONDONTWRITEBYTECODE=1 exec "$python" "$script" "$@"
  fi
done
echo "skipped: no Python here has $modules: install $(echo "$modules" | sed 's/[a-z]*/python3-&/g')"
