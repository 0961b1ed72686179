// Bytes -> a formula, as UTF-8 or as a soup of the words in math.dict -> a layout whose numbers and places
// hold, or a MathError that points into the formula; nothing else, in either style.
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "math/formula.h"
#include "packaged_faces.h"
#include "value/error.h"

namespace {

using namespace lomo;

using Faces = std::vector<std::shared_ptr<const FontFile>>;

constexpr std::size_t kLongestSoup = 120'000;  // a little more than a formula may be long

void require(bool promise) {
    if (!promise) __builtin_trap();
}

Faces load(std::initializer_list<const char*> names) {
    Faces faces;
    for (const char* name : names) faces.push_back(std::make_shared<const FontFile>(bytes_of(name), 0));
    return faces;
}

// Anything that is not UTF-8 is taken as a character of its own: Python's strings hold lone surrogates too.
std::u32string decode(const std::uint8_t* data, std::size_t size) {
    std::u32string text;
    for (std::size_t i = 0; i < size;) {
        const std::uint8_t first = data[i];
        const std::size_t more = first >= 0xF0 && first < 0xF5   ? 3
                                 : first >= 0xE0 && first < 0xF0 ? 2
                                 : first >= 0xC2 && first < 0xE0 ? 1
                                                                 : 0;
        char32_t c = more == 0 ? first : char32_t(first & (0x3F >> more));
        std::size_t read = 1;
        while (read <= more && i + read < size && (data[i + read] & 0xC0) == 0x80) {
            c = c << 6 | (data[i + read++] & 0x3Fu);
        }
        if (read != more + 1 || c > 0x10FFFF) {
            c = first;
            read = 1;
        }
        text += c;
        i += read;
    }
    return text;
}

// The words of a libFuzzer dictionary.
std::vector<std::u32string> words_of(const char* path) {
    std::ifstream file(path);
    if (!file) {
        std::fprintf(stderr, "cannot read %s\n", path);
        std::exit(2);
    }
    std::vector<std::u32string> words;
    for (std::string line; std::getline(file, line);) {
        if (line.size() < 2 || line.front() != '"' || line.back() != '"') continue;
        std::string bytes;
        for (std::size_t i = 1; i + 1 < line.size(); ++i) {
            if (line[i] != '\\') {
                bytes += line[i];
            } else if (line[++i] == 'x') {
                bytes += char(std::stoi(line.substr(i + 1, 2), nullptr, 16));
                i += 2;
            } else {
                bytes += line[i];
            }
        }
        words.push_back(decode(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
    }
    return words;
}

// Two bytes a word; a first byte of 250 or more repeats the last words, which makes what is deep, wide or
// long.
std::u32string soup(const std::uint8_t* data, std::size_t size) {
    static const std::vector<std::u32string> words = words_of(LOMO_FUZZ_DICTIONARY);
    std::u32string text;
    std::vector<std::size_t> starts;
    for (; size >= 2 && text.size() < kLongestSoup; data += 2, size -= 2) {
        if (data[0] >= 250 && !starts.empty()) {
            const std::size_t back = std::min<std::size_t>(starts.size(), std::size_t(data[0]) - 249);
            const std::u32string again = text.substr(starts[starts.size() - back]);
            const std::size_t times = std::size_t{1} << (data[1] % 16);
            for (std::size_t i = 0; i < times && text.size() < kLongestSoup; ++i) text += again;
            continue;
        }
        starts.push_back(text.size());
        text += words[std::size_t(data[0] << 8 | data[1]) % words.size()];
    }
    return text;
}

// LOMO_FUZZ_SHOW=1 build/fuzz/fuzz/math FILE: what formula the bytes of a finding are, for a test in Python.
void show(const std::u32string& tex) {
    std::fputc('"', stderr);
    for (const char32_t c : tex) {
        if (c >= 0x20 && c < 0x7F && c != U'"' && c != U'\\') {
            std::fputc(int(c), stderr);
        } else {
            std::fprintf(stderr, "\\U%08X", unsigned(c));
        }
    }
    std::fputs("\"\n", stderr);
}

void check_source(SourceRange source, const std::u32string& tex) {
    require(source.start >= 0 && source.start < source.end && std::size_t(source.end) <= tex.size());
}

void check(const Layout& layout, const std::u32string& tex) {
    check_layout(layout);
    require(layout.pictures.empty() && layout.lines.empty());
    for (const GlyphItem& glyph : layout.glyphs) {
        require(glyph.size > 0);
        check_source(glyph.source, tex);
        layout.faces[glyph.face]->glyph_box(glyph.glyph);
    }
    for (const RuleItem& rule : layout.rules) {
        require(rule.width > 0 && rule.height > 0);
        check_source(rule.source, tex);
    }
    for (const LayoutPart& part : layout.parts) require(std::size_t(part.source_end) <= tex.size());
}

bool same(const Layout& a, const Layout& b) {
    if (a.width != b.width || a.height != b.height || a.depth != b.depth ||
        a.glyphs.size() != b.glyphs.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.glyphs.size(); ++i) {
        const GlyphItem &p = a.glyphs[i], &q = b.glyphs[i];
        if (p.face != q.face || p.glyph != q.glyph || p.x != q.x || p.y != q.y || p.size != q.size)
            return false;
    }
    return a.rules.size() == b.rules.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // In the order that MathFonts expects.
    static const MathFonts fonts(load(
        {"latinmodern-math.otf", "lmroman10-regular.otf", "lmroman7-regular.otf", "lmroman5-regular.otf",
         "lmroman10-bold.otf", "lmroman7-bold.otf", "lmroman5-bold.otf", "lmroman10-italic.otf",
         "lmroman7-italic.otf", "lmroman10-bolditalic.otf", "lmsans10-regular.otf", "lmsans8-regular.otf",
         "lmsans10-bold.otf", "lmmono10-regular.otf", "lmmono8-regular.otf", "lmromancaps10-regular.otf"}));
    static const Faces fallbacks = load({"DejaVuSans.ttf", "NotoSansSymbols-Regular.ttf",
                                         "NotoSansSymbols2-Regular.ttf", "NotoSansMath-Regular.ttf"});

    const bool words = size > 0 && data[0] >= 0x80;
    const std::u32string tex = words ? soup(data + 1, size - 1) : decode(data, size);
    static const bool shown = std::getenv("LOMO_FUZZ_SHOW") != nullptr;
    if (shown) show(tex);
    for (const bool display : {false, true}) {
        try {
            const Layout layout = typeset_formula(fonts, fallbacks, tex, display, px(26));
            check(layout, tex);
            if (size % 16 == 0)
                require(same(layout, typeset_formula(fonts, fallbacks, tex, display, px(26))));
        } catch (const MathError& error) {
            if (shown) std::fprintf(stderr, "%s, %d, %d\n", error.what(), error.offset, error.length);
            require(error.what()[0] != '\0' && error.offset >= 0 && error.length >= 0);
            require(std::size_t(error.offset) + std::size_t(error.length) <= tex.size());
        }
    }
    return 0;
}
