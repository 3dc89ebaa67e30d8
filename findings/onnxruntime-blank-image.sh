#!/usr/bin/env bash
# ONNX Runtime normalises a blank image to NaN, though the standard has an epsilon for it.
#
# Guess:      MeanVarianceNormalization is defined in ONNX by a function that divides by the deviation
#             plus 1e-9, so a constant image becomes zeros.
# Version:    onnxruntime-web 1.30.0 (WebAssembly)
# Seen:       0 / 0: every pixel is NaN, even of an image of zeros.
# Output:     a blank image: NaN,NaN,NaN,NaN; 1,2,3,4: -1.34,-0.45,0.45,1.34
# Documented: the epsilon is in the specification; that it is left out, no
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
  const blank = (await result('MeanVarianceNormalization', [1, 1, 2, 2], [0, 0, 0, 0])).join();
  const ramp = (await result('MeanVarianceNormalization', [1, 1, 2, 2], [1, 2, 3, 4]))
    .map(y => y.toFixed(2)).join();

  console.log(`a blank image: ${blank}; 1,2,3,4: ${ramp}`);
  process.exit(blank === 'NaN,NaN,NaN,NaN' && ramp === '-1.34,-0.45,0.45,1.34' ? 0 : 1);
})();
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
