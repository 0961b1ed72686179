// A text and a place in it go in; the end of the URL, image, HTML tag or placeholder there, and the ranges of
// tables, come out. Nothing here is a formula and nothing here may be cut in two.
#pragma once

#include <string_view>
#include <vector>

#include "span/blocks.h"
#include "span/nesting.h"
#include "span/place.h"

namespace lomo::span {

// Where the scheme of the URL starts, not before `floor`, whose :// is at `colon`: a letter and 1 to 9
// letters and digits. kNone where there is none.
size_t scheme_start(std::u32string_view text, size_t floor, size_t colon);

// The end of the URL at `start` without the punctuation behind it; kNone when there is none.
size_t url_end(std::u32string_view text, size_t start);

// The end of the Markdown image ![alt](source) at `start`; kNone when there is none.
size_t image_end(std::u32string_view text, size_t start);

struct Tag {
    size_t end = kNone;
    Kind kind = Kind::kHtml;
};

// The placeholder, comment, autolink or HTML tag at `start`.
Tag tag_at(std::u32string_view text, size_t start, Nesting& nesting);

// The ranges of the Markdown tables: a header with pipes, a rule with as many cells, and the rows with pipes
// below. A table starts with its header's line and ends with its last row, without the line feed. One that
// holds a media placeholder is none: its rows are text.
std::vector<Pair> tables(std::u32string_view text);

}  // namespace lomo::span
