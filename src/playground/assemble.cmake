# Makes one page of the playground's files: each {{name}} in index.html is replaced by a file, of the
# page, of the step player or by the engine.
#
#   cmake -Dengine=engine_module.js -Dsource=src -Doutput=playground.html -P assemble.cmake
cmake_minimum_required(VERSION 3.22)

file(READ ${source}/playground/page/index.html page)
string(REGEX MATCHALL "{{[a-z_]+\\.[a-z]+}}" places "${page}")
foreach(place IN LISTS places)
  string(REGEX REPLACE "[{}]" "" name ${place})
  set(file ${source}/playground/page/${name})
  if(NOT EXISTS ${file})
    set(file ${source}/stepgrad/page/files/${name})
  endif()
  if(name STREQUAL engine_module.js)
    set(file ${engine})
  endif()
  file(READ ${file} text)
  if(name STREQUAL player.html)
    string(REGEX REPLACE "{{[a-z]+}}" "" text "${text}")  # the script fills it
  endif()
  string(REPLACE "${place}" "${text}" page "${page}")
endforeach()
file(WRITE ${output} "${page}")
