// A letter or digit and the alphabet that commands have chosen go in; the character and the face to draw come
// out.
#pragma once

#include <cstdint>

namespace lomo {

// A face of letters: the math font, or one of the text faces of the same family.
enum class Face : std::uint8_t { kMath, kRoman, kBold, kItalic, kBoldItalic, kSans, kSansBold, kTypewriter };

enum class Alphabet : std::uint8_t {
    kNormal,  // italic Latin and lower-case Greek, upright capital Greek and digits
    kRoman,
    kBold,
    kItalic,
    kBoldItalic,  // \mathbfit: bold italic of the math font, capital Greek too
    kSans,
    kSansBold,
    kTypewriter,
    kCalligraphic,
    kBoldCalligraphic,
    kFraktur,
    kBoldFraktur,
    kBlackboard,
    kBoldSymbol,  // \boldsymbol, \bm, \boldmath: the normal alphabet in bold
};

struct Letter {
    char32_t code;
    Face face;
};

// `base` is an ASCII letter or digit, Greek U+0391 to U+03F5, partial U+2202, nabla U+2207, dotless U+0131
// and U+0237, or an italic capital U+1D6E2 to U+1D6FA, which only bold changes. Any other comes back in
// kMath. A letter that an alphabet lacks is taken from the normal one, or from kBoldSymbol where the alphabet
// is bold.
Letter in_alphabet(Alphabet alphabet, char32_t base);

}  // namespace lomo
