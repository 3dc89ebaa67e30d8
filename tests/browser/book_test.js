// The course as a book: every page opens without errors and dead links, on a desk, on a phone and
// on paper, and its questions can be answered.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const test = require("node:test");
const { folder, inFolder, stepgrad, visit } = require("./browser.js");

let pages;
test.before(() => {
  stepgrad("course", "--html", folder);
  pages = fs.readdirSync(folder);
});

/** Opens a page of the book in a window of its own. */
const onPage = (name, options, act) =>
  visit(inFolder(name), { neighbours: true, viewport: { width: 1000, height: 800 }, ...options }, act);

const question = (page, text) => page.locator(".question", { hasText: text });
const replyOf = (root) => root.locator(".reply").textContent();
const isOpen = (root) => root.locator("details").evaluate((details) => details.open);

test("every page opens, on a desk and on a phone, and nothing sticks out", async () => {
  for (const width of [1000, 375])
    for (const name of pages)
      await onPage(name, { viewport: { width, height: 800 } }, async (page) => {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${name} is ${wide} wide on ${width}`);
        assert.equal(await page.locator("h1").count(), 1);
      });
});

test("on a phone plots, listings, tables and equations fit, and nothing of them is cut", async () => {
  for (const name of pages)
    await onPage(name, { viewport: { width: 375, height: 800 } }, async (page) => {
      const cut = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll(".equation, pre, .table, figure, p, li, td, aside")];
        const wide = boxes.filter((box) => box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0);
        const isOutside = (text) => {
          const [inner, outer] = [text, text.ownerSVGElement].map((e) => e.getBoundingClientRect());
          return inner.left < outer.left || inner.right > outer.right;
        };
        const texts = [...document.querySelectorAll("svg.narrow :is(text, use)")].filter(isOutside);
        return [...wide, ...texts].map((element) => `${element.tagName}: ${element.textContent}`);
      });
      assert.deepEqual(cut, [], name);
      // Each on its own, also within what is hidden: a trial that was not run, a frame of a film.
      const drawings = await page.evaluate(() => Object.fromEntries(["narrow", "wide"].map((kind) =>
        [kind, [...document.querySelectorAll(`svg.${kind}`)].map((svg) =>
          getComputedStyle(svg).display !== "none")])));
      assert.ok(drawings.narrow.every((shown) => shown), name);
      assert.ok(drawings.wide.every((shown) => !shown), name);
      assert.equal(drawings.narrow.length, drawings.wide.length, name);
    });
});

test("on a phone the letters of every picture are large enough to be read", async () => {
  for (const name of pages)
    await onPage(name, { viewport: { width: 375, height: 800 } }, async (page) => {
      const tiny = await page.evaluate(() => {
        const least = 7.5;  // pixels; a slope beside a wire is the smallest
        const seen = [...document.querySelectorAll("figure svg")].filter((svg) =>
          svg.getBoundingClientRect().width > 0);
        const size = (text) => {
          const { a, b } = text.getScreenCTM();  // turned text has its scale in both
          return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
        };
        return seen.flatMap((svg) => [...svg.querySelectorAll("text")])
          .filter((text) => size(text) < least)
          .map((text) => `${text.textContent}: ${size(text)}`);
      });
      assert.deepEqual(tiny, [], name);
    });
});

test("on a desk a picture is drawn once, and nothing of it twice on the page", () =>
  onPage("08_neuron.html", {}, async (page) => {
    const links = await page.evaluate(() =>
      [...document.querySelectorAll("image")].map((image) => image.getAttribute("href")));
    assert.ok(links.length > 0);
    assert.equal(new Set(links).size, links.length);
    const [wide, narrow] = await page.evaluate(() => ["wide", "narrow"].map((kind) =>
      [...document.querySelectorAll(`svg.${kind}`)].filter((svg) => svg.clientWidth > 0).length));
    assert.ok(wide > 0);
    assert.equal(narrow, 0);
  }));

test("on a phone the frame of a step player is as high as what it asks", () =>
  onPage("06_backpropagation.html", { viewport: { width: 375, height: 800 } }, async (page) => {
    const element = page.locator("iframe").first();
    const frame = page.frameLocator("iframe").first();
    const room = () => element.evaluate((e) =>
      e.clientHeight - e.contentDocument.documentElement.scrollHeight);
    for (let step = 0; step < 8; ++step) {
      await frame.locator("[data-go=next]").click();
      const show = frame.locator("[data-help=show]");
      if (await show.isVisible()) await show.click();
      await page.waitForTimeout(50);  // a frame is measured when it has been drawn
      assert.ok(await room() >= -1, `step ${step} scrolls`);
    }
  }));

test("every link leads somewhere, and next and previous go round", async () => {
  for (const name of pages) {
    const html = fs.readFileSync(inFolder(name), "utf8");
    for (const [, target] of html.replace(/srcdoc="[^"]*"/g, "").matchAll(/<a [^>]*href="([^"]*)"/g))
      assert.ok(pages.includes(target), `${name} links to ${target}`);
    const ids = [...html.replace(/srcdoc="[^"]*"/g, "").matchAll(/ id="([^"]*)"/g)];
    assert.equal(new Set(ids.map(([, id]) => id)).size, ids.length, `${name} has an id twice`);
  }
  await onPage("index.html", {}, async (page) => {
    await page.locator(".contents a").first().click();
    for (let i = 2; i < pages.length; ++i) await page.locator("footer a[rel=next]").click();
    assert.equal(await page.locator("footer a[rel=next]").count(), 0);
    for (let i = 2; i < pages.length; ++i) await page.locator("header a[rel=prev]").click();
    await page.locator("header").getByText("Contents").click();
    assert.match(page.url(), /index\.html$/);
  });
});

test("a number is judged as on the terminal, and its answer opens", () =>
  onPage("01_derivative.html", {}, async (page) => {
    const root = question(page, "Now a smaller step");
    const type = async (text) => {
      await root.locator("input").fill(text);
      await root.getByRole("button", { name: "Check" }).click();
      return replyOf(root);
    };
    assert.equal(await isOpen(root), false);
    assert.match(await type("0.61"), /^Not yet: that is how far up it goes/);
    assert.match(await type("-6.1"), /look at the sign/);
    assert.match(await type("12.2"), /twice as much/);
    assert.match(await type("3.05"), /half of it/);
    assert.match(await type("61"), /decimal point/);
    assert.match(await type("six"), /^Type a number/);
    await root.getByRole("button", { name: "Hint" }).click();
    assert.match(await replyOf(root), /^Hint 1 of 2: /);
    assert.equal(await isOpen(root), false);
    assert.match(await type("6.12"), /very near/);
    assert.match(await type("(3,1*3,1 - 9) / 0,1"), /^Right/);
    assert.equal(await isOpen(root), true);
  }));

test("a formula is compared by value", () =>
  onPage("04_chain_rule.html", {}, async (page) => {
    const root = question(page, "Put it together");
    const type = async (text) => {
      await root.locator("input").fill(text);
      await root.locator("input").press("Enter");
      return replyOf(root);
    };
    assert.match(await type("2*(2*x^2 + 1)"), /^Not yet: that is dFdg/);
    assert.match(await type("x^7"), /^Not yet: at x = .* yours is /);
    assert.match(await type("4x(2*x^2 + 1)*2/3"), /^Not yet: everywhere it is 0.333333 times/);
    assert.match(await type("-8*x*(2*x^2 + 1)"), /only the sign/);
    assert.match(await type("2*y"), /^There is no y here/);
    assert.match(await type("8x 2"), /write x\*2 for x 2/);
    assert.match(await type("8*x*("), /missing/);
    assert.match(await type("dF/dx = 8x(2x² + 1)"), /^Right/);
  }));

test("a whole number may have its digits grouped by commas", () =>
  onPage("02_graph.html", {}, async (page) => {
    const root = question(page, "Ten doublings");
    for (const [typed, reply] of [["1,024", /^Not yet/], ["1,023", /^Right/]]) {
      await root.locator("input").fill(typed);
      await root.locator("input").press("Enter");
      assert.match(await replyOf(root), reply);
    }
  }));

test("a choice is judged with its own remark", () =>
  onPage("02_graph.html", {}, async (page) => {
    const root = question(page, "Which of these orders");
    await root.getByRole("button", { name: "Check" }).click();
    assert.match(await replyOf(root), /^Choose one/);
    await root.locator("input").nth(0).check();
    await root.getByRole("button", { name: "Check" }).click();
    assert.match(await replyOf(root), /^Not yet: it works/);
    await root.locator("input").nth(2).check();
    await root.getByRole("button", { name: "Check" }).click();
    assert.equal(await isOpen(root), true);
  }));

/** The first experiment of the page, and what is seen of it. */
function firstExperiment(page) {
  const root = page.locator(".experiment").first();
  return {
    root,
    reply: () => root.locator(".reply").textContent(),
    see: () => root.getByRole("button", { name: "See what comes" }).click(),
    seen: () => root.locator(".trial").evaluateAll((trials) =>
      trials.filter((trial) => trial.clientHeight > 0)
        .map((trial) => trial.querySelector("strong").textContent)),
  };
}

test("an experiment asks for a setting and a guess, and then shows what comes of it", () =>
  onPage("09_losses.html", {}, async (page) => {
    const { root, reply, see, seen } = firstExperiment(page);
    const setting = root.locator(".settings button").nth(2);
    await see();
    assert.match(await reply(), /^Choose first: /);
    await setting.click();
    await see();
    assert.match(await reply(), /^Say first/);
    assert.deepEqual(await seen(), []);
    const name = await setting.textContent();
    const right = await root.locator(".trial").nth(2).getAttribute("data-outcome");
    await root.locator(`.guesses input[value="${right}"]`).check();
    await see();
    assert.match(await reply(), /^As you said/);
    assert.equal((await seen()).length, 1);
    assert.ok((await seen())[0].endsWith(` ${name}`));
    await root.locator(".settings button").nth(0).click();
    assert.deepEqual(await seen(), []);
  }));

test("where many numbers are on offer a slider moves through them, by keys, too", () =>
  onPage("10_descent.html", {}, async (page) => {
    const { root, reply, see, seen } = firstExperiment(page);
    const slider = root.getByRole("slider", { name: "rate" }).first();
    const shown = root.locator(".settings output");
    const stops = await root.locator(".settings option").evaluateAll((all) =>
      all.map((stop) => stop.label));
    assert.equal(await shown.textContent(), stops[0]);
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.equal(await shown.textContent(), stops[2]);
    assert.equal(await slider.getAttribute("aria-valuetext"), stops[2]);
    await see();
    assert.match(await reply(), /^Say first/);
    assert.deepEqual(await seen(), []);
    await root.locator(".guesses input").nth(0).check();
    await see();
    assert.deepEqual(await seen(), [`rate ${stops[2]}`]);
    await slider.focus();
    await page.keyboard.press("End");
    assert.equal(await shown.textContent(), stops.at(-1));
    assert.deepEqual(await seen(), []);
    await see();
    assert.match(await reply(), /^Say first/);
  }));

test("what follows a question cannot be read before its answer is open", () =>
  onPage("06_backpropagation.html", {}, async (page) => {
    const root = question(page, "What does w receive in that order?");
    const table = page.locator(".table", { hasText: "order of turns" });
    const isDim = () => table.evaluate((element) => getComputedStyle(element).filter !== "none");
    assert.equal(await isDim(), true);
    await page.emulateMedia({ media: "print" });
    assert.equal(await isDim(), false);
    await page.emulateMedia({ media: "screen" });
    await root.locator("input").fill("15");
    await root.locator("input").press("Enter");
    assert.equal(await isDim(), false);
  }));

test("a step player plays within the page, in the page's colours, and asks before it shows", () =>
  onPage("06_backpropagation.html", {}, async (page) => {
    const frame = page.frameLocator("iframe").first();
    await frame.getByRole("button", { name: "Next", exact: true }).click();
    assert.match(await frame.locator(".moment.current h2").textContent(), /Compute/);
    assert.equal(await frame.locator(".moment.current .sentence").isVisible(), false);
    await frame.locator(".guess input").fill("7");
    await frame.locator(".guess input").press("Enter");
    assert.match(await frame.locator(".reply").textContent(), /Not yet/);
    await frame.locator(".guess input").fill("-2");
    await frame.locator(".guess input").press("Enter");
    assert.match(await frame.locator(".reply").textContent(), /Right: −2/);
    assert.equal(await frame.locator(".moment.current .sentence").isVisible(), true);
    assert.equal(await frame.locator(".steps").isVisible(), false);
    await page.locator(".theme-toggle").click();
    await page.locator(".theme-toggle").click();
    await frame.locator("html[data-theme=dark]").waitFor();
    assert.match(page.url(), /06_backpropagation\.html$/);
    const [inside, outside] = await page.locator("iframe").first().evaluate((element) =>
      [element.contentDocument.documentElement.scrollHeight, element.clientHeight]);
    assert.ok(inside <= outside + 1, `${inside} in ${outside}`);
  }));

test("on paper answers are open, and a diagram stands for a player", () =>
  onPage("05_many_paths.html", {}, async (page) => {
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("details:not([open])").count(), 0);
    assert.equal(await page.locator(".steps .view").first().isVisible(), true);
    assert.equal(await page.locator("iframe").first().isVisible(), false);
    assert.equal(await page.locator("form").first().isVisible(), false);
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    assert.equal(await page.locator("details[open]").count(), 0);
  }));

test("on paper and without a script one sees what there is to choose from", async () => {
  const seesChoices = async (page) => {
    const root = question(page, "Which of these orders");
    assert.equal(await root.getByText("z, y, x, q, f").isVisible(), true);
    assert.equal(await root.locator("input").first().isVisible(), false);
    assert.equal(await root.getByText("Check").isVisible(), false);
  };
  await onPage("02_graph.html", { javaScriptEnabled: false }, seesChoices);
  await onPage("02_graph.html", {}, async (page) => {
    await page.emulateMedia({ media: "print" });
    await seesChoices(page);
  });
});

test("without a script a lesson is a chapter with folded answers", () =>
  onPage("03_partials.html", { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator("form").first().isVisible(), false);
    await page.locator("summary").first().click();
    assert.equal(await page.locator(".is").first().isVisible(), true);
  }));
