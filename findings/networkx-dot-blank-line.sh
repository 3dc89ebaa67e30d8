#!/usr/bin/env bash
# Reading DOT, networkx makes a node of a blank line at the end.
#
# Guess:      blank lines mean nothing in DOT; a graph of two nodes has two nodes.
# Version:    networkx 2.8.8 with pydot 1.4.2 (python3-networkx 2.8.8-1, python3-pydot 1.4.2-1)
# Seen:       a blank line after the last semicolon is a third node, whose name is made of
#             backslashes and letters n. Without the semicolon there are two.
# Output:     "a -> b;" and a blank line: nodes \n\n, a, b
#             "a -> b" and a blank line: nodes a, b
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root python3-networkx=2.8.8-1 python3-pydot=1.4.2-1 \
  python3-pyparsing=3.0.9-1
for package in *.deb; do dpkg -x "$package" .; done

cat >try.py <<'EOF'
import sys
import warnings

warnings.simplefilter("ignore")
from networkx.drawing.nx_pydot import read_dot


def nodes(statement):
    with open("graph.dot", "w") as file:
        file.write("digraph { " + statement + "\n\n }")
    return sorted(str(node) for node in read_dot("graph.dot").nodes)


ended, open_end = nodes("a -> b;"), nodes("a -> b")
print('"a -> b;" and a blank line: nodes ' + ", ".join(ended))
print('"a -> b" and a blank line: nodes ' + ", ".join(open_end))
sys.exit(len(ended) != 3 or open_end != ["a", "b"])
EOF
if ! PYTHONPATH=usr/lib/python3/dist-packages /usr/bin/python3 try.py; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
