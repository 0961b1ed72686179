# lomo_fetch_library(NAME PART...) -> NAME_SOURCE, these parts of the source of that line of libraries.lock, unpacked and
# checked by SHA-256. The archive comes from LOMO_LIBRARY_DIR, an earlier build in this tree, or through pip from PyPI.

set(LOMO_LIBRARIES_FOLDER ${PROJECT_SOURCE_DIR}/build/libraries)  # one for all presets
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/libraries.lock)

function(lomo_fetch_library name)
  file(STRINGS ${PROJECT_SOURCE_DIR}/libraries.lock line REGEX "^[0-9a-f]+  ${name}  ")
  if(NOT line MATCHES "^([0-9a-f]+)  ([^ ]+)  ([^ ]+)  ([^ ]+)  ([^ ]+)$")
    message(FATAL_ERROR "libraries.lock: no line for ${name} of the form 'SHA-256  name  version  archive  folder'")
  endif()
  set(hash ${CMAKE_MATCH_1})
  set(version ${CMAKE_MATCH_3})
  set(archive ${CMAKE_MATCH_4})
  set(folder ${CMAKE_MATCH_5})

  string(SUBSTRING ${hash} 0 12 short)
  set(unpacked ${LOMO_LIBRARIES_FOLDER}/${name}-${version}-${short})
  if(NOT EXISTS ${unpacked}/complete)
    lomo_find_archive(${name} ${archive} ${hash})
    file(REMOVE_RECURSE ${unpacked})
    list(TRANSFORM ARGN PREPEND ${folder}/ OUTPUT_VARIABLE parts)
    file(ARCHIVE_EXTRACT INPUT ${LOMO_ARCHIVE} DESTINATION ${unpacked} PATTERNS ${parts})
    file(TOUCH ${unpacked}/complete)
  endif()
  set(${name}_VERSION ${version} PARENT_SCOPE)
  set(${name}_SOURCE ${unpacked}/${folder} PARENT_SCOPE)
endfunction()

# Sets LOMO_ARCHIVE to the path of an archive with the right hash.
function(lomo_find_archive name archive hash)
  foreach(place IN LISTS LOMO_LIBRARY_DIR LOMO_LIBRARIES_FOLDER)
    set(path ${place}/${archive})
    if(EXISTS ${path})
      file(SHA256 ${path} found)
      if(found STREQUAL hash)
        set(LOMO_ARCHIVE ${path} PARENT_SCOPE)
        return()
      endif()
      if(place STREQUAL LOMO_LIBRARY_DIR)
        message(FATAL_ERROR "${path} is not the file that libraries.lock names: SHA-256 ${found}, expected ${hash}")
      endif()
    endif()
  endforeach()

  string(REGEX REPLACE "^(.*)-([^-]+)\\.tar\\.gz$" "\\1==\\2" wanted ${archive})
  string(REGEX REPLACE "==.*" "" project ${wanted})
  file(MAKE_DIRECTORY ${LOMO_LIBRARIES_FOLDER})
  file(WRITE ${LOMO_LIBRARIES_FOLDER}/${name}.txt "${wanted} --hash=sha256:${hash}\n")
  message(STATUS "lomo: fetching ${archive}, which holds the source of ${name}")
  find_package(Python REQUIRED COMPONENTS Interpreter)
  # Not --no-binary :all: -- that would build the archive's own build tools from source as well.
  execute_process(
    COMMAND ${Python_EXECUTABLE} -m pip download --quiet --disable-pip-version-check --no-deps --no-binary ${project}
            --require-hashes --requirement ${LOMO_LIBRARIES_FOLDER}/${name}.txt --dest ${LOMO_LIBRARIES_FOLDER}
    RESULT_VARIABLE failed ERROR_VARIABLE told OUTPUT_VARIABLE told)
  if(failed OR NOT EXISTS ${LOMO_LIBRARIES_FOLDER}/${archive})
    message(FATAL_ERROR "${archive}, which holds the source of ${name}, cannot be fetched from PyPI:\n${told}\n"
                        "Put it into a folder and set LOMO_LIBRARY_DIR to that, or set LOMO_LIBRARIES=system to build with "
                        "the HarfBuzz, FreeType and libdeflate of this machine (pictures may then differ from those of "
                        "other builds).")
  endif()
  set(LOMO_ARCHIVE ${LOMO_LIBRARIES_FOLDER}/${archive} PARENT_SCOPE)
endfunction()
