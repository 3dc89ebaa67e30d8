// Experiments of the live book: a number that is not on offer is typed, computed, and then on offer,
// too. What is done with it, guess and reply, the page's own script does, as with all that is offered.

/** What a worker does: it answers calls of the engine, one after the other. */
function work(startBook) {
  const engine = startBook();
  let reading = null;
  self.onmessage = async ({ data: { id, lesson, name, given } }) => {
    try {
      reading ??= engine.then(({ text, number }) => {
        const handle = number("lesson_open");
        text("lesson_read", handle, lesson);
        return handle;
      });
      const handle = await reading;
      self.postMessage({ id, answer: (await engine).text(name, handle, ...given) });
    } catch (error) {
      self.postMessage({ id, refusal: error.message });
    }
  };
}

/**
 * A lesson in an engine of its own, beside the page, which goes on while that computes. Returns the
 * function that calls it; what the engine refuses is thrown as an Error with the engine's own words.
 */
function startLesson(lesson) {
  const source = new Blob([`(${work})(${startBook})`], { type: "text/javascript" });
  const worker = new Worker(URL.createObjectURL(source));
  const waiting = new Map();
  worker.onmessage = ({ data: { id, answer, refusal } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (refusal === undefined) resolve(answer);
    else reject(new Error(refusal));
  };
  worker.onerror = (event) => {
    lessonCall = null;  // the next call tries again
    for (const { reject } of waiting.values())
      reject(new Error(`The engine does not start here: ${event.message ?? "no worker"}`));
  };
  let last = 0;
  return (name, ...given) => new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    worker.postMessage({ id: last, lesson, name, given });
  });
}

let lessonCall = null;
function callLesson(lesson, ...call) {
  lessonCall ??= startLesson(lesson);
  return lessonCall(...call);
}

const controlsOf = (part) => [...part.querySelectorAll("input, button")];
const sliderOf = (setting) => setting.querySelector("input");
const stopsOf = (setting) => sliderOf(setting)
  ? [...sliderOf(setting).list.options].map((stop) => stop.label)
  : controlsOf(setting).map((button) => button.textContent);

/** Which stop is chosen; -1 for none. */
const placeOf = (setting) => sliderOf(setting)
  ? Number(sliderOf(setting).value)
  : controlsOf(setting).findIndex((button) => button.getAttribute("aria-pressed") === "true");

function choose(setting, place) {
  const slider = sliderOf(setting);
  if (!slider) return controlsOf(setting)[place].click();
  slider.value = place;
  slider.dispatchEvent(new Event("input"));
}

function addStop(setting, place, name) {
  const slider = sliderOf(setting);
  if (!slider) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
    return setting.insertBefore(button, controlsOf(setting)[place] ?? null);
  }
  const { list } = slider;
  list.insertBefore(Object.assign(document.createElement("option"), { label: name }), list.options[place] ?? null);
  [...list.options].forEach((option, i) => { option.value = i; });
  slider.max = list.options.length - 1;
}

/** Each stop of the first setting with each of the second, a line for each setting. */
const combinations = (all) => all.reduce(
  (before, stops) => before.flatMap((lines) => stops.map((stop) => [...lines, stop])), [[]])
  .map((lines) => lines.join("\n"));

/** The page's script looks once at what is on offer: with more of that it starts the experiment anew. */
function restart(root, trials) {
  for (const part of root.querySelectorAll(".settings, .buttons")) {
    const focused = controlsOf(part).indexOf(document.activeElement);
    const copy = part.cloneNode(true);  // without what listens to it
    part.replaceWith(copy);
    controlsOf(copy)[focused]?.focus();
  }
  root.querySelector(".trials").replaceChildren(...trials);
  for (const film of root.querySelectorAll(".film:not(.live)")) films.set(film, startFilm(film));
  startExperiment(root, films);
}

function elementOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** Gives each setting that takes any number of a range a field for that. */
function offerAnyNumber(root) {
  const number = Number(root.dataset.number);
  const call = (name, ...given) => callLesson(root.dataset.lesson, name, number, ...given);
  const settings = () => [...root.querySelectorAll(".settings")];

  /** Puts a number on offer, computed with each stop of the other setting, and chooses it. */
  async function offer(at, typed) {
    const name = await call("lesson_choice", at, typed);
    const stops = settings().map(stopsOf);
    if (!stops[at].includes(name)) {
      const old = root.querySelector(".trials").children;
      const trials = new Map(combinations(stops).map((choice, i) => [choice, old[i]]));
      const higher = stops[at].findIndex((stop) => Number(stop) > Number(name));
      const place = higher < 0 ? stops[at].length : higher;
      stops[at].splice(place, 0, name);
      const choices = combinations(stops);
      for (const choice of choices) {
        if (trials.has(choice)) continue;
        const lines = choice.split("\n");
        lines[at] = typed;  // to all of its digits
        trials.set(choice, elementOf(await call("lesson_trial", lines.join("\n"))));
      }
      const places = settings().map(placeOf);
      addStop(settings()[at], place, name);
      restart(root, choices.map((choice) => trials.get(choice)));
      places.forEach((was, i) => { if (i !== at && was >= 0) choose(settings()[i], was); });
    }
    choose(settings()[at], stops[at].indexOf(name));
    return name;
  }

  async function take(field, at) {
    const reply = root.querySelector(".reply");
    const guesses = [...root.querySelectorAll(".guesses input")];
    const fields = root.querySelectorAll(".typed input");
    const hold = (is) => {
      root.querySelector("[data-run]").disabled = is;
      for (const other of fields) other.readOnly = is;
    };
    for (const guess of guesses) guess.checked = false;
    for (const trial of root.querySelectorAll(".trial")) trial.classList.remove("current");
    reply.textContent = "computing …";
    hold(true);
    let says;
    try {
      const name = await offer(at, field.value.trim());
      says = `Ready: ${settings()[at].getAttribute("aria-label")} ${name}.`;
      if (guesses.length > 0) says += " Say what will come of it.";
      field.value = "";
    } catch (error) {
      says = error.message;
    }
    hold(false);
    reply.textContent = says;
  }

  settings().forEach((setting, at) => {
    const { range } = setting.dataset;
    if (!range) return;
    const label = Object.assign(document.createElement("label"), { className: "typed" });
    const field = Object.assign(document.createElement("input"),
      { type: "text", inputMode: "decimal", autocomplete: "off" });
    field.setAttribute("aria-label", `${setting.getAttribute("aria-label")}, ${range}`);
    label.append(`or ${range}`, field);
    setting.after(label);
    field.addEventListener("change", () => { if (field.value.trim() !== "") take(field, at); });
  });
}
