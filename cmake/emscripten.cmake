# The same rooms for the browser: what stands in the place of the packages when emcmake configures.
#
#   emcmake cmake --preset play && cmake --build --preset play
#
# fmt, nlohmann-json and Eigen are headers: they are reached through a folder of links, for the
# headers of this machine's C library, which stand beside them, are not those of the browser's.
set(headers ${PROJECT_BINARY_DIR}/headers)
file(MAKE_DIRECTORY ${headers})
foreach(folder IN ITEMS fmt nlohmann eigen3)
  find_path(place_of_${folder} ${folder} PATHS /usr/include /usr/local/include /opt/homebrew/include
            NO_CMAKE_FIND_ROOT_PATH NO_DEFAULT_PATH)
  if(NOT place_of_${folder})
    message(FATAL_ERROR "There are no headers of ${folder}: install libfmt-dev, nlohmann-json3-dev and libeigen3-dev")
  endif()
  file(CREATE_LINK ${place_of_${folder}}/${folder} ${headers}/${folder} SYMBOLIC)
endforeach()

foreach(package IN ITEMS fmt::fmt nlohmann_json::nlohmann_json Eigen3::Eigen ZLIB::ZLIB PNG::PNG)
  add_library(${package} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${package} INTERFACE ${headers})
endforeach()
target_compile_definitions(fmt::fmt INTERFACE FMT_HEADER_ONLY)
target_include_directories(Eigen3::Eigen SYSTEM INTERFACE ${headers}/eigen3)
foreach(package IN ITEMS ZLIB::ZLIB PNG::PNG)
  target_include_directories(${package} INTERFACE ${PROJECT_SOURCE_DIR}/src/playground/wasm)
endforeach()
foreach(package IN ITEMS fmt nlohmann_json Eigen3 ZLIB PNG)
  set(${package}_FOUND TRUE)
endforeach()

# Small, as it is carried in the page; what computes is made quick again in src/playground.
# (With -Oz emscripten forbids to inline anything, which makes templates both slow and large.)
set(CMAKE_CXX_FLAGS_RELEASE "-Oz -DNDEBUG -finline-functions")
set(light -Oz)
add_compile_options(-w -fwasm-exceptions -msimd128 -include ${PROJECT_SOURCE_DIR}/src/playground/wasm/missing.hpp)
add_link_options(-fwasm-exceptions)
