// Questions of a lesson: what is typed is judged as the terminal judges it (answer.cpp), and when
// it is right, the answer opens.
"use strict";

const numbersIn = (text) => text.split(" ").filter(Boolean).map(Number);

function isWithin(guess, number, within, around = 0) {
  if (guess === number) return true;
  return Math.abs(guess - number) <= Math.max(within * Math.abs(number), around, 1e-12);
}

/** The number that is typed; it may be arithmetic, as 2*3.1. Null if it cannot be read. */
function readNumber(text) {
  const number = readGuess(text);
  if (number !== null) return number;
  try {
    return readFormula(text.replace(/,/g, "."), [])({});
  } catch {
    return null;
  }
}

/** The whole number that is typed with a comma before every three digits, as 1,023, or NaN. */
function readGrouped(text) {
  return /^-?[1-9]\d{0,2}(,\d{3})+$/.test(text.trim()) ? Number(text.replace(/,/g, "")) : NaN;
}

/** What the size of a wrong number tells of the slip. */
function slipInSize(guess, answer, within) {
  const is = (times) => answer !== 0 && isWithin(guess, times * answer, within);
  if (is(-1)) return "the size is right; look at the sign.";
  if (is(0.5)) return "that is half of it. Is a factor 2 missing?";
  if (is(2)) return "that is twice as much as it is. Is there a factor 2 too many?";
  if ([1e1, 1e2, 1e3].some((shift) => is(shift) || is(1 / shift)))
    return "the digits are right; look at the decimal point.";
  if (isWithin(guess, answer, 5 * within)) return "very near. Work it out with one more digit.";
  return "guess again, or take a hint.";
}

// What a judgement is: `say` in words, `remark` an element that goes on, `right` if it is.

const notYet = (remark) => ({ say: "Not yet: ", remark: remark.element });

/** What to say of a number; `remarks` are { when, answer, element }. */
function judgeNumber(text, answer, within, around, remarks) {
  const grouped = readGrouped(text);
  const guess = readNumber(text) ?? (Number.isNaN(grouped) ? null : grouped);
  if (guess === null) return { say: "Type a number, like 6.1, -4, 1/3 or 1e-3." };
  const number = (remark) => Number(remark.answer);
  const slip = remarks.find((remark) => remark.when === "is" &&
    isWithin(guess, number(remark), within) &&
    Math.abs(guess - number(remark)) < Math.abs(guess - answer));
  if (slip) return notYet(slip);
  if (isWithin(guess, answer, within, around) || isWithin(grouped, answer, within, around))
    return { right: true, say: "Right." };
  const beyond = remarks.find((remark) => (remark.when === "above" && guess > number(remark)) ||
    (remark.when === "below" && guess < number(remark)));
  if (beyond) return notYet(beyond);
  return { say: `Not yet: ${slipInSize(guess, answer, within)}` };
}

const areNear = (guesses, numbers, within, around) => guesses.length === numbers.length &&
  guesses.every((guess, i) => isWithin(guess, numbers[i], within, around));

/** What all wrong numbers together tell of the slip; "" if nothing. */
function slipInAll(guesses, numbers, columns, near) {
  const times = (factor) => near(guesses, numbers.map((number) => factor * number));
  if (times(-1)) return "the sizes are right; look at the signs: all of them are turned round.";
  if (times(2)) return "each is twice what it should be. Is there a factor 2 too many?";
  if (times(0.5)) return "each is half of what it should be. Is a factor 2 missing?";
  const turned = (i) => numbers[(i % columns) * columns + Math.floor(i / columns)];
  if (columns > 0 && numbers.length === columns ** 2 && near(guesses, numbers.map((_, i) => turned(i))))
    return "that is the transposed matrix: rows and columns are exchanged.";
  const sorted = (list) => [...list].sort((a, b) => a - b);
  if (near(sorted(guesses), sorted(numbers)))
    return "these are the right numbers, but not all in their places.";
  return "";
}

const inWords = (words) => words.length < 2 ? words.join("")
  : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** What to say of several numbers, each in a field of its own. */
function judgeNumbers(texts, numbers, names, columns, within, around, remarks) {
  const guesses = texts.map(readNumber);
  const unread = guesses.findIndex((guess) => guess === null);
  if (unread >= 0) return { say: `Type a number for ${names[unread]}, too.` };
  const near = (some, others) => areNear(some, others, within, around);
  if (near(guesses, numbers)) return { right: true, say: "Right." };
  const isRight = numbers.map((number, i) => isWithin(guesses[i], number, within, around));
  const applies = {
    is: ({ answer }) => near(guesses, numbersIn(answer)),
    times: ({ answer }) => near(guesses, numbers.map((number) => Number(answer) * number)),
    entry: ({ answer, place }) =>
      !isRight[place] && isWithin(guesses[place], Number(answer), within),
  };
  const remark = remarks.find((other) => applies[other.when]?.(other));
  if (remark) return notYet(remark);
  const slip = slipInAll(guesses, numbers, columns, near);
  if (slip) return { say: `Not yet: ${slip}` };
  const [good, wrong] = [true, false].map((kind) => names.filter((_, i) => isRight[i] === kind));
  if (good.length === 0) return { say: "Not yet: guess again, or take a hint." };
  return { say: `Not yet: ${inWords(good)} ${good.length === 1 ? "is" : "are"} right. ` +
    `Look at ${inWords(wrong)} again.` };
}

/** What to say of an order; `things` are their texts. */
function judgeOrder(guess, answer, things, remarks) {
  if (guess.length < things.length) return { say: "Press all of them, one after the other." };
  if (guess.join(" ") === answer) return { right: true, say: "Right." };
  const remark = remarks.find(({ when, answer: places }) =>
    when === "is" && places === guess.join(" "));
  if (remark) return notYet(remark);
  const wanted = answer.split(" ");
  const at = guess.findIndex((place, i) => place !== wanted[i]);
  const misplaced = remarks.find((other) => other.when === "choice" && other.answer === guess[at]);
  if (misplaced) return notYet(misplaced);
  const text = things[guess[at] - 1];
  if (at === 0) return { say: `Not yet: it does not begin with '${text}'.` };
  return { say: `Not yet: the first ${at === 1 ? "is" : `${at} are`} right; after ` +
    `${at === 1 ? "it" : "them"}, '${text}' does not come next.` };
}

/** Things that are pressed in their order; pressing one again takes it back. */
function startThings(root) {
  const things = [...root.querySelectorAll(".thing")];
  const pressed = [];
  for (const thing of things)
    thing.addEventListener("click", () => {
      const at = pressed.indexOf(thing.value);
      if (at < 0) pressed.push(thing.value);
      else pressed.splice(at, 1);
      for (const other of things) {
        const place = pressed.indexOf(other.value);
        if (place < 0) delete other.dataset.at;
        else other.dataset.at = place + 1;
      }
    });
  return {
    pressed,
    texts: things.map((thing) => thing.textContent),
  };
}

/** Pointing at a drawing of the plot types the place. */
function startPlace(svg, fields) {
  const [left, right, bottom, top] = numbersIn(svg.dataset.frame);
  const area = numbersIn(svg.dataset.area);
  const shown = (number) => String(Number(number.toPrecision(3)));
  svg.addEventListener("click", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY)
      .matrixTransform(svg.getScreenCTM().inverse());
    const [x, y] = [(point.x - left) / (right - left), (point.y - bottom) / (top - bottom)];
    if (x < 0 || x > 1 || y < 0 || y > 1) return;
    fields[0].value = shown(area[0] + x * (area[1] - area[0]));
    fields[1].value = shown(area[2] + y * (area[3] - area[2]));
    svg.querySelector(".pointed")?.remove();
    const ring = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    for (const [name, value] of Object.entries({ cx: point.x, cy: point.y, r: 9, class: "pointed",
      fill: "none", stroke: "#d55e00", "stroke-width": 3 })) ring.setAttribute(name, value);
    svg.append(ring);
  });
}

/** By how much the guesses are too large, if that is the same wherever it is tried; else null. */
function factorBetween(values, answer) {
  const factors = answer.map((other, i) => values[i] / other)
    .filter((_, i) => Number.isFinite(answer[i]) && answer[i] !== 0);
  const same = (factor) => Number.isFinite(factor) && factor !== 0 &&
    isWithin(factor, factors[0], 1e-9);
  return factors.length > 0 && factors.every(same) ? factors[0] : null;
}

/** What such a factor tells of the slip. */
function slipOfFactor(factor, shown) {
  if (isWithin(factor, -1, 1e-9)) return "only the sign is not right.";
  if (isWithin(factor, 0.5, 1e-9)) return "everywhere it is half of what it should be.";
  return `everywhere it is ${shown(factor)} times what it should be. Look at the factors.`;
}

/** What to say of a formula; `points` are the inputs' numbers, the others what comes out there. */
function judgeFormula(text, inputs, points, answer, remarks) {
  if (text.trim() === "") return { say: `Type a formula of ${inputs.join(" and ")}.` };
  let values;
  try {
    const formula = readFormula(text, inputs);
    values = points.map((point) =>
      formula(Object.fromEntries(inputs.map((name, i) => [name, point[i]]))));
  } catch (error) {
    return { say: error.message };
  }
  const differs = (others) => others.findIndex((other, i) =>
    Number.isFinite(other) && !isWithin(values[i], other, 1e-9));
  const at = differs(answer);
  if (at < 0) return { right: true, say: "Right." };
  const remark = remarks.find((other) => differs(numbersIn(other.answer)) < 0);
  if (remark) return notYet(remark);
  const shown = (number) => typeset(String(Number(number.toPrecision(6))));
  const factor = factorBetween(values, answer);
  if (factor !== null) return { say: `Not yet: ${slipOfFactor(factor, shown)}` };
  const where = inputs.map((name, i) => `${name} = ${shown(points[at][i])}`).join(" and ");
  return { say: `Not yet: at ${where} yours is ${shown(values[at])}, ` +
    `and it should be ${shown(answer[at])}.` };
}

/** What to say of a choice. */
function judgeChoice(chosen, answer, remarks) {
  if (chosen === undefined) return { say: "Choose one. A guess is enough." };
  if (chosen === answer) return { right: true, say: "Right." };
  const remark = remarks.find((other) => other.when === "choice" && other.answer === chosen);
  if (remark) return notYet(remark);
  return { say: "Not yet: guess again, or take a hint." };
}

function startQuestion(root) {
  const { kind, answer, within, around, inputs, points } = root.dataset;
  const reply = root.querySelector(".reply");
  const details = root.querySelector("details");
  const fields = [...root.querySelectorAll("input[type=text]")];
  const things = startThings(root);
  const hints = [...root.querySelectorAll(".hints li")];
  const remarks = [...root.querySelectorAll(".remarks li")].map((remark) =>
    ({ ...remark.dataset, element: remark }));
  let given = 0;

  /** Words, and then what an element holds: it may have mathematics in it. */
  function say(words, element) {
    reply.replaceChildren(words, ...(element?.cloneNode(true).childNodes ?? []));
  }

  function judged() {
    if (kind === "number")
      return judgeNumber(fields[0].value, Number(answer), Number(within), Number(around), remarks);
    if (kind === "numbers")
      return judgeNumbers(fields.map((field) => field.value), numbersIn(answer),
        root.dataset.names.split(";"), Number(root.dataset.columns), Number(within),
        Number(around), remarks);
    if (kind === "order") return judgeOrder(things.pressed, answer, things.texts, remarks);
    if (kind === "formula")
      return judgeFormula(fields[0].value, inputs.split(" ").filter(Boolean),
        points.split(";").map(numbersIn), numbersIn(answer), remarks);
    return judgeChoice(root.querySelector("input:checked")?.value, answer, remarks);
  }

  for (const drawing of root.querySelectorAll(".place > svg")) startPlace(drawing, fields);
  root.classList.add("live");
  root.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const judgement = judged();
    say(judgement.say, judgement.remark);
    if (judgement.right) details.open = true;
  });
  root.querySelector("[data-help=hint]").addEventListener("click", () => {
    if (given < hints.length) say(`Hint ${given + 1} of ${hints.length}: `, hints[given]);
    else say("That was the last hint. Guess, or open the answer.");
    given += 1;
  });
}
