// A neuron looked into: its bias and weights with their gradients, to be changed, and the way to the
// steps of the chain rule for the sample that is chosen. Beside it the confusions and gradient norms.
"use strict";

function makeNetworkPanel(it, { setWeight, openFormula, choose }) {
  const panel = it.find(".neuron-panel");
  let rows = [];  // { place, value, gradient } of what is shown

  /** The parameters of a neuron: which one, where in it, and where among all numbers. */
  function parametersOf({ layer, neuron }) {
    const all = [];
    let begin = 0;
    it.description.parameters.forEach(({ name, rows: height, columns }, parameter) => {
      const row = neuron - 1;
      if (name === `b${layer}`)
        all.unshift({ name: `b${layer}_${neuron}`, from: "bias", parameter, row, column: 0, place: begin + row });
      if (name === `W${layer}`)
        for (let column = 0; column < columns; ++column) {
          const from = layer === 1 ? it.description.features[column] : `neuron ${column + 1}`;
          all.push({ name: `W${layer}_${neuron}_${column + 1}`, from, parameter, row, column, place: begin + row * columns + column });
        }
      begin += height * columns;
    });
    return all;
  }

  function show(weight) {
    panel.hidden = it.chosen === null;
    rows = [];
    if (it.chosen === null) return;
    const { layer, neuron } = it.chosen;
    const last = layer === it.description.sizes.length - 1;
    panel.innerHTML = `<h3>Neuron ${neuron} of ${last ? "the outputs" : `layer ${layer}`}</h3>
      <p><button type="button" class="main steps">The chain rule, step by step, for sample ${it.sample + 1}</button>
      <button type="button" class="close">Close</button></p>
      <div class="scroll"><table><thead><tr><th>name<th>from<th>value<th>gradient</tr></thead><tbody></tbody></table></div>
      <p class="note">The gradient is that of the mean loss of what is learnt from. A number typed here takes the place of the weight.</p>`;
    panel.querySelector(".steps").addEventListener("click", () => openFormula(layer, neuron));
    panel.querySelector(".close").addEventListener("click", () => choose(null));
    for (const parameter of parametersOf(it.chosen)) panel.querySelector("tbody").append(makeRow(parameter));
    draw();
    if (weight !== null) rows[weight + 1]?.value.focus();
  }

  function makeRow({ name, from, parameter, row, column, place }) {
    const line = document.createElement("tr");
    const value = Object.assign(document.createElement("input"), { type: "text", inputMode: "decimal", autocomplete: "off" });
    value.setAttribute("aria-label", `${name}, its value`);
    const gradient = document.createElement("td");
    gradient.className = "gradient";
    for (const words of [name, from]) line.append(Object.assign(document.createElement("td"), { textContent: words }));
    line.append(document.createElement("td"), gradient);
    line.children[2].append(value);
    value.addEventListener("change", () => {
      const wanted = value.value.trim() === "" ? NaN : Number(value.value);
      value.setAttribute("aria-invalid", !Number.isFinite(wanted));
      if (Number.isFinite(wanted)) setWeight(parameter, row, column, wanted);
    });
    rows.push({ place, value, gradient });
    return line;
  }

  function draw() {
    if (rows.length) {
      const numbers = it.engine.floats("network_parameters", it.session);
      rows.forEach(({ place, value }) => {
        if (document.activeElement !== value || it.running) value.value = Number(numbers[place].toPrecision(6));
      });
      const gradients = it.engine.floats("network_gradients", it.session);
      rows.forEach(({ place, gradient }) => { gradient.textContent = Number(gradients[place].toPrecision(4)); });
      panel.querySelector(".steps").textContent = `The chain rule, step by step, for sample ${it.sample + 1}`;
    }
    drawNorms();
    drawConfusion();
  }

  function table(caption, head, body) {
    const cell = (tag) => ([words, of]) => `<${tag}${of ? ` class="${of}"` : ""}>${escapeMarkup(String(words))}</${tag}>`;
    return `<table><caption>${escapeMarkup(caption)}</caption><thead><tr>${head.map((words) => cell("th")([words])).join("")}</tr></thead><tbody>` +
      body.map((row) => `<tr>${row.map(cell("td")).join("")}</tr>`).join("") + "</tbody></table>";
  }

  function drawNorms() {
    const norms = it.engine.json("network_gradient_norms", it.session);
    it.find(".norms").innerHTML = table("Length of the gradient", ["", ""], norms.map(({ name, norm }) => [[name], [norm, "gradient"]]));
  }

  function drawConfusion() {
    const { classes } = it.description;
    it.find(".confusion").hidden = classes.length === 0;
    if (classes.length === 0) return;
    const { of, counts } = it.engine.json("network_confusion", it.session);
    it.find(".confusion").innerHTML = table(`Of ${of}: class, and what is said`, ["", ...classes],
      counts.map((row, i) => [[classes[i]], ...row.map((count, k) => [count, i === k ? "right" : ""])]));
  }

  return { show, draw };
}
