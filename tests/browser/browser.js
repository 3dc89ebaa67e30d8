// What the browser tests share: the program, a folder for what it writes, and visits to pages.
//
// Debian's chromium is driven by playwright-core and its Firefox by puppeteer-core; of what is used
// here both have the same. A browser is started at its first visit and closed after all tests.
"use strict";

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const test = require("node:test");
const { pathToFileURL } = require("node:url");

/** A folder of this test alone. */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stepgrad-browser-"));
const inFolder = (name) => path.join(folder, name);

/** Runs the program; returns what it prints. */
const stepgrad = (...words) => execFileSync(process.env.STEPGRAD, words, { encoding: "utf8" });

/** How each browser is started, and how a window of its own is opened in it. */
const browsers = {
  chromium: {
    start: () => require("playwright-core").chromium.launch({
      executablePath: process.env.CHROMIUM, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] }),
    open: (browser, options) => browser.newPage(options),
  },
  firefox: {
    start: () => require("puppeteer-core").launch({
      browser: "firefox", executablePath: process.env.FIREFOX, headless: true }),
    open: async (browser, { viewport }) => {
      const page = await browser.newPage();
      await page.setViewport(viewport);
      return page;
    },
  },
};
const started = {};

test.after(async () => {
  for (const browser of Object.values(started)) await (await browser).close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/**
 * Opens a page from disk in a window of its own, and acts there. At the end nothing may have been
 * complained about, and nothing asked of any network, nor of another file; except where the page has
 * neighbours, as those of a book have. Further options are those of the window.
 */
async function visit(file, { browser = "chromium", hash = "", neighbours = false, ...options }, act) {
  const { start, open } = browsers[browser];
  started[browser] ??= start();
  const page = await open(await started[browser],
    { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...options });
  const complaints = [], requests = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.stack));
  page.on("request", (request) => requests.push(request.url()));
  const address = pathToFileURL(file).href;
  const isOwn = (url) => url.startsWith(neighbours ? path.posix.dirname(address) : address) ||
    /^(data|blob):/.test(url) || url === "about:srcdoc";
  await page.goto(address + hash);
  await act(page);
  assert.deepEqual(complaints, [], file);
  assert.deepEqual(requests.filter((url) => !isOwn(url)), [], file);
  await page.close();
}

module.exports = { folder, inFolder, stepgrad, visit };
