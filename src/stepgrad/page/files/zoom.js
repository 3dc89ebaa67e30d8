// Zoom and pan. The view scrolls, so that fingers, wheels and keys move the diagram as they move
// any page.
"use strict";

/** look(svg) turns to another drawing, follow(elements, main) keeps them in sight. */
function makeZoom(view, room, life) {
  const readable = {  // pixels for a point: type of 9 pixels at least, large on a projector
    least: 0.8,
    get most() { return Math.max(2, window.innerWidth / 580); },
  };
  const limits = { least: 0.05, most: 8 };
  let svg = null;
  let scale = 1;

  const size = () => svg.viewBox.baseVal;
  const fitting = () =>
    Math.min(view.clientWidth / size().width, view.clientHeight / size().height);

  /** Sets the scale and keeps the given place of the view where it is. */
  function setScale(wanted, x = view.clientWidth / 2, y = view.clientHeight / 2) {
    const before = scale;
    scale = Math.min(limits.most, Math.max(limits.least, wanted));
    const [left, top] = [view.scrollLeft + x, view.scrollTop + y];
    svg.style.width = `${size().width * scale}px`;
    svg.style.height = `${size().height * scale}px`;
    view.scrollTo(left * scale / before - x, top * scale / before - y);
  }

  const readableScale = () =>
    Math.min(readable.most, Math.max(readable.least, view.clientWidth / size().width));

  /** The height that the diagram needs, as far as there is room, and the best scale for it. */
  function arrange() {
    view.style.height = `${Math.min(room(), Math.ceil(size().height * readableScale()) + 2)}px`;
    suit();
  }

  function suit() {
    setScale(Math.min(readableScale(), Math.max(readable.least, fitting())));
  }

  /**
   * Turns to another drawing; the first one decides how high the view is. One that flows to the right
   * is seen at half its height, one that runs down from its inputs on.
   */
  function look(other) {
    if (svg === other) return;
    const first = svg === null;
    svg = other;
    if (first) arrange();
    else suit();
    const runsDown = svg.matches(".down");
    view.scrollTo(0, runsDown ? 0 : (view.scrollHeight - view.clientHeight) / 2);
  }

  /** The smallest box around elements. */
  function around(elements) {
    const boxes = [...elements].map((element) => element.getBoundingClientRect());
    return {
      left: Math.min(...boxes.map((box) => box.left)),
      right: Math.max(...boxes.map((box) => box.right)),
      top: Math.min(...boxes.map((box) => box.top)),
      bottom: Math.max(...boxes.map((box) => box.bottom)),
    };
  }

  /** Scrolls what is lit into view, if it is not there; of what is too large, the main element. */
  function follow(elements, main) {
    if (elements.length === 0) return;
    const frame = view.getBoundingClientRect();
    const margin = 20;
    const all = around(elements);
    const fits = all.right - all.left <= frame.width - 2 * margin &&
      all.bottom - all.top <= frame.height - 2 * margin;
    const { left, right, top, bottom } = fits || !main ? all : around([main]);
    const inside = left >= frame.left + margin && right <= frame.right - margin &&
      top >= frame.top + margin && bottom <= frame.bottom - margin;
    if (inside) return;
    view.scrollBy({
      left: (left + right) / 2 - (frame.left + frame.right) / 2,
      top: (top + bottom) / 2 - (frame.top + frame.bottom) / 2,
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
    });
  }

  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = view.getBoundingClientRect();
    setScale(scale * Math.exp(-event.deltaY / 300),
      event.clientX - frame.left, event.clientY - frame.top);
  }, { passive: false });
  drag(view, life);
  pinch(view, () => scale, setScale);
  window.addEventListener("resize", arrange, { signal: life });

  return {
    look,
    follow,
    in: () => setScale(scale * 1.25),
    out: () => setScale(scale / 1.25),
    fit: () => setScale(fitting()),
    pan: (x, y) => view.scrollBy(x, y),
  };
}

/** A mouse takes hold of the diagram and moves it; fingers scroll by themselves. */
function drag(view, life) {
  let held = null;
  let moved = false;
  view.addEventListener("pointerdown", (event) => {
    moved = false;
    if (event.pointerType === "mouse" && event.button === 0)
      held = { x: event.clientX + view.scrollLeft, y: event.clientY + view.scrollTop };
  });
  window.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [left, top] = [held.x - event.clientX, held.y - event.clientY];
    if (Math.hypot(left - view.scrollLeft, top - view.scrollTop) > 3) moved = true;
    if (moved) view.scrollTo(left, top);
  }, { signal: life });
  window.addEventListener("pointerup", () => { held = null; }, { signal: life });
  view.addEventListener("click", (event) => {
    if (moved) event.stopPropagation();
  }, { capture: true });
}

function pinch(view, scale, setScale) {
  const spread = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  let start = null;
  view.addEventListener("touchstart", (event) => {
    start = event.touches.length === 2 ? { spread: spread(event.touches), scale: scale() } : null;
  }, { passive: true });
  view.addEventListener("touchmove", (event) => {
    if (!start || event.touches.length !== 2) return;
    event.preventDefault();
    const frame = view.getBoundingClientRect();
    const [a, b] = event.touches;
    setScale(start.scale * spread(event.touches) / start.spread,
      (a.clientX + b.clientX) / 2 - frame.left, (a.clientY + b.clientY) / 2 - frame.top);
  }, { passive: false });
}
