# The libraries of cmake/libraries.cmake, pybind11 and the compiler -> build/.../licences: the notices that must go with
# the native module. Sets LOMO_LICENCES_BUILT.

set(LOMO_LICENCES_BUILT ${PROJECT_BINARY_DIR}/licences)
file(REMOVE_RECURSE ${LOMO_LICENCES_BUILT})
file(COPY ${PROJECT_SOURCE_DIR}/licences/ DESTINATION ${LOMO_LICENCES_BUILT})
if(LOMO_LIBRARIES STREQUAL "pinned")  # the system's are linked dynamically and bring their own
  foreach(name harfbuzz freetype libdeflate)
    set(text)
    foreach(file IN LISTS ${name}_NOTICES)
      file(READ ${${name}_SOURCE}/${file} part)
      string(APPEND text "${part}\n")
    endforeach()
    file(WRITE ${LOMO_LICENCES_BUILT}/${name}.txt "${text}")
  endforeach()
endif()

# Where pip, a distribution and a build tree of pybind11 keep it.
file(GLOB pybind11_notice ${pybind11_DIR}/../../../../pybind11-*.dist-info/licenses/LICENSE
     ${pybind11_DIR}/../../../LICENSE /usr/share/doc/pybind11-dev/copyright)
if(NOT pybind11_notice)
  message(FATAL_ERROR "no licence of pybind11 found beside ${pybind11_DIR}: take pybind11 from PyPI")
endif()
list(GET pybind11_notice 0 pybind11_notice)
configure_file(${pybind11_notice} ${LOMO_LICENCES_BUILT}/pybind11.txt COPYONLY)
