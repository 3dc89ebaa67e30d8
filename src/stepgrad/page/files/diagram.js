// The diagram: which parts are known, hidden and lit at a moment.
//
// The SVG is Graphviz's, complete, with the ids of drawing.hpp: n3 (and n3_2 where it is drawn
// again) a value, g3 the operation that makes it, e7 the use along which the seventh backward step
// goes. A large diagram comes in sheets (player_sheets.hpp): one with all its parts rolled up, where
// r1, r2, … are the wires between them, and one for the inside of each part; or a sheet for each
// stretch of operations.
"use strict";

// ---- what is seen at which moment ---------------------------------------------------------------

/** The value and the gradient among the texts of a node; its name stands in italics. */
function numbersOf(node) {
  const texts = [...node.querySelectorAll("text")].filter(
    (text) => text.getAttribute("font-style") !== "italic" && text.textContent.trim() !== "");
  return { value: texts[0], gradient: texts[1] };
}

/** Keeps texts in the middle of their places, whatever they are going to say. */
function center(texts) {
  const middles = texts.map((text) => {  // all are measured before the first one moves
    const box = text.getBBox();
    return box.x + box.width / 2;
  });
  texts.forEach((text, i) => {
    text.setAttribute("text-anchor", "middle");
    text.setAttribute("x", middles[i]);
  });
}

/** The grounds that inf and nan stand on, each with its text. */
function alarmsOf(part) {
  const middle = (element) => {
    const box = element.getBBox();
    return box.y + box.height / 2;
  };
  return [...part.group.querySelectorAll('rect[fill="#ffd54a"]')].map((ground) => {
    const distance = (text) => text ? Math.abs(middle(ground) - middle(text)) : Infinity;
    const ofValue = distance(part.value) < distance(part.gradient);
    return { ground, text: ofValue ? part.value : part.gradient };
  });
}

/** The moments at which a node becomes known: its value, then each share of its gradient. */
function timelines(moments) {
  const seed = moments.findIndex((moment) => moment.kind === "seed");
  const valueAt = new Map(), shares = new Map(), edgeAt = new Map();
  moments.forEach((moment, at) => {
    if (moment.kind === "value") valueAt.set(moment.node, at);
    if (moment.kind === "share") edgeAt.set(moment.edge, at);
    if (moment.kind !== "share" && moment.kind !== "seed") return;
    if (!shares.has(moment.node)) shares.set(moment.node, []);
    shares.get(moment.node).push(at);
  });
  return { seed, valueAt, shares, edgeAt };
}

/** The elements of an SVG, each with the moments that concern it. */
function partsOf(svg, moments, { seed, valueAt, shares, edgeAt }) {
  const parts = [];
  for (const group of svg.querySelectorAll("g.node, g.edge")) {
    const [, kind, first, rest] = /^([nger])(\d+)([-_].*)?$/.exec(group.id) ?? [];
    if (!kind) continue;
    const number = Number(first);
    const [, from, gate] =
      /^(n[\d_]+).*->(g[\d_]+)/.exec(group.querySelector("title")?.textContent ?? "") ?? [];
    const step = kind === "e" && !rest ? edgeAt.get(number)
      : kind === "r" ? lastInside(moments, idOf(gate)) : undefined;
    const node = kind === "r" ? idOf(gate) : step !== undefined ? moments[step].from : number;
    const part = {
      group, kind, node, step, from,
      at: valueAt.get(node) ?? 0,
      shares: shares.get(node) ?? [],
    };
    if (kind === "n") Object.assign(part, numbersOf(group), { gradientAt: part.shares[0] ?? seed });
    parts.push(part);
  }
  return parts;
}

/** The number of the node that an element shows: 3 of g3 and of n3_2. */
function idOf(id) {
  return Number(/\d+/.exec(id)[0]);
}

/** The last moment inside a part: then all is known that it brings. */
function lastInside(moments, part) {
  return moments.findLastIndex(
    (moment) => moment.kind === "share" && ownerOf(moment, true) === part);
}

/** The moments that a click on a part leads to, one after the other. */
function momentsOf(part, forwardOnly) {
  if (forwardOnly) return [part.at];
  return part.kind !== "n" && part.step !== undefined
    ? [part.step, part.at] : [...part.shares, part.at];
}

/** The node whose operation the moment is about; where parts are rolled up, the part it is in. */
function ownerOf(moment, rolled) {
  const part = rolled ? moment.part : undefined;
  return part ?? (moment.kind === "share" ? moment.from : moment.node);
}

/** Does the gradient of this moment flow along this wire? */
function isAlong(part, moment, at) {
  if (part.kind !== "r") return part.step === at;
  return moment.kind === "share" && part.node === ownerOf(moment, true) &&
    idOf(part.from) === moment.node;
}

/** Is this element what the moment is about? `along` is the wire along which gradient flows. */
function isLit(part, moment, at, along, owner) {
  const isOwner = part.node === owner && (part.kind === "n" || part.kind === "g");
  if (moment.kind === "value") return isOwner || part.at === at;
  if (moment.kind === "seed") return isOwner && part.kind === "n";
  if (moment.kind !== "share") return false;
  return isOwner || part === along || part.group.id === along?.from;
}

/** What a gradient's text says at a moment: the last sum, which may wait for more, or nothing yet. */
function gradientText(part, moments, at, final) {
  if (part.shares.length === 0) return final;
  const last = part.shares.filter((share) => share <= at).at(-1);
  if (last === undefined) return "";
  return isUnfinished(part, at) ? `${moments[last].drawn} …` : moments[last].drawn;
}

/** Are there shares of its gradient still to come? */
function isUnfinished(part, at) {
  return part.shares.some((share) => share > at);
}

// ---- the diagram on the page --------------------------------------------------------------------

/** A broad invisible stroke makes a thin wire easy to hit. */
function widen(edge) {
  const path = edge.querySelector("path");
  const hit = path.cloneNode();
  hit.setAttribute("class", "hit");
  path.after(hit);
}

/** Makes one drawing ready; it has to be in sight, for texts are measured. */
function makeSheet(element, moments, times, onClick) {
  const svg = element.querySelector("svg");
  const parts = partsOf(svg, moments, times);
  const rolled = parts.some((part) => part.kind === "r");
  const halos = document.createElementNS(svg.namespaceURI, "g");
  halos.setAttribute("class", "halos");
  svg.querySelector("g.graph").prepend(halos);
  if (!svg.matches(".circuit"))  // of which every text has its place
    center(parts.flatMap(({ value, gradient }) => [value, gradient]).filter(Boolean));
  for (const part of parts) {
    keepNumbers(part);
    part.alarms = part.kind === "n" ? alarmsOf(part) : [];
    if (part.kind === "e" || part.kind === "r") widen(part.group);
    part.group.addEventListener("click", (event) => onClick(part, event.shiftKey));
  }
  for (const title of svg.querySelectorAll("title")) title.remove();
  const texts = [...svg.querySelectorAll("text")];

  const kept = new Map(parts.flatMap((part) =>
    ["value", "gradient"].filter((which) => part[which]).map((which) => [part[which], [part, which]])));

  /** Other numbers, in the places of those that were there; show() shows those of the nodes. */
  function renew(numbers) {
    texts.forEach((text, i) => {
      const [part, which] = kept.get(text) ?? [];
      if (part) part.final[which] = numbers[i];
      else setNumber(text, numbers[i]);
    });
  }

  let lights = [];

  /** The moment's state; what it asks for stays hidden while it is a question. */
  function show(at, question, still) {
    const moment = moments[at];
    const along = parts.find((part) => isAlong(part, moment, at));
    const owner = ownerOf(moment, rolled);
    const backward = moment.kind === "share" || moment.kind === "seed";
    const lit = parts.filter((part) => isLit(part, moment, at, along, owner));
    lights = lit.filter((part) => part.kind === "n");
    for (const part of parts) {
      const { classList } = part.group;
      const isNow = lit.includes(part);
      classList.toggle("now", isNow);
      classList.toggle("later", part.at > at);
      classList.toggle("back", isNow && backward);
      if (part.step !== undefined)
        classList.toggle("untold", part.step > at || (question && part.step === at));
      if (part.kind === "n") showNumbers(part, at, question);
    }
    if (still) requestAnimationFrame(light);  // to measure now would cost a layout
    else light();
  }

  function light() {
    halos.replaceChildren(...lights.map(({ group }) => halo(group)));
  }

  function showNumbers(part, at, question) {
    const asked = question && moments[at].node === part.node;
    const asksValue = asked && moments[at].kind === "value";
    setNumber(part.value, asksValue ? "?" : part.final.value);
    part.value.classList.toggle("unknown", part.at > at);
    if (part.gradient) {
      setNumber(part.gradient,
        asked && !asksValue ? "?" : gradientText(part, moments, at, part.final.gradient));
      part.gradient.classList.toggle("unknown", part.gradientAt > at);
      part.gradient.classList.toggle("unfinished", isUnfinished(part, at));
    }
    for (const { ground, text } of part.alarms)
      ground.classList.toggle("unknown",
        text.classList.contains("unknown") || !/inf|nan/.test(text.textContent));
  }

  return { svg, show, renew };
}

/** Keeps what a part says when all is known. */
function keepNumbers(part) {
  part.final = { value: part.value?.textContent, gradient: part.gradient?.textContent };
}

/** Sets a text, on a ground that catches the eye where it is inf or nan. */
function setNumber(text, number) {
  if (text.textContent === number) return;
  text.textContent = number;
  if (!text.classList.contains("name")) text.classList.toggle("alarm", /inf|nan/.test(number));
}

/** A ground for what is lit. */
function halo(group) {
  const box = group.getBBox();
  const rectangle = document.createElementNS(group.namespaceURI, "rect");
  const margin = 3;
  const attributes = {
    x: box.x - margin, y: box.y - margin,
    width: box.width + 2 * margin, height: box.height + 2 * margin, rx: 4,
  };
  for (const [name, value] of Object.entries(attributes)) rectangle.setAttribute(name, value);
  return rectangle;
}

/**
 * sheetText(i) is the i-th sheet if it does not stand on the page, sheetTexts(i) what its texts say
 * now; room() is the height that the diagram may take, jump(at) goes to a moment.
 */
function makeDiagram(section, { moments, sheetText, sheetTexts }, room, jump, life) {
  const view = section.querySelector(".view");
  const parts = view.dataset.parts.split(" ").map((part) => part === "whole" ? part : Number(part));
  const elementOf = childrenOf(view, sheetText);
  const door = section.querySelector(".door");
  const times = timelines(moments);
  const sheets = new Map();  // by part, or "whole", made when first seen
  const hasWhole = parts[0] === "whole";
  let inside = !hasWhole;    // is the part of the current moment open?
  let shown = 0;
  let zoom = null;
  let stale = new Set();     // sheets whose numbers have changed since they were seen

  /** The sheet of a part, in sight. */
  function open(part) {
    const element = elementOf(parts.indexOf(part));
    view.querySelector(".sheet.open")?.classList.remove("open");
    element.classList.add("open");
    if (!element.isConnected) view.append(element);
    if (!sheets.has(part)) sheets.set(part, makeSheet(element, moments, times, onClick));
    if (stale.delete(part)) sheets.get(part).renew(sheetTexts(parts.indexOf(part)));
    zoom ??= makeZoom(view, room, life);
    zoom.look(sheets.get(part).svg);
    return sheets.get(part);
  }

  function onClick(part, forwardOnly) {
    const within = isPart(part.node) && !inside && part.kind !== "r";
    inside ||= within;
    jump(within ? firstInside(part.node) : nextStop(part, forwardOnly));
  }

  const isPart = (node) => moments.some((moment) => moment.part === node);

  /** The moment at which the pass that is shown enters a part. */
  function firstInside(part) {
    if (moments[shown].part === part) return shown;
    const kind = shown < times.seed ? "value" : "share";
    const first = moments.findIndex((moment) => moment.part === part && moment.kind === kind);
    return first < 0 ? times.valueAt.get(part) : first;
  }

  function nextStop(part, forwardOnly) {
    const stops = momentsOf(part, forwardOnly);
    return stops[(stops.indexOf(shown) + 1) % stops.length];
  }

  function show(at, question, still) {
    shown = at;
    const { part } = moments[at];
    const sheet = open(inside && part !== undefined ? part : "whole");
    sheet.show(at, question, still);
    const { node } = moments[at];
    if (!still) zoom.follow(sheet.svg.querySelectorAll(".now"),
      node === undefined ? null : sheet.svg.querySelector(`[id="n${node}"].now`));
    door.hidden = part === undefined || !hasWhole;
    door.textContent = inside ? "Show all parts" : "Look inside";
  }

  door.addEventListener("click", () => {
    inside = !inside;
    jump(shown);
  });

  return {
    show,
    renew() {
      stale = new Set(sheets.keys());
    },
    /** All sheets as they are at the end. */
    showAll() {
      for (const part of parts) open(part).show(moments.length - 1, false);
      view.replaceChildren(...parts.map((_, i) => elementOf(i)));
    },
    /** The sheet of the current moment alone, as it is at the end. */
    showOne() {
      const sheet = open(inside ? moments[shown].part : "whole");
      sheet.show(moments.length - 1, false);
      view.replaceChildren(view.querySelector(".sheet.open"));
    },
    zoom: { in: () => zoom.in(), out: () => zoom.out(), fit: () => zoom.fit(),
      pan: (x, y) => zoom.pan(x, y) },
  };
}
