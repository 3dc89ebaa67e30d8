// The same pages in Firefox: Debian's, driven by puppeteer-core, which is started once for all tests.
// What is right or wrong about a page is for the tests in chromium; here it is that another engine of
// scripts and of MathML shows the same.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const test = require("node:test");
const { folder, inFolder, stepgrad, visit } = require("./browser.js");

const playground = process.env.PLAYGROUND;
const isBuilt = fs.existsSync(playground);
if (!isBuilt) console.log("The playground is not built: of it nothing is opened.");

test.before(() => {
  stepgrad("explain", "q = x + y; f = q * z", "x=-2", "y=5", "z=-4", "-o", inFolder("product.html"));
  stepgrad("course", "--html", folder, ...(isBuilt ? ["--live"] : []));
});

/** A test on a page from disk. */
function onPage(sentence, file, parameters, skip, act) {
  const options = { browser: "firefox", hash: `#${new URLSearchParams(parameters)}`, neighbours: true };
  test(sentence, { skip }, () => visit(file, options, act));
}

const textOf = (page, selector) => page.$eval(selector, (element) => element.textContent);
const textsOf = (page, selector) => page.$$eval(selector, (all) => all.map((one) => one.textContent));
/** Waits until the words of an element are these. */
const says = (page, selector, pattern) => page.waitForFunction(
  (where, wanted) => new RegExp(wanted).test(document.querySelector(where)?.textContent),
  { timeout: 20000 }, selector, pattern.source);

onPage("the step player goes through all its steps by key", inFolder("product.html"), {}, false,
  async (page) => {
    await page.keyboard.press("Home");
    await says(page, ".moment.current", /The inputs are given/);
    for (let i = 0; i < 3; ++i) await page.keyboard.press("ArrowRight");
    await says(page, ".moment.current", /df\/df = 1|gradient/);
    await page.keyboard.press("End");
    await says(page, ".moment.current", /All gradients are known/);
    assert.ok(await page.$$eval("math", (all) => all.some((math) => math.getBoundingClientRect().width > 0)));
  });

onPage("a formula of the playground follows its slider", playground,
  { tab: "formula", formula: "q = x + y; f = q * z", numbers: "x=-2 y=5 z=-4" }, !isBuilt,
  async (page) => {
    await page.waitForSelector(".formula .player");
    assert.deepEqual(await textsOf(page, ".circuit .gradient"), ["-4", "-4", "3", "-4", "1"]);
    await page.$eval('.inputs input[type="range"][aria-label="z"]', (slider) => {
      slider.value = "2";
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
    assert.deepEqual(await textsOf(page, ".circuit .gradient"), ["2", "2", "3", "2", "1"]);
  });

onPage("a network of the playground learns as the program does", playground,
  { tab: "network", data: "moons", samples: "120", model: "2-5-4-2", activation: "tanh", epochs: "3", seed: "3" },
  !isBuilt, async (page) => {
    await page.waitForSelector(".network .epoch");
    for (let i = 0; i < 3; ++i) await page.click(".network .epoch");
    await says(page, ".network", /epoch 3, loss /);
    const shown = Number((await textOf(page, ".network")).match(/epoch 3, loss ([0-9.]+)/)[1]);
    stepgrad("train", "--data", "moons", "--samples", "120", "--model", "2-5-4-2", "--activation", "tanh",
      "--epochs", "3", "--seed", "3", "--out", inFolder("run"));
    const log = fs.readFileSync(inFolder("run/log.csv"), "utf8").trim().split("\n").map((line) => line.split(","));
    const told = Number(log.at(-1)[log[0].indexOf("loss")]);
    assert.ok(Math.abs(shown - told) < 2e-3 * told, `${shown}, and the program says ${told}`);
  });

onPage("a diagram of the live book can be changed", inFolder("05_many_paths.html"), {}, !isBuilt,
  async (page) => {
    await page.click("figure[data-formula] .live-button");
    const frame = await (await page.waitForSelector("iframe.live-frame")).contentFrame();
    await frame.waitForSelector(".player .moment.current");
    const before = await textsOf(frame, ".circuit .value");
    await frame.$eval('.inputs input[type="range"]', (slider) => {
      slider.value = slider.min;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
    assert.notDeepEqual(await textsOf(frame, ".circuit .value"), before);
  });

onPage("an experiment of the live book takes a number that is not on offer", inFolder("08_neuron.html"), {}, !isBuilt,
  async (page) => {
    await page.type(".typed input", "200");
    await page.keyboard.press("Enter");
    await says(page, ".experiment .reply", /^Ready: degrees 200/);
    await page.click(".experiment .guesses input");
    await page.click(".experiment [data-run]");
    await says(page, ".experiment .reply", /^(As|Not as) you said/);
    assert.equal(await textOf(page, ".trial.current strong"), "degrees 200");
    const picture = await page.$eval(".trial.current .frame.current image", async (image) => {
      const seen = Object.assign(new Image(), { src: image.getAttribute("href") });
      await seen.decode();
      return seen.naturalWidth * seen.naturalHeight;
    });
    assert.ok(picture > 0);  // written without libpng
  });

for (const lesson of ["02_graph.html", "12_softmax.html", "27_gpt.html"])
  onPage(`${lesson} of the book opens, and nothing sticks out`, inFolder(lesson), {}, false, async (page) => {
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 1280);
    assert.equal((await page.$$("h1")).length, 1);
  });
