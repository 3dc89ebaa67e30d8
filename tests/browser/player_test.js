// The step player in a browser: what a student does with mouse, keys and fingers, and what is seen.
//
// Every page is opened from disk, in a window of its own.
"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
const { inFolder, stepgrad, visit } = require("./browser.js");

const product = ["q = x + y; f = q * z", "x=-2", "y=5", "z=-4"];
const twice = ["y = a * a", "a=3"];
const pages = new Map();

/** The page of a formula, as the program writes it. */
function pageOf(words) {
  const key = words.join("\n");
  if (!pages.has(key)) {
    const file = inFolder(`${pages.size}.html`);
    stepgrad("explain", ...words, "--format", "html", "-o", file);
    pages.set(key, file);
  }
  return pages.get(key);
}

/** A test of one page in a window of its own. */
const onPage = (name, words, options, act) => test(name, () => visit(pageOf(words), options, act));

const shown = (page) => page.evaluate(() => location.hash);
const title = (page) => page.locator(".moment.current h2").textContent();
const isSeen = (page, selector) => page.locator(selector).first().evaluate(
  (element) => getComputedStyle(element).visibility === "visible");

/** The texts of a node that can be seen: name, value, gradient. */
const textsOf = (page, id) => page.locator(`[id="${id}"]`).evaluate((node) =>
  [...node.querySelectorAll("text")]
    .filter((text) => getComputedStyle(text).visibility === "visible")
    .map((text) => text.textContent.trim()).filter(Boolean));

// ---- going forwards and backwards

onPage("buttons go forwards and backwards", product, {}, async (page) => {
  const click = (name) => page.getByRole("button", { name, exact: true }).click();
  assert.match(await title(page), /inputs are given/);
  await click("Next");
  assert.equal(await shown(page), "#step=1");
  await click("Next");
  await click("Back");
  assert.equal(await shown(page), "#step=1");
  await click("To the end");
  assert.equal(await shown(page), "#step=8");
  assert.ok(await page.getByRole("button", { name: "Next", exact: true }).isDisabled());
  await click("To the start");
  assert.equal(await shown(page), "#step=0");
});

onPage("keys go forwards and backwards", product, {}, async (page) => {
  for (const [key, step] of [
    ["ArrowRight", 1], ["ArrowRight", 2], ["ArrowLeft", 1], ["End", 8], ["ArrowRight", 8],
    ["Home", 0], ["ArrowLeft", 0],
  ]) {
    await page.keyboard.press(key);
    assert.equal(await shown(page), `#step=${step}`, key);
  }
});

onPage("the slider goes to any step, with its own keys too", product, {}, async (page) => {
  const slider = page.getByRole("slider", { name: "Step" });
  await slider.fill("5");
  assert.equal(await shown(page), "#step=5");
  await slider.press("ArrowRight");
  assert.equal(await shown(page), "#step=6");
});

onPage("a click on a row of the table goes to its step", product, {}, async (page) => {
  await page.locator(".steps tbody tr").nth(4).click();
  assert.equal(await shown(page), "#step=4");
  assert.equal(await page.locator(".steps tr[aria-current=step] a").innerText(), "4");
});

onPage("space plays to the end and stops", product, {}, async (page) => {
  await page.locator(".speed select").selectOption("4");
  await page.locator(".speed select").blur();
  await page.keyboard.press("Space");
  assert.equal(await page.getByRole("button", { name: "Pause" }).count(), 1);
  await page.waitForFunction(() => location.hash === "#step=8");
  assert.equal(await page.getByRole("button", { name: "Play" }).count(), 1);
});

onPage("space on a button presses the button alone", product, {}, async (page) => {
  await page.getByRole("button", { name: "Next", exact: true }).focus();
  await page.keyboard.press("Space");
  assert.equal(await shown(page), "#step=1");
  assert.equal(await page.getByRole("button", { name: "Play" }).count(), 1);
});

onPage("the address leads to a step, when it is opened and when it is changed", product,
  { hash: "#step=6" }, async (page) => {
    assert.match(await title(page), /From q back to x/);
    await page.evaluate(() => { location.hash = "#step=2"; });
    await page.waitForFunction(() => document.querySelector("input[type=range]").value === "2");
    for (const [hash, step] of [["#step=999", 8], ["#nothing", 8]]) {
      await page.evaluate((to) => { location.hash = to; }, hash);
      await page.waitForFunction((to) => location.hash === to, `#step=${step}`);
    }
  });

onPage("a page opened at a late step has its row of the table in view", network(2, 3, 1),
  { hash: "#step=40" }, async (page) => {
    await page.waitForFunction(() => {
      const box = document.querySelector(".steps").getBoundingClientRect();
      const row = document.querySelector(".steps tr.current").getBoundingClientRect();
      return row.top >= box.top && row.bottom <= box.bottom;
    });
  });

onPage("going is not kept in the browser's history", product, {}, async (page) => {
  const before = await page.evaluate(() => history.length);
  for (let i = 0; i < 4; ++i) await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => history.length), before);
});

// ---- the diagram

onPage("values appear in the forward pass, gradients in the backward pass", product, {},
  async (page) => {
    const go = (step) => page.getByRole("slider").fill(String(step));
    assert.deepEqual(await textsOf(page, "n0"), ["x", "-2"]);
    assert.deepEqual(await textsOf(page, "n3"), ["q"]);
    await go(1);
    assert.deepEqual(await textsOf(page, "n3"), ["q", "3"]);
    await go(3);
    assert.deepEqual(await textsOf(page, "n4"), ["f", "-12", "1"]);
    await go(4);
    assert.deepEqual(await textsOf(page, "n3"), ["q", "3", "-4"]);
    assert.deepEqual(await textsOf(page, "n0"), ["x", "-2"]);
    await go(6);
    assert.deepEqual(await textsOf(page, "n0"), ["x", "-2", "-4"]);
    assert.deepEqual(await page.locator(".view .now").evaluateAll(
      (lit) => lit.map((part) => part.id).sort()), ["e3", "g3", "g3-n3", "n0", "n3"]);
  });

onPage("where paths meet, the gradient is the sum so far", twice, {}, async (page) => {
  await page.getByRole("slider").fill("3");
  assert.deepEqual(await textsOf(page, "n0"), ["a", "3", "3 …"]);
  await page.getByRole("slider").fill("4");
  assert.deepEqual(await textsOf(page, "n0"), ["a", "3", "6"]);
  assert.match(await page.locator(".current .sum").innerText(), /3\s*\+\s*3\s*=\s*6/);
});

onPage("a click on a wire or a value goes to its step, again or with shift to its forward moment",
  product, {}, async (page) => {
    const click = (id, options) =>
      page.locator(`[id="${id}"]`).locator("text").first().click(options);
    const [x, y] = await page.locator("[id=e3] .hit").evaluate((wire) => {
      const middle = wire.getPointAtLength(wire.getTotalLength() / 2);
      const { x, y } = middle.matrixTransform(wire.getScreenCTM());
      return [x, y + 3];
    });
    await page.mouse.click(x, y);
    assert.equal(await shown(page), "#step=6");
    await click("n3");
    assert.equal(await shown(page), "#step=4");
    await click("n3");
    assert.equal(await shown(page), "#step=1");
    await click("n4", { modifiers: ["Shift"] });
    assert.equal(await shown(page), "#step=2");
  });

onPage("nothing moves from step to step", product, {}, async (page) => {
  const places = () => page.evaluate(() => [".diagram", ".controls", ".panel", ".steps", ".view svg"]
    .map((part) => JSON.stringify(document.querySelector(part).getBoundingClientRect())));
  const before = await places();
  for (let step = 1; step <= 8; ++step) {
    await page.keyboard.press("ArrowRight");
    assert.deepEqual(await places(), before, `step ${step}`);
  }
});

onPage("the diagram is made larger and smaller", product, {}, async (page) => {
  const width = () => page.locator(".view svg").evaluate((svg) => svg.clientWidth);
  const start = await width();
  await page.keyboard.press("+");
  const larger = await width();
  assert.ok(larger > start);
  await page.getByRole("button", { name: "Smaller" }).click();
  await page.getByRole("button", { name: "Smaller" }).click();
  assert.ok(await width() < start);
  await page.locator(".view").hover();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -400);
  await page.keyboard.up("Control");
  await page.waitForFunction((least) => document.querySelector(".view svg").clientWidth > least,
    larger);
  await page.keyboard.press("0");
  assert.ok(await page.locator(".view").evaluate((view) => view.scrollWidth <= view.clientWidth));
});

onPage("a mouse drags the diagram and clicks nothing by that", product, {}, async (page) => {
  for (let i = 0; i < 6; ++i) await page.keyboard.press("+");
  const { x, y, width, height } = await page.locator(".view").boundingBox();
  const scrolled = () => page.locator(".view").evaluate((view) => view.scrollLeft);
  const before = await scrolled();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 - 120, y + height / 2, { steps: 4 });
  await page.mouse.up();
  assert.equal(await scrolled() - before, 120);
  assert.equal(await page.getByRole("slider").inputValue(), "0");
});

onPage("two fingers make the diagram larger", product,
  { viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true }, async (page) => {
    const { x, y, width, height } = await page.locator(".view").boundingBox();
    const fingers = (apart) => [-apart, apart].map((offset, id) =>
      ({ x: x + width / 2 + offset, y: y + height / 2, id }));
    const hand = await page.context().newCDPSession(page);
    const touch = (type, touchPoints) =>
      hand.send("Input.dispatchTouchEvent", { type, touchPoints });
    const before = await page.locator(".view svg").evaluate((svg) => svg.clientWidth);
    await touch("touchStart", fingers(30));
    for (const apart of [40, 50, 60]) await touch("touchMove", fingers(apart));
    await touch("touchEnd", []);
    const after = await page.locator(".view svg").evaluate((svg) => svg.clientWidth);
    assert.ok(Math.abs(after / before - 2) < 0.1, `${before} became ${after}`);
  });

// ---- predict mode

const guess = async (page, text) => {
  await page.locator(".guess input").fill(text);
  await page.keyboard.press("Enter");
};
const reply = (page) => page.locator(".reply").innerText();

onPage("predict mode hides the number until it is guessed", product, { hash: "#step=6" },
  async (page) => {
    await page.getByRole("button", { name: "Predict" }).click();
    assert.deepEqual(await textsOf(page, "n0"), ["x", "-2", "?"]);
    assert.ok(!await isSeen(page, ".current .sentence"));
    assert.ok(!await isSeen(page, ".steps tr.current .result > *"));
    await guess(page, "17");
    assert.equal(await reply(page), "Not yet: upstream is −4, local is 1; multiply them.");
    assert.deepEqual(await textsOf(page, "n0"), ["x", "-2", "?"]);
    await guess(page, " −4,0 ");
    assert.equal(await reply(page), "Right: −4.");
    assert.deepEqual(await textsOf(page, "n0"), ["x", "-2", "-4"]);
    assert.ok(await isSeen(page, ".current .sentence"));
    assert.ok(await isSeen(page, ".steps tr.current .result > *"));
  });

for (const hash of ["#step=0", "#step=6"])
  onPage(`Predict, clicked with a mouse, leaves the keyboard to the answer at ${hash}`, product,
    { hash }, async (page) => {
      await page.getByRole("button", { name: "Predict" }).click();
      if (hash === "#step=0") await page.keyboard.press("Enter");
      const answer = hash === "#step=0" ? "3" : "-4";
      await page.keyboard.type(answer);
      assert.equal(await page.locator(".guess input").inputValue(), answer);
      await page.keyboard.press("Enter");
      assert.match(await reply(page), /^Right/);
      await page.keyboard.press("Enter");
      assert.equal(await shown(page), hash === "#step=0" ? "#step=2" : "#step=7");
      assert.equal(await page.getByRole("button", { name: "Predict" })
        .getAttribute("aria-pressed"), "true");
    });

onPage("predict mode from the start to the score", product, {}, async (page) => {
  await page.keyboard.press("p");
  await page.getByRole("button", { name: "Begin" }).click();
  for (const answer of ["3", "-12"]) {
    await guess(page, answer);
    await page.keyboard.press("Enter");
  }
  await page.getByRole("button", { name: "Show it" }).click();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Hint" }).click();
  assert.match(await reply(page), /^Hint: upstream is 1, local is −4/);
  await guess(page, "-4");
  await page.keyboard.press("Enter");
  for (const answer of ["3", "-8/2"]) {
    await guess(page, answer);
    await page.keyboard.press("Enter");
  }
  await page.locator(".steps tbody tr").last().click();
  assert.equal(await reply(page),
    "You found 5 of 7: 4 at the first try, 1 with some help, 1 shown, 1 left out.");
});

onPage("a question is not stepped over by accident", product, {}, async (page) => {
  await page.keyboard.press("p");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  assert.equal(await shown(page), "#step=1");
  assert.match(await reply(page), /Your guess first/);
  await page.getByRole("button", { name: "Predict" }).click();
  assert.deepEqual(await textsOf(page, "n3"), ["q", "3"]);
});

onPage("where paths meet, predict mode asks for the sum and knows the classic slip", twice,
  { hash: "#step=4" }, async (page) => {
    await page.keyboard.press("p");
    await guess(page, "3");
    assert.equal(await reply(page),
      "Not yet: that is what this path brings; add the 3 from before.");
    await guess(page, "6");
    assert.equal(await reply(page), "Right: 6.");
  });

onPage("a sum that waits for more paths says so, until all have arrived", twice,
  { hash: "#step=3" }, async (page) => {
    const unfinished = page.locator(".sheet .unfinished");
    assert.equal(await unfinished.textContent(), "3 …");
    await page.keyboard.press("ArrowRight");
    assert.equal(await unfinished.count(), 0);
  });

// ---- all that may be on a page, and all who may read it

const nasty = ["l = log(x); y = l + max(größe, 0) * exp(1000)", "x=0", "größe=0"];
onPage("inf, nan, kinks and Unicode", nasty, {}, async (page) => {
  await page.keyboard.press("End");
  assert.match(await page.locator(".current .sentence").innerText(), /The first -?(inf|nan) arises/);
  for (let i = 0; i < 10; ++i) await page.keyboard.press("ArrowLeft");
});

/** A layered network written out: its formula, and a number for every input. */
function network(...widths) {
  const inputs = new Map(), statements = [];
  let before = Array.from({ length: widths[0] }, (_, i) => `x${i}`);
  before.forEach((name, i) => inputs.set(name, (i + 1) / 4));
  widths.slice(1).forEach((width, layer) => {
    before = Array.from({ length: width }, (_, unit) => {
      const terms = before.map((name, i) => {
        const weight = `w${layer}_${unit}_${i}`;
        inputs.set(weight, ((unit * 7 + i * 3) % 5 - 2) / 4);
        return `${weight}*${name}`;
      });
      statements.push(`h${layer}_${unit} = tanh(${terms.join(" + ")})`);
      return `h${layer}_${unit}`;
    });
  });
  return [statements.join("; "), ...[...inputs].map(([name, number]) => `${name}=${number}`)];
}

onPage("300 nodes stay usable: what is lit is in view", network(4, 7, 4, 1), {}, async (page) => {
  const nodes = await page.locator(".view g.node").count();
  assert.ok(nodes >= 300, `${nodes} nodes`);
  const last = Number(await page.getByRole("slider").getAttribute("max"));
  for (const share of [0.2, 0.5, 0.8, 0.99]) {
    await page.getByRole("slider").fill(String(Math.round(last * share)));
    const [lit, view] = await page.evaluate(() => [".view .node.now", ".view"].map((part) =>
      document.querySelector(part).getBoundingClientRect().toJSON()));
    assert.ok(lit.left < view.right && lit.right > view.left && lit.top < view.bottom &&
      lit.bottom > view.top, `at ${share}`);
    const row = await page.locator(".steps tr.current").boundingBox();
    const box = await page.locator(".steps").boundingBox();
    assert.ok(row.y >= box.y && row.y + row.height <= box.y + box.height + 1);
  }
});

onPage("parts of a large diagram open, follow and close", network(4, 8, 8, 1), {}, async (page) => {
  const open = () => page.locator(".sheet.open").getAttribute("data-part");
  const slider = page.getByRole("slider");
  assert.equal(await open(), null);
  await slider.fill("250");
  assert.ok(await page.locator(".sheet.open .now").count() > 0);
  await page.getByRole("button", { name: "Look inside" }).click();
  const first = await open();
  assert.notEqual(first, null);
  assert.equal(await shown(page), "#step=250");
  await slider.fill("300");
  assert.ok(![null, first].includes(await open()));
  assert.ok(await page.locator(".sheet.open .edge.now").count() > 0);
  await page.getByRole("button", { name: "Show all parts" }).click();
  assert.equal(await open(), null);
  const box = page.locator(".sheet.open .node").filter({ hasText: "operations" }).last();
  const [id] = /\d+/.exec(await box.getAttribute("id"));
  await box.locator("text").first().click();
  assert.equal(await open(), id);
});

const terms = Array.from({ length: 700 }, (_, i) => `sin(x * ${i})`).join(" + ");
onPage("2,099 operations without a name stay usable, and say what is shown of them", [terms, "x=0.5"],
  { hash: "#step=3500" }, async (page) => {
    const slider = page.getByRole("slider");
    const says = () => page.locator(".sheet.open > p").innerText();
    assert.ok(Number(await slider.getAttribute("max")) > 4800);
    assert.match(await says(), /^Operations \d+ to \d+ of 2099, as they are computed\./);
    assert.ok(await page.locator(".sheet.open .edge.now").count() > 0);
    assert.ok(await page.locator(".steps tr").count() <= 103);
    await slider.fill("4");
    assert.equal(await page.locator(".current .sentence").innerText(), "v4 = sin(v3) = sin(0.5) = 0.479426");
    await slider.fill("150");
    const before = await says();
    await page.keyboard.press("End");
    assert.match(await title(page), /All gradients are known/);
    assert.notEqual(await says(), before);
    await page.getByRole("link", { name: /^steps 0 to/ }).click();
    assert.equal(await page.locator(".steps tr.current").count(), 1);
    assert.ok(await page.locator(".door").isHidden());
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    assert.match(await page.locator(".excerpt").innerText(), /^Steps \d+ to \d+ of \d+, and the part/);
    assert.equal(await page.locator(".sheet:visible").count(), 1);
    assert.ok(await page.locator(".moment:visible").count() <= 100);
  });

onPage("a long page without a script says what it needs", network(4, 8, 8, 1),
  { javaScriptEnabled: false }, async (page) => {
    assert.match(await page.locator("noscript").innerText(), /stepgrad explain/);
  });

const chain = ["a0 = 1 * x; x = 0.5; w = 2; " +
  Array.from({ length: 80 }, (_, i) => `a${i + 1} = sin(a${i} * w + ${i})`).join("; ")];
onPage("wires between parts tell their slope when it is known, one lit at a time", chain, {},
  async (page) => {
    const told = () => page.locator(".sheet.open .edge text").evaluateAll((texts) =>
      texts.filter((text) => getComputedStyle(text).visibility === "visible").length);
    assert.equal(await told(), 0);
    await page.keyboard.press("End");
    assert.ok(await told() > 0);
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.locator(".sheet.open .edge.now[id^=r]").count(), 1);
    assert.ok(await page.locator(".sheet.open .node.now").count() >= 3);
  });

const sigmoid = ["1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))", "w0=2.34567", "x0=-1.23456",
  "w1=-3.45678", "x1=-2.34561", "w2=-3.45671"];
onPage("what is asked for is in sight on a narrow screen, and so is the answer", sigmoid,
  { viewport: { width: 360, height: 740 } }, async (page) => {
    await page.keyboard.press("p");
    const last = Number(await page.getByRole("slider").getAttribute("max"));
    for (let step = 1; step <= last; ++step) {
      await page.getByRole("slider").fill(String(step));
      const cut = await page.evaluate(() => {
        const within = (inner, outer) => {
          const [a, b] = [inner, outer].map((element) => element.getBoundingClientRect());
          return a.left >= b.left - 1 && a.right <= b.right + 1;
        };
        const asked = [...document.querySelectorAll(".sheet.open text")]
          .filter((text) => text.textContent === "?");
        const formulas = [...document.querySelectorAll(
          ".current :is(.equations, .slope-line, .sum) > math")];
        return [
          ...asked.filter((text) => !within(text, document.querySelector(".view"))),
          ...formulas.filter((formula) => !within(formula, formula.parentElement)),
        ].map((element) => element.outerHTML);
      });
      assert.deepEqual(cut, [], `step ${step}`);
    }
  });

for (const width of [375, 1280, 1920])
  onPage(`nothing sticks out at ${width} pixels`, product, { viewport: { width, height: 800 } },
    async (page) => {
      await page.keyboard.press("p");
      for (let i = 0; i < 9; ++i) {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `step ${i}: ${wide}`);
        await page.getByRole("slider").fill(String(i));
      }
    });

onPage("without a script every step can be read", product, { javaScriptEnabled: false },
  async (page) => {
    assert.equal(await page.locator(".moment:visible").count(), 9);
    assert.ok(await page.locator(".steps").isVisible());
    assert.ok(!await page.locator(".controls").isVisible());
    assert.deepEqual(await page.locator("[id=n3] text").allTextContents()
      .then((texts) => texts.map((text) => text.trim()).filter(Boolean)), ["q", "3", "-4"]);
  });

onPage("paper has the whole derivation and all numbers", product, { hash: "#step=2" },
  async (page) => {
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    assert.equal(await page.locator(".moment:visible").count(), 9);
    assert.deepEqual(await textsOf(page, "n0"), ["x", "-2", "-4"]);
    assert.ok(!await page.locator(".controls").isVisible());
    assert.ok(!await page.locator(".steps").isVisible());
  });

onPage("paper has every part of a large diagram", network(4, 8, 8, 1), {}, async (page) => {
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator(".sheet:visible").count(), 18);
  assert.equal(await page.locator(".sheet .later").count(), 0);
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator(".sheet.open").getAttribute("data-part"), null);
});

onPage("a screen reader is told the step, and every control has a name", product, {},
  async (page) => {
    await page.getByRole("slider").fill("6");
    assert.match(await page.locator("[aria-live=polite]").innerText(), /^Step 6 of 8: .*x gets -4/s);
    const nameless = await page.locator("button, input, select").evaluateAll((controls) => controls
      .filter((control) => !control.getAttribute("aria-label") && !control.innerText.trim() &&
        !control.labels?.[0]?.innerText.trim())
      .map((control) => control.outerHTML));
    assert.deepEqual(nameless.filter((html) => !html.includes("size=\"10\"")), []);
  });

onPage("day and night are the system's until they are chosen", product, { colorScheme: "dark" },
  async (page) => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const night = await ground();
    const toggle = page.getByRole("button", { name: /Colours/ });
    await toggle.click();
    assert.match(await toggle.innerText(), /light/);
    const day = await ground();
    assert.notEqual(day, night);
    await page.reload();
    assert.equal(await ground(), day);
    await toggle.click();
    assert.equal(await ground(), night);
  });
