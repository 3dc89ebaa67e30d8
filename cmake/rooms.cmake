# A room is a folder under src/stepgrad and a library of its own. It may use the rooms that it
# names.

# add_room(check scalar): the target stepgrad_check, stepgrad::check to others, over
# stepgrad_scalar.
function(add_room name)
  set(target stepgrad_${name})
  set(folder ${PROJECT_SOURCE_DIR}/src/stepgrad/${name})
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp ${folder}/fast/*.cpp)
  if(sources)
    set(scope PUBLIC)
    add_library(${target} STATIC ${sources})
  else()  # headers only
    set(scope INTERFACE)
    add_library(${target} INTERFACE)
  endif()
  add_library(stepgrad::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(${target} ${scope} cxx_std_20)
  target_include_directories(${target} ${scope} $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>
                                                $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)

  set(below "")
  foreach(room IN LISTS ARGN)
    target_link_libraries(${target} ${scope} stepgrad_${room})
    get_property(below_room GLOBAL PROPERTY STEPGRAD_BELOW_${room})
    list(APPEND below ${room} ${below_room})
  endforeach()
  list(REMOVE_DUPLICATES below)
  if(sources)
    if(matrix IN_LIST below OR name STREQUAL matrix)
      use_precompiled(${target} precompiled_with_eigen)
    else()
      use_precompiled(${target} precompiled)
    endif()
  endif()
  set_property(GLOBAL PROPERTY STEPGRAD_BELOW_${name} ${below})
  set_property(GLOBAL APPEND PROPERTY STEPGRAD_ROOMS ${name})
endfunction()

# embed_files(stepgrad_page stepgrad/page/files): the files of src/stepgrad/page/files become part of
# the target, and files.hpp beside the folder declares them.
function(embed_files target place)
  get_filename_component(folder ${place} NAME)
  set(output ${PROJECT_BINARY_DIR}/${place}.cpp)
  set(script ${PROJECT_SOURCE_DIR}/cmake/embed.cmake)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${place}/*.*)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -Dfolder=${PROJECT_SOURCE_DIR}/src/${place} -Dheader=${place}.hpp
            -Dnamespace=stepgrad::${folder} -Doutput=${output} -P ${script}
    DEPENDS ${files} ${script}
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
