#!/usr/bin/env bash
# The sigmoid of ONNX Runtime reaches 0 long before a float does, and is not monotonic on the way.
#
# Guess:      sigmoid(-18) = 1.5e-8 in single precision, which goes down to 1e-38 or so; a
#             cross-entropy of log(sigmoid(x)) is fine there, as with x = -80.
# Version:    onnxruntime-web 1.30.0 (WebAssembly)
# Seen:       below -16 the results are multiples of 3e-8 that go up and down, -18 and all below
#             give exactly 0, and the logarithm is -Infinity.
# Output:     (in brackets what it should be) -16: 5.96e-8 (1.13e-7), -17: 2.98e-8 (4.14e-8),
#             -17.3: 8.94e-8 (3.07e-8), -18: 0.00e+0 (1.52e-8)
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund onnxruntime-web@1.30.0 onnx-proto@8.0.1

if ! node - <<'EOF'
const ort = require('onnxruntime-web');
const {onnx} = require('onnx-proto');
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

// The result of a model of one operation, opset 17, on one tensor of floats.
async function result(opType, dims, numbers) {
  const shape = {dim: dims.map(dimValue => ({dimValue}))};
  const floats = shape => ({tensorType: {elemType: 1, shape}});
  const model = onnx.ModelProto.create({irVersion: 8, opsetImport: [{domain: '', version: 17}], graph: {
    name: 'one', node: [{opType, input: ['x'], output: ['y']}],
    input: [{name: 'x', type: floats(shape)}], output: [{name: 'y', type: floats()}]}});
  const session = await ort.InferenceSession.create(onnx.ModelProto.encode(model).finish());
  const {y} = await session.run({x: new ort.Tensor('float32', Float32Array.from(numbers), dims)});
  return Array.from(y.data);
}

(async () => {
  const x = [-16, -17, -17.3, -18];
  const y = await result('Sigmoid', [4], x);

  const shown = (x, y) => `${x}: ${y.toExponential(2)} (${(1 / (1 + Math.exp(-x))).toExponential(2)})`;
  console.log(x.map((x, i) => shown(x, y[i])).join(', '));
  process.exit(y[2] > y[1] && y[3] === 0 ? 0 : 1);
})();
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
