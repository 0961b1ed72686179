# harfbuzz_SOURCE -> lomo_harfbuzz: HarfBuzz with its own Unicode tables and nothing that reads the environment, files
# or the locale.
lomo_fetch_library(harfbuzz src COPYING)
add_library(lomo_harfbuzz STATIC ${harfbuzz_SOURCE}/src/harfbuzz.cc)
target_include_directories(lomo_harfbuzz SYSTEM INTERFACE ${harfbuzz_SOURCE}/src)
target_compile_definitions(
  lomo_harfbuzz PRIVATE HAVE_PTHREAD HB_NO_GETENV HB_NO_SETLOCALE HB_NO_OPEN HB_NO_MMAP HB_NO_ATEXIT HB_NO_ERRNO
                        HB_DISABLE_DEPRECATED HB_NO_BUFFER_MESSAGE HB_NO_BUFFER_SERIALIZE HB_NO_BUFFER_VERIFY
                        HB_NO_STYLE HB_NO_META HB_NO_PAINT HB_NO_SVG HB_NO_OUTLINE)
target_compile_options(lomo_harfbuzz PRIVATE -fno-exceptions -fno-rtti -fno-threadsafe-statics)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
target_link_libraries(lomo_harfbuzz PUBLIC Threads::Threads)
set(harfbuzz_NOTICES COPYING)
