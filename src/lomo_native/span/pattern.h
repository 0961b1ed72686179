// A regular expression and a text go in; where it matches, and its groups, come out: as Python's `re` has it.
//
// The syntax is the part of Python's that the patterns of this folder use: sets, \w \s \d (as classes.h has
// them) and their opposites, \b, \B, \A, \Z, ^, $, groups, (?:..), (?>..), (?flags:..), look-ahead, look-behind
// of a fixed width, greedy, lazy and possessive repeats, \n \r \t \uXXXX \UXXXXXXXX. Anything else is refused
// with an InputError that says where. The search tries what Python's would in the same order, so that the
// match is the same one; it keeps its own stack and never recurses.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace lomo::span {

using Place = std::int64_t;  // an offset in code points; -1 for none

inline constexpr int kMostGroups = 8;  // the whole match among them

struct Match {
    std::array<Place, std::size_t(kMostGroups) * 2> places;

    Place start(int group = 0) const { return places[std::size_t(group) * 2]; }
    Place end(int group = 0) const { return places[std::size_t(group) * 2 + 1]; }
    bool has(int group) const { return end(group) >= 0; }
    std::u32string_view in(std::u32string_view text, int group = 0) const {
        if (!has(group)) return {};
        return text.substr(std::size_t(start(group)), std::size_t(end(group) - start(group)));
    }
};

enum Flags : unsigned {
    kPlain = 0,
    kIgnoreCase = 1,  // ASCII letters, and the few characters beyond that Python folds to them
    kDotAll = 2,
    kMultiline = 4,
    kVerbose = 8,
};

struct Program;

// What is compiled never changes: one may be used by several threads at once.
class Pattern {
  public:
    explicit Pattern(std::u32string_view source, unsigned flags = kPlain);
    ~Pattern();
    Pattern(const Pattern&) = delete;
    Pattern& operator=(const Pattern&) = delete;

    // As pattern.match(text, start, end): the text ends at `end`, but what lies before `start` is seen. -1 as
    // `end` is the end of the text; 0 <= start <= end.
    std::optional<Match> match(std::u32string_view text, Place start = 0, Place end = -1) const;
    std::optional<Match> fullmatch(std::u32string_view text, Place start = 0, Place end = -1) const;
    std::optional<Match> search(std::u32string_view text, Place start = 0, Place end = -1) const;
    // The first match at or after `start` that is not the empty one at `start`: what follows an empty match.
    std::optional<Match> search_on(std::u32string_view text, Place start, Place end = -1) const;

    bool matches(std::u32string_view text, Place start = 0, Place end = -1) const;
    bool found_in(std::u32string_view text, Place start = 0, Place end = -1) const;

    // `each(match)` for every match of pattern.finditer, from left to right.
    template <class Each>
    void find_all(std::u32string_view text, Place start, Place end, Each each) const {
        std::optional<Match> found = search(text, start, end);
        while (found) {
            each(*found);
            const Place next = found->end();
            found = found->start() == next ? search_on(text, next, end) : search(text, next, end);
        }
    }
    template <class Each>
    void find_all(std::u32string_view text, Each each) const {
        find_all(text, 0, -1, each);
    }

  private:
    std::unique_ptr<const Program> program_;
};

}  // namespace lomo::span
