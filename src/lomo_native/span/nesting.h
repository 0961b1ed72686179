// A text goes in; where each {, \begin{name}, \left, fence and run of backticks is closed comes out.
//
// Each kind is found in one pass when it is first asked for: a search for every partner would be a scan to
// the end of the text, and a text of unclosed openers would cost its length squared.
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "span/place.h"

namespace lomo::span {

// An opener, and the place just past what closes it.
struct Pair {
    Place start = 0;
    Place end = kNowhere;
};

struct Environment {
    Place start = 0;
    std::u32string_view name;
    Place end = kNowhere;  // just past its own \end{name}
};

class Nesting {
  public:
    explicit Nesting(std::u32string_view text) : text_(text) {}

    // Just past the } of the { at `open`; a group holds no blank line.
    Place brace_end(Place open);

    // Just past the \right of the \left at `start`, and past that one's delimiter.
    Place delimiter_end(Place start);

    // The environment whose \begin is at `start`; null where none is closed.
    const Environment* environment(Place start);

    // Whether a line feed that a blank line follows lies in [start, end).
    bool has_blank_line(Place start, Place end);

    // The end of the first fence at or after `position` that closes one of `length` characters. That none
    // does is remembered: a later search for as many cannot succeed either.
    Place closing_fence(char32_t character, Place length, Place position);

    // The first run of exactly `length` backticks at or after `position`.
    Place next_backticks(Place length, Place position);

  private:
    struct Fence {
        Place start;
        Place length;
        char32_t character;
    };
    struct Run {
        Place length;
        Place start;
    };

    void pair_braces();
    void pair_environments();
    void pair_delimiters();
    void find_blank_lines();
    void find_fences();
    void find_backticks();

    std::u32string_view text_;
    std::optional<std::vector<Pair>> braces_;
    std::optional<std::vector<Pair>> delimiters_;
    std::optional<std::vector<Environment>> environments_;
    std::optional<std::vector<Place>> blank_lines_;
    std::optional<std::vector<Fence>> fences_;
    std::optional<std::vector<Run>> backticks_;  // by length, then by start
    // The least length of backticks and of tildes known not to be closed.
    std::array<Place, 2> unclosed_ = {std::numeric_limits<Place>::max(), std::numeric_limits<Place>::max()};
};

}  // namespace lomo::span
