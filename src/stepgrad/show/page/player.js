// The step player: one number, the moment that is shown, and everything that can change it.
//
// Buttons, slider, keys, the table, the diagram and the address all call go(); go() calls show(),
// which brings everything that can be seen in line with that number.
"use strict";

const pause = 1600;  // milliseconds between two steps at speed 1

function startPlayer(root) {
  const find = (selector) => root.querySelector(selector);
  const moments = JSON.parse(document.getElementById("moments").textContent);
  const items = [...root.querySelectorAll(".moments > li")];
  const rows = [...root.querySelectorAll(".steps tbody tr")];
  const slider = find("input[type=range]");
  const guess = find(".guess");
  const field = find(".guess input");
  const reply = find(".reply");
  const last = moments.length - 1;
  const questions = moments.filter(isQuestion).length;

  let at = 0;
  let timer = null;
  let predicting = false;
  let results = new Map();  // by moment: "first", "helped" or "shown"
  let helps = 0;            // hints and guesses that the question on show has seen

  root.classList.add("playing");
  reserveRoom();
  const diagram = makeDiagram(find(".diagram"), moments, roomForDiagram, go);

  function isQuestion(moment) {
    return moment.answer !== undefined;
  }

  /** Makes the panel as high as its highest step, so that nothing moves; of very many some tell. */
  function reserveRoom() {
    const most = 200;
    const stride = Math.ceil(items.length / most);
    const list = find(".moments");
    const measured = items.filter((_, index) => index % stride === 0 || index === last);
    list.style.removeProperty("--highest");
    for (const item of measured) item.classList.add("measured");
    list.style.setProperty("--highest", `${list.offsetHeight}px`);
    for (const item of measured) item.classList.remove("measured");
  }

  /** What the window leaves for the diagram if all the rest is to be seen with it. */
  function roomForDiagram() {
    const rest = ["header", ".controls", ".moments", ".legend"]
      .reduce((sum, part) => sum + find(part).offsetHeight, 0);
    const gaps = 96;
    return Math.max(window.innerHeight * 0.32, window.innerHeight - rest - gaps);
  }

  const asks = () => predicting && isQuestion(moments[at]) && !results.has(at);

  // ---- what is seen -----------------------------------------------------------------------------

  function go(wanted) {
    const next = Math.min(last, Math.max(0, Math.round(wanted) || 0));
    if (next !== at) {
      helps = 0;
      field.value = "";
      reply.textContent = "";
    }
    at = next;
    show();
    history.replaceState(null, "", `#step=${at}`);
  }

  function show() {
    const question = asks();
    items.forEach((item, index) => {
      item.classList.toggle("current", index === at);
      item.classList.toggle("question", question && index === at);
    });
    items[at].dataset.helps = Math.min(helps, 2);
    rows.forEach((row, index) => {
      row.classList.toggle("current", index === at);
      row.classList.toggle("later", index > at || (question && index === at));
    });
    rows[at].setAttribute("aria-current", "step");
    for (const row of rows) if (row !== rows[at]) row.removeAttribute("aria-current");
    scrollToRow(rows[at]);
    slider.value = at;
    slider.setAttribute("aria-valuetext", `step ${at} of ${last}`);
    const link = find(".count a");
    link.textContent = `step ${at}`;
    link.href = `#step=${at}`;
    for (const name of ["start", "back"]) button(name).disabled = at === 0;
    for (const name of ["next", "end"]) button(name).disabled = at === last;
    diagram.show(at, question);
    showGuess(question);
    announce(question);
  }

  const button = (name) => find(`[data-go=${name}]`);

  /** Within the table's own box: the page stays where it is. */
  function scrollToRow(row) {
    const box = find(".steps");
    const head = find(".steps thead").offsetHeight;
    const [top, bottom] = [row.offsetTop - head, row.offsetTop + row.offsetHeight];
    if (top < box.scrollTop) box.scrollTop = top - row.offsetHeight;
    else if (bottom > box.scrollTop + box.clientHeight)
      box.scrollTop = bottom + row.offsetHeight - box.clientHeight;
  }

  function announce(question) {
    const title = items[at].querySelector("h2").textContent;
    const sentence = items[at].querySelector(".sentence").textContent;
    find(".announcement").textContent =
      `Step ${at} of ${last}: ${title}. ${question ? "What is it?" : sentence}`;
  }

  // ---- predict mode -----------------------------------------------------------------------------

  function showGuess(question) {
    root.classList.toggle("predicting", predicting);
    find(".predict-toggle").setAttribute("aria-pressed", predicting);
    button("play").disabled = predicting;
    guess.hidden = !predicting;
    if (!predicting) return;
    guess.classList.toggle("open", question);
    for (const element of guess.querySelectorAll("[data-help], input"))
      element.disabled = !question;
    guess.querySelector(".question").textContent = questionOf(moments[at]);
    guess.querySelector(".main").textContent =
      question ? "Check" : at === 0 ? "Begin" : at === last ? "Once more" : "Next";
    if (at === last) reply.textContent = score([...results.values()], questions);
    if (question && matchMedia("(pointer: fine)").matches) field.focus({ preventScroll: true });
  }

  function questionOf(moment) {
    if (moment.kind === "share")
      return moment.before === null ? "Upstream × local =" : "Gradient so far =";
    return moment.kind === "value" ? "Value =" : "Gradient =";
  }

  function settle(result, say) {
    results.set(at, result);
    show();
    reply.textContent = say;
    guess.querySelector(".main").focus({ preventScroll: true });
  }

  function help(say) {
    helps += 1;
    show();
    reply.textContent = say;
  }

  function check() {
    if (!asks()) return at === last ? again() : go(at + 1);
    const { right, read, say } = judge(moments[at], field.value);
    if (right) return settle(helps === 0 ? "first" : "helped", say);
    if (read) help(say);
    else reply.textContent = say;
    field.select();
  }

  function again() {
    results = new Map();
    go(0);
  }

  function togglePredict() {
    stop();
    predicting = !predicting;
    results = new Map();
    helps = 0;
    reply.textContent = "";
    go(predicting && at === last ? 0 : at);
  }

  guess.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  find("[data-help=hint]").addEventListener("click", () => {
    const say = advice(moments[at]);
    help(`Hint: ${say}.`);
  });
  find("[data-help=show]").addEventListener("click", () =>
    settle("shown", `It is ${typeset(moments[at].answer)}: ${advice(moments[at])}.`));
  find(".predict-toggle").addEventListener("click", togglePredict);

  // ---- going ------------------------------------------------------------------------------------

  function next() {
    if (!asks()) return go(at + 1);
    reply.textContent = "Your guess first, or have it shown.";
    field.focus({ preventScroll: true });
  }

  function stop() {
    clearTimeout(timer);
    timer = null;
    showPlaying();
  }

  function play() {
    if (predicting) return;
    if (at === last) go(0);
    timer = setTimeout(tick, pause / 4);
    showPlaying();
  }

  function tick() {
    go(at + 1);
    if (at === last) return stop();
    timer = setTimeout(tick, pause / Number(find(".speed select").value));
  }

  function showPlaying() {
    button("play").setAttribute("aria-label", timer ? "Pause" : "Play");
    button("play").querySelector("use").setAttribute("href", timer ? "#icon-pause" : "#icon-play");
  }

  const ways = {
    start: () => go(0),
    back: () => go(at - 1),
    play: () => (timer ? stop() : play()),
    next,
    end: () => go(last),
  };
  const take = (way) => {
    if (way !== "play") stop();
    ways[way]();
  };
  for (const element of root.querySelectorAll("[data-go]"))
    element.addEventListener("click", () => take(element.dataset.go));
  for (const element of root.querySelectorAll("[data-zoom]"))
    element.addEventListener("click", () => diagram.zoom[element.dataset.zoom]());
  slider.addEventListener("input", () => {
    stop();
    go(Number(slider.value));
  });
  rows.forEach((row, index) => row.addEventListener("click", (event) => {
    event.preventDefault();
    stop();
    go(index);
  }));

  const keys = {
    ArrowRight: () => take("next"),
    ArrowLeft: () => take("back"),
    Home: () => take("start"),
    End: () => take("end"),
    " ": () => take("play"),
    p: togglePredict,
    "+": () => diagram.zoom.in(),
    "=": () => diagram.zoom.in(),
    "-": () => diagram.zoom.out(),
    "0": () => diagram.zoom.fit(),
  };
  const step = 60;
  const panning = {
    ArrowRight: [step, 0], ArrowLeft: [-step, 0], ArrowDown: [0, step], ArrowUp: [0, -step],
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    if (target.matches("input[type=text], select")) return;
    if (key === " " && target.matches("button, a")) return;
    if (target === slider && key !== " " && key in keys && key.length > 1) return;
    const action = event.shiftKey && key in panning
      ? () => diagram.zoom.pan(...panning[key]) : keys[key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  // ---- the address, paper -----------------------------------------------------------------------

  const addressed = () => /^#step=(\d+)$/.exec(location.hash)?.[1];
  window.addEventListener("hashchange", () => {
    stop();
    go(Number(addressed() ?? at));
  });
  window.addEventListener("resize", reserveRoom);
  window.addEventListener("beforeprint", diagram.showAll);
  window.addEventListener("afterprint", show);

  at = Math.min(last, Number(addressed() ?? 0));
  show();
}

/** Colours as the system has them, or as the reader wants them. */
function startThemes(toggle) {
  const themes = ["auto", "light", "dark"];
  const store = {
    read() {
      try { return localStorage.getItem("stepgrad-theme"); } catch { return null; }
    },
    write(theme) {
      try { localStorage.setItem("stepgrad-theme", theme); } catch { /* then for this page only */ }
    },
  };
  let theme = themes.includes(store.read()) ? store.read() : "auto";
  const show = () => {
    document.documentElement.dataset.theme = theme;
    toggle.querySelector("span").textContent = theme;
  };
  toggle.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    store.write(theme);
    show();
  });
  show();
}

startThemes(document.querySelector(".theme-toggle"));
for (const root of document.querySelectorAll(".player")) startPlayer(root);
