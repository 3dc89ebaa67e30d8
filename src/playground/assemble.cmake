# Makes one file of the playground's: each {{name}} in the template is replaced by a file, of the page,
# of the step player or by the engine. Within a script a page stands as a text.
#
#   cmake -Dengine=engine_module.js -Dsource=src -Dtemplate=index.html -Doutput=playground.html -P assemble.cmake
cmake_minimum_required(VERSION 3.22)

function(assemble template result)
  file(READ ${source}/playground/page/${template} whole)
  string(REGEX MATCHALL "{{[a-z_]+\\.[a-z]+}}" places "${whole}")
  foreach(place IN LISTS places)
    string(REGEX REPLACE "[{}]" "" name ${place})
    set(file ${source}/playground/page/${name})
    if(NOT EXISTS ${file})
      set(file ${source}/stepgrad/page/files/${name})
    endif()
    if(name STREQUAL engine_module.js)
      set(file ${engine})
    endif()
    if(template MATCHES "\\.js$" AND name MATCHES "\\.html$")
      assemble(${name} text)
      string(REPLACE "\\" "\\\\" text "${text}")
      string(REPLACE "`" "\\`" text "${text}")
      string(REPLACE "\${" "\\\${" text "${text}")
      set(text "`${text}`")
    else()
      file(READ ${file} text)
    endif()
    if(name STREQUAL player.html)
      string(REGEX REPLACE "{{[a-z]+}}" "" text "${text}")  # the script fills it
    endif()
    string(REPLACE "${place}" "${text}" whole "${whole}")
  endforeach()
  set(${result} "${whole}" PARENT_SCOPE)
endfunction()

assemble(${template} made)
file(WRITE ${output} "${made}")
