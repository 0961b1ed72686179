// A text and a place in it go in; the end of a sign that a bare formula is made of, or whether what follows
// tells a path, comes out. Part of bare.h. Each end is kNone where no such sign starts.
#pragma once

#include <string_view>

#include "span/place.h"

namespace lomo::span {

// Past the backslash and the letters at `at`; kNone where there are no such.
size_t past_name(std::u32string_view text, size_t at);

// Past \big, \Biggl and their like with the delimiter behind it.
size_t past_sized(std::u32string_view text, size_t start);

// Past the mark of a script at `at`, with its \limits and, before a brace, the blanks around it.
size_t past_script_mark(std::u32string_view text, size_t at);

// Past the square brackets at `at`, which hold no others, no line feed and not too much; `at` where none are.
size_t past_optional(std::u32string_view text, size_t at);

// What goes on like this behind a command without arguments is a path: \alpha\Users, \alpha.txt, \alpha_old
bool path_follows(std::u32string_view text, size_t end);

// What goes on like this behind a script is a file's name or a template: x_{n}.png, x_{n}_{m}, x_{n}"
bool format_follows(std::u32string_view text, size_t end);

}  // namespace lomo::span
