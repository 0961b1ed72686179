// A text goes in; where each {, \begin{name}, \left, fence and run of backticks is closed comes out.
//
// Each kind is found in one pass when it is first asked for: a search for every partner would be a scan to
// the end of the text, and a text of unclosed openers would cost its length squared. What a search that goes
// on from fence to fence or through the text itself has found, or that it found nothing, is kept for those
// after it.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "span/place.h"

namespace lomo::span {

// An opener, and the place just past what closes it.
struct Pair {
    size_t start = 0;
    size_t end = kNone;
};

struct Environment {
    size_t start = 0;
    std::u32string_view name;
    size_t end = kNone;  // just past its own \end{name}
};

class Nesting {
  public:
    explicit Nesting(std::u32string_view text) : text_(text) {}

    // Just past the } of the { at `open`; a group holds no blank line.
    size_t brace_end(size_t open);

    // Just past the \right of the \left at `start`, and past that one's delimiter.
    size_t delimiter_end(size_t start);

    // The environment whose \begin is at `start`; null where none is closed.
    const Environment* environment(size_t start);

    // Whether a line feed that a blank line follows lies in [start, end).
    bool has_blank_line(size_t start, size_t end);

    // The end of the first fence at or after `position` that closes one of `length` characters.
    size_t closing_fence(char32_t character, size_t length, size_t position);

    // The first run of exactly `length` backticks at or after `position`.
    size_t next_backticks(size_t length, size_t position);

    // Where `sign` stands first at or after `position`.
    size_t next_sign(std::u32string_view sign, size_t position);

  private:
    struct Fence {
        size_t start;
        size_t length;
        char32_t character;
    };
    struct Run {
        size_t length;
        size_t start;
    };
    struct Sought {  // the first from `from` on stands at `at`, or nowhere
        size_t from = kNone;
        size_t at = 0;

        bool answers(size_t position) const { return from <= position && position <= at; }
    };

    std::vector<Pair> paired_braces() const;
    std::vector<Environment> paired_environments() const;
    std::vector<Pair> paired_delimiters() const;
    std::vector<size_t> found_blank_lines() const;
    std::vector<Fence> found_fences() const;
    std::vector<Run> found_backticks() const;

    std::u32string_view text_;
    std::optional<std::vector<Pair>> braces_;
    std::optional<std::vector<Pair>> delimiters_;
    std::optional<std::vector<Environment>> environments_;
    std::optional<std::vector<size_t>> blank_lines_;
    std::optional<std::vector<Fence>> fences_;
    std::optional<std::vector<Run>> backticks_;  // by length, then by start
    // The least length of backticks and of tildes known not to be closed.
    std::array<size_t, 2> unclosed_ = {kNone, kNone};
    std::map<std::pair<char32_t, size_t>, Sought> closing_;  // places in `fences_`, by what they close
    std::map<std::u32string, Sought, std::less<>> signs_;
};

}  // namespace lomo::span
