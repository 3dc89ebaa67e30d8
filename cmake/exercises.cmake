# How the learner's exercises are compiled: exercise.build in the build directory says it to the
# program, which calls the compiler itself at every save (src/stepgrad/course/workbench.hpp);
# training.build says it of exercises that need matrices, lesson.build of lessons that an author
# looks at (preview_bench.hpp).
#
#   write_exercise_instructions(training ROOMS course run OPTIONS -O1 HEADERS stepgrad/…)
#
# One word a line, so that paths may have spaces: the compiler, its options, "--", the libraries.
# The headers are compiled beforehand, once: that is half of the time that a learner would wait for
# at every save. It is compiled with the lines of its source (-g1), so that a crash can name one.
# Three warnings are errors, for they always are mistakes; the standard library watches its indices.
# The libraries may have sanitizers, the exercise has none.
include(CheckLinkerFlag)

# Faster than the usual one, where it is there.
foreach(linker IN ITEMS lld gold)
  check_linker_flag(CXX -fuse-ld=${linker} STEPGRAD_LINKS_WITH_${linker})
  if(STEPGRAD_LINKS_WITH_${linker})
    set(fast_linker -fuse-ld=${linker})
    break()
  endif()
endforeach()

function(write_exercise_instructions name)
  if(EMSCRIPTEN OR NOT PROJECT_IS_TOP_LEVEL)  # in a browser, and in another project, there is no course
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 with "" "" "ROOMS;OPTIONS;HEADERS")
  set(rooms ${with_ROOMS})
  foreach(room IN LISTS with_ROOMS)
    get_property(below GLOBAL PROPERTY STEPGRAD_BELOW_${room})
    list(APPEND rooms ${below})
  endforeach()
  list(REMOVE_DUPLICATES rooms)
  set(libraries "")
  foreach(room IN LISTS rooms)
    get_target_property(type stepgrad_${room} TYPE)
    if(NOT type STREQUAL INTERFACE_LIBRARY)
      list(APPEND libraries $<TARGET_FILE:stepgrad_${room}>)
    endif()
  endforeach()
  set(libraries_of_rooms ${libraries})
  list(APPEND libraries $<TARGET_FILE:fmt::fmt>)
  if(PNG_FOUND)
    list(APPEND libraries ${PNG_LIBRARIES})
  endif()
  get_directory_property(link_options LINK_OPTIONS)
  list(APPEND libraries ${link_options} ${fast_linker})

  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS}")
  set(own_options "$<FILTER:$<TARGET_PROPERTY:stepgrad_course,COMPILE_OPTIONS>,EXCLUDE,^-(W|O|fsanitize|fpch)>")
  set(options ${CMAKE_CXX20_STANDARD_COMPILE_OPTION} ${with_OPTIONS} -g1 -D_GLIBCXX_ASSERTIONS
              -Werror=return-type -Werror=unused-value -Werror=uninitialized ${flags} ${own_options})
  set(folders "")
  set(definitions "")
  foreach(room IN LISTS with_ROOMS)
    list(APPEND folders $<TARGET_PROPERTY:stepgrad_${room},INTERFACE_INCLUDE_DIRECTORIES>)
    list(APPEND definitions $<TARGET_PROPERTY:stepgrad_${room},INTERFACE_COMPILE_DEFINITIONS>)
  endforeach()
  set(definitions "$<REMOVE_DUPLICATES:${definitions}>")
  list(APPEND options "$<$<BOOL:${definitions}>:-D$<JOIN:${definitions},;-D>>")
  # Given by us, /usr/include hides the compiler's own headers from themselves.
  set(folders "$<FILTER:$<REMOVE_DUPLICATES:${folders}>,EXCLUDE,^/usr/include$>")
  set(folders_there "$<FILTER:${folders},EXCLUDE,^${PROJECT_SOURCE_DIR}>")
  set(options_there ${options} "$<$<BOOL:${folders_there}>:-isystem;$<JOIN:${folders_there},;-isystem;>>")
  list(APPEND options "-isystem;$<JOIN:${folders},;-isystem;>")

  # The same of an installed program, whose libraries lie in the folder above the instructions.
  set(libraries_there ${libraries_of_rooms})
  list(TRANSFORM libraries_there REPLACE "TARGET_FILE:" "TARGET_FILE_NAME:")
  list(TRANSFORM libraries_there PREPEND "@HERE@/../")
  list(APPEND libraries_there -lfmt ${link_options})
  if(PNG_FOUND)
    list(APPEND libraries_there -lpng -lz)
  endif()
  file(RELATIVE_PATH headers "/prefix/${CMAKE_INSTALL_LIBDIR}/stepgrad" "/prefix/${CMAKE_INSTALL_INCLUDEDIR}")
  list(JOIN libraries_there "\n" libraries_there)
  # Behind the compiler's own, so that it may be /usr/include.
  file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/installed/${name}.build CONTENT
       "${CMAKE_CXX_COMPILER}\n-idirafter\n@HERE@/${headers}\n$<JOIN:${options_there},\n>\n--\n${libraries_there}\n")

  if(with_HEADERS)
    set(header ${PROJECT_BINARY_DIR}/precompiled/${name}.hpp)
    list(JOIN with_HEADERS ">\n#include <" includes)
    file(CONFIGURE OUTPUT ${header} CONTENT "#include <${includes}>\n" @ONLY)
    add_custom_command(
      OUTPUT ${header}.gch
      COMMAND ${CMAKE_CXX_COMPILER} "${options}" -x c++-header ${header} -o ${header}.gch
              -MD -MF ${header}.d
      DEPENDS ${header}
      DEPFILE ${header}.d
      COMMAND_EXPAND_LISTS VERBATIM)
    add_custom_target(precompiled_${name} ALL DEPENDS ${header}.gch)
    list(APPEND options -include ${header})
  endif()

  list(JOIN libraries "\n" libraries)
  file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/${name}.build CONTENT
       "${CMAKE_CXX_COMPILER}\n$<JOIN:${options},\n>\n--\n${libraries}\n")
endfunction()
