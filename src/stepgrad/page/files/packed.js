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
 * The children of an element, each made when it is first asked for if its text is packed; forget()
 * has them made anew, where textOf has something new to say.
 */
function childrenOf(parent, textOf) {
  let made = textOf ? [] : [...parent.children];
  function make(text) {
    const template = document.createElement("template");
    template.innerHTML = text;
    return template.content.firstElementChild;
  }
  const child = (i) => made[i] ??= make(textOf(i));
  child.forget = () => { made = []; };
  return child;
}
