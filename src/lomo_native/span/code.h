// A text and a place in it go in; the end of the code that starts there comes out, and whether a line is
// unfenced code.
//
// Fences and backticks follow CommonMark, with two departures that real prompts ask for: a fence may stand
// behind any indentation, list marker or quotation mark, and three backticks or more that end their line open
// a fence in mid-line. Unfenced code is no block of its own (it may be cut at a line break), but no formula
// is sought in it: shell, PHP, PowerShell and template variables are the commonest false formulas of real
// prompts.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "span/nesting.h"
#include "span/place.h"

namespace lomo::span {

// The end of the fenced code whose fence starts at `start`; the end of the text when it is never closed;
// kNone when no fence starts there.
size_t fenced_end(std::u32string_view text, size_t start, Nesting& nesting);

struct InlineCode {
    size_t end = kNone;  // of the code that starts here, if one does
    size_t run_end = 0;  // of its opening run of backticks
};
InlineCode inline_code(std::u32string_view text, size_t start, Nesting& nesting);

// The end of [asy]..[/asy], <pre>, <code>, <script>, <style>, <?php..?> or of a verbatim environment that
// starts at `start`.
size_t verbatim_end(std::u32string_view text, size_t start, Nesting& nesting);

// Tells whether a place lies in unfenced code; remembers its answer for each line (or 1,000 characters of
// one).
class CodeLines {
  public:
    explicit CodeLines(std::u32string_view text) : text_(text) {}

    // Whether the line that holds `position` looks like source code rather than prose.
    bool at(size_t position);

  private:
    bool looks_like_code(size_t start, size_t end);
    bool continues_code(size_t start);

    std::u32string_view text_;
    std::vector<std::pair<size_t, bool>> known_;  // start of a line -> its verdict, in order
    size_t line_start_ = 0, line_end_ = 0;        // of the line asked about last
    size_t start_ = 0, end_ = 0;                  // where `verdict_` holds
    bool verdict_ = false;
};

}  // namespace lomo::span
