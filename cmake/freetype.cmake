# freetype_SOURCE -> lomo_freetype: the drivers of TrueType and CFF outlines and the smooth rasteriser, nothing that
# opens files, unpacks compressed fonts or reads the environment.
lomo_fetch_library(freetype src include LICENSE.TXT docs/FTL.TXT)
set(config ${PROJECT_BINARY_DIR}/freetype/lomo)
file(WRITE ${config}/ftmodule.h.new
"FT_USE_MODULE(FT_Driver_ClassRec, tt_driver_class)
FT_USE_MODULE(FT_Driver_ClassRec, cff_driver_class)
FT_USE_MODULE(FT_Module_Class, psaux_module_class)
FT_USE_MODULE(FT_Module_Class, psnames_module_class)
FT_USE_MODULE(FT_Module_Class, pshinter_module_class)
FT_USE_MODULE(FT_Module_Class, sfnt_module_class)
FT_USE_MODULE(FT_Renderer_Class, ft_smooth_renderer_class)
")
file(READ ${freetype_SOURCE}/include/freetype/config/ftoption.h options)
foreach(name ENVIRONMENT_PROPERTIES USE_LZW USE_ZLIB MAC_FONTS INLINE_MULFIX)
  string(REGEX REPLACE "\n#define[ ]+FT_CONFIG_OPTION_${name}\n" "\n" changed "${options}")
  if(name MATCHES "ENVIRONMENT|LZW|ZLIB" AND changed STREQUAL options)
    message(FATAL_ERROR "ftoption.h of FreeType ${freetype_VERSION} does not define FT_CONFIG_OPTION_${name}")
  endif()
  set(options "${changed}")
endforeach()
file(WRITE ${config}/ftoption.h.new "${options}")
foreach(name ftmodule.h ftoption.h)  # a file that did not change keeps its time, so that nothing is built anew
  configure_file(${config}/${name}.new ${config}/${name} COPYONLY)
endforeach()

add_library(lomo_freetype STATIC)
foreach(file base/ftbase base/ftbitmap base/ftdebug base/ftinit base/ftmm base/ftsystem cff/cff psaux/psaux pshinter/pshinter
             psnames/psnames sfnt/sfnt smooth/smooth truetype/truetype)
  target_sources(lomo_freetype PRIVATE ${freetype_SOURCE}/src/${file}.c)
endforeach()
target_include_directories(lomo_freetype SYSTEM PUBLIC ${config}/.. ${freetype_SOURCE}/include)
target_compile_definitions(
  lomo_freetype PRIVATE FT2_BUILD_LIBRARY
  PUBLIC FT_CONFIG_MODULES_H=<lomo/ftmodule.h> FT_CONFIG_OPTIONS_H=<lomo/ftoption.h>)
set(freetype_NOTICES LICENSE.TXT docs/FTL.TXT)
