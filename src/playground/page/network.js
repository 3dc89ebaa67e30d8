// The tab for a network: a run of the engine's trainer, and everything that shows where it stands.
//
// The engine computes, and says all words and digits; here is only what is seen of it. `it` is what
// the parts of the tab know of each other: the engine's session, what it said last, and what is
// chosen. Each part draws from that and from nothing else: settings, diagram, map, curves, panel.
"use strict";

addTab({
  name: "network",
  title: "Network",
  start(engine, panel, address) {
    panel.append(document.getElementById("network").content.cloneNode(true));
    return startNetwork(engine, panel, address);
  },
});

/** What is shown where the address says nothing. */
const firstNetwork = {
  data: "moons", samples: "200", model: "2-4-4-2", activation: "tanh", test: "0.5", validation: "0", epochs: "1000",
};

function startNetwork(engine, panel, address) {
  const it = {
    engine,
    panel,
    session: engine.number("network_open"),
    find: (selector) => panel.querySelector(selector),
    choices: engine.json("network_choices"),
    settings: new Map(),   // name -> value, in the words of a configuration
    description: null,     // what the engine says of the run that has begun
    standing: null,        // where it stands
    chosen: null,          // { layer, neuron }, from 1
    sample: 0,
    hidden: new Set(),     // settings that the address hides
    points: "",            // drawn by hand, as the address has them
    kept: null,            // another run to compare with
    running: false,
    cells: 64,
  };
  const { find } = it;
  const calls = (name, ...given) => engine.json(name, it.session, ...given);
  const settingsPart = makeNetworkSettings(it, changeSettings);
  const diagram = makeNetworkDiagram(it, { choose, changeHidden });
  const map = makeNetworkMap(it, { chooseSample, usePoints });
  const curves = makeNetworkCurves(it);
  const panelPart = makeNetworkPanel(it, { setWeight, openFormula, choose });
  it.showAt = diagram.showAt;
  const files = makeNetworkFiles(it, { diagram, map, curves, useFile, say });

  // ---- the run

  /** Begins with these settings, or goes on with them where that can be; else says what is wrong. */
  function use(settings, call) {
    const text = [...settings].map(([name, value]) => `${name} = ${value}\n`).join("");
    try {
      it.description = calls(call, text);
    } catch (error) {
      say(error.message);
      return false;
    }
    say("");
    it.settings = settings;
    it.sample = Math.min(it.sample, it.description.counts.reduce((a, b) => a + b) - 1);
    stand(calls("network_standing"));
    settingsPart.show();
    diagram.begin();
    map.begin();
    choose(it.chosen && it.chosen.layer < it.description.sizes.length &&
      it.chosen.neuron <= it.description.sizes[it.chosen.layer] ? it.chosen : null);
    draw();
    return true;
  }

  /** Changes some settings; sizes of the model that no longer fit the data are made to. */
  function changeSettings(changes, call = "network_change") {
    const settings = new Map(it.settings);
    for (const [name, value] of Object.entries(changes)) {
      if (value === it.choices[name].usual) settings.delete(name);
      else settings.set(name, value);
    }
    if ("data" in changes && changes.data !== "drawn.csv") it.points = "";
    const fits = ["data", "features", "label", "labels", "without"].some((name) => name in changes);
    if (fits && settings.has("model")) {
      const text = [...settings].map(([name, value]) => `${name} = ${value}\n`).join("");
      try {
        settings.set("model", engine.text("network_model_for", text, hiddenLayers().join("-")));
      } catch (error) {
        say(error.message);
        return false;
      }
    }
    const done = use(settings, call);
    if (done) write();
    return done;
  }

  const hiddenLayers = () => it.description.sizes.slice(1, -1);
  function changeHidden(hidden) {
    const { sizes } = it.description;
    changeSettings({ model: [sizes[0], ...hidden, sizes.at(-1)].join("-") });
  }

  function stand(standing) {
    it.standing = standing;
    const slider = find(".history input");
    slider.max = standing.furthest;
    slider.value = standing.epoch;
    slider.setAttribute("aria-valuetext", `epoch ${standing.epoch} of ${standing.furthest}`);
    find(".sentence").textContent = `${standing.sentence}${standing.over ? "; the run is over" : ""}`;
    find(".command code").textContent = standing.command;
    find(".notes").textContent = [
      ...(standing.repeatable ? [] : ["The command does not repeat what was changed on the way."]),
      ...it.description.notes,
    ].join(" ");
  }

  /** Does something with the run and shows where it stands; false if it has come to grief. */
  function act(call, ...given) {
    try {
      stand(calls(call, ...given));
      say("");
      return true;
    } catch (error) {
      stand(calls("network_standing"));
      pause();
      say(error.message);
      return false;
    } finally {
      draw();
    }
  }

  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let last = 0, told = 0;
  function frame(now) {
    if (!it.running) return;
    requestAnimationFrame(frame);
    if (still.matches && now - last < 500) return;  // two pictures a second move nobody
    last = now;
    if (!act("network_run", Number(find(".speed").value), 12)) return;
    if (it.standing.over) pause();
    else if (now - told > 4000) tell(now);
  }
  function run() {
    if (it.standing.over) return tell();
    it.running = true;
    find(".run").textContent = "Pause";
    requestAnimationFrame(frame);
  }
  function pause() {
    it.running = false;
    find(".run").textContent = "Run";
    tell();
    draw();
    write();
  }
  /** To those who do not see it. */
  function tell(now = performance.now()) {
    told = now;
    find(".transport .live").textContent = find(".sentence").textContent;
  }
  function say(words) {
    find(".mistake").textContent = words;
    find(".mistake").hidden = words === "";
  }

  let tables = 0;
  function draw() {
    if (panel.hidden) return;
    try {
      map.draw();
      diagram.draw();
      curves.draw();
    } catch (error) {  // what is not finite cannot be drawn
      if (find(".mistake").hidden) say(error.message);
    }
    if (it.running && performance.now() - tables < 250) return;
    tables = performance.now();
    panelPart.draw();
  }

  function step(call) {
    if (it.running) pause();
    act(call, ...(call === "network_run" ? [1, 1e6] : []));
    tell();
    write();
  }
  function reset() {
    if (it.running) pause();
    use(it.settings, "network_begin");
    tell();
    write();
  }

  // ---- what is chosen

  function choose(chosen, weight = null) {
    it.chosen = chosen;
    diagram.mark();
    panelPart.show(weight);
  }
  function chooseSample(sample) {
    it.sample = sample;
    find(".sample").value = sample + 1;
    draw();
    write();
  }
  function setWeight(parameter, row, column, number) {
    act("network_set", parameter, row, column, number);
    write();
  }
  function openFormula(layer, neuron) {
    if (it.running) pause();
    const formula = engine.text("network_formula", it.session, it.sample, layer, neuron);
    location.hash = new URLSearchParams([["tab", "formula"], ["formula", formula]]);
  }
  function usePoints(points) {
    it.points = points;
    files.put("drawn.csv", new TextEncoder().encode(pointsAsCsv(points)));
    changeSettings({ data: "drawn.csv", noise: "", samples: "" }, "network_begin");
    write();
  }
  function useFile(name) {
    if (it.running) pause();
    changeSettings({ data: name, noise: "", samples: "", features: "", model: "" }, "network_begin");
  }

  // ---- the address

  function write() {
    address.write([
      ...it.settings,
      ...(it.standing.epoch > 0 && it.standing.repeatable ? [["epoch", it.standing.epoch]] : []),
      ...(it.points ? [["points", it.points]] : []),
      ...(it.hidden.size ? [["hide", [...it.hidden].join(",")]] : []),
      ...(find(".speed").value !== "1" ? [["speed", find(".speed").value]] : []),
      ...(find(".show-test").checked ? [] : [["tests", "no"]]),
      ...(find(".discretise").checked ? [["discretise", "yes"]] : []),
      ...(find(".measure").value !== "0" ? [["measure", find(".measure").value]] : []),
      ...(it.sample > 0 ? [["sample", it.sample + 1]] : []),
    ]);
  }

  function showHidden() {
    panel.classList.toggle("bare", it.hidden.has("settings"));
    find(".hide-controls").setAttribute("aria-pressed", it.hidden.has("settings"));
    settingsPart.hide(it.hidden);
  }

  function show(parameters) {
    if ([...parameters].length === 0 && it.description) return draw(), write();
    const given = [...parameters].filter(([name]) => name in it.choices);
    const settings = new Map(parameters.size === 0 || given.length === 0 ? Object.entries(firstNetwork) : given);
    it.hidden = new Set((parameters.get("hide") ?? "").split(",").filter(Boolean));
    it.points = parameters.get("points") ?? "";
    if (it.points) files.put("drawn.csv", new TextEncoder().encode(pointsAsCsv(it.points)));
    find(".speed").value = parameters.get("speed") ?? "1";
    find(".show-test").checked = parameters.get("tests") !== "no";
    find(".discretise").checked = parameters.get("discretise") === "yes";
    find(".measure").value = parameters.get("measure") ?? "0";
    it.sample = Math.max(0, Number(parameters.get("sample") ?? 1) - 1) || 0;
    showHidden();
    if (!use(settings, "network_begin")) {
      const words = find(".mistake").textContent;
      if (!it.description) use(new Map(Object.entries(firstNetwork)), "network_begin");
      say(words);
      return;
    }
    find(".sample").value = it.sample + 1;
    const epoch = Number(parameters.get("epoch") ?? 0);
    if (epoch > 0) act("network_go_to", Math.min(epoch, 1e6));
    write();
  }

  // ---- what is pressed

  const toggle = () => (it.running ? pause() : run());
  find(".run").addEventListener("click", toggle);
  find(".step").addEventListener("click", () => step("network_step"));
  find(".epoch").addEventListener("click", () => step("network_run"));
  find(".reset").addEventListener("click", reset);
  find(".history input").addEventListener("input", ({ target }) => {
    if (it.running) pause();
    act("network_go_to", target.valueAsNumber);
  });
  find(".history input").addEventListener("change", () => (tell(), write()));
  find(".speed").addEventListener("change", write);
  for (const name of [".show-test", ".discretise", ".measure", ".logarithmic"])
    find(name).addEventListener("change", () => (draw(), write()));
  find(".sample").addEventListener("change", ({ target }) => {
    const count = it.description.counts.reduce((a, b) => a + b);
    chooseSample(Math.min(Math.max(1, target.valueAsNumber || 1), count) - 1);
  });
  find(".hide-controls").addEventListener("click", () => {
    if (!it.hidden.delete("settings")) it.hidden.add("settings");
    showHidden();
    diagram.draw();
    write();
  });
  find(".keep").addEventListener("click", () => {
    it.kept = { title: it.standing.sentence, command: it.standing.command, curves: curves.copy(), picture: map.picture() };
    curves.showKept();
  });
  find(".drop-kept").addEventListener("click", () => {
    it.kept = null;
    curves.showKept();
  });
  const keys = { p: toggle, s: () => step("network_step"), e: () => step("network_run"), 0: reset };
  window.addEventListener("keydown", (event) => {
    if (panel.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, canvas") || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  window.addEventListener("resize", () => it.description && !panel.hidden && diagram.draw());

  return { show };
}

/** "0.5,1,0;…" of the address as the lines of a CSV file. */
function pointsAsCsv(points) {
  return `x1,x2,class\n${points.split(";").filter(Boolean).join("\n")}\n`;
}
