// Every NAME.onnx of the directory, run by onnxruntime on the samples of NAME.samples.json: does it say
// what the kit has said? To 1e-6 of what is larger, that or 1: all of it is in float.
//
// One difference is known: its Sigmoid is 0 from about -18 on, where the kit's goes on to fade.
const fs = require('fs');
const path = require('path');
const onnx = require('onnxruntime-node');

async function furthest(directory, name) {
  const samples = JSON.parse(fs.readFileSync(path.join(directory, name + '.samples.json')));
  const session = await onnx.InferenceSession.create(path.join(directory, name + '.onnx'));
  const width = samples.given[0].length;
  const given = new onnx.Tensor('float32', Float32Array.from(samples.given.flat()),
                                [samples.given.length, width]);
  const said = (await session.run({features: given}))[session.outputNames[0]].data;
  let off = 0;
  samples.said.flat().forEach((wanted, i) => {
    off = Math.max(off, Math.abs(said[i] - wanted) / Math.max(1, Math.abs(wanted)));
  });
  return said.length === samples.said.flat().length ? off : Infinity;
}

async function main(directory) {
  const names = fs.readdirSync(directory).filter(file => file.endsWith('.onnx'))
                  .map(file => file.slice(0, -'.onnx'.length));
  let failed = 0;
  for (const name of names) {
    const off = await furthest(directory, name);
    if (!(off <= 1e-6)) ++failed;
    if (!(off <= 1e-6)) console.log(`${name}: ${off} off`);
  }
  console.log(`${names.length} models, ${failed} of them say something else`);
  process.exit(names.length === 0 || failed > 0 ? 1 : 0);
}

main(process.argv[2]);
