// The tab for a descent: a start that is dragged, and the ways that the optimisers take from there.
//
// Heights, contour lines, ways and all words are the engine's; here they are drawn.
"use strict";

addTab({
  name: "descent",
  title: "Descent",
  start(engine, panel, address) {
    panel.append(document.getElementById("descent").content.cloneNode(true));
    return startDescent(engine, panel, address);
  },
});

const firstDescent = { function: "(1 - x)^2 + 5*(y - x^2)^2", start: "-1.4,1.6", ways: "sgd,nesterov,adam" };

/** How each way is drawn: colour and dashes. */
const descentLooks = [[0, ""], [1, "9 4"], [2, "2 4"], [3, "12 3 2 3"], [6, "5 5"], [8, "1 6"]];

function startDescent(engine, panel, address) {
  const find = (selector) => panel.querySelector(selector);
  const session = engine.number("descent_open");
  const choices = engine.json("network_choices");
  const optimisers = engine.json("descent_optimisers");
  const names = optimisers.map(({ name }) => name);
  const canvas = find(".descent-map"), context = canvas.getContext("2d");
  const side = canvas.width, cells = 100;
  const state = { source: null, inputs: ["x", "y"], start: [0, 0], reach: 2, rate: 0.02, momentum: 0.9, steps: 150, schedule: "constant", chosen: new Set(), usual: false };
  let ways = [];
  let ground = null;  // the map below the ways, drawn once for a function and a reach

  // ---- what there is to choose from

  names.forEach((name, i) => {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", value: name });
    box.addEventListener("change", () => {
      box.checked ? state.chosen.add(name) : state.chosen.delete(name);
      follow();
    });
    label.title = optimisers[i].about;
    label.append(box);
    const [color, dashes] = descentLooks[i % descentLooks.length];
    label.insertAdjacentHTML("beforeend", ` <svg aria-hidden="true"><path d="M0 4H26" ${classStroke(color)} stroke-width="3" stroke-dasharray="${dashes}"/></svg> ${name}`);
    find(".ways").append(label);
  });
  for (const { name, about } of choices.schedule.choices.filter((choice) => choice.name !== "piecewise"))
    find(".schedule").append(Object.assign(document.createElement("option"), { value: name, textContent: name, title: about }));

  // ---- from the state to what is seen

  const area = () => [-state.reach, state.reach, -state.reach, state.reach];
  const across = (x) => ((x + state.reach) / (2 * state.reach)) * side;
  const down = (y) => ((state.reach - y) / (2 * state.reach)) * side;

  /** Reads a function, or says what is wrong with it and leaves all as it is. */
  function read(source) {
    try {
      state.inputs = engine.json("descent_read", session, source);
    } catch (error) {
      say(error.message);
      return false;
    }
    state.source = source;
    ground = null;
    say("");
    return true;
  }
  function say(words) {
    find(".mistake").textContent = words;
    find(".mistake").hidden = words === "";
  }

  function makeGround() {
    const small = Object.assign(document.createElement("canvas"), { width: cells, height: cells });
    const painter = small.getContext("2d"), picture = painter.createImageData(cells, cells);
    const heights = engine.floats("descent_heights", session, ...area(), cells).slice();
    const finite = heights.filter(Number.isFinite).sort();
    const low = finite[0] ?? 0, high = finite[Math.floor(finite.length * 0.97)] ?? 1;
    heights.forEach((height, i) => {
      const level = Number.isFinite(height) ? Math.sqrt(Math.max(0, Math.min(1, (height - low) / (high - low || 1)))) : 1;
      picture.data.set([255 - 95 * level, 255 - 70 * level, 255 - 40 * level, Number.isFinite(height) ? 255 : 60], 4 * i);
    });
    painter.putImageData(picture, 0, 0);
    ground = Object.assign(document.createElement("canvas"), { width: side, height: side });
    const drawer = ground.getContext("2d");
    drawer.fillStyle = "#fff";
    drawer.fillRect(0, 0, side, side);
    drawer.drawImage(small, 0, 0, side, side);
    drawer.strokeStyle = "rgb(60 70 90 / 0.55)";
    drawer.lineWidth = 1.2;
    const lines = engine.floats("descent_lines", session, ...area(), 18);
    drawer.beginPath();
    let pen = false;
    for (let i = 0; i < lines.length; i += 2) {
      if (!Number.isFinite(lines[i])) pen = false;
      else drawer[pen ? "lineTo" : "moveTo"](across(lines[i]), down(lines[i + 1])), (pen = true);
    }
    drawer.stroke();
  }

  function follow() {
    try {
      ways = names.map((name, i) => ({ name, i })).filter(({ name }) => state.chosen.has(name)).map(({ name, i }) => ({
        name, i,
        places: engine.doubles("descent_way", session, ...state.start, name, state.schedule,
          state.usual ? optimisers[i].rate : state.rate, state.momentum, state.steps).slice(),
      }));
      say("");
    } catch (error) {
      say(error.message);
    }
    draw();
    drawCurves();
    showFields();
    tell();
    write();
  }

  function draw() {
    if (!ground) makeGround();
    context.drawImage(ground, 0, 0);
    for (const { i, places } of ways) {
      const [color, dashes] = descentLooks[i % descentLooks.length];
      context.strokeStyle = context.fillStyle = classColor(color);
      context.lineWidth = 3;
      context.setLineDash(dashes.split(" ").filter(Boolean).map((length) => 1.5 * length));
      context.beginPath();
      for (let k = 0; k < places.length; k += 3) context.lineTo(across(places[k]), down(places[k + 1]));
      context.stroke();
      context.setLineDash([]);
      const end = places.length - 3;
      if (end >= 0) {
        traceShape(context, i, across(places[end]), down(places[end + 1]), 9);
        context.fill();
        context.strokeStyle = "#fff";
        context.stroke();
      }
    }
    context.beginPath();
    context.arc(across(state.start[0]), down(state.start[1]), 12, 0, 7);
    context.fillStyle = "#fff";
    context.fill();
    context.strokeStyle = "#c96a00";
    context.lineWidth = 5;
    context.stroke();
  }

  function drawCurves() {
    const svg = find(".descent-curves");
    const heights = ways.map(({ places }) => places.filter((_, k) => k % 3 === 2));
    const all = heights.flatMap((of) => [...of]).filter(Number.isFinite);
    const least = all.reduce((a, b) => Math.min(a, b), Infinity), first = heights[0]?.[0] ?? 1;
    const most = Math.min(all.reduce((a, b) => Math.max(a, b), -Infinity), first + 3 * Math.abs(first - least) + 1e-9);
    const level = (height) => Math.log10(Math.max(height - least, 1e-6 * (most - least)) / (most - least || 1));
    const x = (k) => (40 + (370 * k) / Math.max(1, state.steps)).toFixed(1);
    const y = (height) => (175 - 160 * Math.min(1.03, 1 + level(height) / 6)).toFixed(1);
    svg.innerHTML = `<text x="4" y="18">${Number(most.toPrecision(3))}</text><text x="4" y="178">lowest</text><text x="410" y="195" text-anchor="end">step ${state.steps}</text>` +
      heights.map((of, k) => {
        const [color, dashes] = descentLooks[ways[k].i % descentLooks.length];
        const path = Array.from(of, (height, step) => `${x(step)} ${y(height)}`).join("L");
        return path ? `<path d="M${path}" ${classStroke(color)} stroke-dasharray="${dashes}"/>` : "";
      }).join("");
    svg.setAttribute("aria-label", `How high each way is above the lowest place reached, on a logarithmic scale. ${sentence()}`);
  }

  const sentence = () => ways.map(({ name, places }) => {
    const steps = places.length / 3 - 1, height = places.at(-1);
    const over = steps < state.steps ? `, thrown out after ${steps} steps` : "";
    return `${name} ends at height ${height === undefined ? "–" : Number(height.toPrecision(4))}${over}`;
  }).join("; ");

  let telling = null;
  function tell() {
    clearTimeout(telling);
    telling = setTimeout(() => { find(".descent-sentence").textContent = sentence(); }, 150);
    let there;
    try {
      there = engine.json("descent_at", session, ...state.start, state.rate, state.momentum);
    } catch (error) {
      return say(error.message);
    }
    const { height, gradient, hessian, eigenvalues, sentences } = there;
    find(".ground").innerHTML = `<p>Height ${height}, gradient <span class="gradient">(${gradient.join(", ")})</span>. ` +
      `Hessian ((${hessian.map((row) => row.join(", ")).join("), (")})), eigenvalues ${eigenvalues.join(" and ")}.</p>` +
      sentences.map((words) => `<p>${escapeMarkup(words)}</p>`).join("");
  }

  function showFields() {
    find("#descent-source").value = state.source;
    find(".start-x").value = Number(state.start[0].toPrecision(4));
    find(".start-y").value = Number(state.start[1].toPrecision(4));
    find(".second-name").textContent = state.inputs[1];
    find(".reach").value = state.reach;
    for (const [name, value, words] of [
      ["rate", Math.log10(state.rate), state.usual ? "its own" : Number(state.rate.toPrecision(3))],
      ["momentum", state.momentum, state.momentum], ["steps", state.steps, state.steps]]) {
      find(`.${name}`).value = value;
      find(`.${name} + output`).textContent = words;
    }
    find(".schedule").value = state.schedule;
    for (const box of panel.querySelectorAll(".ways input")) box.checked = state.chosen.has(box.value);
    canvas.setAttribute("aria-label", `The function from above, ${ways.length} ways down from ${state.start.map((number) => Number(number.toPrecision(3))).join(", ")}; arrow keys move the start`);
  }

  function write() {
    address.write([
      ["function", state.source], ["start", state.start.map((number) => Number(number.toPrecision(4))).join(",")],
      ["reach", state.reach], ["ways", [...state.chosen].join(",")],
      ["rate", state.usual ? "usual" : Number(state.rate.toPrecision(4))], ["momentum", state.momentum],
      ["steps", state.steps], ["schedule", state.schedule],
    ]);
  }

  // ---- what changes it

  const number = (text) => (text.trim() === "" ? NaN : Number(text));
  let waiting = null;
  find("#descent-source").addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => read(target.value) && follow(), 250);
  });
  find(".entry").addEventListener("submit", (event) => event.preventDefault());
  find(".examples").addEventListener("change", ({ target }) => {
    const [chosen] = target.selectedOptions;
    if (chosen.value === "" || !read(chosen.value)) return;
    state.start = chosen.dataset.place.split(",").map(Number);
    for (const name of ["rate", "momentum", "steps"])
      if (name in chosen.dataset) Object.assign(state, { [name]: Number(chosen.dataset[name]), usual: false, schedule: "constant" });
    target.value = "";
    follow();
  });
  [".start-x", ".start-y"].forEach((selector, i) => find(selector).addEventListener("change", ({ target }) => {
    const wanted = number(target.value);
    target.setAttribute("aria-invalid", !Number.isFinite(wanted));
    if (!Number.isFinite(wanted)) return;
    state.start[i] = wanted;
    follow();
  }));
  find(".reach").addEventListener("change", ({ target }) => {
    const wanted = number(target.value);
    const valid = wanted > 1e-6 && wanted < 1e6;
    target.setAttribute("aria-invalid", !valid);
    if (!valid) return;
    state.reach = wanted;
    ground = null;
    follow();
  });
  find(".rate").addEventListener("input", ({ target }) => (state.rate = Number((10 ** target.valueAsNumber).toPrecision(3)), state.usual = false, follow()));
  find(".momentum").addEventListener("input", ({ target }) => (state.momentum = target.valueAsNumber, follow()));
  find(".steps").addEventListener("input", ({ target }) => (state.steps = target.valueAsNumber, follow()));
  find(".schedule").addEventListener("change", ({ target }) => (state.schedule = target.value, follow()));
  find(".published").addEventListener("click", () => {
    Object.assign(state, { rate: 0.02, momentum: 0.99, schedule: "constant", usual: false });
    follow();
  });
  find(".own-rates").addEventListener("click", () => (state.usual = true, follow()));

  let dragging = false;
  const moveTo = (event) => {
    const box = canvas.getBoundingClientRect();
    state.start = [
      ((event.clientX - box.left) / box.width) * 2 * state.reach - state.reach,
      state.reach - ((event.clientY - box.top) / box.height) * 2 * state.reach,
    ];
    follow();
  };
  canvas.addEventListener("pointerdown", (event) => {
    dragging = true;
    canvas.setPointerCapture(event.pointerId);
    moveTo(event);
  });
  canvas.addEventListener("pointermove", (event) => dragging && moveTo(event));
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { dragging = false; });
  canvas.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way) return;
    event.preventDefault();
    state.start = state.start.map((place, i) => place + (way[i] * state.reach) / (event.shiftKey ? 200 : 40));
    follow();
  });

  const exports = {
    map: () => canvas.toBlob((blob) => saveFile("descent.png", blob)),
    curves: () => saveFile("descent.svg", new Blob([`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 200"><style>path{fill:none;stroke-width:2}text{font:11px sans-serif}</style>${find(".descent-curves").innerHTML}</svg>\n`], { type: "image/svg+xml" })),
    ways: () => saveFile("descent.csv", new Blob([`optimiser,step,${state.inputs.join(",")},height\n` + ways.flatMap(({ name, places }) =>
      Array.from({ length: places.length / 3 }, (_, k) => `${name},${k},${places.subarray(3 * k, 3 * k + 3).join(",")}`)).join("\n") + "\n"], { type: "text/csv" })),
  };
  for (const button of panel.querySelectorAll("[data-export]"))
    button.addEventListener("click", () => exports[button.dataset.export]());
  find(".as-formula").addEventListener("click", () => {
    location.hash = new URLSearchParams([["tab", "formula"], ["formula", state.source],
      ["numbers", state.inputs.map((name, i) => `${name}=${Number(state.start[i].toPrecision(4))}`).join(" ")]]);
  });

  return {
    show(parameters) {
      if (parameters.size === 0 && state.source !== null) return write();
      const get = (name) => parameters.get(name) ?? firstDescent[name] ?? null;
      const finite = (text, otherwise, least, most) => {
        const wanted = text === null ? NaN : number(text);
        return wanted >= least && wanted <= most ? wanted : otherwise;
      };
      const start = get("start").split(",").map(number);
      if (start.length === 2 && start.every(Number.isFinite)) state.start = start;
      state.reach = finite(get("reach"), 2, 1e-6, 1e6);
      state.usual = get("rate") === "usual";
      state.rate = finite(get("rate"), 0.02, 1e-12, 1e6);
      state.momentum = finite(get("momentum"), 0.9, 0, 0.9999);
      state.steps = finite(get("steps"), 150, 1, 20000);
      state.schedule = choices.schedule.choices.some(({ name }) => name === get("schedule")) ? get("schedule") : "constant";
      state.chosen = new Set(get("ways").split(",").filter((name) => names.includes(name)));
      const done = read(get("function"));
      const mistake = find(".mistake").textContent;
      if (!done && state.source === null) read(firstDescent.function);
      follow();
      if (!done) say(mistake);
    },
  };
}
