// The diagram of a network: a button for each neuron, with its map and its bias, and a line for each
// weight, as wide as the weight is large; negative ones are dashed.
"use strict";

function makeNetworkDiagram(it, { choose, changeHidden }) {
  const layers = it.find(".layers"), lines = it.find(".weights"), buttons = it.find(".layer-buttons");
  const most = 10;         // neurons of a layer that are drawn
  let tiles = [];          // layer -> neuron -> its button
  let paths = [];          // { layer, to, from, path }

  function begin() {
    const { sizes, features, classes, targets } = it.description;
    tiles = sizes.map((size, layer) => Array.from({ length: Math.min(size, most) }, (_, i) => makeTile(layer, i)));
    layers.replaceChildren(...tiles.map((column, layer) => {
      const box = document.createElement("div");
      box.className = "layer";
      const last = layer === sizes.length - 1;
      const name = layer === 0 ? "features" : last ? "outputs" : `layer ${layer}`;
      box.append(text("span", "name", name));
      column.forEach((tile, i) => {
        box.append(tile);
        const outputs = classes.length === 2 && sizes[layer] === 1 ? [classes[1]] : classes.length ? classes : targets;
        const called = layer === 0 ? features[i] : last ? outputs[i] : "";
        if (called) box.append(text("span", "neuron-name", called));
        tile.setAttribute("aria-label", called || `neuron ${i + 1} of layer ${layer}`);
      });
      if (sizes[layer] > most) box.append(text("span", "name", `… ${sizes[layer]} in all`));
      return box;
    }));
    makeLines();
    makeButtons();
    it.find(".diagram-part > .note").textContent = "Blue is positive, orange and dashed negative. " +
      "The square at a corner is the bias. Choose a neuron or a weight to look into it.";
  }

  function text(tag, of, words) {
    return Object.assign(document.createElement(tag), { className: of, textContent: words, title: words });
  }

  function makeTile(layer, neuron) {
    const tile = Object.assign(document.createElement("button"), { type: "button", className: "neuron" });
    const canvas = Object.assign(document.createElement("canvas"), { width: it.cells, height: it.cells });
    tile.append(canvas, text("span", "at", ""));
    if (layer > 0) tile.append(text("span", "bias", ""));
    tile.disabled = layer === 0;
    tile.setAttribute("aria-pressed", "false");
    tile.addEventListener("click", () => choose({ layer, neuron: neuron + 1 }));
    return tile;
  }

  function makeLines() {
    lines.replaceChildren();
    paths = [];
    for (let layer = 1; layer < tiles.length; ++layer)
      for (let to = 0; to < tiles[layer].length; ++to)
        for (let from = 0; from < tiles[layer - 1].length; ++from) {
          const make = () => lines.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
          const path = make(), hit = make();
          hit.setAttribute("class", "hit");
          hit.append(document.createElementNS("http://www.w3.org/2000/svg", "title"));
          hit.addEventListener("click", () => choose({ layer, neuron: to + 1 }, from));
          paths.push({ layer, to, from, path, hit });
        }
  }

  function makeButtons() {
    const hidden = it.description.sizes.slice(1, -1);
    const button = (words, label, act, disabled = false) => {
      const made = Object.assign(document.createElement("button"), { type: "button", textContent: words, disabled });
      made.setAttribute("aria-label", label);
      made.title = label;
      made.addEventListener("click", () => {
        act();
        const again = [...buttons.querySelectorAll("button")].find((other) => other.title === label);
        again?.focus();  // they are made anew
      });
      return made;
    };
    const change = (i, by) => changeHidden(hidden.map((size, k) => size + (k === i ? by : 0)));
    buttons.replaceChildren(
      `${it.description.sizes.join("-")}`,
      button("+ layer", "One more hidden layer", () => changeHidden([...hidden, hidden.at(-1) ?? 4])),
      button("− layer", "One hidden layer fewer", () => changeHidden(hidden.slice(0, -1)), hidden.length === 0),
      ...hidden.map((size, i) => {
        const group = document.createElement("span");
        group.append(`layer ${i + 1}: `, button("+", `One neuron more in layer ${i + 1}`, () => change(i, 1)),
          ` ${size} `, button("−", `One neuron fewer in layer ${i + 1}`, () => change(i, -1), size === 1));
        return group;
      }));
  }

  /** Where the numbers of layer `layer` (from 1) begin among the parameters: weights and bias. */
  function placesOf(layer) {
    const { parameters } = it.description;
    let begin = 0;
    const places = {};
    for (const { name, rows, columns } of parameters) {
      if (name === `W${layer}`) places.weights = begin, places.columns = columns;
      if (name === `b${layer}`) places.bias = begin;
      begin += rows * columns;
    }
    return places;
  }

  function draw() {
    drawMaps();
    drawWeights();
  }

  function drawMaps() {
    const { sizes, plane, classes } = it.description;
    if (plane > 2 || !it.map) return;
    const count = plane === 2 ? it.cells * it.cells : it.cells;
    const discretise = it.find(".discretise").checked;
    let begin = 0;
    tiles.forEach((column, layer) => {
      const last = layer === sizes.length - 1;
      const skipped = last && classes.length === 2 && sizes[layer] === 1 ? 1 : 0;
      column.forEach((tile, i) => {
        const at = begin + (i + skipped) * count;
        const numbers = it.map.subarray(at, at + count);
        const context = tile.firstChild.getContext("2d");
        if (plane === 1) drawCurve(context, numbers);
        else if (last && classes.length)
          paintNumbers(context, numbers.map((share) => 2 * share - 1), it.cells, discretise);
        else paintNumbers(context, numbers, it.cells, discretise);
      });
      begin += sizes[layer] * count;
    });
  }

  /** Over one feature a neuron is a curve. */
  function drawCurve(context, numbers) {
    const { width, height } = context.canvas;
    const most = numbers.reduce((size, number) => Math.max(size, Math.abs(number)), 1e-9);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.strokeStyle = classColor(0);
    context.lineWidth = 3;
    context.beginPath();
    numbers.forEach((number, i) => context.lineTo((i / (numbers.length - 1)) * width, height * (0.5 - 0.45 * number / most)));
    context.stroke();
  }

  function drawWeights() {
    const numbers = it.engine.floats("network_parameters", it.session);
    const room = lines.getBoundingClientRect();
    const sides = tiles.map((column) => column.map((tile) => {
      const box = tile.getBoundingClientRect();
      return { left: box.left - room.left, right: box.right - room.left, y: box.top + box.height / 2 - room.top };
    }));
    for (const { layer, to, from, path, hit } of paths) {
      const { weights, columns } = placesOf(layer);
      const weight = numbers[weights + to * columns + from];
      const { right: x, y } = sides[layer - 1][from], { left: u, y: v } = sides[layer][to];
      const middle = (x + u) / 2;
      const curve = `M${x.toFixed(1)} ${y.toFixed(1)}C${middle.toFixed(1)} ${y.toFixed(1)} ${middle.toFixed(1)} ${v.toFixed(1)} ${u.toFixed(1)} ${v.toFixed(1)}`;
      const size = Math.min(1, Math.abs(weight) / 2);
      path.setAttribute("d", curve);
      path.setAttribute("stroke", classColor(weight < 0 ? 4 : 0));
      path.setAttribute("stroke-width", (0.6 + 5 * size).toFixed(2));
      path.setAttribute("stroke-opacity", (0.25 + 0.75 * size).toFixed(2));
      path.setAttribute("stroke-dasharray", weight < 0 ? "6 3" : "none");
      hit.setAttribute("d", curve);
      hit.firstChild.textContent = `W${layer}, from ${from + 1} to ${to + 1}: ${weight.toPrecision(4)}`;
    }
    for (let layer = 1; layer < tiles.length; ++layer) {
      const { bias } = placesOf(layer);
      tiles[layer].forEach((tile, i) => {
        const square = tile.querySelector(".bias");
        square.style.background = colorOfNumber(numbers[bias + i]);
        square.title = `bias ${numbers[bias + i].toPrecision(4)}`;
      });
    }
  }

  return {
    begin,
    draw,
    mark() {
      tiles.forEach((column, layer) => column.forEach((tile, i) =>
        tile.setAttribute("aria-pressed", it.chosen?.layer === layer && it.chosen.neuron === i + 1)));
    },
    /** What each neuron comes to at a place; null: nothing. */
    showAt(numbers) {
      tiles.forEach((column, layer) => column.forEach((tile, i) => {
        tile.querySelector(".at").textContent = numbers?.[layer]?.[i] ?? "";
      }));
    },
    /** All of it as an SVG file. */
    svg() {
      const room = lines.getBoundingClientRect();
      const parts = [...lines.querySelectorAll("path:not(.hit)")].map((path) => {
        const copy = path.cloneNode();
        copy.setAttribute("fill", "none");
        return copy.outerHTML;
      });
      for (const column of tiles)
        for (const tile of column) {
          const box = tile.getBoundingClientRect();
          const x = box.left - room.left, y = box.top - room.top;
          parts.push(`<image x="${x}" y="${y}" width="${box.width}" height="${box.height}" href="${tile.firstChild.toDataURL()}"/>` +
            `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" fill="none" stroke="#333"/>`);
          const name = tile.nextElementSibling;
          if (name?.className === "neuron-name")
            parts.push(`<text x="${x + box.width / 2}" y="${y + box.height + 12}" font-size="11" font-family="sans-serif" text-anchor="middle">${escapeMarkup(name.textContent)}</text>`);
        }
      return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-5 -5 ${room.width + 10} ${room.height + 15}">${parts.join("\n")}</svg>\n`;
    },
  };
}

const escapeMarkup = (words) =>
  words.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
