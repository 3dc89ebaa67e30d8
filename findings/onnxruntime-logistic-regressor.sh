#!/usr/bin/env bash
# A logistic regression of one output is a linear one to ONNX Runtime.
#
# Guess:      LinearRegressor with post_transform LOGISTIC gives sigmoid(0.7) = 0.668, however many outputs
#             it has.
# Version:    onnxruntime-web 1.30.0 (WebAssembly)
# Seen:       with one output, the usual number, the transform is left out: 0.7. With two of them each
#             goes through the sigmoid. No error, no warning.
# Output:     one output: 0.700; two outputs: 0.668,0.668
# Documented: no (its tests expect it; trees with one output are known to do the same)
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

// LinearRegressor with all weights 1, so many times, on the row 0.3, 0.4.
async function regression(targets) {
  const floats = (name, numbers) => ({name, type: 6, floats: numbers});
  const node = {opType: 'LinearRegressor', domain: 'ai.onnx.ml', input: ['x'], output: ['y'], attribute: [
    floats('coefficients', Array(2 * targets).fill(1)), floats('intercepts', Array(targets).fill(0)),
    {name: 'targets', type: 2, i: targets}, {name: 'post_transform', type: 3, s: Buffer.from('LOGISTIC')}]};
  const type = {tensorType: {elemType: 1, shape: {dim: [{dimValue: 1}, {dimValue: 2}]}}};
  const model = onnx.ModelProto.create({irVersion: 8, graph: {name: 'one', node: [node],
    input: [{name: 'x', type}], output: [{name: 'y', type: {tensorType: {elemType: 1}}}]},
    opsetImport: [{domain: '', version: 17}, {domain: 'ai.onnx.ml', version: 1}]});
  const session = await ort.InferenceSession.create(onnx.ModelProto.encode(model).finish());
  const {y} = await session.run({x: new ort.Tensor('float32', Float32Array.from([0.3, 0.4]), [1, 2])});
  return Array.from(y.data, y => y.toFixed(3)).join();
}

(async () => {
  const one = await regression(1), two = await regression(2);

  console.log(`one output: ${one}; two outputs: ${two}`);
  process.exit(one === '0.700' && two === '0.668,0.668' ? 0 : 1);
})();
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
