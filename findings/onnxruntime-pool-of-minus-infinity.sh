#!/usr/bin/env bash
# The largest of minus infinities is -3.4e38 to ONNX Runtime, when it pools.
#
# Guess:      -Infinity: MaxPool of what a mask has set to minus infinity stays masked, as with ReduceMax.
# Version:    onnxruntime-web 1.30.0 (WebAssembly)
# Seen:       the search starts from the lowest finite float, and nothing in the window is larger. A test
#             for minus infinity behind it finds none, and x - max is -Infinity, not NaN.
# Output:     of -Infinity,-Infinity: MaxPool -3.4028234663852886e+38, ReduceMax -Infinity
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

const attributes = {MaxPool: [{name: 'kernel_shape', type: 7, ints: [2]}]};

// The result of a model of one operation, opset 17, on tensors of floats.
async function result(opType, ...tensors) {
  const floats = dims => ({tensorType: {elemType: 1, shape: dims && {dim: dims.map(dimValue => ({dimValue}))}}});
  const names = tensors.map((_, i) => `x${i}`);
  const model = onnx.ModelProto.create({irVersion: 8, opsetImport: [{domain: '', version: 17}], graph: {
    name: 'one', node: [{opType, input: names, output: ['y'], attribute: attributes[opType]}],
    input: names.map((name, i) => ({name, type: floats(tensors[i].dims)})),
    output: [{name: 'y', type: floats()}]}});
  const session = await ort.InferenceSession.create(onnx.ModelProto.encode(model).finish());
  const {y} = await session.run(Object.fromEntries(names.map((name, i) => [name, tensors[i]])));
  return Array.from(y.data);
}
const tensor = (numbers, dims = [numbers.length]) => new ort.Tensor('float32', Float32Array.from(numbers), dims);

(async () => {
  const masked = tensor([-Infinity, -Infinity], [1, 1, 2]);
  const [pooled] = await result('MaxPool', masked), [largest] = await result('ReduceMax', masked);

  console.log(`of -Infinity,-Infinity: MaxPool ${pooled}, ReduceMax ${largest}`);
  process.exit(pooled === -3.4028234663852886e+38 && largest === -Infinity ? 0 : 1);
})();
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
