// Colours and shapes of a network: classes by hue and shape, numbers from orange over white to blue.
"use strict";

/** Of the classes, told apart by colour-blind readers (plot/palette.hpp has the same). */
const classColors = [
  [0, 114, 178], [213, 94, 0], [0, 158, 115], [204, 121, 167], [230, 159, 0],
  [86, 180, 233], [136, 34, 85], [153, 153, 51], [51, 34, 136], [136, 136, 136],
];
const classColor = (k) => `rgb(${classColors[k % classColors.length].join(" ")})`;
/** How a line of a class is drawn in an SVG: on dark paper the darkest of them would not be seen. */
const classStroke = (k) =>
  `stroke="${classColor(k)}" style="stroke: light-dark(${classColor(k)}, color-mix(in srgb, ${classColor(k)} 60%, white))"`;

/** From -1 to 1: orange, white, blue, in 256 steps, as four bytes each. */
const numberColors = (() => {
  const [positive, , , , negative] = classColors;
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; ++i) {
    const share = Math.abs(i - 127.5) / 127.5;
    const to = i < 128 ? negative : positive;
    bytes.set([0, 1, 2].map((c) => 255 + (to[c] - 255) * share).concat(255), 4 * i);
  }
  return new Uint32Array(bytes.buffer);
})();

const colorOfNumber = (number) => `rgb(${new Uint8Array(numberColors.buffer, 4 * levelOf(number), 3).join(" ")})`;
const levelOf = (number) => Math.max(0, Math.min(255, Math.round(127.5 + 127.5 * number)));

/** Numbers as a picture of a pixel each, 1 being the largest size of any of them. */
function paintNumbers(context, numbers, cells, discretise) {
  const picture = context.createImageData(cells, cells);
  const pixels = new Uint32Array(picture.data.buffer);
  let most = 1e-12;
  for (const number of numbers) most = Math.max(most, Math.abs(number));
  for (let i = 0; i < pixels.length; ++i)
    pixels[i] = numberColors[discretise ? (numbers[i] < 0 ? 20 : 235) : levelOf(numbers[i] / most)];
  context.putImageData(picture, 0, 0);
}

/** Probabilities of classes, one map after the other: each class in its colour, paler where unsure. */
function paintClasses(context, numbers, cells, classes, discretise) {
  const picture = context.createImageData(cells, cells);
  const count = cells * cells;
  for (let i = 0; i < count; ++i) {
    let best = 0;
    for (let k = 1; k < classes; ++k) if (numbers[k * count + i] > numbers[best * count + i]) best = k;
    for (let c = 0; c < 3; ++c) {
      let mixed = 0;
      if (discretise) mixed = classColors[best % classColors.length][c];
      else for (let k = 0; k < classes; ++k) mixed += numbers[k * count + i] * classColors[k % classColors.length][c];
      picture.data[4 * i + c] = 255 + (mixed - 255) * 0.6;
    }
    picture.data[4 * i + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
}

/** The outline of a sample of a class: disc, square, triangle, rhombus, and again. */
function traceShape(context, shape, x, y, size) {
  context.beginPath();
  const corners = [
    null, [[-1, -1], [1, -1], [1, 1], [-1, 1]], [[0, -1.2], [1.1, 0.9], [-1.1, 0.9]], [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
  ][shape % 4];
  if (!corners) return context.arc(x, y, size, 0, 7);
  corners.forEach(([dx, dy], i) => context[i ? "lineTo" : "moveTo"](x + dx * size * 0.9, y + dy * size * 0.9));
  context.closePath();
}
