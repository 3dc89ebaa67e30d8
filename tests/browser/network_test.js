// The playground's network, classifier and descent in a browser, opened from disk: what is clicked, typed, drawn and
// dropped, and what is told of it.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const test = require("node:test");
const { visit } = require("./browser.js");

const small = "tab=network&data=moons&samples=120&model=2-5-4-2&activation=tanh&epochs=60&seed=3";

function onPage(name, hash, act, options = {}) {
  test(name, () => visit(process.env.PLAYGROUND, { hash: `#${hash}`, ...options }, async (page) => {
    await page.waitForSelector(".network .neuron, .classifier canvas, .descent canvas", { state: "attached" });
    await act(page);
  }));
}

const sentence = (page) => page.textContent(".network .sentence");
const said = async (page) => {
  const mistake = page.locator(".network .mistake");
  return (await mistake.isVisible()) ? mistake.textContent() : "";
};
const parameters = (page) => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
/** Loads it anew, as somebody would who was sent the address. */
async function again(page) {
  await page.reload();
  await page.waitForSelector(".network .neuron", { state: "attached" });
}

onPage("epochs and steps go on, and the address has all of it", small, async (page) => {
  assert.match(await sentence(page), /^epoch 0, loss /);
  await page.click(".network .step");
  assert.match(await sentence(page), /^epoch 0, /);
  await page.click(".network .epoch");
  assert.match(await sentence(page), /^epoch 1, /);
  await page.keyboard.press("e");
  const before = await sentence(page);
  assert.match(before, /^epoch 2, loss .* of the test: loss .* of 24 wrong$/);
  await again(page);
  assert.equal(await sentence(page), before);
});

onPage("it runs to its end, and back in time without another number", small, async (page) => {
  await page.selectOption(".speed", "1000000");
  await page.click(".network .run");
  await page.waitForFunction(() => document.querySelector(".network .sentence").textContent.includes("the run is over"));
  const end = await sentence(page);
  assert.match(end, /^epoch 60, /);
  await page.locator(".history input").fill("20");
  assert.match(await sentence(page), /^epoch 20, /);
  await page.locator(".history input").fill("60");
  assert.equal(await sentence(page), end);
});

onPage("a neuron is looked into, its weight changed, and its chain rule opened", small, async (page) => {
  await page.click(".network .epoch");
  await page.click(".layer:nth-child(2) .neuron >> nth=1");
  const rows = page.locator(".neuron-panel tbody tr");
  assert.equal(await rows.count(), 3);
  assert.match(await rows.nth(1).textContent(), /W1_2_1/);
  assert.notEqual(Number(await rows.nth(1).locator(".gradient").textContent()), 0);
  const before = await sentence(page);
  await rows.nth(1).locator("input").fill("2.5");
  await page.keyboard.press("Tab");
  assert.equal(await sentence(page), before);  // of the epoch that is done
  assert.match(await page.textContent(".notes"), /does not repeat/);
  assert.equal(await rows.nth(1).locator("input").inputValue(), "2.5");
  await page.click(".neuron-panel .steps");
  await page.waitForSelector(".formula textarea");
  assert.match(await page.inputValue(".formula textarea"), /W1_2_1 = 2.5/);
  assert.equal(await page.locator(".formula .mistake").isVisible(), false);
  await page.goBack();
  await page.waitForSelector(".network .neuron", { state: "visible" });
});

onPage("layers and neurons come and go by click, and other data makes the model fit", small, async (page) => {
  await page.click('[aria-label="One neuron more in layer 2"]');
  assert.match(await page.textContent(".layer-buttons"), /^2-5-5-2/);
  await page.click('[aria-label="One hidden layer fewer"]');
  assert.match(await page.textContent(".layer-buttons"), /^2-5-2/);
  await page.selectOption('select[name="data"]', "spirals");
  assert.match(await page.textContent(".layer-buttons"), /^2-5-3/);
  await page.check('.features input[value="sin(x1)"]');
  assert.match(await page.textContent(".layer-buttons"), /^3-5-3/);
  assert.equal(await said(page), "");
});

onPage("a given feature is left out and comes back, but one has to stay", small, async (page) => {
  const names = () => page.locator(".layer:first-child .neuron-name").allTextContents();
  const box = (name) => page.locator(`.features input[value="${name}"]`);
  await page.click(".network .epoch");
  await box("x2").uncheck();
  assert.deepEqual(await names(), ["x1"]);
  assert.match(await page.textContent(".layer-buttons"), /^1-5-4-2/);
  assert.match(await page.textContent(".command code"), /--features -x2 /);
  assert.equal((await parameters(page)).features, "-x2");
  assert.equal(await page.locator(".big-map").isVisible(), true);  // over both
  await box("x1").click();
  assert.match(await said(page), /^no feature is left/);
  assert.equal(await box("x1").isChecked(), true);
  await box("x1*x2").check();
  await box("x1").uncheck();
  assert.deepEqual(await names(), ["x1*x2"]);
  await page.click(".network .epoch");
  const before = await sentence(page);
  assert.match(before, /^epoch 1, /);
  await again(page);
  assert.equal(await sentence(page), before);
  assert.equal(await box("x1").isChecked(), false);
  await box("x1").check();
  await box("x2").check();
  assert.deepEqual(await names(), ["x1", "x2", "x1*x2"]);
  assert.equal(await said(page), "");
});

onPage("a formula that is typed is the data, and stands in the address", small, async (page) => {
  const field = page.locator('input[name="formula"]');
  const type = async (formula) => {
    await field.fill(formula);
    await page.keyboard.press("Tab");
  };
  await type("class = x1^2 + x2^2 - 0.5");
  assert.equal(await said(page), "");
  assert.match(await page.textContent(".command code"), /--data 'class = x1\^2 \+ x2\^2 - 0.5'/);
  assert.equal((await parameters(page)).data, "class = x1^2 + x2^2 - 0.5");
  await page.click(".network .epoch");
  const before = await sentence(page);
  await again(page);
  assert.equal(await sentence(page), before);
  assert.equal(await field.inputValue(), "class = x1^2 + x2^2 - 0.5");
  await type("class = tahn(x1)");
  assert.match(await said(page), /did you mean 'tanh'/);
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await type("height = x1*x2");  // a number over the plane
  assert.equal(await said(page), "");
  assert.match(await page.textContent(".layer-buttons"), /^2-5-4-1/);
  await page.selectOption('select[name="data"]', "moons");
  assert.equal(await field.inputValue(), "");
});

onPage("what makes no sense is said, and what was there stays", small, async (page) => {
  await page.fill('input[name="rate"]', "-1");
  await page.keyboard.press("Tab");
  assert.match(await said(page), /--rate cannot be -1/);
  assert.equal(await page.getAttribute('input[name="rate"]', "aria-invalid"), "true");
  await page.fill('input[name="rate"]', "0.1");
  await page.keyboard.press("Tab");
  assert.equal(await said(page), "");
  assert.match(await page.textContent(".command code"), /--rate 0.1/);
});

onPage("a run that diverges is explained where it arises, and can be taken back",
  `${small}&rate=1000000&l2=1`, async (page) => {
    await page.selectOption(".speed", "1000000");
    await page.click(".network .run");
    await page.waitForSelector(".network .mistake:not([hidden])");
    assert.match(await said(page), /the (loss|weights)[^]*epoch[^]*--l2/);
    await page.locator(".history input").fill("0");
    assert.match(await sentence(page), /^epoch 0, /);
  });

onPage("points are drawn, learnt, and stand in the address", small, async (page) => {
  await page.click(".clear-points");
  const box = await page.locator(".big-map").boundingBox();
  for (const [label, x, y] of [[0, 0.2, 0.2], [0, 0.3, 0.25], [1, 0.7, 0.8], [1, 0.8, 0.7], [0, 0.25, 0.3], [1, 0.75, 0.6],
    [0, 0.1, 0.2], [1, 0.9, 0.8], [0, 0.2, 0.1], [1, 0.6, 0.9]]) {
    await page.selectOption(".draw-class", String(label));
    await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
  }
  assert.equal(await said(page), "");
  const { points, data } = await parameters(page);
  assert.equal(data, "drawn.csv");
  assert.equal(points.split(";").length, 10);
  await page.click(".network .epoch");
  const before = await sentence(page);
  await again(page);
  assert.equal(await sentence(page), before);
});

onPage("a CSV file of one's own is dropped in, whatever it is called", small, async (page) => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 7},${(i * 3) % 5},${i % 2 ? "yes" : "<b>no</b>"}`);
  await page.setInputFiles(".own input", {
    name: '"><img src=x>.csv', mimeType: "text/csv", buffer: Buffer.from(`a,b,good\n${rows.join("\n")}\n`) });
  await page.waitForFunction(() => document.querySelector(".command code").textContent.includes(".csv"));
  assert.equal(await said(page), "");
  assert.match(await page.textContent(".confusion"), /<b>no<\/b>/);
  await page.click(".network .epoch");
  assert.match(await sentence(page), /^epoch 1, /);
  await page.setInputFiles(".own input", { name: "bad.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1\n") });
  await page.waitForSelector(".network .mistake:not([hidden])");
  assert.match(await sentence(page), /^epoch 1, /);
});

onPage("the model file, the log and the pictures are handed out", small, async (page) => {
  await page.click(".network .epoch");
  for (const [what, name, begin] of [
    ["model", "model.stepgrad", "stepgrad archive 1 float\n"], ["log", "log.csv", "epoch,loss"], ["points", "points.csv", "x1,x2,class\n"],
    ["diagram", "network.svg", "<svg"], ["curves", "curves.svg", "<svg"], ["map", "map.png", "\x89PNG"]]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`[data-export="${what}"]`)]);
    assert.equal(download.suggestedFilename(), name);
    const bytes = fs.readFileSync(await download.path(), "latin1");
    assert.ok(bytes.startsWith(begin), `${what}: ${bytes.slice(0, 30)}`);
  }
});

onPage("two runs are compared", small, async (page) => {
  await page.click(".network .epoch");
  await page.click(".keep");
  await page.fill('input[name="seed"]', "4");
  await page.keyboard.press("Tab");
  assert.match(await page.textContent(".kept code"), /--seed 3/);
  assert.equal(await page.locator(".curves .kept-curve").count(), 2);
  await page.click(".drop-kept");
  assert.equal(await page.locator(".kept").isVisible(), false);
});

onPage("the pointer is moved by keys, and what is said there is told", small, async (page) => {
  await page.focus(".big-map");
  await page.keyboard.press("ArrowLeft");
  assert.match(await page.textContent(".readout"), /^At .*: 0 [\d.]+ %, 1 [\d.]+ %$/);
  assert.notEqual(await page.locator(".layer:nth-child(3) .neuron .at").first().textContent(), "");
  await page.keyboard.press("Escape");
  assert.match(await page.textContent(".readout"), /^Sample 1 /);
});

onPage("one feature is a curve, images have no map", "tab=network&data=sine&model=1-8-1&activation=tanh", async (page) => {
  await page.click(".network .epoch");
  assert.equal(await said(page), "");
  await page.fill('input[name="samples"]', "60");
  await page.selectOption('select[name="data"]', "digits");
  assert.equal(await page.locator(".big-map").isVisible(), false);
  await page.click(".network .epoch");
  assert.equal(await said(page), "");
});

for (const width of [375, 1280])
  onPage(`nothing is wider than a page of ${width} points`, small, async (page) => {
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= room, `${wide} of ${room}`);
  }, { viewport: { width, height: 800 } });

onPage("a start is dragged, and the ways and what is said follow", "tab=descent", async (page) => {
  assert.match(await page.textContent(".ground"), /eigenvalues/);
  await page.waitForFunction(() => document.querySelector(".descent-sentence").textContent.includes("sgd ends at height"));
  const before = (await parameters(page)).start;
  const box = await page.locator(".descent-map").boundingBox();
  await page.mouse.move(box.x + 100, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y + 200);
  await page.mouse.up();
  assert.notEqual((await parameters(page)).start, before);
  await page.click(".published");
  const now = await parameters(page);
  assert.deepEqual([now.rate, now.momentum], ["0.02", "0.99"]);
});

onPage("a function that cannot be read leaves the map as it was", "tab=descent", async (page) => {
  await page.fill("#descent-source", "x^2 + tahn(y)");
  await page.waitForSelector(".descent .mistake:not([hidden])");
  assert.match(await page.textContent(".descent .mistake"), /did you mean 'tanh'/);
  assert.equal((await parameters(page)).function, "(1 - x)^2 + 5*(y - x^2)^2");
  await page.fill("#descent-source", "u^2 + 3*v^2");
  await page.waitForFunction(() => location.hash.includes("function=u"));
  assert.equal(await page.textContent(".second-name"), "v");
});

onPage("a point of the classifier is dragged, a weight typed, and the loss follows", "tab=classifier", async (page) => {
  const said = () => page.textContent(".classifier .sentence");
  const before = await said();
  assert.match(before, /^step 0, loss .* of 9 wrong$/);
  await page.fill('[aria-label="w1 of class 0"]', "3");
  await page.keyboard.press("Tab");
  const typed = await said();
  assert.notEqual(typed, before);
  await page.focus(".plane");
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await said(), typed);
  await page.click(".once");
  assert.match(await said(), /^step 1, /);
  await page.selectOption(".loss", "svm");
  assert.match(await page.textContent(".about"), /max\(0, score/);
  await page.click(".classifier .steps");
  await page.waitForSelector(".formula textarea");
  assert.match(await page.inputValue(".formula textarea"), /L = max\(0, s/);
});

onPage("two to five classes are told apart, and the address says how many", "tab=classifier", async (page) => {
  for (const classes of [5, 2]) {
    await page.selectOption(".classifier .classes", String(classes));
    assert.equal(await page.locator(".parameters tbody tr").count(), classes);
    assert.equal(await page.locator(".add-class option").count(), classes);
    assert.match(await page.textContent(".classifier .sentence"), new RegExp(`of ${3 * classes} wrong$`));
  }
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll(".parameters tbody tr").length === 2);
});

onPage("a published function comes with its start and settings", "tab=descent", async (page) => {
  await page.selectOption(".descent .examples", { label: "Why Momentum Really Works (Goh 2017)" });
  const now = await parameters(page);
  assert.deepEqual([now.start, now.rate, now.momentum, now.steps], ["-1.21,0.853", "0.003", "0.74", "150"]);
  assert.match(await page.textContent(".ground"), /eigenvalues/);
});
