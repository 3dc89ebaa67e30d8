# What is installed: the program with its manual, completions and lessons, and the library for other
# projects, where find_package(stepgrad) gives stepgrad::stepgrad, and each room as stepgrad::scalar.
# Two packages, which cmake --workflow --preset package makes of it (see the end).
include(CMakePackageConfigHelpers)

get_property(rooms GLOBAL PROPERTY STEPGRAD_ROOMS)
list(TRANSFORM rooms PREPEND stepgrad_)
add_library(stepgrad_all INTERFACE)
add_library(stepgrad::stepgrad ALIAS stepgrad_all)
set_target_properties(stepgrad_all PROPERTIES EXPORT_NAME stepgrad)
target_link_libraries(stepgrad_all INTERFACE ${rooms})

if(STEPGRAD_NATIVE AND PROJECT_IS_TOP_LEVEL)  # a project with other flags would get code that its processor may not know
  install(CODE "message(FATAL_ERROR \"This build runs on this machine's processor alone \"
          \"(STEPGRAD_NATIVE). To install one for all: cmake --workflow --preset package, then \"
          \"cmake --install build/package\")" ALL_COMPONENTS)
endif()

# ---- the library

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/stepgrad)
set(config ${PROJECT_BINARY_DIR}/stepgrad-config.cmake)
set(version ${PROJECT_BINARY_DIR}/stepgrad-config-version.cmake)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/stepgrad-config.cmake.in ${config}
                              INSTALL_DESTINATION ${package})
write_basic_package_version_file(${version} COMPATIBILITY SameMinorVersion)
install(TARGETS ${rooms} stepgrad_all EXPORT stepgrad ARCHIVE COMPONENT library)
install(EXPORT stepgrad NAMESPACE stepgrad:: DESTINATION ${package} FILE stepgrad-targets.cmake COMPONENT library)
install(FILES ${config} ${version} DESTINATION ${package} COMPONENT library)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/stepgrad DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        COMPONENT library FILES_MATCHING PATTERN "*.hpp")

if(NOT TARGET stepgrad)
  return()
endif()

# With it, the learner's exercises can be compiled (cmake/exercises.cmake).
install(DIRECTORY ${PROJECT_BINARY_DIR}/installed/ DESTINATION ${CMAKE_INSTALL_LIBDIR}/stepgrad
        COMPONENT library FILES_MATCHING PATTERN "*.build")

# ---- the program

install(TARGETS stepgrad RUNTIME COMPONENT program)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/lessons DESTINATION ${CMAKE_INSTALL_DATADIR}/stepgrad COMPONENT program
        PATTERN "lesson.cpp" EXCLUDE PATTERN "CMakeLists.txt" EXCLUDE PATTERN "*.in" EXCLUDE
        PATTERN "exercise.mine*.hpp" EXCLUDE)

# Only for who trains with several processes: MPI is much to install.
if(TARGET stepgrad_mpi)
  install(TARGETS stepgrad_mpi LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/stepgrad COMPONENT mpi)
endif()

# Made by the program of what its help says; zlib's compressor would be one more thing to need, and man
# reads it as it is.
set(pages ${PROJECT_BINARY_DIR}/installed)
set(made "")
foreach(page IN ITEMS "stepgrad.1 manual" "stepgrad.bash completion bash" "_stepgrad completion zsh"
                      "stepgrad.fish completion fish")
  separate_arguments(words UNIX_COMMAND "${page}")
  list(POP_FRONT words file)
  add_custom_command(OUTPUT ${pages}/${file} COMMAND stepgrad ${words} -o ${pages}/${file}
                     DEPENDS stepgrad VERBATIM)
  list(APPEND made ${pages}/${file})
endforeach()
add_custom_target(pages_of_program ALL DEPENDS ${made})
install(FILES ${pages}/stepgrad.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES ${pages}/stepgrad.bash RENAME stepgrad
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
install(FILES ${pages}/_stepgrad DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT program)
install(FILES ${pages}/stepgrad.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d
        COMPONENT program)

# ---- the packages: cpack in the build directory

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME stepgrad)
set(CPACK_PACKAGE_CONTACT "The engineers of stepgrad <stepgrad@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL program library)
if(TARGET stepgrad_mpi)
  list(APPEND CPACK_COMPONENTS_ALL mpi)
  set(CPACK_DEBIAN_MPI_PACKAGE_NAME stepgrad-mpi)
  set(CPACK_DEBIAN_MPI_PACKAGE_SECTION education)
  set(CPACK_DEBIAN_MPI_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_MPI_PACKAGE_DEPENDS "stepgrad, openmpi-bin")
  set(CPACK_COMPONENT_MPI_DESCRIPTION "What lets mpirun train one model by several processes.")
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME stepgrad)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION education)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "The program: a scalar autograd engine whose every step is told,
lessons to work through, and a matrix module that trains real classifiers.")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "libstepgrad-dev, graphviz, fonts-dejavu-core")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libstepgrad-dev)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libdevel)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "The library: headers and static libraries, which the exercises
of the course are compiled with, too.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS "g++, libfmt-dev")
if(matrices)
  string(APPEND CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS ", libeigen3-dev, zlib1g-dev, libpng-dev")
endif()
include(CPack)
