// The playground in a browser: what a student types, moves and sees, from disk and without a network.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const test = require("node:test");
const { gzipSync } = require("node:zlib");
const { stepgrad, visit } = require("./browser.js");

const file = process.env.PLAYGROUND;
const product = { formula: "q = x + y; f = q * z", numbers: "x=-2 y=5 z=-4" };

/** A test on the page in a window of its own, with what its address says. */
function onPage(name, parameters, options, act) {
  const hash = `#${new URLSearchParams({ tab: "formula", ...parameters })}`;
  test(name, () => visit(file, { hash, ...options }, async (page) => {
    await page.waitForSelector(".formula .player");
    await act(page);
  }));
}

const textsOf = (page, selector) => page.locator(selector).allTextContents();
const panel = (page) => page.locator(".moment.current").textContent();
const slider = (page, name) => page.getByRole("slider", { name, exact: true });
const field = (page) => page.getByRole("textbox", { name: "Formula" });

/** The places and shapes of all that is drawn, without what it says. */
const shapes = (page) => page.evaluate(() => [...document.querySelectorAll(".circuit :is(path, ellipse, polygon, text)")]
  .map((element) => ["d", "cx", "cy", "points", "x", "y"].map((name) => element.getAttribute(name)).join()));

onPage("a formula opens with all its values and gradients", product, {}, async (page) => {
  assert.deepEqual(await textsOf(page, ".circuit .value"), ["-2", "5", "-4", "3", "-12"]);
  assert.deepEqual(await textsOf(page, ".circuit .gradient"), ["-4", "-4", "3", "-4", "1"]);
  assert.match(await panel(page), /All gradients are known/);
});

onPage("a slider changes every number at once, and nothing moves", product, {}, async (page) => {
  const before = await shapes(page);
  await slider(page, "x").fill("-4.5");
  assert.deepEqual(await textsOf(page, ".circuit .value"), ["-4.5", "5", "-4", "0.5", "-2"]);
  assert.deepEqual(await textsOf(page, ".circuit .gradient"), ["-4", "-4", "0.5", "-4", "1"]);
  assert.match(await panel(page), /0\.5/);
  assert.deepEqual(await shapes(page), before);
  assert.equal(await page.getByRole("textbox", { name: "x, as a number" }).inputValue(), "-4.5");
});

onPage("a number may be typed, and a slider goes as far", product, {}, async (page) => {
  const typed = page.getByRole("textbox", { name: "y, as a number" });
  await typed.fill("-1e3");
  assert.equal((await textsOf(page, ".circuit .value"))[1], "-1000");
  assert.equal(await slider(page, "y").inputValue(), "-1000");
  await typed.fill("three");
  assert.equal(await typed.getAttribute("aria-invalid"), "true");
  assert.equal((await textsOf(page, ".circuit .value"))[1], "-1000");
});

onPage("a mistake shows its place and a hint, and what was there stays", product, {}, async (page) => {
  await field(page).fill("q = x + y; f = tahn(q)");
  await page.getByRole("alert").filter({ hasText: "did you mean 'tanh'?" }).waitFor();
  assert.match(await page.getByRole("alert").textContent(), /\^~~~/);
  assert.equal((await textsOf(page, ".circuit .value")).at(-1), "-12");
  await field(page).fill("q = x + y; f = tanh(q)");
  await page.locator(".circuit", { hasText: "tanh" }).waitFor();
  assert.equal(await page.locator(".mistake").isVisible(), false);
  assert.equal((await textsOf(page, ".circuit .value"))[0], "-2");  // x keeps its number
});

onPage("one steps back and forth with the keys, and the moment stays when a number moves", product, {}, async (page) => {
  await page.keyboard.press("ArrowLeft");
  assert.match(await panel(page), /From q back to y/);
  await slider(page, "z").fill("2");
  assert.match(await panel(page), /From q back to y/);
  assert.match(await panel(page), /y gets 2 \* 1 = 2 through q = x \+ y/);
  await page.locator(".moment.current h2").click();
  await page.keyboard.press("Home");
  assert.match(await panel(page), /The inputs are given/);
});

onPage("a number is asked for before it is shown", product, {}, async (page) => {
  await page.getByRole("button", { name: "Predict" }).click();
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("textbox", { name: "Value =" }).fill("3");
  await page.getByRole("button", { name: "Check" }).click();
  assert.match(await page.locator(".reply").textContent(), /Right: 3/);
});

onPage("the address holds formula, numbers and step", product, {}, async (page) => {
  await slider(page, "x").fill("1");
  await page.locator(".moment.current h2").click();
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(() => location.hash.includes("step=") && location.hash.includes("x%3D1"));
  const [before, address] = [await panel(page), page.url()];
  await page.goto("about:blank");
  await page.goto(address);
  await page.waitForSelector(".formula .player");
  assert.equal(await panel(page), before);
  assert.equal(await slider(page, "x").inputValue(), "1");
});

onPage("kinks and nan are told where they arise", { formula: "relu(x) + log(z)", numbers: "x=0 z=-1" }, {}, async (page) => {
  assert.deepEqual((await textsOf(page, ".circuit .kink")).filter(Boolean), ["kink"]);
  assert.deepEqual((await textsOf(page, ".circuit .broken")).filter(Boolean), ["first here"]);
  assert.match(await panel(page), /The first nan arises in/);
  await slider(page, "z").fill("1");
  assert.deepEqual((await textsOf(page, ".circuit .alarm")), []);
});

onPage("the gradient is checked numerically when one asks", product, {}, async (page) => {
  await page.getByLabel("Check the gradient numerically").check();
  assert.match(await page.locator(".findings").textContent(), /agrees/);
});

onPage("who does not see hears what came out", product, {}, async (page) => {
  await slider(page, "x").fill("0");
  await page.locator(".live", { hasText: "f is -20, the gradient of x -4" }).waitFor({ state: "attached" });
});

onPage("on a phone the diagram runs down, and the page does not scroll sideways", product,
  { viewport: { width: 375, height: 700 } }, async (page) => {
    const [x, q, f] = await page.evaluate(() => ["x", "q", "f"].map((name) =>
      [...document.querySelectorAll(".circuit .name")].find((text) => text.textContent === name).getBBox().y));
    assert.ok(x < q && q < f, [x, q, f].join());
    const hidden = await page.evaluate(() => {
      const top = document.querySelector(".view").getBoundingClientRect().top;
      return [...document.querySelectorAll(".circuit text")].filter((text) => text.textContent && text.getBoundingClientRect().top < top).length;
    });
    assert.equal(hidden, 0);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.match(await page.locator(".legend").textContent(), /left of the wire/);
  });

onPage("what an address brings is text, and what cannot be read leaves something to look at",
  { formula: "<img src=x onerror=alert(1)>" }, {}, async (page) => {
    assert.match(await page.getByRole("alert").textContent(), /</);
    assert.equal(await page.locator("img").count(), 0);
    assert.ok((await textsOf(page, ".circuit .value")).length > 0);
  });

onPage("the engine answers what the program writes", product, {}, async (page) => {
  const formulas = [
    ["q = x + y; f = q * z", "x=-2 y=5 z=-4"],
    ["tanh(w1*x1 + w2*x2 + b)", "w1=-3 x1=2 w2=1 x2=0 b=6.88"],
    ["x^2 * exp(-x) / sigmoid(y) + sqrt(y)", "x=1.5 y=0.25"],
    ["relu(x) + abs(y) + max(x, y)", "x=0 y=0"],
    ["log(x - y)", "x=1 y=2"],
    ["sum(a, b, a*b) + softplus(a) * erf(b) + gelu(a)", "a=0.3 b=-0.7"],
  ];
  for (const [formula, numbers] of formulas) {
    const told = stepgrad("explain", formula, ...numbers.split(" "), "--format", "json");
    const answered = await page.evaluate(async ([formula, numbers]) => {
      const engine = await startEngine();
      const session = engine.number("formula_open");
      engine.json("formula_read", session, formula, numbers, 0);
      return engine.text("formula_json", session);
    }, [formula, numbers]);
    assert.deepEqual(rounded(JSON.parse(answered)), rounded(JSON.parse(told)), formula);
  }
});

/** Numbers to the digits that are shown: the last bit of exp and its like is the C library's. */
function rounded(value) {
  if (typeof value === "number") return Number(value.toPrecision(12));
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(rounded);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rounded(entry)]));
}

test("the page is small enough to be handed around", () => {
  const page = fs.readFileSync(file, "utf8");
  const [, engine] = /atob\("([^"]+)"\)/.exec(page);
  const kilobytes = (text) => gzipSync(text, { level: 9 }).length / 1024;
  const sizes = { engine: Buffer.from(engine, "base64").length / 1024, rest: kilobytes(page.replace(engine, "")), all: kilobytes(page) };
  assert.ok(sizes.engine < 530 && sizes.rest < 80 && sizes.all < 1024, JSON.stringify(sizes));
});
