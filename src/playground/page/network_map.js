// What the network says everywhere: the large map, the samples on it, and what it says under the
// pointer. Samples are chosen here, and points drawn.
"use strict";

function makeNetworkMap(it, { chooseSample, usePoints }) {
  const canvas = it.find(".big-map");
  const context = canvas.getContext("2d");
  const small = document.createElement("canvas");  // a pixel for each cell
  small.width = small.height = it.cells;
  const side = canvas.width;
  let samples = new Float32Array();  // x, y, class or target, part
  let said = new Float32Array();
  let pointer = null;                // in the units of the data
  let drawing = false;
  let drawn = [];                    // "x,y,class"

  const isPlane = () => it.description.plane <= 2;
  const across = (x) => ((x - area()[0]) / (area()[1] - area()[0])) * side;
  const down = (y) => ((area()[3] - y) / (area()[3] - area()[2])) * side;
  const area = () => it.description.area;

  function begin() {
    samples = it.engine.floats("network_samples", it.session).slice();
    drawn = it.points ? it.points.split(";").filter(Boolean) : [];
    canvas.hidden = !isPlane();
    it.find(".drawing").hidden = it.description.plane !== 2 || it.description.classes.length === 0;
    it.find(".sample").max = it.description.counts.reduce((a, b) => a + b);
    pointer = null;
  }

  function draw() {
    if (!isPlane()) {
      it.map = null;
      return read();
    }
    it.map = it.engine.floats("network_map", it.session, it.cells).slice();
    said = it.engine.floats("network_said", it.session).slice();
    drawGround();
    drawSamples();
    read();
  }

  function drawGround() {
    const { classes, plane } = it.description;
    const discretise = it.find(".discretise").checked;
    const outputs = Math.max(1, classes.length);
    if (plane === 1) return drawLine();
    const numbers = it.map.subarray(it.map.length - outputs * it.cells * it.cells);
    if (classes.length) paintClasses(small.getContext("2d"), numbers, it.cells, classes.length, discretise);
    else paintNumbers(small.getContext("2d"), numbers, it.cells, discretise);
    context.imageSmoothingEnabled = !discretise;
    context.drawImage(small, 0, 0, side, side);
  }

  /** Over one feature: what it says as a curve. */
  function drawLine() {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, side, side);
    context.strokeStyle = classColor(0);
    context.lineWidth = 4;
    context.beginPath();
    const numbers = it.map.subarray(it.map.length - it.cells);
    numbers.forEach((number, i) => context.lineTo(((i + 0.5) / it.cells) * side, down(number)));
    context.stroke();
  }

  function drawSamples() {
    const withTest = it.find(".show-test").checked, { classes } = it.description;
    for (let i = 0; i < samples.length / 4; ++i) {
      const [x, y, label, part] = samples.subarray(4 * i, 4 * i + 4);
      if (part === 2 && !withTest) continue;
      const wrong = classes.length > 0 && said[i] !== label;
      traceShape(context, classes.length ? label : 0, across(x), down(y), part === 2 ? 6 : 8);
      context.fillStyle = classes.length ? classColor(label) : "#555";
      if (part !== 2) context.fill();
      context.lineWidth = part === 2 ? 3.5 : 1.5;
      context.strokeStyle = part === 2 ? context.fillStyle : "#fff";
      context.stroke();
      if (wrong) ring(x, y, 13, "#000");
      if (i === it.sample) ring(x, y, 18, "#c96a00", 4);
    }
    if (samples.length === 0) for (const point of drawn) drawPoint(...point.split(",").map(Number));
    if (pointer) ring(pointer.x, pointer.y, 5, "#000");
  }
  function drawPoint(x, y, label) {
    traceShape(context, label, across(x), down(y), 8);
    context.fillStyle = classColor(label);
    context.fill();
  }
  function ring(x, y, size, color, width = 2) {
    context.beginPath();
    context.arc(across(x), down(y), size, 0, 7);
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }

  /** What stands under the map: a place and what is said of it, else the sample that is chosen. */
  function read() {
    const readout = it.find(".readout");
    canvas.setAttribute("aria-label", `What the network says over ${it.description.given.slice(0, 2).join(" and ")}; arrow keys move the pointer`);
    if (!pointer) {
      const [x, y, label, part] = samples.subarray(4 * it.sample, 4 * it.sample + 4);
      const { classes } = it.description;
      readout.textContent = x === undefined ? `Sample ${it.sample + 1} is chosen.` :
        `Sample ${it.sample + 1} (${["learnt from", "watched", "test"][part]}): ${x.toPrecision(3)}, ${y.toPrecision(3)}` +
        (classes.length ? `, of class ${classes[label]}; said to be ${classes[said[it.sample]]}.` : ".") +
        " Ringed black: wrong.";
      it.showAt?.(null);
      return;
    }
    const { layers, said: words } = it.engine.json("network_at", it.session, pointer.x, pointer.y);
    readout.textContent = `At ${pointer.x.toPrecision(3)}, ${pointer.y.toPrecision(3)}: ` +
      words.map(({ name, text }) => `${name} ${text}`).join(", ");
    it.showAt?.(layers);
  }

  // ---- the hand

  function placeOf(event) {
    const box = canvas.getBoundingClientRect(), [left, right, bottom, top] = area();
    return {
      x: left + ((event.clientX - box.left) / box.width) * (right - left),
      y: top - ((event.clientY - box.top) / box.height) * (top - bottom),
    };
  }
  function nearest({ x, y }) {
    let best = -1, least = 25 ** 2;
    for (let i = 0; i < samples.length / 4; ++i) {
      const distance = (across(samples[4 * i]) - across(x)) ** 2 + (down(samples[4 * i + 1]) - down(y)) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    return best;
  }
  function point(at) {
    pointer = at;
    draw();
  }
  canvas.addEventListener("pointermove", (event) => event.pointerType === "mouse" && point(placeOf(event)));
  canvas.addEventListener("pointerleave", () => point(null));
  canvas.addEventListener("blur", () => point(null));
  canvas.addEventListener("click", (event) => act(placeOf(event)));
  canvas.addEventListener("keydown", (event) => {
    const [left, right, bottom, top] = area();
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const at = pointer ?? { x: (left + right) / 2, y: (bottom + top) / 2 };
    if (way) point({ x: at.x + (way[0] * (right - left)) / 40, y: at.y + (way[1] * (top - bottom)) / 40 });
    else if (event.key === "Enter" || event.key === " ") act(at);
    else if (event.key === "Escape") point(null);
    else return;
    event.preventDefault();
  });

  function act(at) {
    if (!drawing) {
      const sample = nearest(at);
      if (sample >= 0) chooseSample(sample);
      return;
    }
    drawn.push(`${at.x.toFixed(3)},${at.y.toFixed(3)},${it.find(".draw-class").value}`);
    learn();
  }

  /** What is drawn becomes the data, as soon as there are two classes of it. */
  function learn() {
    const counts = new Map();
    for (const point of drawn) counts.set(point.split(",")[2], (counts.get(point.split(",")[2]) ?? 0) + 1);
    if (counts.size >= 2 && [...counts.values()].every((count) => count >= 2)) return usePoints(drawn.join(";"));
    draw();
    it.find(".readout").textContent = `${drawn.length} points; two classes with two points each make data.`;
  }

  it.find(".draw").addEventListener("click", ({ target }) => {
    drawing = !drawing;
    target.setAttribute("aria-pressed", drawing);
    canvas.classList.toggle("drawing", drawing);
    if (!drawing || drawn.length > 0) return;
    for (let i = 0; i < samples.length / 4; ++i)
      drawn.push(`${samples[4 * i].toFixed(3)},${samples[4 * i + 1].toFixed(3)},${samples[4 * i + 2]}`);
  });
  it.find(".clear-points").addEventListener("click", () => {
    drawn = [];
    samples = new Float32Array();
    if (!drawing) it.find(".draw").click();
    drawn = [];
    draw();
    it.find(".readout").textContent = "Click into the map: two classes with two points each make data.";
  });

  return {
    begin,
    draw,
    canvas,
    picture() {
      const copy = Object.assign(document.createElement("canvas"), { width: 200, height: 200 });
      copy.getContext("2d").drawImage(canvas, 0, 0, 200, 200);
      return copy;
    },
    csv() {
      const { given, classes } = it.description;
      const rows = [];
      for (let i = 0; i < samples.length / 4; ++i) {
        const [x, y, label] = samples.subarray(4 * i, 4 * i + 3);
        rows.push(it.description.plane === 1 ? `${x},${y}` : `${x},${y},${classes.length ? classes[label] : label}`);
      }
      return `${given.join(",")},${classes.length ? "class" : "y"}\n${rows.join("\n")}\n`;
    },
  };
}
