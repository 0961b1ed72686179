// A character goes in, its mirrored or paired partner comes out, by binary search in the generated lists.
#include <algorithm>
#include <iterator>

#include "text/bidi.h"
#include "text/characters.h"

namespace lomo {
namespace {

template <std::size_t Size>
char32_t partner(const unicode::CodePointPair (&pairs)[Size], char32_t cp, char32_t otherwise) {
    const auto* found = std::lower_bound(
        std::begin(pairs), std::end(pairs), cp,
        [](const unicode::CodePointPair& pair, char32_t value) { return pair.from < value; });
    return found != std::end(pairs) && found->from == cp ? found->to : otherwise;
}

}  // namespace

char32_t mirrored(char32_t cp) {
    return has_flag(cp, unicode::kMirrored) ? partner(unicode::kMirrors, cp, cp) : cp;
}

char32_t paired_bracket(char32_t cp) {
    return has_flag(cp, unicode::kBracketOpen | unicode::kBracketClose) ? partner(unicode::kBrackets, cp, 0)
                                                                        : 0;
}

char32_t canonical_bracket(char32_t cp) {
    return partner(unicode::kEquivalentBrackets, cp, cp);
}

}  // namespace lomo
