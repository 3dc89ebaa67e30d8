// A formula that a reader has typed: read it, and compute it for numbers. The same language as
// stepgrad's, as far as answers need it: + - * / ^, parentheses, functions of one number, pi, e.
"use strict";

const functions = {
  exp: Math.exp, log: Math.log, sqrt: Math.sqrt, sin: Math.sin, cos: Math.cos, tan: Math.tan,
  tanh: Math.tanh, abs: Math.abs, relu: (x) => Math.max(0, x), square: (x) => x * x,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

/**
 * The signs of a formula, with those of typography in plain: [["number", 2], ["sign", "*"], …].
 * 2x and 3x(x + 1) are products, as on paper.
 */
function signsOf(text, inputs) {
  const plain = text.replace(/^.*=/, "").replace(/[−–]/g, "-").replace(/[·×⋅]/g, "*")
    .replace(/\*\*/g, "^").replace(/²/g, "^2").replace(/³/g, "^3").replace(/½/g, "0.5");
  const signs = [];
  const pattern = /\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)|([a-zA-Z_]\w*)|([-+*/^()]))/gy;
  while (pattern.lastIndex < plain.trimEnd().length) {
    const [, number, name, sign] = pattern.exec(plain) ?? [];
    const [kind, before] = signs.at(-1) ?? [];
    const isFactor = kind === "number" || before === ")" || inputs.includes(before);
    if (isFactor && (name || sign === "(")) signs.push(["sign", "*"]);
    if (number) signs.push(["number", Number(number)]);
    else if (name) signs.push(["name", name]);
    else if (sign) signs.push(["sign", sign]);
    else throw new Error("There is a sign in it that I cannot read.");
  }
  return signs;
}

/** A function from numbers by name to the formula's value. Throws Error that says what is amiss. */
function readFormula(text, inputs) {
  const signs = signsOf(text, inputs);
  let at = 0;
  const next = (...wanted) =>
    signs[at]?.[0] === "sign" && wanted.includes(signs[at][1]) ? signs[at++][1] : null;

  function sum() {
    let left = product();
    for (let sign; (sign = next("+", "-"));) {
      const [a, b] = [left, product()];
      left = sign === "+" ? (at) => a(at) + b(at) : (at) => a(at) - b(at);
    }
    return left;
  }
  function product() {
    let left = signed();
    for (let sign; (sign = next("*", "/"));) {
      const [a, b] = [left, signed()];
      left = sign === "*" ? (at) => a(at) * b(at) : (at) => a(at) / b(at);
    }
    return left;
  }
  function signed() {
    if (next("+")) return signed();
    if (!next("-")) return power();
    const inside = signed();
    return (at) => -inside(at);
  }
  function power() {
    const base = atom();
    if (!next("^")) return base;
    const exponent = signed();
    return (at) => base(at) ** exponent(at);
  }
  function atom() {
    const [kind, what] = signs[at] ?? [];
    if (next("(")) {
      const inside = sum();
      if (!next(")")) throw new Error("A closing parenthesis is missing.");
      return inside;
    }
    if (kind === undefined) throw new Error("Something is missing at its end.");
    if (kind === "sign") throw new Error(`Something is missing before '${what}'.`);
    at += 1;
    if (kind === "number") return () => what;
    if (inputs.includes(what)) return (at) => at[what];
    if (Object.hasOwn(functions, what) && signs[at]?.[1] === "(") {
      const inside = atom();
      return (at) => functions[what](inside(at));
    }
    if (what === "pi" || what === "e") return () => (what === "pi" ? Math.PI : Math.E);
    throw new Error(`There is no ${what} here: write it with ${inputs.join(" and ")}.`);
  }

  const whole = sum();
  if (at < signs.length) throw new Error("A sign is missing in it: write x*2 for x 2.");
  return whole;
}
