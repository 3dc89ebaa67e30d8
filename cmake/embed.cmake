# Makes C++ of a folder of text files, so that the library carries them wherever it is installed:
#
#   cmake -Dfolder=src/stepgrad/page/files -Dheader=stepgrad/page/files.hpp
#         -Dnamespace=stepgrad::files -Doutput=files.cpp -P embed.cmake
#
# player.css becomes the std::string_view player_css, which the header declares.
cmake_minimum_required(VERSION 3.22)

file(GLOB files ${folder}/*.*)
set(source "#include <${header}>\n\nnamespace ${namespace} {\n")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  string(MAKE_C_IDENTIFIER ${name} name)
  file(READ ${file} text)
  string(APPEND source "\nconst std::string_view ${name} = R\"embedded(${text})embedded\";\n")
endforeach()
file(WRITE ${output} "${source}\n}  // namespace ${namespace}\n")
