// The live book in a browser: a diagram of a lesson is changed, from disk and without a network, and
// its numbers are those that the program tells.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const test = require("node:test");
const { folder, inFolder, stepgrad, visit } = require("./browser.js");

test.before(() => stepgrad("course", "--html", folder, "--live"));

/** A test on a lesson's page, in a window of its own. */
const onLesson = (sentence, lesson, options, act) =>
  test(sentence, () => visit(inFolder(lesson), { neighbours: true, ...options }, act));

/** Opens the first figure of this formula; returns the figure and what is in its frame. */
async function change(page, formula) {
  const figure = page.locator(`figure[data-formula="${formula}"]`).first();
  await figure.getByRole("button", { name: "Change it" }).click();
  const frame = figure.frameLocator("iframe.live-frame");
  await frame.locator(".player .moment.current").waitFor();
  return { figure, frame };
}

/** What the program tells of the formula: values and gradients by name, in its digits. */
function told(formula, numbers) {
  const trace = JSON.parse(stepgrad("explain", formula, ...numbers, "--format", "json"));
  return trace.nodes.filter((node) => node.op !== "constant").map((node) => node.grad);
}

const firstFormula = (page) => page.locator("figure[data-formula]").first().getAttribute("data-formula");
const gradients = async (frame) =>
  (await frame.locator(".circuit .gradient").allTextContents()).map(Number);

test("all pages share one engine, and a book that is not live has none", () => {
  const pages = fs.readdirSync(folder).filter((name) => /^\d/.test(name));
  assert.ok(pages.length >= 27);
  for (const name of pages) {
    const text = fs.readFileSync(inFolder(name), "utf8");
    assert.equal(text.match(/<script src="engine.js">/g)?.length, 1, name);
  }
  assert.ok(fs.statSync(inFolder("engine.js")).size < 1.2e6);
  const still = inFolder("still");
  stepgrad("course", "--html", still);
  assert.ok(!fs.existsSync(`${still}/engine.js`));
  for (const name of fs.readdirSync(still))
    assert.doesNotMatch(fs.readFileSync(`${still}/${name}`, "utf8"), /engine\.js|data-formula/);
});

onLesson("a diagram opens at the lesson's numbers, follows a slider, and says what the program says",
  "05_many_paths.html", {}, async (page) => {
    const formula = await firstFormula(page);
    const { figure, frame } = await change(page, formula);
    const numbers = (await figure.getAttribute("data-numbers")).split(" ");
    const rounded = (all) => all.map((number) => number.toPrecision(3)).sort();
    const wanted = (given) => rounded(told(formula, given).filter(Number.isFinite));
    const shown = async () => rounded((await gradients(frame)).filter(Number.isFinite));
    assert.equal(await frame.locator(".player.predicting").count(), 0);  // the lesson has shown it
    await frame.locator(".controls input").first().evaluate((input) => {
      input.value = input.max;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    assert.deepEqual(await shown(), wanted(numbers));
    const [name] = numbers[0].split("=");
    const field = frame.getByRole("textbox", { name: `${name}, as a number`, exact: true })
      .or(frame.getByRole("spinbutton", { name: `${name}, as a number`, exact: true }));
    await field.fill("1.5");
    await field.press("Enter");
    const moved = [`${name}=1.5`, ...numbers.slice(1)];
    assert.deepEqual(await shown(), wanted(moved));
  });

onLesson("it goes back to what the lesson shows, and keeps what was changed", "02_graph.html", {},
  async (page) => {
    const { figure, frame } = await change(page, await firstFormula(page));
    assert.equal(await figure.locator("> svg, > .view, > div").first().isVisible(), false);
    await frame.getByRole("textbox", { name: "Formula" }).fill("a * a");
    await figure.getByRole("button", { name: "As the lesson has it" }).click();
    assert.equal(await figure.locator("iframe.live-frame").isVisible(), false);
    await figure.getByRole("button", { name: "Change it" }).click();
    assert.equal(await frame.getByRole("textbox", { name: "Formula" }).inputValue(), "a * a");
  });

onLesson("what cannot be read is told, and nothing that is typed becomes a part of the page",
  "02_graph.html", {}, async (page) => {
    const { frame } = await change(page, await firstFormula(page));
    const field = frame.getByRole("textbox", { name: "Formula" });
    await field.fill("<img src=x onerror=parent.hurt=1> +");
    await field.press("Enter");
    await frame.locator(".mistake:not([hidden])").waitFor();
    assert.equal(await frame.locator("img").count(), 0);
    assert.equal(await page.evaluate(() => window.hurt), undefined);
    assert.ok(await frame.locator(".circuit").isVisible());
  });

onLesson("on a phone nothing sticks out", "05_many_paths.html", { viewport: { width: 375, height: 800 } },
  async (page) => {
    await change(page, await firstFormula(page));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 375);
  });
