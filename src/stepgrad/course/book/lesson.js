// A lesson's page: questions that can be answered, step players as high as they need to be, answers
// that are open on paper.
"use strict";

/** Gives a frame the height of what is in it, whenever its width changes, and the page's colours. */
function startFrame(frame) {
  let width = 0;
  function fit() {
    if (frame.clientWidth === width) return;
    width = frame.clientWidth;
    frame.style.height = "0";
    frame.style.height = `${frame.contentDocument.documentElement.scrollHeight + 4}px`;
  }
  function follow() {
    frame.contentDocument.documentElement.dataset.theme = document.documentElement.dataset.theme;
  }
  function start() {
    fit();
    follow();
    new ResizeObserver(fit).observe(frame);
    new MutationObserver(follow).observe(document.documentElement,
      { attributeFilter: ["data-theme"] });
  }
  if (frame.contentDocument?.querySelector(".playing")) start();
  else frame.addEventListener("load", start);
}

/** On paper every answer is open; afterwards those are closed again that were. */
function startPrinting(answers) {
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = answers.filter((answer) => !answer.open);
    for (const answer of closed) answer.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const answer of closed) answer.open = false;
  });
}

for (const question of document.querySelectorAll(".question")) startQuestion(question);
for (const frame of document.querySelectorAll("iframe")) startFrame(frame);
startPrinting([...document.querySelectorAll("details")]);
