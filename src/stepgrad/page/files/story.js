// The story as text: the panel with the current step, the table of all steps, the slider, and what
// a screen reader is told.
"use strict";

/**
 * The steps on the page; show(at, question, helps) brings all of it in line with one of them. Of
 * those that do not stand there, itemText(i) and rowText(i) are the i-th.
 */
function makeStory(root, { moments, itemText, rowText, rowsAtOnce = 100 }, life) {
  const find = (selector) => root.querySelector(selector);
  const last = moments.length - 1;
  const list = find(".moments");
  const table = find(".steps tbody");
  const itemOf = childrenOf(list, itemText);
  const rowOf = childrenOf(table, rowText);
  let begin = 0;  // of the rows in the table
  let current = 0;

  /** The item, in its list. */
  function item(at) {
    if (!itemOf(at).isConnected) list.append(itemOf(at));
    return itemOf(at);
  }

  function showItem(at, question, helps, still) {
    item(current).classList.remove("current", "question");
    current = at;
    item(at).classList.add("current");
    item(at).classList.toggle("question", question);
    item(at).dataset.helps = Math.min(helps, 2);
    if (!still) return fit(item(at));
    const shown = item(at);
    requestAnimationFrame(() => fit(shown));  // to measure now would cost a layout
  }

  /** Makes formulas smaller where they are too wide; what still is too wide shows its answer. */
  function fit(item) {
    const least = 0.7;  // of the size of type
    const lines = ":is(.slope-line, .sum) > math";
    const formulas = [...item.querySelectorAll(`.equations > math, ${lines}`)];
    for (const formula of formulas) formula.style.fontSize = "";
    const shares = formulas.map((formula) =>  // all are measured before the first one changes
      formula.parentElement.clientWidth / formula.getBoundingClientRect().width);
    formulas.forEach((formula, i) => {
      if (shares[i] < 1) formula.style.fontSize = `${Math.max(least, shares[i] - 0.01)}em`;
    });
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

  /** The rows around a step: a table of thousands would take long. */
  function turnTo(at) {
    begin = at - at % rowsAtOnce;
    const end = Math.min(begin + rowsAtOnce, last + 1);
    const rows = Array.from({ length: end - begin }, (_, i) => rowOf(begin + i));
    if (begin > 0) rows.unshift(otherRows(begin - 1, `steps 0 to ${begin - 1}`));
    if (end <= last) rows.push(otherRows(end, `steps ${end} to ${last}`));
    const stays = rows.length === table.children.length &&
      rows.every((row, i) => row === table.children[i] || row.className === "others");
    if (!stays) table.replaceChildren(...rows);
  }

  /** A row for those that are not shown; it leads to one of them. */
  function otherRows(step, words) {
    const row = document.createElement("tr");
    row.className = "others";
    row.innerHTML = `<td></td><td colspan="3"><a href="#step=${step}">${words}</a></td>`;
    return row;
  }

  function showRow(at, question, still) {
    if (at < begin || at >= begin + rowsAtOnce || table.children.length === 0) turnTo(at);
    for (let index = begin; index <= Math.min(begin + rowsAtOnce - 1, last); ++index) {
      const { classList } = rowOf(index);
      classList.toggle("current", index === at);
      classList.toggle("later", index > at || (question && index === at));
      if (index !== at) rowOf(index).removeAttribute("aria-current");
    }
    rowOf(at).setAttribute("aria-current", "step");
    if (!still) scrollTo(rowOf(at));
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
    const title = item(at).querySelector("h2").textContent;
    const sentence = item(at).querySelector(".sentence").textContent;
    find(".announcement").textContent =
      `Step ${at} of ${last}: ${title}. ${question ? "What is it?" : sentence}`;
  }

  /** Makes the panel as high as its highest step, so that nothing moves; of very many some tell. */
  function reserveRoom() {
    const most = 60;
    const stride = Math.ceil(moments.length / most);
    const measured = moments.map((_, at) => at).filter((at) => at % stride === 0 || at === last);
    list.style.removeProperty("--highest");
    for (const at of measured) item(at).classList.add("measured");
    list.style.setProperty("--highest", `${list.offsetHeight}px`);
    for (const at of measured) item(at).classList.remove("measured");
  }

  /** Once fonts and sizes are known, and whenever they change. */
  function settle() {
    reserveRoom();
    fit(item(current));
    scrollTo(rowOf(current));
  }

  window.addEventListener("resize", settle, { signal: life });
  window.addEventListener("load", () => requestAnimationFrame(settle), { signal: life });
  reserveRoom();

  return {
    table,
    /** The numbers have changed: what is seen says them, the rest is made anew when it is looked at. */
    renew() {
      const rows = Array.from({ length: Math.min(rowsAtOnce, last + 1 - begin) }, (_, i) => begin + i);
      rowOf.renew(rows);
      itemOf.renew([current]);
      for (const other of [...list.children]) if (other !== itemOf(current)) other.remove();
      turnTo(begin);
    },
    /** Puts all steps in their order on the page, or those that the table has; gives their ends. */
    showAll(most) {
      const [first, end] = moments.length <= most
        ? [0, moments.length] : [begin, Math.min(begin + rowsAtOnce, moments.length)];
      list.replaceChildren(...Array.from({ length: end - first }, (_, i) => itemOf(first + i)));
      return [first, end - 1];
    },
    show(at, question, helps, still) {
      showItem(at, question, helps, still);
      showRow(at, question, still);
      showPlace(at);
      announce(at, question);
    },
  };
}
