# Makes one script of the engine: what emscripten wrote, and the module itself, compressed, as text.
#
#   cmake -Dengine=engine.js -Doutput=engine_module.js -P pack.cmake
#
# The module stands beside engine.js as engine.wasm. A browser inflates it faster than a disk reads
# what that saves: as it is, its text would be three times as long.
cmake_minimum_required(VERSION 3.22)

string(REGEX REPLACE "\\.js$" ".wasm" module ${engine})
execute_process(COMMAND gzip -9nc ${module} COMMAND base64 OUTPUT_VARIABLE packed RESULTS_VARIABLE results)
if(NOT results STREQUAL "0;0")
  message(FATAL_ERROR "gzip and base64 are needed to pack the engine")
endif()
string(REGEX REPLACE "[ \n]" "" packed "${packed}")
file(READ ${engine} script)
file(WRITE ${output} "${script}
loadEngine = ((load) => async (options = {}) => {
  const bytes = Uint8Array.from(atob(\"${packed}\"), (letter) => letter.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(\"gzip\"));
  return load({ ...options, wasmBinary: await new Response(inflated).arrayBuffer() });
})(loadEngine);
if (typeof module === \"object\") module.exports = loadEngine;
")
