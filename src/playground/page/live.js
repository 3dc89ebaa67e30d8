// The live book: the engine, and what makes the formulas and the experiments on a lesson's page answer.
// Assembled it is engine.js, one classic script that all pages share, so that the book works from
// disk, too.
//
// A figure that says of which formula it is, <figure data-formula="x*y" data-numbers="x=2 y=3"
// data-step="4">, has a button; pressed, the playground's tab for a formula stands in the figure's
// place, in a frame of its own, and begins at what the lesson shows. The engine starts when one is
// first wanted.
(() => {
/** Everything that an engine is made of: as a text it goes into a worker, too. */
function startBook() {
{{engine_module.js}}
{{engine.js}}
return startEngine();
}

{{live_experiment.js}}

const frameText = {{live_frame.html}};

const style = `{{live.css}}`;

let starting = null;

/** The engine, for all frames; they find it in this window. */
function theEngine() {
  starting ??= startBook().then((engine) => { window.stepgradEngine = engine; });
  return starting;
}

/** As high as what is in it, and in the page's colours. */
function makeFrame({ formula, numbers, step }) {
  const frame = document.createElement("iframe");
  frame.className = "live-frame";
  frame.title = `To be changed: ${formula}`;
  Object.assign(frame.dataset, { formula, numbers, step });
  frame.addEventListener("load", () => {
    const { body, documentElement } = frame.contentDocument;
    const fit = () => {
      if (body.offsetHeight > 0) frame.style.height = `${body.offsetHeight + 4}px`;
    };
    const follow = () => { documentElement.dataset.theme = document.documentElement.dataset.theme; };
    fit();
    follow();
    new ResizeObserver(fit).observe(body);
    new MutationObserver(follow).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  });
  frame.srcdoc = frameText;
  return frame;
}

function offer(figure) {
  const [offered, back] = ["Change it", "As the lesson has it"];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "live-button";
  button.textContent = offered;
  figure.insertBefore(button, figure.querySelector(":scope > figcaption"));
  let frame = null;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await theEngine();
    } catch (error) {
      button.textContent = `The engine does not start here: ${error.message}`;
      return;
    }
    button.disabled = false;
    if (!frame) figure.insertBefore(frame = makeFrame(figure.dataset), button);
    button.textContent = figure.classList.toggle("changing") ? back : offered;
    button.focus();
  });
}

document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
for (const figure of document.querySelectorAll("figure[data-formula]")) offer(figure);
for (const experiment of document.querySelectorAll(".experiment[data-lesson]")) offerAnyNumber(experiment);
})();
