# How the learner's exercises are compiled: exercise.build in the build directory says it to the
# program, which calls the compiler itself at every save (src/stepgrad/course/workbench.hpp).
#
# One word a line, so that paths may have spaces: the compiler, its options, "--", the libraries.
# It is compiled with the lines of its source (-g1), so that a crash can name one. Three warnings are errors, for they always are mistakes; nothing is optimised, for that compiles
# fastest; the standard library watches its indices. The libraries may have sanitizers, the exercise
# has none.
function(write_exercise_instructions)
  get_property(rooms GLOBAL PROPERTY STEPGRAD_BELOW_course)
  set(libraries "")
  foreach(room IN LISTS ITEMS course LISTS rooms)
    get_target_property(type stepgrad_${room} TYPE)
    if(NOT type STREQUAL INTERFACE_LIBRARY)
      list(APPEND libraries $<TARGET_FILE:stepgrad_${room}>)
    endif()
  endforeach()
  list(APPEND libraries $<TARGET_FILE:fmt::fmt>)
  if(PNG_FOUND)
    list(APPEND libraries ${PNG_LIBRARIES})
  endif()

  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS}")
  get_directory_property(link_options LINK_OPTIONS)
  set(course stepgrad_course)
  set(own_options "$<FILTER:$<TARGET_PROPERTY:${course},COMPILE_OPTIONS>,EXCLUDE,^-(W|O|fsanitize)>")
  set(folders "$<REMOVE_DUPLICATES:$<TARGET_PROPERTY:${course},INTERFACE_INCLUDE_DIRECTORIES>>")
  # Given as -I, /usr/include hides the compiler's own headers from themselves.
  set(folders "$<FILTER:${folders},EXCLUDE,^/usr/include$>")
  set(options ${CMAKE_CXX20_STANDARD_COMPILE_OPTION} -O0 -g1 -D_GLIBCXX_ASSERTIONS
              -Werror=return-type -Werror=unused-value -Werror=uninitialized ${flags} ${own_options})
  list(APPEND libraries ${link_options})
  list(JOIN options "\n" options)
  list(JOIN libraries "\n" libraries)
  set(output ${PROJECT_BINARY_DIR}/exercise.build)
  file(GENERATE OUTPUT ${output} CONTENT
       "${CMAKE_CXX_COMPILER}\n$<JOIN:${options},\n>\n-I$<JOIN:${folders},\n-I>\n--\n${libraries}\n")
  target_compile_definitions(${course} PRIVATE STEPGRAD_EXERCISE_BUILD="${output}")
endfunction()
