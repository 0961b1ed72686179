# libraries.lock -> the targets lomo_harfbuzz, lomo_freetype, lomo_libdeflate: built from the pinned sources into static
# libraries, so that every build of one version of lomo draws the same pixels. Sets
# NAME_SOURCE and NAME_NOTICES of each, which cmake/licences.cmake packs.

set(LOMO_LIBRARIES "$ENV{LOMO_LIBRARIES}" CACHE STRING "pinned: built from libraries.lock (default); system: by pkg-config")
set(LOMO_LIBRARY_DIR "$ENV{LOMO_LIBRARY_DIR}" CACHE PATH "Folder that holds the archives of libraries.lock already")
if(NOT LOMO_LIBRARIES)
  set(LOMO_LIBRARIES pinned)
endif()
if(NOT LOMO_LIBRARIES MATCHES "^(pinned|system)$")
  message(FATAL_ERROR "LOMO_LIBRARIES is '${LOMO_LIBRARIES}'; expected 'pinned' or 'system'")
endif()

if(LOMO_LIBRARIES STREQUAL "system")
  message(STATUS "lomo: the system's HarfBuzz and FreeType: pictures may differ from those of a pinned build")
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(harfbuzz REQUIRED IMPORTED_TARGET harfbuzz>=2.7)
  pkg_check_modules(freetype REQUIRED IMPORTED_TARGET freetype2)
  pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET libdeflate)
  foreach(name harfbuzz freetype libdeflate)
    add_library(lomo_${name} ALIAS PkgConfig::${name})
  endforeach()
  return()
endif()

include(cmake/fetch_library.cmake)
foreach(name harfbuzz freetype libdeflate)
  include(cmake/${name}.cmake)
  target_compile_options(lomo_${name} PRIVATE -w -O2 -ffp-contract=off)
  set_target_properties(lomo_${name} PROPERTIES C_VISIBILITY_PRESET hidden)
endforeach()
