// The settings of a network: a field for each, made of what the engine says that there is.
"use strict";

/** Which settings stand together, by their names in the engine's configuration. */
const networkGroups = {
  Data: ["data", "samples", "noise", "share", "test", "validation", "standardise", "class_weights", "label", "seed"],
  Network: ["activation", "init", "batch_norm", "dropout", "loss"],
  Training: ["optimiser", "rate", "momentum", "weight_decay", "schedule", "warm_up", "batch", "sampling", "epochs"],
  Regularisation: ["l1", "l2", "clip", "patience"],
};

/** The two features that are given, which can be left out, and what can be made of them. */
const givenFeatures = ["x1", "x2"];
const madeFeatures = ["x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"];

const isFormula = (data) => data.includes("=");

function makeNetworkSettings(it, change) {
  const form = it.find(".settings");
  const fields = new Map();
  form.addEventListener("submit", (event) => event.preventDefault());

  for (const [title, names] of Object.entries(networkGroups)) {
    const group = document.createElement("fieldset");
    group.append(Object.assign(document.createElement("legend"), { textContent: title }));
    for (const name of names) {
      group.append(makeField(name));
      if (name === "data") group.append(makeFormula());
    }
    if (title === "Data") group.append(makeFeatures());
    form.append(group);
  }

  function makeField(name) {
    const { help, usual, choices } = it.choices[name];
    const row = document.createElement("label");
    row.className = "setting";
    row.title = help;
    row.append(name.replaceAll("_", " "));
    const flag = usual === "yes" || usual === "no";
    const field = document.createElement(choices.length > 0 ? "select" : "input");
    if (flag && choices.length === 0) field.type = "checkbox";
    else if (choices.length === 0) Object.assign(field, { type: "text", autocomplete: "off", spellcheck: false });
    for (const choice of choices)
      field.append(Object.assign(document.createElement("option"), { value: choice.name, textContent: choice.name, title: choice.about }));
    field.name = name;
    field.addEventListener("change", () => {
      const value = field.type === "checkbox" ? (field.checked ? "yes" : "no") : field.value.trim();
      const done = change({ [name]: value });
      if (field.type === "text") field.setAttribute("aria-invalid", !done);
    });
    fields.set(name, field);
    row.append(field);
    return row;
  }

  /** A data set that is typed: what the formula is called says whether it is a class or a number. */
  function makeFormula() {
    const row = document.createElement("label");
    row.className = "setting";
    row.title = "A formula as the data: its sign is the class, or by another name than class it is the number to predict";
    const field = Object.assign(document.createElement("input"), {
      type: "text", name: "formula", autocomplete: "off", spellcheck: false, placeholder: "class = x1*x2" });
    field.addEventListener("change", () => {
      if (field.value.trim()) field.setAttribute("aria-invalid", !change({ data: field.value.trim() }));
    });
    row.append("or formula", field);
    return row;
  }

  function showFormula(data) {
    const field = form.querySelector('input[name="formula"]');
    field.value = isFormula(data) ? data : "";
    field.removeAttribute("aria-invalid");
  }

  function makeFeatures() {
    const features = document.createElement("div");
    features.className = "features";
    features.title = it.choices.features.help;
    features.append("Features:");
    for (const name of [...givenFeatures, ...madeFeatures]) {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", value: name });
      box.addEventListener("change", () => {
        if (!change({ features: chosenFeatures().join(", ") })) box.checked = !box.checked;
      });
      label.append(box, ` ${name}`);
      features.append(label);
    }
    return features;
  }

  const featureBoxes = () => [...form.querySelectorAll(".features input")];
  const isGiven = (box) => givenFeatures.includes(box.value);

  /** As the setting says it: those that are made, and behind a minus those that are left out. */
  function chosenFeatures() {
    const made = featureBoxes().filter((box) => !isGiven(box) && box.checked).map((box) => box.value);
    const leftOut = featureBoxes().filter((box) => isGiven(box) && !box.checked).map((box) => `-${box.value}`);
    return [...made, ...leftOut];
  }

  /** Another data set than those that are made up is a choice, too. */
  function offer(data) {
    const select = fields.get("data");
    if (![...select.options].some((option) => option.value === data))
      select.append(Object.assign(document.createElement("option"), { value: data, textContent: data }));
  }

  return {
    /** Brings the fields in line with the run: what was not said is shown as it was decided. */
    show() {
      const decided = it.description.settings;
      offer(decided.data);
      showFormula(decided.data);
      for (const [name, field] of fields) {
        const said = it.settings.get(name);
        field.removeAttribute("aria-invalid");
        if (field.type === "checkbox") field.checked = decided[name] === "yes";
        else if (field.tagName === "SELECT") field.value = said ?? it.choices[name].usual;
        else {
          field.value = said ?? "";
          field.placeholder = decided[name] === "" ? "–" : decided[name];
        }
      }
      const said = (it.settings.get("features") ?? "").split(",").map((name) => name.trim());
      for (const box of featureBoxes())
        box.checked = isGiven(box) ? !said.includes(`-${box.value}`) : said.includes(box.value);
      form.querySelector(".features").hidden = it.description.plane !== 2;
    },
    hide(names) {
      for (const [name, field] of fields) field.closest(".setting").hidden = names.has(name);
    },
  };
}
