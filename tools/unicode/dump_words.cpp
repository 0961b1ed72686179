// A dictionary of ICU's line breaking (thaidict, laodict, khmerdict) by name -> its words, one a line, UTF-8;
// without a name the version of ICU.
//
//     g++ -std=c++17 tools/unicode/dump_words.cpp -licuuc -o build/dump_words && build/dump_words thaidict
#include <unicode/bytestrie.h>
#include <unicode/udata.h>
#include <unicode/unistr.h>
#include <unicode/uversion.h>

#include <cstdint>
#include <cstdio>
#include <string>

namespace {
// The head of a .dict file: where the trie starts, what kind it is, and how its bytes stand for characters.
constexpr int kTrieOffset = 0, kKind = 4, kTransform = 5;
constexpr std::int32_t kKindMask = 7, kBytes = 0;
constexpr std::int32_t kTransformMask = 0x7F000000, kAddOffset = 0x01000000, kOffsetMask = 0x1FFFFF;
}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::puts(U_ICU_VERSION);
        return 0;
    }
    UErrorCode error = U_ZERO_ERROR;
    UDataMemory* data = udata_open(U_ICUDATA_NAME "-brkitr", "dict", arguments[1], &error);
    if (U_FAILURE(error)) {
        std::fprintf(stderr, "%s: %s\n", arguments[1], u_errorName(error));
        return 1;
    }
    const auto* head = static_cast<const std::int32_t*>(udata_getMemory(data));
    if ((head[kKind] & kKindMask) != kBytes || (head[kTransform] & kTransformMask) != kAddOffset) {
        std::fprintf(stderr, "%s: not a trie of bytes\n", arguments[1]);
        return 1;
    }
    const std::int32_t first = head[kTransform] & kOffsetMask;
    icu::BytesTrie::Iterator words(reinterpret_cast<const char*>(head) + head[kTrieOffset], 0, error);
    while (words.next(error)) {
        icu::UnicodeString word;
        for (const char byte :
             std::string(words.getString().data(), std::size_t(words.getString().length()))) {
            const auto value = static_cast<unsigned char>(byte);
            word.append(value == 0xFF ? 0x200D : value == 0xFE ? 0x200C : UChar32(first + value));
        }
        std::string utf8;
        std::puts(word.toUTF8String(utf8).c_str());
    }
    return U_FAILURE(error) ? 1 : 0;
}
