// The story as text: the panel with the current step, the table of all steps, the slider, and what
// a screen reader is told.
"use strict";

/** The steps on the page; show(at, question, helps) brings all of it in line with one of them. */
function makeStory(root, moments) {
  const find = (selector) => root.querySelector(selector);
  const items = [...root.querySelectorAll(".moments > li")];
  const rows = [...root.querySelectorAll(".steps tbody tr")];
  const last = moments.length - 1;

  function showItem(at, question, helps) {
    items.forEach((item, index) => {
      item.classList.toggle("current", index === at);
      item.classList.toggle("question", question && index === at);
    });
    items[at].dataset.helps = Math.min(helps, 2);
    fit(items[at]);
  }

  /** Makes formulas smaller where they are too wide; what still is too wide shows its answer. */
  function fit(item) {
    const least = 0.7;  // of the size of type
    const lines = ":is(.slope-line, .sum) > math";
    for (const formula of item.querySelectorAll(`.equations > math, ${lines}`)) {
      formula.style.fontSize = "";
      const share = formula.parentElement.clientWidth / formula.getBoundingClientRect().width;
      if (share < 1) formula.style.fontSize = `${Math.max(least, share - 0.01)}em`;
    }
    for (const answer of item.querySelectorAll(`.equations .answer, ${lines}`))
      bringIntoSight(answer);
  }

  /** Scrolls a formula that is too wide to its answer, which stands on the right. */
  function bringIntoSight(answer) {
    const box = answer.closest(".equations, p");
    const hidden =
      answer.getBoundingClientRect().right - box.getBoundingClientRect().left - box.clientWidth;
    box.scrollLeft = Math.max(0, box.scrollLeft + hidden);
  }

  function showRow(at, question) {
    rows.forEach((row, index) => {
      row.classList.toggle("current", index === at);
      row.classList.toggle("later", index > at || (question && index === at));
      if (index !== at) row.removeAttribute("aria-current");
    });
    rows[at].setAttribute("aria-current", "step");
    scrollTo(rows[at]);
  }

  /** Within the table's own box: the page stays where it is. */
  function scrollTo(row) {
    const box = find(".steps");
    const head = find(".steps thead").offsetHeight;
    const [top, bottom] = [row.offsetTop - head, row.offsetTop + row.offsetHeight];
    if (top < box.scrollTop) box.scrollTop = top - row.offsetHeight;
    else if (bottom > box.scrollTop + box.clientHeight)
      box.scrollTop = bottom + row.offsetHeight - box.clientHeight;
  }

  function showPlace(at) {
    const slider = find("input[type=range]");
    slider.value = at;
    slider.setAttribute("aria-valuetext", `step ${at} of ${last}`);
    const link = find(".count a");
    link.textContent = `step ${at}`;
    link.href = `#step=${at}`;
    for (const way of ["start", "back"]) find(`[data-go=${way}]`).disabled = at === 0;
    for (const way of ["next", "end"]) find(`[data-go=${way}]`).disabled = at === last;
  }

  function announce(at, question) {
    const title = items[at].querySelector("h2").textContent;
    const sentence = items[at].querySelector(".sentence").textContent;
    find(".announcement").textContent =
      `Step ${at} of ${last}: ${title}. ${question ? "What is it?" : sentence}`;
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

  /** Once fonts and sizes are known, and whenever they change. */
  function settle() {
    reserveRoom();
    fit(find(".moment.current") ?? items[0]);
    scrollTo(find(".steps tr.current") ?? rows[0]);
  }

  window.addEventListener("resize", settle);
  window.addEventListener("load", () => requestAnimationFrame(settle));
  reserveRoom();

  return {
    rows,
    show(at, question, helps) {
      showItem(at, question, helps);
      showRow(at, question);
      showPlace(at);
      announce(at, question);
    },
  };
}
