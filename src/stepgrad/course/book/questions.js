// Questions of a lesson: what is typed is judged as the terminal judges it (answer.cpp), and when
// it is right, the answer opens.
"use strict";

const numbersIn = (text) => text.split(" ").filter(Boolean).map(Number);

function isWithin(guess, number, within) {
  if (guess === number) return true;
  return Math.abs(guess - number) <= Math.max(within * Math.abs(number), 1e-12);
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

/** What to say of a number; `remarks` are [number, element]. */
function judgeNumber(text, answer, within, remarks) {
  const grouped = readGrouped(text);
  const guess = readNumber(text) ?? (Number.isNaN(grouped) ? null : grouped);
  if (guess === null) return { say: "Type a number, like 6.1, -4, 1/3 or 1e-3." };
  const remark = remarks.find(([number]) => isWithin(guess, number, within) &&
    Math.abs(guess - number) < Math.abs(guess - answer));
  if (remark) return { say: "Not yet: ", remark: remark[1] };
  if (isWithin(guess, answer, within) || isWithin(grouped, answer, within))
    return { right: true, say: "Right." };
  return { say: `Not yet: ${slipInSize(guess, answer, within)}` };
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
  const remark = remarks.find(([others]) => differs(others) < 0);
  if (remark) return { say: "Not yet: ", remark: remark[1] };
  const shown = (number) => typeset(String(Number(number.toPrecision(6))));
  const factor = factorBetween(values, answer);
  if (factor !== null) return { say: `Not yet: ${slipOfFactor(factor, shown)}` };
  const where = inputs.map((name, i) => `${name} = ${shown(points[at][i])}`).join(" and ");
  return { say: `Not yet: at ${where} yours is ${shown(values[at])}, ` +
    `and it should be ${shown(answer[at])}.` };
}

/** What to say of a choice; `remarks` are [place, element]. */
function judgeChoice(chosen, answer, remarks) {
  if (chosen === undefined) return { say: "Choose one. A guess is enough." };
  if (chosen === answer) return { right: true, say: "Right." };
  const remark = remarks.find(([place]) => place === Number(chosen));
  if (remark) return { say: "Not yet: ", remark: remark[1] };
  return { say: "Not yet: guess again, or take a hint." };
}

function startQuestion(root) {
  const { kind, answer, within, inputs, points } = root.dataset;
  const reply = root.querySelector(".reply");
  const details = root.querySelector("details");
  const field = root.querySelector("input[type=text]");
  const hints = [...root.querySelectorAll(".hints li")];
  const remarks = [...root.querySelectorAll(".remarks li")].map((remark) =>
    [kind === "formula" ? numbersIn(remark.dataset.answer) : Number(remark.dataset.answer),
      remark]);
  let given = 0;

  /** Words, and then what an element holds: it may have mathematics in it. */
  function say(words, element) {
    reply.replaceChildren(words, ...(element?.cloneNode(true).childNodes ?? []));
  }

  function judged() {
    if (kind === "number") return judgeNumber(field.value, Number(answer), Number(within), remarks);
    if (kind === "formula")
      return judgeFormula(field.value, inputs.split(" ").filter(Boolean),
        points.split(";").map(numbersIn), numbersIn(answer), remarks);
    return judgeChoice(root.querySelector("input:checked")?.value, answer, remarks);
  }

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
