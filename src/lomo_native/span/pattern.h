// A regular expression and a text go in; where it matches, and its groups, come out: as Python's `re` has it.
//
// The syntax is the part of Python's that the patterns of this folder use: sets, \w \s \d (as classes.h has
// them) and their opposites, \b, \B, \A, \Z, ^, $, groups, (?:..), (?>..), (?flags:..), look-ahead,
// look-behind of a fixed width, greedy, lazy and possessive repeats, \n \r \t \uXXXX \UXXXXXXXX. Anything
// else is refused with an InputError that says where. The search tries what Python's would in the same order,
// so that the match is the same one; it keeps its own stack and never recurses.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string_view>

#include "span/classes.h"

namespace lomo::span {

inline constexpr int kMostGroups = 8;  // the whole match among them

struct Match {
    std::array<size_t, size_t(kMostGroups) * 2> places;

    size_t start(int group = 0) const { return places[size_t(group) * 2]; }
    size_t end(int group = 0) const { return places[size_t(group) * 2 + 1]; }
    bool has(int group) const { return end(group) != kNone; }
    std::u32string_view in(std::u32string_view text, int group = 0) const {
        if (!has(group)) return {};
        return text.substr(start(group), end(group) - start(group));
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

    // As pattern.match(text, start, end): the text ends at `end`, but what lies before `start` is seen. start
    // <= end.
    std::optional<Match> match(std::u32string_view text, size_t start = 0, size_t end = kNone) const;
    std::optional<Match> fullmatch(std::u32string_view text, size_t start = 0, size_t end = kNone) const;
    std::optional<Match> search(std::u32string_view text, size_t start = 0, size_t end = kNone) const;
    // The first match at or after `start` that is not the empty one at `start`: what follows an empty match.
    std::optional<Match> search_on(std::u32string_view text, size_t start, size_t end = kNone) const;

    bool matches(std::u32string_view text, size_t start = 0, size_t end = kNone) const;
    bool found_in(std::u32string_view text, size_t start = 0, size_t end = kNone) const;

    // `each(match)` for every match of pattern.finditer, from left to right.
    template <class Each>
    void find_all(std::u32string_view text, size_t start, size_t end, Each each) const {
        std::optional<Match> found = search(text, start, end);
        while (found) {
            each(*found);
            const size_t next = found->end();
            found = found->start() == next ? search_on(text, next, end) : search(text, next, end);
        }
    }
    template <class Each>
    void find_all(std::u32string_view text, Each each) const {
        find_all(text, 0, kNone, each);
    }

  private:
    std::unique_ptr<const Program> program_;
};

}  // namespace lomo::span
