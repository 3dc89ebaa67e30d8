// A lesson's page: questions that can be answered, step players as high as they need to be, answers
// that are open on paper.
"use strict";

/** Gives a frame the height of the player in it, whenever that changes, and the page's colours. */
function startFrame(frame) {
  function start() {
    const player = frame.contentDocument.querySelector(".player");
    const fit = () => { frame.style.height = `${player.offsetHeight + 4}px`; };
    const follow = () => {
      frame.contentDocument.documentElement.dataset.theme = document.documentElement.dataset.theme;
    };
    fit();
    follow();
    new ResizeObserver(fit).observe(player);
    new MutationObserver(follow).observe(document.documentElement,
      { attributeFilter: ["data-theme"] });
  }
  if (frame.contentDocument?.querySelector(".playing")) start();
  else frame.addEventListener("load", start);
}

/** Sets equations smaller where they are too wide for the page, as far as they can be read. */
function startEquation(box) {
  const least = 0.65;  // of the size of type
  const math = box.querySelector("math");
  function fit() {
    math.style.fontSize = "";
    const { marginLeft, marginRight, fontSize } = getComputedStyle(math);
    const margins = parseFloat(marginLeft) + parseFloat(marginRight);
    const share = (box.clientWidth - margins - 1) / math.getBoundingClientRect().width;
    if (share >= 1) return;
    const ems = parseFloat(fontSize) / parseFloat(getComputedStyle(box).fontSize);
    math.style.fontSize = `${Math.max(least, ems * share)}em`;
  }
  new ResizeObserver(fit).observe(box);
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
for (const equation of document.querySelectorAll(".equation")) startEquation(equation);
startPrinting([...document.querySelectorAll("details")]);
