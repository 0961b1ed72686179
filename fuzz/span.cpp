// Bytes -> any prompt -> blocks and spans: no crash, no search that is not linear, and what the headers
// promise holds.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string>
#include <vector>

#include "span/blocks.h"
#include "span/locate.h"
#include "span/media.h"
#include "text/segment.h"

namespace {

using lomo::span::Block;
using lomo::span::Kind;

void require(bool promise) {
    if (!promise) __builtin_trap();
}

// ASCII as it stands; beyond it, what the rules treat apart, or a raw value.
constexpr char32_t kPicked[] = {U'é',   U'½', U'²',   U'٣',    U'中',   U'。',  U'，', U'“',   0x301,
                                0x200D, 0xA0, 0x2028, 0x1F469, 0x1F1E9, 0xD800, 0x17F, 0x212A, 0x1D465};

std::u32string text_of(const std::uint8_t* data, std::size_t size) {
    std::u32string text;
    for (std::size_t i = 0; i < size;) {
        if (data[i] < 0x80) {
            text += data[i++];
        } else if (data[i] < 0xF8 || i + 4 >= size) {
            text += kPicked[data[i++] % std::size(kPicked)];
        } else {
            std::uint32_t value = 0;
            std::memcpy(&value, data + i + 1, sizeof value);
            text += char32_t(value);
            i += 5;
        }
    }
    return text;
}

// The blocks cover the text, and only formulas lie inside a table; returns where a cut would tear an atom.
std::vector<bool> check_blocks(const std::u32string& text, const std::vector<Block>& blocks) {
    std::vector<bool> inside(text.size() + 1);
    std::size_t at = 0, table_end = 0, last = 0;
    for (const Block& block : blocks) {
        require(block.start < block.end && block.end <= text.size() && block.start >= last);
        require(!block.display || block.kind == Kind::kMath);
        last = block.start;
        if (block.end <= table_end) {
            require(block.kind == Kind::kMath);
            continue;
        }
        require(block.start == at);
        at = block.end;
        if (block.kind == Kind::kTable) table_end = block.end;
        if (block.kind == Kind::kText) continue;
        for (std::size_t place = block.start + 1; place < block.end; ++place) inside[place] = true;
    }
    require(at == text.size());
    return inside;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::u32string text = text_of(data, size);
    std::vector<bool> legal(text.size() + 1);
    for (const std::int32_t place : lomo::grapheme_boundaries(text)) legal[std::size_t(place)] = true;
    const std::vector<bool> inside = check_blocks(text, lomo::span::blocks(text));
    for (int position = 0; position < 5; ++position) {
        std::size_t end = 0;
        for (const auto& span : lomo::span::segmented(text, lomo::span::Position(position)).spans) {
            require(span.start >= end && span.start < span.end && span.end <= text.size());
            require(legal[span.start] && legal[span.end] && !inside[span.start] && !inside[span.end]);
            require(lomo::span::find_media(text, span.start, span.end) == lomo::span::kNone);
            end = span.end;
        }
    }
    return 0;
}
