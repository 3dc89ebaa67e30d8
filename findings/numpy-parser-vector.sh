#!/usr/bin/env bash
# A vector saved by NumPy is a matrix to numpy-parser.
#
# Guess:      an array of shape (3,), as NumPy writes labels or a bias, has the shape [3].
# Library:    numpy-parser 1.2.3
# Seen:       [3, 1]: the comma that Python puts behind a single length is read as the start of another.
#             Layers that add a bias along the last axis then see one number.
# Output:     (3,) is read as [3,1]; (2, 3) as [2,3]
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund numpy-parser@1.2.3

node - <<'EOF'
const {fromArrayBuffer} = require('numpy-parser');

// An .npy file, version 1.0: magic, length of the header, header padded to a multiple of 64, data.
function npy(shape, numbers) {
  const head = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n';
  const file = Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), Buffer.from([head.length, 0]),
                              Buffer.from(head), Buffer.from(new Float64Array(numbers).buffer)]);
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
}
const shape = (text, numbers) => JSON.stringify(fromArrayBuffer(npy(text, numbers)).shape);
const vector = shape('(3,)', [1, 2, 3]), matrix = shape('(2, 3)', [1, 2, 3, 4, 5, 6]);

console.log(`(3,) is read as ${vector}; (2, 3) as ${matrix}`);
process.exit(vector === '[3,1]' && matrix === '[2,3]' ? 0 : 1);
EOF
