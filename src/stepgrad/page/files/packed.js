// What a long page has packed (packed.hpp): shapes with places, and lines that say which words
// stand in them. Nothing is unpacked before it is looked at.
"use strict";

/** text(i) is the i-th text that was packed. */
function unpack(element) {
  const [shapes, ...texts] = element.textContent.split("\n\n").map(
    (lines) => lines.split("\n").filter((line) => line !== ""));
  function filled(line) {
    const [shape, ...words] = line.split(" ");
    let next = 0;
    return shapes[parseInt(shape, 16)].replace(/~/g, () => words[next++]);
  }
  return (i) => texts[i].map(filled).join("");
}

/**
 * The children of an element, each made when it is first asked for if its text is packed. Where
 * textOf has something new to say, renew(those) brings these in line, and has the others made anew.
 */
function childrenOf(parent, textOf) {
  let made = textOf ? [] : [...parent.children];
  function make(text) {
    const template = document.createElement("template");
    template.innerHTML = text;
    return template.content.firstElementChild;
  }
  const child = (i) => made[i] ??= make(textOf(i));
  child.renew = (those) => {
    const before = made;
    made = [];
    for (const i of those)
      if (before[i]) made[i] = sayAnew(before[i], make(textOf(i)));
  };
  return child;
}

/**
 * The element with the words of another one: where both are built alike the texts that differ are
 * replaced, and nothing has to be laid out that has not changed; else it is the other one.
 */
function sayAnew(element, other) {
  const changes = [];
  function alike(a, b) {
    if (a.nodeName !== b.nodeName || a.childNodes.length !== b.childNodes.length) return false;
    if (a.nodeType === Node.TEXT_NODE) {
      if (a.data !== b.data) changes.push(() => { a.data = b.data; });
      return true;
    }
    for (const { name, value } of a === element ? [] : b.attributes)
      if (a.getAttribute(name) !== value) changes.push(() => a.setAttribute(name, value));
    for (let i = 0; i < a.childNodes.length; ++i)
      if (!alike(a.childNodes[i], b.childNodes[i])) return false;
    return true;
  }
  if (!alike(element, other)) return other;
  for (const change of changes) change();
  return element;
}
