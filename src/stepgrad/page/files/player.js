// The step player: one number, the moment that is shown, and everything that can change it.
//
// Buttons, slider, keys, the table, the diagram and the address all call go(); go() calls show(),
// which brings everything that can be seen in line with that number.
"use strict";

/** Is the player in a frame of another page? Then it has no address of its own. */
const isEmbedded = window.parent !== window;

/**
 * Starts the player in `root`. The source has the moments; itemText(i), rowText(i) and sheetText(i),
 * where these do not stand on the page; and where numbers change, sheetTexts(i), what the texts of a
 * drawing say now, and look(i), which is called before a moment is shown. It begins at moment
 * `begin`, with questions if it `asks`; remember(at) is told where it is. The signal `life` ends what
 * listens to the window.
 */
function startPlayer(root, source, { begin, remember, life, asks = isEmbedded }) {
  const find = (selector) => root.querySelector(selector);
  const { moments } = source;
  const last = moments.length - 1;
  let at = Math.min(last, begin);

  root.classList.add("playing");
  const story = makeStory(root, source, life);
  const guessing = makeGuessing(root, moments, { at: () => at, go, show }, asks, life);
  const diagram = makeDiagram(
    find(".diagram"), source, () => roomForDiagram(root), go, life);
  const clock = makeClock(root, () => {
    go(at + 1);
    return at < last;
  });

  function go(wanted) {
    const next = Math.min(last, Math.max(0, Math.round(wanted) || 0));
    if (next !== at) guessing.forget();
    at = next;
    show();
    remember(at);
  }

  /** Shows the moment; `still` if it was seen before, so that nothing has to be brought into sight. */
  function show(still = false) {
    source.look?.(at);
    const question = guessing.asks();
    story.show(at, question, guessing.helps(), still);
    diagram.show(at, question, still);
    guessing.show();
  }

  /** All of it; of very much what is near, and words about the rest. */
  function showPaper() {
    const most = 1000;
    const [first, end] = story.showAll(most);
    if (moments.length <= most) return diagram.showAll();
    diagram.showOne();
    find(".excerpt").textContent = `Steps ${first} to ${end} of ${last}, and the part of the diagram ` +
      `around step ${at}. Other steps are printed from where they are shown.`;
  }

  const ways = {
    start: () => go(0),
    back: () => go(at - 1),
    next: () => (guessing.asks() ? guessing.remind() : go(at + 1)),
    end: () => go(last),
    play() {
      if (guessing.isOn()) return;
      if (at === last) go(0);
      clock.start();
    },
    predict: guessing.turn,
  };
  function take(way) {
    const wasRunning = clock.isRunning();
    clock.stop();
    if (!(wasRunning && way === "play")) ways[way]();
  }
  /** To a step, or, where an address names none, to where it is. */
  function goTo(step) {
    clock.stop();
    go(step ?? at);
  }

  for (const button of root.querySelectorAll("[data-go]"))
    button.addEventListener("click", () => take(button.dataset.go));
  for (const button of root.querySelectorAll("[data-zoom]"))
    button.addEventListener("click", () => diagram.zoom[button.dataset.zoom]());
  find("input[type=range]").addEventListener("input", (event) => goTo(Number(event.target.value)));
  find(".predict-toggle").addEventListener("click", clock.stop);
  story.table.addEventListener("click", (event) => {
    const link = event.target.closest("tr")?.querySelector("a");
    if (!link) return;
    event.preventDefault();
    goTo(stepIn(link.hash));
  });
  startKeys(root, take, diagram.zoom, life);
  window.addEventListener("beforeprint", showPaper, { signal: life });
  window.addEventListener("afterprint", () => show(), { signal: life });
  show();

  return {
    goTo,
    /** Shows the same moment with the numbers that the source has now. */
    renew() {
      story.renew();
      diagram.renew();
      show(true);
    },
  };
}

/** The step that an address names, or undefined. */
function stepIn(hash) {
  const step = /^#step=(\d+)$/.exec(hash)?.[1];
  return step && Number(step);
}

/** The player of a page on which all moments stand, written out or packed. */
function startWrittenPlayer(root) {
  const data = document.getElementById("moments");
  const text = data.type === "text/plain" ? unpack(data) : null;
  const moments = JSON.parse(text ? text(0) : data.textContent);
  /** Of a packed page: the texts after the one with the moments, so many lists of them on. */
  const texts = (lists) => text && ((i) => text(1 + lists * moments.length + i));
  const source = { moments, itemText: texts(0), rowText: texts(1), sheetText: texts(2) };
  const player = startPlayer(root, source, {
    begin: stepIn(location.hash) ?? 0,
    remember(at) {
      if (!isEmbedded) history.replaceState(null, "", `#step=${at}`);
    },
  });
  window.addEventListener("hashchange", () => player.goTo(stepIn(location.hash)));
}

/**
 * What the window leaves for the diagram if all the rest is to be seen with it. A frame grows with
 * what is in it.
 */
function roomForDiagram(root) {
  if (isEmbedded) return screen.height * 0.6;
  const rest = ["header", ".controls", ".moments", ".legend"]
    .reduce((sum, part) => sum + root.querySelector(part).offsetHeight, root.offsetTop);
  const gaps = 96;
  return Math.max(window.innerHeight * 0.32, window.innerHeight - rest - gaps);
}

/** Calls step() at the chosen speed until it returns false, and shows whether it is running. */
function makeClock(root, step) {
  const pause = 1600;  // milliseconds at speed 1
  const button = root.querySelector("[data-go=play]");
  const speed = root.querySelector(".speed select");
  let timer = null;

  function run(delay) {
    timer = setTimeout(() => {
      if (step()) run(pause / Number(speed.value));
      else stop();
    }, delay);
  }

  function show() {
    button.setAttribute("aria-label", timer ? "Pause" : "Play");
    button.querySelector("use").setAttribute("href", timer ? "#icon-pause" : "#icon-play");
  }

  function stop() {
    clearTimeout(timer);
    timer = null;
    show();
  }

  return {
    start() {
      run(pause / 4);
      show();
    },
    stop,
    isRunning: () => timer !== null,
  };
}

/** Keys, wherever the focus is, except where they mean something of their own. */
function startKeys(root, take, zoom, life) {
  const keys = {
    ArrowRight: () => take("next"),
    ArrowLeft: () => take("back"),
    Home: () => take("start"),
    End: () => take("end"),
    " ": () => take("play"),
    p: () => take("predict"),
    "+": zoom.in,
    "=": zoom.in,
    "-": zoom.out,
    "0": zoom.fit,
  };
  const far = 60;
  const shifted = {
    ArrowRight: () => zoom.pan(far, 0),
    ArrowLeft: () => zoom.pan(-far, 0),
    ArrowDown: () => zoom.pan(0, far),
    ArrowUp: () => zoom.pan(0, -far),
  };
  const hasOwnUse = (target, key) =>
    target.matches("input:not([type=range], [type=checkbox]), textarea, select") ||
    (key === " " && target.matches("button, a")) ||
    (target.matches("input[type=range]") && /^(Arrow|Home|End)/.test(key));
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || hasOwnUse(target, key)) return;
    if (root.offsetParent === null) return;  // it is not to be seen
    const action = (event.shiftKey && shifted[key]) || keys[key];
    if (!action) return;
    event.preventDefault();
    action();
  }, { signal: life });
}

document.documentElement.classList.toggle("embedded", isEmbedded);
for (const root of document.querySelectorAll(".player")) startWrittenPlayer(root);
