// Bytes -> any text, atoms and levels -> graphemes, line breaks, sentences, bidi levels, scripts: no crash,
// and what the headers promise holds.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "text/bidi.h"
#include "text/characters.h"
#include "text/script.h"
#include "text/segment.h"

namespace {

void require(bool promise) {
    if (!promise) __builtin_trap();
}

// Characters that the rules treat apart, so that short inputs reach them; the other half are raw values.
constexpr char32_t kPicked[] = {
    U' ',    U'\n',   U'\r',  U'.',   U'!',   U'?',   U'…',   U'。',  U'．',  U'a',   U'B',   U'1',   U',',
    U'-',    U'(',    U')',   U'[',   U']',   U'"',   U'»',   U'「',  U'」',  U'$',   U'`',   U'\\',  U'{',
    U'}',    U'*',    U'<',   U'>',   U'/',   U'%',   0x301,  0x200D, 0x200B, 0x2060, 0xA0,   0xAD,   0x1F600,
    0x1F1E6, 0x1F3FB, 0x5D0,  0x627,  0x660,  0x939,  0x94D,  0x964,  0xAC00, 0x1100, 0x1161, 0x11A8, 0x4E00,
    0x3042,  0xE01,   0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x2329, 0x3008};

std::u32string text_of(const std::uint8_t* data, std::size_t size) {
    std::u32string text;
    for (std::size_t i = 0; i < size;) {
        if (data[i] < 0xE0 || i + 4 >= size) {
            text += kPicked[data[i] % std::size(kPicked)];
            ++i;
        } else {
            std::uint32_t value = 0;
            std::memcpy(&value, data + i + 1, sizeof value);
            text += char32_t(data[i] < 0xF8 ? value % 0x110000 : value);
            i += 5;
        }
    }
    return text;
}

std::vector<lomo::SourceRange> atoms_of(const std::uint8_t* data, std::size_t size) {
    std::vector<lomo::SourceRange> atoms;
    for (std::size_t i = 0; i + 1 < size; i += 2) {
        atoms.push_back(
            {std::int32_t(data[i]) - 8, std::int32_t(data[i]) - 8 + std::int32_t(data[i + 1] % 32)});
    }
    return atoms;
}

void check_bidi(const std::u32string& text, int base) {
    const lomo::BidiParagraph paragraph = lomo::bidi_levels(text, base);
    require(paragraph.levels.size() == text.size() && paragraph.level <= 1);
    for (const std::uint8_t level : paragraph.levels) require(level <= 126);
    std::vector<bool> seen(text.size());
    for (const std::int32_t place : lomo::reorder_line(paragraph.levels)) {
        require(!seen[std::size_t(place)]);
        seen[std::size_t(place)] = true;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const std::size_t for_atoms = std::min<std::size_t>(data[0] % 32, size - 1);
    const std::vector<lomo::SourceRange> atoms = atoms_of(data + 1, for_atoms);
    const std::u32string text = text_of(data + 1 + for_atoms, size - 1 - for_atoms);
    const auto length = std::int32_t(text.size());

    const std::vector<std::int32_t> clusters = lomo::grapheme_boundaries(text);
    require(clusters.front() == 0 && clusters.back() == length);
    std::vector<bool> boundary(text.size() + 1);
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        require(i == 0 || clusters[i - 1] < clusters[i]);
        boundary[std::size_t(clusters[i])] = true;
    }

    const std::vector<std::uint8_t> breaks = lomo::line_breaks(text);
    require(breaks.size() == text.size() + 1 && breaks[0] == lomo::kNoBreak);
    require(text.empty() || breaks.back() == lomo::kBreakMandatory);

    std::int32_t before = 0;
    for (const std::int32_t end : lomo::sentence_ends(text, atoms)) {
        require(end > before && end <= length && boundary[std::size_t(end)]);
        before = end;
    }

    for (const int base : {0, 1, lomo::kBidiAuto}) check_bidi(text, base);

    std::int32_t covered = 0;
    for (const lomo::ScriptRun& run : lomo::script_runs(text)) {
        require(run.start == covered && run.end > run.start);
        covered = run.end;
    }
    require(covered == length);
    for (const char32_t cp : text) {
        require(lomo::mirrored(lomo::mirrored(cp)) == cp || lomo::mirrored(cp) == cp);
        require(lomo::paired_bracket(cp) == 0 || lomo::paired_bracket(lomo::paired_bracket(cp)) == cp);
    }
    return 0;
}
