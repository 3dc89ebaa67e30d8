#!/usr/bin/env bash
# Whether ONNX Runtime's largest of some numbers is NaN depends on where the NaN stands.
#
# Guess:      ReduceMax passes NaN on, wherever it is, as its Max and MaxPool do (or ignores it
#             everywhere).
# Library:    onnxruntime-web 1.30.0 (WebAssembly)
# Seen:       only a NaN in front is passed on: a loss that has gone wrong is hidden in the maximum of a
#             batch, or not, as the samples happen to be ordered.
# Output:     max of NaN,1,3: NaN; of 1,NaN,3: 3
# Documented: no; the ONNX specification of ReduceMax does not speak of NaN
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund onnxruntime-web@1.30.0 onnx-proto@8.0.1

node - <<'EOF'
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
  const [front] = await result('ReduceMax', [3], [NaN, 1, 3]);
  const [middle] = await result('ReduceMax', [3], [1, NaN, 3]);

  console.log(`max of NaN,1,3: ${front}; of 1,NaN,3: ${middle}`);
  process.exit(Number.isNaN(front) && middle === 3 ? 0 : 1);
})();
EOF
