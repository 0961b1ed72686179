// The arithmetic of alphabet.h: blocks of mathematical letters in Unicode, and their holes.
#include "math/alphabet.h"

namespace lomo {
namespace {

// First code points. The five Greek blocks have one order, that of `greek_place`.
constexpr char32_t kItalicLatin = 0x1D434;
constexpr char32_t kBoldItalicLatin = 0x1D468;
constexpr char32_t kScriptLatin = 0x1D49C;
constexpr char32_t kBoldScriptLatin = 0x1D4D0;
constexpr char32_t kFrakturLatin = 0x1D504;
constexpr char32_t kDoubleStruckLatin = 0x1D538;
constexpr char32_t kBoldFrakturLatin = 0x1D56C;
constexpr char32_t kBoldGreek = 0x1D6A8;
constexpr char32_t kItalicGreek = 0x1D6E2;
constexpr char32_t kBoldItalicGreek = 0x1D71C;
constexpr char32_t kBoldSansGreek = 0x1D756;
constexpr char32_t kBoldDigits = 0x1D7CE;
constexpr char32_t kDoubleStruckDigits = 0x1D7D8;

constexpr char32_t kDotlessI = 0x131;
constexpr char32_t kDotlessJ = 0x237;

constexpr int kNablaPlace = 0x19;  // after the capitals, before alpha

constexpr bool is_capital(char32_t c) {
    return c >= U'A' && c <= U'Z';
}
constexpr bool is_small(char32_t c) {
    return c >= U'a' && c <= U'z';
}
constexpr bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}
constexpr bool is_dotless(char32_t c) {
    return c == kDotlessI || c == kDotlessJ;
}

// Capitals, then small letters, in one block of 52.
constexpr char32_t in_block(char32_t first, char32_t letter) {
    return first + (is_capital(letter) ? letter - U'A' : letter - U'a' + 26);
}

// Where a Greek letter stands in each of the blocks, or -1.
constexpr int greek_place(char32_t c) {
    if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return static_cast<int>(c - 0x391);
    if (c >= 0x3B1 && c <= 0x3C9) return static_cast<int>(c - 0x3B1) + 0x1A;
    switch (c) {
        case 0x3F4:  // Theta with a curl
            return 0x11;
        case 0x2207:
            return kNablaPlace;
        case 0x2202:
            return 0x33;
        case 0x3F5:  // lunate epsilon
            return 0x34;
        case 0x3D1:  // script theta
            return 0x35;
        case 0x3F0:  // script kappa
            return 0x36;
        case 0x3D5:  // straight phi
            return 0x37;
        case 0x3F1:  // tailed rho
            return 0x38;
        case 0x3D6:  // script pi
            return 0x39;
        default:
            return -1;
    }
}

constexpr char32_t greek_in(char32_t first, int place) {
    return first + static_cast<char32_t>(place);
}

constexpr bool is_italic_capital_greek(char32_t c) {
    return c >= kItalicGreek && c < kItalicGreek + kNablaPlace;
}

Letter normal(char32_t c) {
    if (c == U'h') return {0x210E, Face::kMath};
    if (is_capital(c) || is_small(c)) return {in_block(kItalicLatin, c), Face::kMath};
    if (c == kDotlessI) return {0x1D6A4, Face::kMath};
    if (c == kDotlessJ) return {0x1D6A5, Face::kMath};
    const int place = greek_place(c);
    if (place > kNablaPlace) return {greek_in(kItalicGreek, place), Face::kMath};
    return {c, Face::kMath};
}

// Bold for letters and digits; `capital_greek` is the block of capital Greek and nabla, `small_greek` of the
// others.
Letter bold(char32_t c, char32_t capital_greek, char32_t small_greek) {
    if (is_capital(c) || is_small(c)) return {in_block(kBoldItalicLatin, c), Face::kMath};
    if (is_digit(c)) return {kBoldDigits + (c - U'0'), Face::kMath};
    if (is_dotless(c)) return {c, Face::kBoldItalic};
    if (is_italic_capital_greek(c)) return {c - kItalicGreek + kBoldItalicGreek, Face::kMath};
    const int place = greek_place(c);
    if (place >= 0) return {greek_in(place > kNablaPlace ? small_greek : capital_greek, place), Face::kMath};
    return {c, Face::kMath};
}

Letter bold_symbol(char32_t c) {
    return bold(c, kBoldGreek, kBoldItalicGreek);
}

Letter script(char32_t c) {
    switch (c) {
        case U'B':
            return {0x212C, Face::kMath};
        case U'E':
            return {0x2130, Face::kMath};
        case U'F':
            return {0x2131, Face::kMath};
        case U'H':
            return {0x210B, Face::kMath};
        case U'I':
            return {0x2110, Face::kMath};
        case U'L':
            return {0x2112, Face::kMath};
        case U'M':
            return {0x2133, Face::kMath};
        case U'R':
            return {0x211B, Face::kMath};
        default:
            return is_capital(c) ? Letter{in_block(kScriptLatin, c), Face::kMath} : normal(c);
    }
}

Letter fraktur(char32_t c) {
    switch (c) {
        case U'C':
            return {0x212D, Face::kMath};
        case U'H':
            return {0x210C, Face::kMath};
        case U'I':
            return {0x2111, Face::kMath};
        case U'R':
            return {0x211C, Face::kMath};
        case U'Z':
            return {0x2128, Face::kMath};
        default:
            return is_capital(c) || is_small(c) ? Letter{in_block(kFrakturLatin, c), Face::kMath} : normal(c);
    }
}

Letter double_struck(char32_t c) {
    switch (c) {
        case U'C':
            return {0x2102, Face::kMath};
        case U'H':
            return {0x210D, Face::kMath};
        case U'N':
            return {0x2115, Face::kMath};
        case U'P':
            return {0x2119, Face::kMath};
        case U'Q':
            return {0x211A, Face::kMath};
        case U'R':
            return {0x211D, Face::kMath};
        case U'Z':
            return {0x2124, Face::kMath};
        case 0x3C0:
            return {0x213C, Face::kMath};
        case 0x3B3:
            return {0x213D, Face::kMath};
        case 0x393:
            return {0x213E, Face::kMath};
        case 0x3A0:
            return {0x213F, Face::kMath};
        default:
            if (is_digit(c)) return {kDoubleStruckDigits + (c - U'0'), Face::kMath};
            return is_capital(c) || is_small(c) ? Letter{in_block(kDoubleStruckLatin, c), Face::kMath}
                                                : normal(c);
    }
}

// The text faces have no Greek here, which LuaLaTeX loses: the math font's in the same style stands in for
// it.
Letter text(Alphabet alphabet, Face face, char32_t c) {
    if (is_capital(c) || is_small(c) || is_digit(c) || is_dotless(c)) return {c, face};
    const int place = greek_place(c);
    switch (alphabet) {
        case Alphabet::kBold:
            return bold(c, kBoldGreek, kBoldGreek);
        case Alphabet::kSansBold:
            return bold(c, kBoldSansGreek, kBoldSansGreek);
        case Alphabet::kItalic:
            return place >= 0 ? Letter{greek_in(kItalicGreek, place), Face::kMath} : normal(c);
        case Alphabet::kRoman:
            return c == 0x2202 ? normal(c) : Letter{c, Face::kMath};  // an upright partial is none of LaTeX's
        default:
            return normal(c);
    }
}

}  // namespace

Letter in_alphabet(Alphabet alphabet, char32_t base) {
    const bool latin = is_capital(base) || is_small(base);
    switch (alphabet) {
        case Alphabet::kNormal:
            break;
        case Alphabet::kRoman:
            return text(alphabet, Face::kRoman, base);
        case Alphabet::kBold:
            return text(alphabet, Face::kBold, base);
        case Alphabet::kItalic:
            return text(alphabet, Face::kItalic, base);
        case Alphabet::kSans:
            return text(alphabet, Face::kSans, base);
        case Alphabet::kSansBold:
            return text(alphabet, Face::kSansBold, base);
        case Alphabet::kTypewriter:
            return text(alphabet, Face::kTypewriter, base);
        case Alphabet::kBoldItalic:
            return bold(base, kBoldItalicGreek, kBoldItalicGreek);
        case Alphabet::kBoldSymbol:
            return bold_symbol(base);
        case Alphabet::kCalligraphic:
            return script(base);
        case Alphabet::kBoldCalligraphic:
            return is_capital(base) ? Letter{in_block(kBoldScriptLatin, base), Face::kMath}
                                    : bold_symbol(base);
        case Alphabet::kFraktur:
            return fraktur(base);
        case Alphabet::kBoldFraktur:
            return latin ? Letter{in_block(kBoldFrakturLatin, base), Face::kMath} : bold_symbol(base);
        case Alphabet::kBlackboard:
            return double_struck(base);
    }
    return normal(base);
}

}  // namespace lomo
