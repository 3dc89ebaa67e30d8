#!/usr/bin/env bash
# Reading DOT, networkx makes nodes of the ports of a record.
#
# Guess:      an edge to a:left is an edge to node a, at its field "left": a graph of two nodes, as
#             Graphviz draws it.
# Version:    networkx 2.8.8 with pydot 1.4.2 (python3-networkx 2.8.8-1, python3-pydot 1.4.2-1)
# Seen:       there is a third node, called "a:left", and the edge ends at it; a itself has no edge.
#             The same port as an attribute of the edge, headport=left, leaves two nodes and the
#             edge between them.
# Output:     b -> a:left: nodes a, a:left, b; edges b>a:left
#             [headport=left]: nodes a, b; edges b>a
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


def read(edge):
    with open("graph.dot", "w") as file:
        file.write('digraph { a [shape=record, label="<left> 1 | 2"]; b; ' + edge + " }")
    graph = read_dot("graph.dot")
    return sorted(graph.nodes), sorted(f"{tail}>{head}" for tail, head in graph.edges())


port, attribute = read("b -> a:left"), read("b -> a [headport=left]")
for name, (nodes, edges) in {"b -> a:left": port, "[headport=left]": attribute}.items():
    print(f"{name}: nodes {', '.join(nodes)}; edges {', '.join(edges)}")
sys.exit(port != (["a", "a:left", "b"], ["b>a:left"]) or attribute != (["a", "b"], ["b>a"]))
EOF
if ! PYTHONPATH=usr/lib/python3/dist-packages /usr/bin/python3 try.py; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
