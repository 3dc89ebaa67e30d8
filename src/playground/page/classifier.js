// The tab for a linear classifier: points that are dragged, W and b as a table, and what each loss says.
"use strict";

addTab({
  name: "classifier",
  title: "Classifier",
  start(engine, panel, address) {
    panel.append(document.getElementById("classifier").content.cloneNode(true));
    return startClassifier(engine, panel, address);
  },
});

function startClassifier(engine, panel, address) {
  const find = (selector) => panel.querySelector(selector);
  const session = engine.number("classifier_open");
  const canvas = find(".plane"), context = canvas.getContext("2d");
  const side = canvas.width, cells = 120, reach = 4;
  const small = Object.assign(document.createElement("canvas"), { width: cells, height: cells });
  const state = { loss: "softmax", rate: "0.1", l2: "0.1", seed: 1, classes: 3, begun: false };
  let points = new Float64Array();  // x, y, class, said, loss
  let chosen = 0, running = false;

  /** Does something with the session, and shows what came of it; false if it was refused. */
  function act(call, ...given) {
    let standing = null;
    try {
      standing = engine.json(call, session, ...given);
      say("");
    } catch (error) {
      pause();
      say(error.message);
    }
    standing ??= engine.json("classifier_step", session, 0);
    find(".sentence").textContent = standing.sentence;
    find(".about").textContent = `The loss of a point is ${standing.about}.`;
    draw();
    return find(".mistake").hidden;
  }
  function say(words) {
    find(".mistake").textContent = words;
    find(".mistake").hidden = words === "";
  }

  // ---- what is seen

  const across = (x) => ((x + reach) / (2 * reach)) * side;
  const down = (y) => ((reach - y) / (2 * reach)) * side;

  function draw() {
    points = engine.doubles("classifier_points", session).slice();
    chosen = Math.min(chosen, points.length / 5 - 1);
    drawRegions();
    drawLines();
    for (let i = 0; i < points.length / 5; ++i) {
      const [x, y, label, said] = points.subarray(5 * i, 5 * i + 4);
      traceShape(context, label, across(x), down(y), 12);
      context.fillStyle = classColor(label);
      context.fill();
      context.lineWidth = said === label ? 2 : 4;
      context.strokeStyle = said === label ? "#fff" : "#000";
      context.stroke();
      if (i !== chosen) continue;
      context.beginPath();
      context.arc(across(x), down(y), 20, 0, 7);
      context.lineWidth = 4;
      context.strokeStyle = "#c96a00";
      context.stroke();
    }
    canvas.setAttribute("aria-label", `${points.length / 5} points of ${state.classes} classes. ${find(".sentence").textContent}`);
    drawParameters();
    drawPoints();
  }

  function drawRegions() {
    const said = engine.floats("classifier_regions", session, reach, cells);
    const painter = small.getContext("2d"), picture = painter.createImageData(cells, cells);
    said.forEach((label, i) => {
      picture.data.set(classColors[label].map((byte) => 255 + (byte - 255) * 0.28).concat(255), 4 * i);
    });
    painter.putImageData(picture, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, side, side);
  }

  function drawLines() {
    const lines = engine.doubles("classifier_lines", session, reach);
    context.lineWidth = 3;
    for (let k = 0; 6 * k < lines.length; ++k) {
      const [x, y, u, v, dx, dy] = lines.subarray(6 * k, 6 * k + 6);
      if (!Number.isFinite(x)) continue;
      context.strokeStyle = classColor(k);
      context.setLineDash([[], [12, 6], [3, 6], [12, 4, 3, 4], [20, 6]][k]);
      context.beginPath();
      context.moveTo(across(x), down(y));
      context.lineTo(across(u), down(v));
      context.stroke();
      context.setLineDash([]);
      const mx = (x + u) / 2, my = (y + v) / 2, tip = [across(mx + 0.5 * dx), down(my + 0.5 * dy)];
      context.beginPath();
      context.moveTo(across(mx), down(my));
      context.lineTo(...tip);
      for (const turn of [2.6, -2.6]) {
        context.moveTo(...tip);
        context.lineTo(tip[0] + 14 * (dx * Math.cos(turn) - dy * Math.sin(turn)), tip[1] - 14 * (dx * Math.sin(turn) + dy * Math.cos(turn)));
      }
      context.stroke();
    }
  }

  let fields = [];  // of W and b, row after row

  /** Begins anew: so many classes, each with its row, line and points. */
  function begin() {
    const each = 3;  // points of a class
    if (fields.length !== 3 * state.classes) {
      find(".parameters tbody").replaceChildren();
      fields = Array.from({ length: state.classes }, (_, row) => makeRow(row)).flat();
      find(".add-class").replaceChildren(...Array.from({ length: state.classes }, (_, k) => new Option(k)));
    }
    find(".classes").value = state.classes;
    return act("classifier_begin", each * state.classes, state.classes, Math.abs(state.seed));
  }

  function makeRow(row) {
    const line = document.createElement("tr");
    line.innerHTML = `<td><span class="swatch" style="background: ${classColor(row)}"></span>${row}</td>`;
    const cellsOfRow = [0, 1, 2].map((column) => {
      const cell = document.createElement("td");
      const field = Object.assign(document.createElement("input"), { type: "text", inputMode: "decimal", autocomplete: "off" });
      field.setAttribute("aria-label", column === 2 ? `b of class ${row}` : `w${column + 1} of class ${row}`);
      field.addEventListener("change", () => {
        const wanted = readDecimal(field.value.trim());
        field.setAttribute("aria-invalid", wanted === null);
        if (wanted !== null) act("classifier_set", row, column, wanted);
      });
      const gradient = Object.assign(document.createElement("span"), { className: "gradient" });
      cell.append(field, gradient);
      line.append(cell);
      return { field, gradient };
    });
    find(".parameters tbody").append(line);
    return cellsOfRow;
  }

  function drawParameters() {
    const numbers = engine.doubles("classifier_numbers", session).slice();
    const gradients = engine.doubles("classifier_gradients", session);
    fields.forEach(({ field, gradient }, i) => {
      if (document.activeElement !== field || running) field.value = Number(numbers[i].toPrecision(4));
      gradient.textContent = Number(gradients[i].toPrecision(3));
    });
  }

  function drawPoints() {
    const body = find(".points tbody");
    const count = points.length / 5;
    while (body.children.length > count) body.lastChild.remove();
    while (body.children.length < count) {
      const line = body.appendChild(document.createElement("tr"));
      for (let i = 0; i < 6; ++i) line.append(document.createElement("td"));
      const i = body.children.length - 1;
      line.addEventListener("click", () => choose(i));
    }
    for (let i = 0; i < count; ++i) {
      const [x, y, label, said, loss] = points.subarray(5 * i, 5 * i + 5);
      const line = body.children[i];
      [i + 1, x.toFixed(2), y.toFixed(2), label, said, Number(loss.toPrecision(4))].forEach((words, k) => { line.children[k].textContent = words; });
      line.children[4].classList.toggle("wrong", said !== label);
      line.setAttribute("aria-selected", i === chosen);
    }
  }

  function choose(i) {
    const count = points.length / 5;
    chosen = (i + count) % count;
    draw();
  }

  // ---- the run

  function frame() {
    if (!running) return;
    requestAnimationFrame(frame);
    act("classifier_step", 1);
  }
  function pause() {
    if (!running) return;
    running = false;
    find(".run").textContent = "Run";
    find(".live").textContent = find(".sentence").textContent;
  }
  find(".run").addEventListener("click", () => {
    if (running) return pause();
    running = true;
    find(".run").textContent = "Pause";
    frame();
  });
  find(".once").addEventListener("click", () => {
    pause();
    act("classifier_step", 1);
    find(".live").textContent = find(".sentence").textContent;
  });
  find(".fresh").addEventListener("click", () => {
    state.seed += 1;
    begin();
    write();
  });
  find(".classes").addEventListener("change", ({ target }) => {
    pause();
    state.classes = Number(target.value);
    begin();
    write();
  });
  const rules = () => act("classifier_rules", state.loss, Number(state.rate), Number(state.l2));
  find(".loss").addEventListener("change", ({ target }) => {
    state.loss = target.value;
    rules();
    write();
  });
  for (const name of ["rate", "l2"])
    find(`.${name}`).addEventListener("change", ({ target }) => {
      const before = state[name];
      state[name] = readDecimal(target.value.trim()) === null ? "nan" : target.value.trim();
      const done = rules();
      target.setAttribute("aria-invalid", !done);
      if (!done) state[name] = before;
      write();
    });

  // ---- the hand

  let dragging = false;
  function placeOf(event) {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * 2 * reach - reach, reach - ((event.clientY - box.top) / box.height) * 2 * reach];
  }
  canvas.addEventListener("pointerdown", (event) => {
    const [x, y] = placeOf(event);
    let least = 0.6 ** 2, found = -1;
    for (let i = 0; i < points.length / 5; ++i) {
      const distance = (points[5 * i] - x) ** 2 + (points[5 * i + 1] - y) ** 2;
      if (distance < least) [least, found] = [distance, i];
    }
    if (found < 0) return;
    dragging = true;
    canvas.setPointerCapture(event.pointerId);
    choose(found);
  });
  canvas.addEventListener("pointermove", (event) => dragging && act("classifier_move", chosen, ...placeOf(event)));
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => {
      if (dragging) write();
      dragging = false;
    });
  canvas.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (way) act("classifier_move", chosen, points[5 * chosen] + 0.1 * way[0], points[5 * chosen + 1] + 0.1 * way[1]);
    else if (event.key === "]" || event.key === "[") choose(chosen + (event.key === "]" ? 1 : -1));
    else return;
    event.preventDefault();
    write();
  });
  find(".add").addEventListener("click", () => {
    if (act("classifier_add", 0, 0, Number(find(".add-class").value))) choose(points.length / 5 - 1);
    write();
  });
  find(".remove").addEventListener("click", () => {
    act("classifier_remove", chosen);
    write();
  });
  find(".steps").addEventListener("click", () => {
    pause();
    location.hash = new URLSearchParams([["tab", "formula"], ["formula", engine.text("classifier_formula", session, chosen)]]);
  });
  find(".picture").addEventListener("click", () => canvas.toBlob((blob) => saveFile("classifier.png", blob)));

  // ---- the address: the rules, the seed, and where the points are

  function write() {
    const places = Array.from({ length: points.length / 5 }, (_, i) =>
      `${Number(points[5 * i].toFixed(2))},${Number(points[5 * i + 1].toFixed(2))},${points[5 * i + 2]}`).join(";");
    address.write([["loss", state.loss], ["rate", state.rate], ["l2", state.l2], ["seed", state.seed],
      ...(state.classes === 3 ? [] : [["classes", state.classes]]), ["points", places]]);
  }

  function show(parameters) {
    if (parameters.size === 0 && state.begun) return write();
    state.seed = Math.floor(Number(parameters.get("seed") ?? 1)) || 1;
    const classes = Number(parameters.get("classes") ?? 3);
    state.classes = [2, 3, 4, 5].includes(classes) ? classes : 3;
    begin();
    state.begun = true;
    state.loss = ["svm", "one-versus-all"].includes(parameters.get("loss")) ? parameters.get("loss") : "softmax";
    state.rate = parameters.get("rate") ?? "0.1";
    state.l2 = parameters.get("l2") ?? "0.1";
    Object.assign(find(".loss"), { value: state.loss });
    find(".rate").value = state.rate;
    find(".l2").value = state.l2;
    const done = rules();
    const mistake = find(".mistake").textContent;
    const places = (parameters.get("points") ?? "").split(";").map((words) => words.split(",").map(Number))
      .filter((place) => place.length === 3 && place.every(Number.isFinite));
    if (places.length > 0) {
      const before = points.length / 5;
      places.forEach((place) => act("classifier_add", ...place));
      for (let i = 0; i < before; ++i) act("classifier_remove", 0);
    }
    if (!done) say(mistake);
    write();
  }
  return { show };
}
