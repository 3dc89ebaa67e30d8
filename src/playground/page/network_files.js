// Files in and out: data of one's own, and what is taken along.
"use strict";

/** Hands a file to the reader. */
function saveFile(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function makeNetworkFiles(it, { diagram, map, curves, useFile, say }) {
  const put = (name, bytes) => it.engine.text("network_file", name, bytes, bytes.length);

  /** The bytes of a file; one that is packed is unpacked. */
  async function bytesOf(file) {
    const stream = file.name.endsWith(".gz")
      ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /** A name that is a path of this page's own, whatever the file is called. */
  const safe = (name) => name.replace(/\.gz$/, "").replace(/[^A-Za-z0-9._-]/g, "_").replace(/^\.+/, "_");

  async function take(list) {
    const files = [...list];
    if (files.length === 0) return;
    try {
      const isTable = files.length === 1 && !/ubyte|idx/i.test(files[0].name);
      const folder = isTable ? "." : "images";
      for (const file of files) put(`${folder}/${safe(file.name)}`, await bytesOf(file));
      useFile(isTable ? `./${safe(files[0].name)}` : folder);
    } catch (error) {
      say(error.message);
    }
  }

  it.find(".own input").addEventListener("change", ({ target }) => take(target.files));
  it.panel.addEventListener("dragover", (event) => {
    event.preventDefault();
    it.panel.classList.add("dropping");
  });
  it.panel.addEventListener("dragleave", () => it.panel.classList.remove("dropping"));
  it.panel.addEventListener("drop", (event) => {
    event.preventDefault();
    it.panel.classList.remove("dropping");
    take(event.dataTransfer.files);
  });

  const asText = (text, type) => new Blob([text], { type });
  const exports = {
    model: () => saveFile("model.stepgrad", new Blob([it.engine.bytes("network_model_file", it.session).slice()])),
    points: () => saveFile("points.csv", asText(map.csv(), "text/csv")),
    log: () => saveFile("log.csv", asText(curves.log(), "text/csv")),
    diagram: () => saveFile("network.svg", asText(diagram.svg(), "image/svg+xml")),
    curves: () => saveFile("curves.svg", asText(curves.svg(), "image/svg+xml")),
    map: () => map.canvas.toBlob((blob) => saveFile("map.png", blob)),
  };
  for (const button of it.panel.querySelectorAll("[data-export]"))
    button.addEventListener("click", () => exports[button.dataset.export]());

  it.find(".copy").addEventListener("click", async ({ target }) => {
    try {
      await navigator.clipboard.writeText(it.standing.command);
      target.textContent = "Copied";
    } catch {  // a page from disk may not be allowed to
      getSelection().selectAllChildren(it.find(".command code"));
      target.textContent = "Marked";
    }
    setTimeout(() => { target.textContent = "Copy"; }, 1500);
  });

  return { put };
}
