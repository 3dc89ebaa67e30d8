// Tabs: what can be played with, and the address of what is shown.
//
// Each part of the playground registers itself:
//
//   addTab({ name: "formula", title: "Formula", start(engine, panel, address) { … } });
//
// and is started when it is first shown, in a panel of its own. The address holds all of its state,
// #tab=formula&formula=x*y&numbers=x=2: start() returns { show(parameters) }, which is called with what the
// address says, and address.write(parameters) is called by the tab when that changes. Parameters are
// URLSearchParams.
"use strict";

const registeredTabs = [];

function addTab(tab) {
  registeredTabs.push(tab);
}

/** What the address says: the tab's name and its parameters. */
function readAddress() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const name = parameters.get("tab");
  parameters.delete("tab");
  const tab = registeredTabs.find((candidate) => candidate.name === name) ?? registeredTabs[0];
  return { tab, parameters };
}

async function startTabs() {
  const loading = document.querySelector(".loading");
  let engine = null;
  try {
    engine = await startEngine();
  } catch (error) {
    loading.textContent = `The engine does not start here: ${error.message}`;
    return;
  }
  loading.remove();
  const list = document.querySelector(".tabs");
  const started = new Map();
  let current = null;
  let written = null;  // the address that is shown, as far as it was written here or followed

  /** A tab's address, which is the page's while the tab is shown. */
  const addressOf = (tab) => ({
    write(parameters) {
      if (current !== tab) return;
      const all = new URLSearchParams([["tab", tab.name], ...parameters]);
      written = `#${all}`;
      history.replaceState(null, "", written);
    },
  });

  function make(tab) {
    const panel = document.createElement("section");
    panel.id = `panel-${tab.name}`;
    panel.className = `tab-panel ${tab.name}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", `tab-${tab.name}`);
    document.body.append(panel);
    const running = { panel, button: document.getElementById(`tab-${tab.name}`) };
    started.set(tab, running);
    current = tab;
    Object.assign(running, tab.start(engine, panel, addressOf(tab)));
    return running;
  }

  function turnTo(tab, parameters) {
    for (const { panel, button } of started.values()) {
      panel.hidden = true;
      button.setAttribute("aria-selected", "false");
      button.tabIndex = -1;
    }
    const running = started.get(tab) ?? make(tab);
    current = tab;
    running.panel.hidden = false;
    running.button.setAttribute("aria-selected", "true");
    running.button.tabIndex = 0;
    running.show(parameters);
  }

  /** Left and right go through the tabs, as in any list of tabs. */
  function onKey(event) {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const count = registeredTabs.length;
    const next = registeredTabs[(registeredTabs.indexOf(current) + way + count) % count];
    turnTo(next, new URLSearchParams());
    started.get(next).button.focus();
  }

  for (const tab of registeredTabs) {
    const button = document.createElement("button");
    button.type = "button";
    button.id = `tab-${tab.name}`;
    button.textContent = tab.title;
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", `panel-${tab.name}`);
    button.setAttribute("aria-selected", "false");
    button.tabIndex = -1;
    button.addEventListener("click", () => turnTo(tab, new URLSearchParams()));
    list.append(button);
  }
  list.addEventListener("keydown", onKey);
  function follow() {
    if (location.hash === written) return;
    written = location.hash;  // or the way back to what was written before would be no news
    const { tab, parameters } = readAddress();
    turnTo(tab, parameters);
  }
  window.addEventListener("hashchange", follow);
  follow();
}
