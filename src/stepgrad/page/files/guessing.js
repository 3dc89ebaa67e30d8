// Predict mode on the page: a number is asked for before it is shown. predict.js judges the guess.
// In a lesson it is where one begins.
"use strict";

/** `player` has at(), go(at) and show(); `on` says whether one begins with it. */
function makeGuessing(root, moments, player, on, life) {
  const form = root.querySelector(".guess");
  const field = form.querySelector("input");
  const main = form.querySelector(".main");
  const reply = root.querySelector(".reply");
  const toggle = root.querySelector(".predict-toggle");
  const last = moments.length - 1;
  const isQuestion = (moment) => moment.answer !== undefined;

  let finger = false;       // was it the last to point? A field in focus brings up its keyboard
  let results = new Map();  // by moment: "first", "helped" or "shown"
  let helps = 0;            // hints and other guesses that the question on show has seen

  const current = () => moments[player.at()];
  const asks = () => on && isQuestion(current()) && !results.has(player.at());

  function questionOf(moment) {
    if (moment.kind === "share")
      return moment.before === null ? "Upstream × local =" : "Gradient so far =";
    return moment.kind === "value" ? "Value =" : "Gradient =";
  }

  function show() {
    root.classList.toggle("predicting", on);
    toggle.setAttribute("aria-pressed", on);
    root.querySelector("[data-go=play]").disabled = on;
    form.hidden = !on;
    if (!on) return;
    const [at, asking] = [player.at(), asks()];
    form.classList.toggle("open", asking);
    form.querySelector(".question").textContent = questionOf(current());
    main.textContent = asking ? "Check" : at === 0 ? "Begin" : at === last ? "Once more" : "Next";
    if (at === last)
      reply.textContent = score([...results.values()], moments.filter(isQuestion).length);
    if (asking && !finger) field.focus({ preventScroll: true });
  }

  function settle(result, say) {
    results.set(player.at(), result);
    player.show();
    reply.textContent = say;
    main.focus({ preventScroll: true });
  }

  function help(say) {
    helps += 1;
    player.show();
    reply.textContent = say;
  }

  function check() {
    const { right, read, say } = judge(current(), field.value);
    if (right) return settle(helps === 0 ? "first" : "helped", say);
    if (read) help(say);
    else reply.textContent = say;
    field.select();
  }

  function goOn() {
    if (player.at() < last) return player.go(player.at() + 1);
    results = new Map();
    player.go(0);
  }

  function forget() {
    helps = 0;
    field.value = "";
    reply.textContent = "";
  }

  function turn() {
    on = !on;
    results = new Map();
    forget();
    player.go(on && player.at() === last ? 0 : player.at());
    // Enter is for the answer now: the button that turned this on would turn it off again.
    if (on && (finger || !asks())) main.focus({ preventScroll: true });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (asks()) check();
    else goOn();
  });
  form.querySelector("[data-help=hint]").addEventListener("click", () =>
    help(`Hint: ${advice(current())}.`));
  form.querySelector("[data-help=show]").addEventListener("click", () =>
    settle("shown", `It is ${typeset(current().answer)}: ${advice(current())}.`));
  toggle.addEventListener("click", turn);
  document.addEventListener("pointerdown", (event) => {
    finger = event.pointerType === "touch";
  }, { capture: true, signal: life });

  return {
    asks,
    show,
    turn,
    forget,
    isOn: () => on,
    helps: () => helps,
    /** Reminds of the question that is open. */
    remind() {
      reply.textContent = "Your guess first, or have it shown.";
      field.focus({ preventScroll: true });
    },
  };
}
