// The page of a weight: goes back through the stages row by row, opens boxes and lights ways.
"use strict";

const rows = [...document.querySelectorAll(".grid tbody tr")].reverse();
const told = document.querySelector(".told"), count = document.querySelector(".count");
let step = 0;

/** Lights the row of a step, counted from the loss back; 0 is before the first. */
function show(next) {
  step = Math.max(0, Math.min(rows.length, next));
  rows.forEach((row, i) => row.classList.toggle("lit", i === step - 1));
  told.textContent = step === 0 ? "Back from the loss to the weight, stage by stage: →"
    : rows[step - 1].dataset.told;
  count.textContent = `step ${step} of ${rows.length}`;
}

const goes = { start: () => 0, back: () => step - 1, next: () => step + 1, end: () => rows.length };
document.querySelectorAll("[data-go]").forEach((button) =>
  button.addEventListener("click", () => show(goes[button.dataset.go]())));
const keys = { Home: "start", ArrowLeft: "back", ArrowRight: "next", End: "end" };
document.addEventListener("keydown", (event) => {
  if (!keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  show(goes[keys[event.key]]());
});

document.querySelectorAll(".grid button").forEach((button) =>
  button.addEventListener("click", () => {
    const box = document.getElementById(button.getAttribute("aria-controls"));
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) box.scrollIntoView({ block: "nearest" });
  }));

/** Lights the boxes of one way, and no other. */
function light(way) {
  const on = !way.classList.contains("lit");
  document.querySelectorAll(".routes li").forEach((other) => other.classList.remove("lit"));
  way.classList.toggle("lit", on);
  const boxes = on ? way.dataset.boxes.split(" ") : [];
  document.querySelectorAll(".grid button").forEach((button) =>
    button.classList.toggle("lit", boxes.includes(button.getAttribute("aria-controls"))));
}
document.querySelectorAll(".routes li").forEach((way) => {
  way.addEventListener("click", () => light(way));
  way.addEventListener("keydown", (event) => { if (event.key === "Enter") light(way); });
});

document.querySelectorAll(".opened section").forEach((box) => { box.hidden = true; });
show(0);
