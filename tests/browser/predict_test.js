// Predict mode's pure functions: what counts as a number, as near enough, and what is answered.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");
const vm = require("node:vm");

const source = path.join(__dirname, "../../src/stepgrad/page/files/predict.js");
const predict = vm.createContext({});
vm.runInContext(fs.readFileSync(source, "utf8"), predict);
const { readGuess, isClose, judge, score } = predict;

const share = {
  kind: "share", upstream: "-4", local: "1", share: "-4", before: null, answer: "-4",
};
const secondShare = {
  kind: "share", upstream: "1", local: "3", share: "3", before: "3", answer: "6",
};
const value = { kind: "value", computation: "-2 + 5", answer: "3" };

test("numbers are read as learners write them", () => {
  const table = {
    "-4": -4, "−4": -4, "–4": -4, "+4": 4, " 4 ": 4, "- 4": -4, "0,5": 0.5, ".5": 0.5, "5.": 5,
    "1/2": 0.5, "−1 / 4": -0.25, "1e-3": 1e-3, "1E−3": 1e-3, "1.5·10^-7": 1.5e-7,
    "1.5 × 10^(−7)": 1.5e-7, "2*10^3": 2000, "inf": Infinity, "-inf": -Infinity, "−∞": -Infinity,
    "Infinity": Infinity, "nan": NaN, "NaN": NaN, "1/0": Infinity,
  };
  for (const [text, number] of Object.entries(table))
    assert.ok(Object.is(readGuess(text), number), `${text} is read as ${readGuess(text)}`);
});

test("what is no number is not read", () => {
  for (const text of ["", " ", "x", "-", "1/2/3", "1..2", "--4", "4 apples", "1e", "/", "0x10"])
    assert.equal(readGuess(text), null, text);
});

test("one part in a hundred is near enough, and no more", () => {
  for (const [guess, number] of [[-4, -4], [0.2, 0.1983], [0, 5e-17], [NaN, NaN], [1000, 1009]])
    assert.ok(isClose(guess, number), `${guess} for ${number}`);
  for (const [guess, number] of [
    [4, -4], [0.19, 0.2], [0, 1e-5], [Infinity, -Infinity], [NaN, 1], [1, NaN], [1e9, Infinity],
  ])
    assert.ok(!isClose(guess, number), `${guess} for ${number}`);
});

test("a guess that is not right is told not yet, and what to do", () => {
  assert.equal(judge(share, "17").say, "Not yet: upstream is −4, local is 1; multiply them.");
  assert.equal(judge(value, "17").say, "Not yet: work out −2 + 5.");
});

test("a likely slip is named", () => {
  assert.match(judge(share, "4").say, /^Not yet: the size is right, look at the sign/);
  assert.match(judge(share, "-3").say, /^Not yet: multiply instead of adding/);
  assert.match(judge(secondShare, "3").say, /^Not yet: that is what this path brings; add the 3/);
});

test("a right guess is right however it is written, and nonsense is not held against anyone", () => {
  for (const text of ["-4", "−4", "-8/2", "-3,98"]) assert.ok(judge(share, text).right, text);
  const { right, read, say } = judge(share, "four");
  assert.deepEqual([right, read], [false, false]);
  assert.match(say, /^Type a number/);
});

test("nobody is ever told that they are wrong", () => {
  for (const moment of [share, secondShare, value])
    for (const guess of ["0", "-1", "nan", "1e9", "x"])
      assert.doesNotMatch(judge(moment, guess).say, /wrong|false|error/i);
});

test("the score tells how each number was found", () => {
  assert.equal(score(["first", "first", "helped", "shown"], 6),
    "You found 3 of 6: 2 at the first try, 1 with some help, 1 shown, 2 left out.");
  assert.equal(score(["first"], 1), "You found 1 of 1: 1 at the first try.");
});
