#!/usr/bin/env bash
# Instance normalisation in ONNX Runtime makes -1 of a channel that is constant.
#
# Guess:      (x - mean) / sqrt(variance + 1e-5) is 0, or next to it, where all x are equal: the epsilon is there
#             for that.
# Version:    onnxruntime-web 1.30.0 (WebAssembly)
# Seen:       all come out as -1; other numbers, or another count of them, as 0, 1 or 1/32. What is computed
#             seems to be x * k - mean * k with k = 1 / sqrt(variance + epsilon), up to 316: both are above
#             ten million here, where floats are 1 apart. LayerNormalization gives 0.
# Output:     three times 123456.7: InstanceNormalization -1,-1,-1, LayerNormalization 0,0,0
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

// The result of a model of one operation, opset 17, on tensors of floats.
async function result(opType, ...tensors) {
  const floats = dims => ({tensorType: {elemType: 1, shape: dims && {dim: dims.map(dimValue => ({dimValue}))}}});
  const names = tensors.map((_, i) => `x${i}`);
  const model = onnx.ModelProto.create({irVersion: 8, opsetImport: [{domain: '', version: 17}], graph: {
    name: 'one', node: [{opType, input: names, output: ['y']}],
    input: names.map((name, i) => ({name, type: floats(tensors[i].dims)})),
    output: [{name: 'y', type: floats()}]}});
  const session = await ort.InferenceSession.create(onnx.ModelProto.encode(model).finish());
  const {y} = await session.run(Object.fromEntries(names.map((name, i) => [name, tensors[i]])));
  return Array.from(y.data);
}
const tensor = (numbers, dims = [numbers.length]) => new ort.Tensor('float32', Float32Array.from(numbers), dims);

(async () => {
  const equal = dims => tensor([123456.7, 123456.7, 123456.7], dims);
  const instance = (await result('InstanceNormalization', equal([1, 1, 3]), tensor([1]), tensor([0]))).join();
  const layer = (await result('LayerNormalization', equal([1, 3]), tensor([1, 1, 1]))).join();

  console.log(`three times 123456.7: InstanceNormalization ${instance}, LayerNormalization ${layer}`);
  process.exit(instance === '-1,-1,-1' && layer === '0,0,0' ? 0 : 1);
})();
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
