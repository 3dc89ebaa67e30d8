// The tab for a formula: what is typed and moved goes to the engine, what it answers is shown.
"use strict";

addTab({
  name: "formula",
  title: "Formula",
  start(engine, panel, address) {
    const session = engine.number("formula_open");
    return {
      show(parameters) {
        const formula = parameters.get("formula") ?? "q = x + y; f = q * z";
        panel.textContent = JSON.stringify(engine.json("formula_read", session, formula, ""));
        address.write(new URLSearchParams([["formula", formula]]));
      },
    };
  },
});
