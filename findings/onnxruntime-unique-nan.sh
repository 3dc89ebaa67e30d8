#!/usr/bin/env bash
# Beside a NaN, numbers get lost in ONNX Runtime's Unique.
#
# Guess:      a NaN is one more value, or one more each time, and no number goes missing: Unique of NaN, 1 has
#             both.
# Version:    onnxruntime-web 1.30.0 (WebAssembly)
# Seen:       a NaN is neither below nor above any number, so it counts as equal to the first it is
#             compared with: of NaN, 1, 2 only NaN is left, of 1, 2, NaN the NaN is gone.
# Output:     unique of NaN,1,2: NaN; of 1,2,NaN: 1,2
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
  const front = (await result('Unique', tensor([NaN, 1, 2]))).join();
  const back = (await result('Unique', tensor([1, 2, NaN]))).join();

  console.log(`unique of NaN,1,2: ${front}; of 1,2,NaN: ${back}`);
  process.exit(front === 'NaN' && back === '1,2' ? 0 : 1);
})();
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
