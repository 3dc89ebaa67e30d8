// The engine as the page sees it: the other side of boundary.hpp.
//
//   const engine = await startEngine();
//   const formula = engine.number("formula_open");
//   engine.json("formula_read", formula, "x*y", "x=2 y=3")   a text that is JSON, read
//   engine.text("formula_item", formula, 4)                  a text
//   engine.floats("network_map", network, 0)                 a Float32Array, good until the next call
//
// What the engine refuses is thrown as an Error with the engine's own words.
"use strict";

async function startEngine() {
  const module = await loadEngine();

  /** Calls an exported function; texts and bytes among the arguments lie in the engine's memory meanwhile. */
  function call(name, given) {
    const texts = [];
    const passed = given.map((argument) => {
      if (argument instanceof Uint8Array) {
        const place = module._malloc(argument.length);
        module.HEAPU8.set(argument, place);
        texts.push(place);
        return place;
      }
      if (typeof argument !== "string") return argument;
      const bytes = module.lengthBytesUTF8(argument) + 1;
      const place = module._malloc(bytes);
      module.stringToUTF8(argument, place, bytes);
      texts.push(place);
      return place;
    });
    try {
      return module[`_${name}`](...passed);
    } finally {
      texts.forEach((place) => module._free(place));
    }
  }

  /** The place of what a call answers with. */
  function answered(name, given) {
    const place = call(name, given);
    if (place === 0) throw new Error(module.UTF8ToString(module._last_error()));
    return place;
  }

  function view(numbers, name, given) {
    const [place, length] = new Uint32Array(module.HEAPU8.buffer, answered(name, given), 2);
    return new numbers(module.HEAPU8.buffer, place, length);
  }

  const text = (name, ...given) => module.UTF8ToString(answered(name, given));
  return {
    text,
    number: (name, ...given) => call(name, given),
    json: (name, ...given) => JSON.parse(text(name, ...given)),
    floats: (name, ...given) => view(Float32Array, name, given),
    bytes: (name, ...given) => view(Uint8Array, name, given),
    doubles: (name, ...given) => view(Float64Array, name, given),
  };
}
