// Predict mode without a page around it: how a guess is read, compared and answered.
"use strict";

/** A decimal number, inf or nan; null if the text is none of them. */
function readDecimal(text) {
  if (/^[+-]?(∞|inf|infinity)$/.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^[+-]?nan$/.test(text)) return NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text) ? Number(text) : null;
}

/**
 * The number that a learner has typed: -4, −4, 1/2, 0,5, 1e-3, 1.5·10^-7, inf, nan. Null if it
 * cannot be read.
 */
function readGuess(text) {
  const plain = text
    .toLowerCase()
    .replace(/\s/g, "")
    .replace(/[−–]/g, "-")
    .replace(/,/g, ".")
    .replace(/[*x×·⋅]10\^?\(?([+-]?\d+)\)?/, "e$1");
  const numbers = plain.split(/[/÷⁄]/).map(readDecimal);
  if (numbers.length > 2 || numbers.includes(null)) return null;
  return numbers.length === 2 ? numbers[0] / numbers[1] : numbers[0];
}

/** Near enough for a guess: within one part in a hundred; rounding noise counts as zero. */
function isClose(guess, number) {
  if (Object.is(guess, number) || guess === number) return true;
  if (!Number.isFinite(guess) || !Number.isFinite(number)) return false;
  return Math.abs(guess - number) <= Math.max(0.01 * Math.abs(number), 1e-12);
}

/** A number as a text has it, with the minus sign of mathematics. */
function typeset(text) {
  return text.replace(/-/g, "−");
}

/** What has to be done to find the number of this moment. */
function advice(moment) {
  if (moment.kind === "seed") return "it is the gradient of the output with respect to itself";
  if (moment.kind === "value") return `work out ${typeset(moment.computation)}`;
  const product =
    `upstream is ${typeset(moment.upstream)}, local is ${typeset(moment.local)}; multiply them`;
  if (moment.before === null) return product;
  return `${product}, and add the ${typeset(moment.before)} that was there before`;
}

/** What a guess that is not right tells about how it was found; null if nothing. */
function likelySlip(moment, guess) {
  const is = (text) => isClose(guess, readGuess(text));
  if (moment.kind === "share") {
    if (moment.before !== null && is(moment.share))
      return `that is what this path brings; add the ${typeset(moment.before)} from before`;
    const [upstream, local] = [readGuess(moment.upstream), readGuess(moment.local)];
    if (isClose(guess, upstream + local)) return `multiply instead of adding: ${advice(moment)}`;
  }
  if (is(moment.answer.startsWith("-") ? moment.answer.slice(1) : `-${moment.answer}`))
    return `the size is right, look at the sign: ${advice(moment)}`;
  return null;
}

/** The answer to what was typed: is it right, was it a number at all, and what is said. */
function judge(moment, text) {
  const guess = readGuess(text);
  if (guess === null)
    return { right: false, read: false, say: "Type a number, like -4, 0.5, 1/2 or 1e-3." };
  if (isClose(guess, readGuess(moment.answer)))
    return { right: true, read: true, say: `Right: ${typeset(moment.answer)}.` };
  const why = likelySlip(moment, guess) ?? advice(moment);
  return { right: false, read: true, say: `Not yet: ${why}.` };
}

/** "You found 4 of 5: …". A result is "first", "helped" or "shown", for each answer. */
function score(results, questions) {
  const count = (kind) => results.filter((result) => result === kind).length;
  const found = count("first") + count("helped");
  const parts = [
    [count("first"), "at the first try"],
    [count("helped"), "with some help"],
    [count("shown"), "shown"],
    [questions - results.length, "left out"],
  ];
  const told = parts.filter(([number]) => number > 0).map(([number, how]) => `${number} ${how}`);
  return `You found ${found} of ${questions}: ${told.join(", ")}.`;
}
