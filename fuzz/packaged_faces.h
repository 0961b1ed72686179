// The fonts folder that CMake fills for the package -> its faces, loaded once, for the targets here.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "text/font.h"

inline std::string bytes_of(const std::string& name) {
    const char* elsewhere = std::getenv("LOMO_FUZZ_FONTS");
    const std::filesystem::path folder = elsewhere != nullptr ? elsewhere : LOMO_FUZZ_FONTS;
    std::ifstream file(folder / name, std::ios::binary);
    if (!file) {
        std::fprintf(stderr, "cannot read %s: run from the build, or set LOMO_FUZZ_FONTS\n",
                     (folder / name).c_str());
        std::exit(2);
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

// Text and mono, a few scripts that shape in their own ways, and a face with CFF outlines and without most
// characters.
inline const std::vector<std::shared_ptr<const lomo::FontFile>>& packaged_faces() {
    static const auto faces = [] {
        std::vector<std::shared_ptr<const lomo::FontFile>> loaded;
        for (const char* name :
             {"DejaVuSans.ttf", "DejaVuSansMono.ttf", "NotoSansArabic-Regular.ttf",
              "NotoSansDevanagari-Regular.ttf", "NotoSansKhmer-Regular.ttf", "NotoSansMyanmar-Regular.ttf",
              "NotoSansThai-Regular.ttf", "lmroman10-regular.otf", "latinmodern-math.otf"}) {
            loaded.push_back(std::make_shared<const lomo::FontFile>(bytes_of(name), 0));
        }
        return loaded;
    }();
    return faces;
}
