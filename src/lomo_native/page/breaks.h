// A text -> where a line of a page may break before each of its characters: UAX #14 as text/segment.h gives
// it, tailored to what prompts hold.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lomo {

// Beside the values of text/segment.h:
inline constexpr std::uint8_t kInsideGrapheme = 3;
inline constexpr std::uint8_t kBreakInToken = 4;  // for a URL, path or command that is wider than its line

// length + 1 entries, as line_breaks gives them, but
// - Thai, Lao, Khmer and Burmese break between words or syllables;
// - a run of visible ASCII that holds a slash or a backslash (a URL, a path, TeX, and/or) is a token: its
//   breaks are kBreakInToken, and there are more of them: in paths of Windows after a backslash, else before
//   one that begins a command; in a URL before & too. None stands after the root of a path, but before it,
//   after a space;
// - no line ends in a lone $ before \, both being prefixes, or starts with a closing quotation mark where a
//   Chinese text has a stray space before it.
std::vector<std::uint8_t> page_breaks(std::u32string_view text);

}  // namespace lomo
