// The live book in a browser: a diagram of a lesson is changed, and an experiment takes other numbers,
// from disk and without a network; what they show is what the program tells.
"use strict";

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
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
  assert.ok(fs.statSync(inFolder("engine.js")).size < 1.6e6);
  const still = inFolder("still");
  stepgrad("course", "--html", still);
  assert.ok(!fs.existsSync(`${still}/engine.js`));
  const measuring = ["15_matrices.html", "23_digits.html", "24_further.html"];  // how long it takes now
  const ofLiveBook = /<script src="engine\.js"><\/script>\n| data-(formula|numbers|step|lesson|number|range)="[^"]*"/g;
  for (const name of fs.readdirSync(still)) {
    const text = fs.readFileSync(`${still}/${name}`, "utf8");
    assert.doesNotMatch(text, /engine\.js"|data-formula="/);
    if (measuring.includes(name)) continue;
    assert.ok(fs.readFileSync(inFolder(name), "utf8").replace(ofLiveBook, "") === text, name);
  }
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

/** An experiment of the page, by its number there: what one acts on, and what it says. */
function experimentOf(page, number) {
  const root = page.locator(`.experiment[data-number="${number}"]`);
  return { root, field: root.locator(".typed input"), reply: root.locator(".reply"),
    guess: (place) => root.locator(".guesses input").nth(place),
    run: root.getByRole("button", { name: "See what comes of it" }),
    seen: root.locator(".trial.current") };
}

/** Types a number, and waits until the engine has computed what comes of it, or refused it. */
async function type({ field, reply }, text) {
  await field.fill(text);
  await field.press("Enter");
  await reply.filter({ hasText: /^(?!computing)./ }).waitFor({ timeout: 60000 });
}

/**
 * What an experiment of the page shows now, and what the program computes, as it would stand there.
 * Pictures by their pixels: the engine writes them without libpng.
 */
const shown = (trial) => trial.evaluate(async (element) => {
  const still = element.cloneNode(true);
  for (const bar of still.querySelectorAll(".film-bar")) bar.remove();
  const figure = still.querySelector("figure");
  figure.replaceWith(...figure.childNodes);
  for (const frame of still.querySelectorAll(".frame")) frame.classList.remove("current");
  for (const image of still.querySelectorAll("image")) {
    const picture = Object.assign(new Image(), { src: image.getAttribute("href") });
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"),
      { width: picture.naturalWidth, height: picture.naturalHeight });
    canvas.getContext("2d").drawImage(picture, 0, 0);
    image.setAttribute("href", canvas.toDataURL());
  }
  return [still.dataset.outcome, still.innerHTML.replace(/\s+/g, " ")];
});
async function computed(page, lesson, number, typed) {
  const html = execFileSync(process.env.TRIAL, [lesson, `${number}`, typed], { encoding: "utf8" });
  const handle = await page.evaluateHandle((text) => {
    const template = document.createElement("template");
    template.innerHTML = text;
    return template.content.firstElementChild;
  }, html);
  return shown(handle);
}

for (const [lesson, typed] of [["08_neuron", "31,5"], ["10_descent", "0.137"], ["12_softmax", "3.25"]])
  onLesson(`${lesson}: a number that is not on offer is guessed about, and gives what the program computes`,
    `${lesson}.html`, {}, async (page) => {
      const experiment = experimentOf(page, 0);
      const { root, field, reply, guess, run, seen } = experiment;
      const before = await root.locator(".trial").count();
      await type(experiment, typed);
      assert.match(await reply.textContent(), new RegExp(`^Ready: \\w+ ${typed.replace(",", ".")}\\. Say what`));
      assert.equal(await field.inputValue(), "");
      assert.equal(await root.locator(".trial").count(), before + 1);
      assert.equal(await seen.count(), 0);  // one says first what will come of it
      await run.click();
      assert.match(await reply.textContent(), /^Say first what will come of it/);
      const [outcome, html] = await computed(page, lesson, 0, typed);
      await guess(Number(outcome)).check();
      await run.click();
      assert.equal(await reply.textContent(), "As you said.");
      assert.deepEqual(await shown(seen), [outcome, html]);
      assert.ok(await seen.locator(".frame.current svg").first().isVisible());
      await guess(Number(outcome) === 0 ? 1 : 0).check();
      await run.click();
      assert.match(await reply.textContent(), /^Not as you said/);
    });

onLesson("what is on offer already is not computed again, and other stops keep their trials",
  "10_descent.html", {}, async (page) => {
    const experiment = experimentOf(page, 0);
    const { root, guess, run, seen } = experiment;
    const before = await root.locator(".trial").count();
    await type(experiment, "0.3");
    assert.equal(await root.locator(".trial").count(), before);
    await type(experiment, "0.5");
    const stops = await root.locator("option").evaluateAll((all) => all.map((stop) => stop.label));
    assert.deepEqual(stops, ["0.01", "0.3", "0.5", "0.9", "1", "1.1"]);
    for (const [place, stop] of stops.entries()) {
      await root.getByRole("slider", { name: "rate" }).fill(`${place}`);
      await guess(0).check();
      await run.click();
      assert.equal(await seen.locator("strong").first().textContent(), `rate ${stop}`);
    }
  });

onLesson("an experiment refuses what does not fit, in words, and goes on as it was", "13_reductions.html", {},
  async (page) => {
    const experiment = experimentOf(page, 1);
    const { root, field, reply, guess, run, seen } = experiment;
    const refused = /^Type a whole number from 0 to 7\.$/;
    for (const wrong of ["8", "2.5", "<img src=x onerror=hurt=1>"]) {
      await type(experiment, wrong);
      assert.match(await reply.textContent(), refused);
      assert.equal(await field.inputValue(), wrong);
    }
    assert.equal(await root.locator("img").count(), 0);
    await root.getByRole("button", { name: "2", exact: true }).click();
    await guess(0).check();
    await run.click();
    assert.match(await seen.textContent(), /wrong answers 2/);
  });

onLesson("of two settings each keeps its stops, and a typed one is tried with all of the other",
  "26_attention.html", {}, async (page) => {
    const experiment = experimentOf(page, 0);
    const { root, guess, run, seen } = experiment;
    await root.getByRole("button", { name: "not divided", exact: true }).click();
    await type(experiment, "443");
    await guess(0).check();
    await run.click();
    assert.equal(await seen.locator("strong").first().textContent(), "d 443, scores not divided");
    await root.getByRole("button", { name: "divided", exact: true }).click();
    await guess(0).check();
    await run.click();
    assert.equal(await seen.locator("strong").first().textContent(), "d 443, scores divided");
  });

onLesson("by keys alone: type, Enter, Tab to a guess, and see", "08_neuron.html", {}, async (page) => {
  const experiment = experimentOf(page, 0);
  await experiment.field.focus();
  await page.keyboard.type("200");
  await page.keyboard.press("Enter");
  await experiment.reply.filter({ hasText: /^Ready/ }).waitFor({ timeout: 60000 });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.match(await experiment.seen.textContent(), /degrees 200/);
});

for (const lesson of ["05_many_paths", "08_neuron"])
  onLesson(`${lesson}: on a phone nothing sticks out`, `${lesson}.html`, { viewport: { width: 375, height: 800 } },
    async (page) => {
      if (lesson === "08_neuron") await type(experimentOf(page, 0), "200");
      else await change(page, await firstFormula(page));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 375);
    });
