// The mathematics of our LaTeX fragments and Markdown pages, set by KaTeX: pages show it where there
// is no LaTeX.
"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
const katex = require("katex");
const { stepgrad } = require("./browser.js");

const calls = {
  "two paths and a kink": ["a = x * y; f = a * a + relu(a - a)", "x=2", "y=3"],
  "inf and nan": ["y = log(x); z = y * 0; f = z + w", "x=0", "w=1"],
  "names with indices, Greek and odd letters": ["tanh(w_1 * α + größe_max) / log_sum_exp(b, c)",
    "w_1=1", "α=2", "größe_max=0.5", "b=1", "c=2"],
  "powers, roots and fractions": ["(a^b - sqrt(c)) / exp(a)", "a=2", "b=3", "c=4"],
};

/** Every formula of a text, displayed or in a line. */
function formulasOf(text) {
  const pattern = /\\begin\{align\*\}[^]*?\\end\{align\*\}|\$\$([^]*?)\$\$|\$([^$]*)\$/g;
  return [...text.matchAll(pattern)].map(([all, displayed, inline]) => ({
    displayMode: inline === undefined, formula: displayed ?? inline ?? all,
  }));
}

function setsAll(words) {
  const formulas = formulasOf(stepgrad(...words));
  assert.ok(formulas.length > 5, `${formulas.length} formulas`);
  for (const { formula, displayMode } of formulas)
    katex.renderToString(formula, { displayMode, throwOnError: true, strict: false });
}

for (const [what, words] of Object.entries(calls))
  for (const format of ["latex", "markdown"])
    test(`${what}, as ${format}`, () => setsAll(["explain", ...words, "--format", format]));

test("a network in matrices, as markdown", () =>
  setsAll(["explain", "--model", "2-3-2", "--format", "markdown"]));
