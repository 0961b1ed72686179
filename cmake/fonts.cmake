# fonts.lock + the distribution's font folders (or LOMO_FONT_DIR) -> build/fonts: the faces that the package
# carries, checked by SHA-256, with their licences beside them. Sets LOMO_FONTS_BUILT.

set(LOMO_FONT_DIR "$ENV{LOMO_FONT_DIR}" CACHE PATH "Folder searched for the packaged faces before the system's")
set(LOMO_FONTS_UNLOCKED "$ENV{LOMO_FONTS_UNLOCKED}" CACHE STRING "Non-empty: accept faces whose SHA-256 is not in fonts.lock")
set(LOMO_FONTS_BUILT ${PROJECT_BINARY_DIR}/fonts)
file(REMOVE_RECURSE ${LOMO_FONTS_BUILT})  # of a face that the lock no longer names
set(LOMO_FONT_FOLDERS
    /usr/share/fonts/truetype/dejavu /usr/share/fonts/truetype/noto
    /usr/share/texmf/fonts/opentype/public/lm /usr/share/texmf/fonts/opentype/public/lm-math
    /usr/share/fonts/opentype/lmodern /usr/share/fonts/lmodern /usr/share/fonts/dejavu
    /usr/share/fonts/dejavu-sans-fonts /usr/share/fonts/dejavu-sans-mono-fonts
    /usr/share/fonts/noto /usr/share/fonts/google-noto /usr/share/fonts/TTF /usr/share/fonts/OTF)

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/fonts.lock)
file(STRINGS ${PROJECT_SOURCE_DIR}/fonts.lock lock_lines REGEX "^[0-9a-f]")
set(lock_names)
foreach(line IN LISTS lock_lines)
  string(REGEX MATCH "^([0-9a-f]+)  ([^ ]+)  ([^ ]+)$" parsed "${line}")
  if(NOT parsed)
    message(FATAL_ERROR "fonts.lock: cannot read the line '${line}'; expected 'SHA-256  file  package'")
  endif()
  if(NOT "${CMAKE_MATCH_2}" IN_LIST lock_names)
    list(APPEND lock_names ${CMAKE_MATCH_2})
  endif()
  list(APPEND lock_hashes_${CMAKE_MATCH_2} ${CMAKE_MATCH_1})
  set(lock_package_${CMAKE_MATCH_2} ${CMAKE_MATCH_3})
endforeach()

foreach(name IN LISTS lock_names)
  unset(font_path)
  find_file(font_path ${name} PATHS ${LOMO_FONT_DIR} NO_DEFAULT_PATH NO_CACHE)
  if(NOT font_path)
    find_file(font_path ${name} PATHS ${LOMO_FONT_FOLDERS} NO_DEFAULT_PATH NO_CACHE)
  endif()
  if(NOT font_path)
    message(FATAL_ERROR "${name} was not found. Install the package ${lock_package_${name}} "
                        "(Debian's name), or put the file into a folder and set LOMO_FONT_DIR to it.")
  endif()
  file(SHA256 ${font_path} font_hash)
  if(NOT font_hash IN_LIST lock_hashes_${name})
    if(NOT LOMO_FONTS_UNLOCKED)
      message(FATAL_ERROR "${font_path} is not the file that fonts.lock names (SHA-256 ${font_hash}). "
                          "Pictures would differ from those of other builds. Set LOMO_FONTS_UNLOCKED=1 to "
                          "build with it all the same, or LOMO_FONT_DIR to a folder that holds the right file.")
    endif()
    message(WARNING "${font_path} is not the file that fonts.lock names (SHA-256 ${font_hash}): used as asked; "
                    "pictures will differ from those of a locked build.")
  endif()
  file(COPY ${font_path} DESTINATION ${LOMO_FONTS_BUILT} FOLLOW_SYMLINK_CHAIN)
  set(licence /usr/share/doc/${lock_package_${name}}/copyright)
  if(LOMO_FONT_DIR AND EXISTS ${LOMO_FONT_DIR}/licences/${lock_package_${name}}.txt)
    set(licence ${LOMO_FONT_DIR}/licences/${lock_package_${name}}.txt)
  endif()
  if(EXISTS ${licence})
    configure_file(${licence} ${LOMO_FONTS_BUILT}/licences/${lock_package_${name}}.txt COPYONLY)
  else()
    message(FATAL_ERROR "no licence found for ${name}: expected ${licence}, or "
                        "licences/${lock_package_${name}}.txt in LOMO_FONT_DIR")
  endif()
endforeach()
configure_file(${PROJECT_SOURCE_DIR}/fonts.lock ${LOMO_FONTS_BUILT}/fonts.lock COPYONLY)
