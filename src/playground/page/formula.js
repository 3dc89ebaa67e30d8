// The tab for a formula: what is typed and moved goes to the engine, and what the engine answers is
// shown by the step player.
//
// A formula that can be read makes a new player; a number that changes renews the one that is there,
// so that the moment one looks at stays. A formula that cannot be read shows its mistake, and all else
// stays.
"use strict";

addTab({
  name: "formula",
  title: "Formula",
  start(engine, panel, address) {
    panel.append(document.getElementById("formula").content.cloneNode(true));
    return startFormula(engine, panel, address);
  },
});

/** The engine's session as the step player's source of moments. */
function sourceOf(engine, session) {
  const moments = engine.json("formula_moments", session);
  return {
    moments,
    itemText: (i) => engine.text("formula_item", session, i),
    rowText: (i) => engine.text("formula_row", session, i),
    sheetText: (i) => engine.text("formula_sheet", session, i),
    sheetTexts: (i) => engine.json("formula_texts", session, i),
    rowsAtOnce: 24,
    /** The moments stay; their numbers in the diagram are read again, the others of one looked at. */
    renew: () => engine.json("formula_drawn", session).forEach(
      (number, i) => { moments[i].drawn = number; }),
    look: (i) => Object.assign(moments[i], engine.json("formula_moment", session, i)[0]),
  };
}

function startFormula(engine, panel, address) {
  const find = (selector) => panel.querySelector(selector);
  const session = engine.number("formula_open");
  const field = find("textarea");
  const narrow = matchMedia("(max-width: 40rem)");
  let player = null, source = null, life = new AbortController();
  let read = null;   // the formula that is shown
  let step = null;   // the moment that is shown, null for the end

  /** Shows a formula, or says what is wrong with it and leaves all as it is. */
  function readFormula(formula, numbers, wantedStep = null) {
    let inputs;
    try {
      inputs = engine.json("formula_read", session, formula, numbers, narrow.matches ? 1 : 0);
    } catch (error) {
      showMistake(error.message);
      return false;
    }
    showMistake("");
    read = formula;
    step = wantedStep;
    showInputs(inputs);
    startPlayerAnew();
    tell();
    return true;
  }

  function showMistake(words) {
    const mistake = find(".mistake");
    mistake.textContent = words;
    mistake.hidden = words === "";
    field.setAttribute("aria-invalid", words !== "");
  }

  function startPlayerAnew() {
    life.abort();
    life = new AbortController();
    find(".stage").replaceChildren(document.getElementById("player").content.cloneNode(true));
    const root = find(".player");
    if (narrow.matches)
      root.querySelector(".legend").replaceChildren(
        document.getElementById("legend-down").content.cloneNode(true));
    source = sourceOf(engine, session);
    const last = source.moments.length - 1;
    root.querySelector(".view").dataset.parts = engine.text("formula_parts", session);
    root.querySelector(".controls input").max = last;
    root.querySelector(".count").lastChild.textContent = ` of ${last}`;
    player = startPlayer(root, source, {
      begin: step ?? last,
      remember(at) {
        step = at === last ? null : at;
        writeAddress();
      },
      life: life.signal,
      asks: isEmbedded && step === 0,  // in a lesson, where nothing is shown yet
    });
  }

  /** An input has another number: everything follows. */
  function follow(name, number) {
    const inputs = engine.json("formula_set", session, name, number);
    source.renew();
    player.renew();
    tell();
    return inputs;
  }

  // ---- inputs

  function showInputs(inputs) {
    const fields = inputs.map(makeInput);
    find(".inputs").replaceChildren(find(".inputs legend"), ...fields);
    find(".inputs").hidden = inputs.length === 0;
  }

  function makeInput({ name, number, least, most, step }) {
    const row = document.createElement("div");
    row.className = "input";
    const label = document.createElement("span");
    label.className = "name";
    label.textContent = label.title = name;
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: least, max: most, step, value: number });
    slider.setAttribute("aria-label", name);
    const typed = document.createElement("input");
    Object.assign(typed, { type: "text", inputMode: "decimal", value: number, autocomplete: "off" });
    typed.setAttribute("aria-label", `${name}, as a number`);
    slider.addEventListener("input", () => {
      typed.value = slider.value;
      typed.removeAttribute("aria-invalid");
      follow(name, slider.valueAsNumber);
    });
    typed.addEventListener("input", () => {
      const wanted = readDecimal(typed.value.trim().toLowerCase());
      typed.setAttribute("aria-invalid", wanted === null);
      if (wanted === null) return;
      const now = follow(name, wanted).find((input) => input.name === name);
      Object.assign(slider, { min: now.least, max: now.most, step: now.step, value: now.number });
    });
    row.append(label, slider, typed);
    return row;
  }

  // ---- what is told beside the player

  let telling = null;

  /** The address, the check and the live sentence, once the hand rests. */
  function tell() {
    clearTimeout(telling);
    telling = setTimeout(() => {
      writeAddress();
      showCheck();
      find(".live").textContent = engine.text("formula_sentence", session);
    }, 250);
  }

  function showCheck() {
    find(".findings").innerHTML =
      find(".check input").checked ? engine.text("formula_check", session) : "";
  }

  function writeAddress() {
    const parameters = [["formula", read], ["numbers", engine.text("formula_numbers", session)]];
    if (step !== null) parameters.push(["step", step]);
    address.write(parameters);
  }

  // ---- what changes it

  let waiting = null;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => readFormula(field.value, ""), 200);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    clearTimeout(waiting);
    readFormula(field.value, "");
  });
  find(".entry").addEventListener("submit", (event) => event.preventDefault());
  find(".examples select").addEventListener("change", ({ target }) => {
    const [chosen] = target.selectedOptions;
    if (chosen.value === "") return;
    field.value = chosen.value;
    readFormula(chosen.value, chosen.dataset.numbers);
    target.value = "";
  });
  find(".check input").addEventListener("change", showCheck);
  narrow.addEventListener("change", () => readFormula(read, "", step));

  return {
    show(parameters) {
      const formula = parameters.get("formula");
      if (formula === null && read !== null) return writeAddress();
      const first = find(".examples option:nth-child(3)");
      field.value = formula ?? first.value;
      const wanted = parameters.get("step");
      const done = readFormula(field.value, parameters.get("numbers") ?? (formula ? "" : first.dataset.numbers),
        wanted === null ? null : Number(wanted));
      if (done || read !== null) return;
      const mistake = find(".mistake").textContent;  // of an address: something has to be shown with it
      readFormula(first.value, first.dataset.numbers);
      showMistake(mistake);
    },
  };
}
