// Films and experiments of a lesson: which frame is seen, what moves it, and which setting was
// chosen.
"use strict";

/** A film: one frame at a time, with a slider, buttons and the player's keys. */
function startFilm(root) {
  const frames = [...root.querySelectorAll(".frame")];
  const last = frames.length - 1;
  let at = 0;
  let timer = null;

  const bar = document.createElement("div");
  bar.className = "film-bar";
  bar.innerHTML = `
    <button type="button" data-go="back" aria-label="Back">‹</button>
    <button type="button" data-go="play" aria-label="Play">▶</button>
    <button type="button" data-go="next" aria-label="Next">›</button>
    <input type="range" min="0" max="${last}" value="0" aria-label="Which frame">`;
  const slider = bar.querySelector("input");
  const play = bar.querySelector("[data-go=play]");

  function go(wanted) {
    at = Math.min(last, Math.max(0, wanted));
    frames.forEach((frame, i) => frame.classList.toggle("current", i === at));
    slider.value = at;
    slider.setAttribute("aria-valuetext", frames[at].querySelector("strong")?.textContent ?? "");
    bar.querySelector("[data-go=back]").disabled = at === 0;
    bar.querySelector("[data-go=next]").disabled = at === last;
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = "▶";
    play.setAttribute("aria-label", "Play");
  }
  function start() {
    if (at === last) go(0);
    play.textContent = "⏸";
    play.setAttribute("aria-label", "Pause");
    const pause = Math.max(120, Math.min(700, 6000 / frames.length));
    timer = setInterval(() => {
      go(at + 1);
      if (at === last) stop();
    }, pause);
  }
  const ways = {
    back: () => go(at - 1),
    next: () => go(at + 1),
    start: () => go(0),
    end: () => go(last),
    play: start,
  };
  function take(way) {
    const wasRunning = timer !== null;
    stop();
    if (!(wasRunning && way === "play")) ways[way]();
  }

  for (const button of bar.querySelectorAll("[data-go]"))
    button.addEventListener("click", () => take(button.dataset.go));
  slider.addEventListener("input", () => {
    stop();
    go(Number(slider.value));
  });
  const keys = { ArrowRight: "next", ArrowLeft: "back", Home: "start", End: "end", " ": "play" };
  root.addEventListener("keydown", (event) => {
    const way = keys[event.key];
    const hasOwnUse = event.key === " " ? event.target !== root : event.target.matches("input");
    if (!way || hasOwnUse || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    take(way);
  });
  root.classList.add("live");
  root.tabIndex = 0;
  if (last > 0) root.querySelector(".frames").before(bar);
  go(0);
  return { play: () => last > 0 && start(), stop };
}

/** A setting, by a slider that has stops or by buttons; none of these is pressed at first. */
function startSetting(root, changed) {
  const slider = root.querySelector("input");
  return slider ? startSlider(slider, changed) : startButtons(root, changed);
}

function startSlider(slider, changed) {
  const stops = [...slider.list.options];
  const setting = { name: slider.getAttribute("aria-label"), count: stops.length, chosen: 0 };
  function follow() {
    setting.chosen = Number(slider.value);
    const { label } = stops[setting.chosen];
    slider.parentElement.querySelector("output").textContent = label;
    slider.setAttribute("aria-valuetext", label);
  }
  slider.addEventListener("input", () => {
    follow();
    changed();
  });
  follow();  // a browser may keep where it stood
  return setting;
}

function startButtons(root, changed) {
  const buttons = [...root.querySelectorAll("button")];
  const setting = { name: root.getAttribute("aria-label"), count: buttons.length, chosen: -1 };
  buttons.forEach((button, i) => button.addEventListener("click", () => {
    setting.chosen = i;
    for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
    changed();
  }));
  return setting;
}

/** An experiment: one setting or two, a guess, and then what comes of it. */
function startExperiment(root, films) {
  const trials = [...root.querySelectorAll(".trial")];
  const guesses = [...root.querySelectorAll(".guesses input")];
  const reply = root.querySelector(".reply");
  const settings = [...root.querySelectorAll(".settings")].map((setting) =>
    startSetting(setting, () => {
      for (const guess of guesses) guess.checked = false;
      for (const trial of trials) trial.classList.remove("current");
      reply.textContent = "";
    }));

  root.classList.add("live");
  root.querySelector("[data-run]").addEventListener("click", () => {
    const missing = settings.find((setting) => setting.chosen < 0);
    const guess = guesses.find((other) => other.checked);
    if (missing) reply.textContent = `Choose first: ${missing.name}.`;
    else if (guesses.length > 0 && !guess)
      reply.textContent = "Say first what will come of it. A guess is enough.";
    else {
      const at = settings.reduce((place, { count, chosen }) => place * count + chosen, 0);
      const right = guess?.value === trials[at].dataset.outcome;
      reply.textContent = !guess ? "" : right ? "As you said." : "Not as you said. Look:";
      trials.forEach((trial, i) => trial.classList.toggle("current", i === at));
      films.get(trials[at].querySelector(".film"))?.play();
    }
  });
}

const films = new Map();
for (const root of document.querySelectorAll(".film")) films.set(root, startFilm(root));
for (const root of document.querySelectorAll(".experiment")) startExperiment(root, films);
