# libdeflate_SOURCE -> lomo_libdeflate: the checksums of PNG; the compressor is lomo's own, the decompressor checks it
# and reads the pictures of fonts.
lomo_fetch_library(libdeflate lib libdeflate.h common_defs.h COPYING)
add_library(lomo_libdeflate STATIC)
foreach(file adler32 crc32 utils deflate_decompress zlib_decompress x86/cpu_features arm/cpu_features)
  target_sources(lomo_libdeflate PRIVATE ${libdeflate_SOURCE}/lib/${file}.c)
endforeach()
target_include_directories(lomo_libdeflate SYSTEM PUBLIC ${libdeflate_SOURCE})
set(libdeflate_NOTICES COPYING)
