// How it has learnt: the curves of loss or accuracy, with those of a run that is kept to compare.
"use strict";

function makeNetworkCurves(it) {
  const svg = it.find(".curves svg");
  const names = ["learnt from", "watched", "test"];
  const room = { left: 44, right: 412, top: 10, bottom: 168 };
  let numbers = new Float32Array();  // six for each epoch

  /** The longest curves are drawn with so many points. */
  const most = 500;

  function points(of, measure, part, place) {
    const count = of.length / 6, stride = Math.max(1, Math.floor(count / most));
    const path = [];
    for (let i = 0; i < count; i += stride) {
      const number = of[6 * i + 2 * part + measure];
      if (Number.isFinite(number)) path.push(`${place.x(i)} ${place.y(number)}`);
    }
    return path.length ? `M${path.join("L")}` : "";
  }

  function range(all, measure) {
    let least = Infinity, most = -Infinity;
    for (const of of all)
      for (let i = 0; i < of.length; i += 2) {
        const number = of[i + measure];
        if (!Number.isFinite(number)) continue;
        least = Math.min(least, number);
        most = Math.max(most, number);
      }
    return [least, most];
  }

  function draw() {
    numbers = it.engine.floats("network_curves", it.session).slice();
    const measure = Number(it.find(".measure").value);
    const logarithmic = it.find(".logarithmic").checked && measure === 0;
    const all = it.kept ? [numbers, it.kept.curves] : [numbers];
    let [least, most] = range(all, measure);
    if (measure === 1) [least, most] = [Math.min(least, 0.5), 1];
    else if (!logarithmic) least = 0;
    if (!(most > least)) most = least + 1;
    const level = (number) => (logarithmic ? Math.log10(Math.max(number, 1e-9)) : number);
    const end = Math.max(1, ...all.map((of) => of.length / 6 - 1));
    const place = {
      x: (i) => (room.left + (i / end) * (room.right - room.left)).toFixed(1),
      y: (number) => (room.bottom - ((level(number) - level(least)) / (level(most) - level(least))) * (room.bottom - room.top)).toFixed(1),
    };
    const parts = [least, most].map((number) =>
      `<path class="grid" d="M${room.left} ${place.y(number)}H${room.right}"/><text x="${room.left - 4}" y="${Number(place.y(number)) + 4}" text-anchor="end">${Number(number.toPrecision(2))}</text>`);
    parts.push(`<text x="${room.right}" y="184" text-anchor="end">epoch ${end}</text><text x="${room.left}" y="184">0</text>`);
    if (it.kept) for (const part of [0, 2]) parts.push(`<path class="series-${part} kept-curve" d="${points(it.kept.curves, measure, part, place)}"/>`);
    const drawn = names.map((name, part) => [name, part, points(numbers, measure, part, place)]).filter(([, , path]) => path);
    for (const [, part, path] of drawn) parts.push(`<path class="series-${part}" d="${path}"/>`);
    parts.push(`<path class="now" d="M${place.x(it.standing.epoch)} ${room.top}V${room.bottom}"/>`);
    svg.innerHTML = parts.join("");
    const what = ["loss", "accuracy"][measure];
    svg.setAttribute("aria-label", `The ${what} over ${end} epochs. ${it.standing.sentence}`);
    showKey(drawn);
  }

  let shown = "";
  function showKey(drawn) {
    const key = drawn.map(([name, part]) =>
      `<svg width="26" height="8" aria-hidden="true"><path class="series-${part}" d="M0 4H26" fill="none" stroke-width="2"/></svg> ${name}`).join(" ") + (it.kept ? " (pale: the run that is kept)" : "");
    if (key !== shown) it.find(".curves .key").innerHTML = shown = key;
  }

  return {
    draw,
    copy: () => numbers.slice(),
    showKept() {
      const box = it.find(".kept");
      box.hidden = it.find(".drop-kept").hidden = !it.kept;
      if (it.kept) {
        box.querySelector("canvas").getContext("2d").drawImage(it.kept.picture, 0, 0);
        box.querySelector("canvas").setAttribute("aria-label", "What the run that is kept says everywhere");
        box.querySelector("p").textContent = it.kept.title;
        box.querySelector("code").textContent = it.kept.command;
      }
      draw();
    },
    log() {
      const rows = ["epoch,loss,accuracy,validation_loss,validation_accuracy,test_loss,test_accuracy"];
      for (let i = 0; i < numbers.length / 6; ++i)
        rows.push([i, ...numbers.subarray(6 * i, 6 * i + 6)].map((number) => (Number.isFinite(number) ? number : "")).join(","));
      return `${rows.join("\n")}\n`;
    },
    svg() {
      const style = ".grid{stroke:#ccc}text{font:11px sans-serif;fill:#444}path{fill:none;stroke-width:1.8}.now{stroke:#c96a00}" +
        ".series-0{stroke:#222}.series-1{stroke:#009e73;stroke-dasharray:2 3}.series-2{stroke:#d55e00;stroke-dasharray:7 3}.kept-curve{opacity:.45;stroke-width:4}";
      return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 190"><style>${style}</style>${svg.innerHTML}</svg>\n`;
    },
  };
}
