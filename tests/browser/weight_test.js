// The page of a GPT's weight in a browser: boxes open by mouse and by key, ways are lit, and what is
// shown adds up.
"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
const { inFolder, stepgrad, visit } = require("./browser.js");

/** The page of this weight, as the program writes it. */
function pageOf(weight, name) {
  const file = inFolder(`${weight.replace(/\W/g, "_")}.html`);
  stepgrad("gpt", "explain", "--weight", weight, "--name", name, "--html", file, "-o", file + ".txt");
  return file;
}

/** A test of one page in a window of its own. */
const onPage = (sentence, weight, name, options, act) =>
  test(sentence, () => visit(pageOf(weight, name), options, act));

const query = "layer0.attn_wq[3][5]";
const button = (page) => page.locator(".grid button").first();
const boxOf = async (page, opener) => page.locator("#" + await opener.getAttribute("aria-controls"));
const numbers = (texts) => texts.map((text) => parseFloat(text.replace("−", "-")));
/** The numbers of a column of this table, counted from 0, row by row. */
const column = async (table, i) =>
  numbers(await table.locator(`tbody tr > :nth-child(${i + 1})`).allTextContents());
const sum = (terms) => terms.reduce((all, term) => all + term, 0);

/** Rounded to four digits each, do they add up to this? */
function addUp(terms, total) {
  const largest = Math.max(...terms.map(Math.abs), Math.abs(total));
  const missed = Math.abs(sum(terms) - total);
  assert.ok(missed <= terms.length * 1e-3 * largest, `${terms} is not ${total}`);
}

onPage("a box opens on a click, and closes on another", query, "anna", {}, async (page) => {
  const opener = button(page), box = await boxOf(page, opener);
  assert.equal(await page.locator(".opened section:visible").count(), 0);
  await opener.click();
  assert.ok(await box.isVisible());
  assert.equal(await opener.getAttribute("aria-expanded"), "true");
  await opener.click();
  assert.ok(!await box.isVisible());
});

onPage("a box opens by key, too", query, "anna", {}, async (page) => {
  const opener = button(page), box = await boxOf(page, opener);
  await opener.focus();
  for (const key of ["Enter", "Space"]) {
    await page.keyboard.press(key);
    assert.ok(await box.isVisible(), key);
    await page.keyboard.press(key);
    assert.ok(!await box.isVisible(), key);
  }
});

onPage("arrows go from the loss back to the weight, a row each", query, "anna", {}, async (page) => {
  const lit = page.locator(".grid tr.lit th");
  assert.equal(await lit.count(), 0);
  await page.keyboard.press("ArrowRight");
  assert.equal(await lit.textContent(), "loss");
  await page.keyboard.press("End");
  assert.equal(await lit.textContent(), "query");
  assert.match(await page.locator(".told").textContent(), /^query: 100 % of the gradient/);
  await page.keyboard.press("Home");
  assert.equal(await lit.count(), 0);
});

onPage("a way is lit by mouse and key, one at a time", query, "anna", {}, async (page) => {
  const ways = page.locator(".routes li");
  await ways.nth(0).click();
  const boxes = new Set((await ways.nth(0).getAttribute("data-boxes")).split(" "));
  const lit = await page.locator(".grid button.lit").evaluateAll(
    (buttons) => buttons.map((each) => each.getAttribute("aria-controls")));
  assert.ok(lit.length > 4 && lit.every((box) => boxes.has(box)));
  await ways.nth(1).focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".routes li.lit").count(), 1);
  assert.ok(await ways.nth(1).evaluate((way) => way.classList.contains("lit")));
});

onPage("the shares of the uses add up to the gradient", query, "anna", {}, async (page) => {
  const uses = page.locator("section[aria-label=Uses] table");
  const shares = await column(uses, 3), upstream = await column(uses, 1), factor = await column(uses, 2);
  const gradient = shares.pop();
  assert.equal(shares.length, 5);
  addUp(shares, gradient);
  shares.forEach((share, i) => addUp([upstream[i] * factor[i]], share));
  assert.ok((await page.locator("header + p").textContent()).includes(`dL/dw, is ${gradient}:`));
});

onPage("the numbers of a box bring what its button says", query, "anna", {}, async (page) => {
  const opener = page.locator(".grid tr", { hasText: /^logits/ }).locator("button").first();
  await opener.click();
  const brought = await column((await boxOf(page, opener)).locator("table"), 4);
  addUp(brought, parseFloat(await opener.textContent()));
});

onPage("a weight that is not used has its reason on the page, and nothing else", "wte[1][0]", "anna",
  {}, async (page) => {
    assert.match(await page.locator("section[aria-label=Uses]").textContent(),
      /It is not used: row 1 of wte is the vector of the letter 'b'/);
    assert.equal(await page.locator("section:visible").count(), 1);
  });

onPage("on a phone nothing stands beyond the edge", query, "konstantina",
  { viewport: { width: 375, height: 700 } }, async (page) => {
    const { scroll, width } = await page.evaluate(() => (
      { scroll: document.documentElement.scrollWidth, width: document.documentElement.clientWidth }));
    assert.ok(scroll <= width, `${scroll} > ${width}`);
    await button(page).click();
    assert.ok(await (await boxOf(page, button(page))).isVisible());
  });
