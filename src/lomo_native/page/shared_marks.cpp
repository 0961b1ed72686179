// Nearest neighbours are found for a whole line at once, so that a line of nothing but marks takes linear
// time.
#include "page/shared_marks.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "page/breaks.h"
#include "page/face_choice.h"
#include "text/characters.h"
#include "text/segment.h"
#include "text/unicode_tables.h"

namespace lomo {

namespace {

constexpr std::u32string_view kShared = U"\u2018\u2019\u201C\u201D\u2014\u2015\u2025\u2026\u00B7";
constexpr std::int32_t kNowhere = -1;

bool is_shared(char32_t c) {
    return c >= 0xB7 && kShared.find(c) != std::u32string_view::npos;
}

// Han, kana, bopomofo, and the punctuation and full-width forms that are set among them. Korean is set with
// Western marks.
bool is_east_asian(char32_t c) {
    static constexpr std::pair<char32_t, char32_t> kRanges[] = {
        {0x2E80, 0x2FDF}, {0x3001, 0x312F}, {0x3190, 0x31FF},   {0x3220, 0x325F},
        {0x3280, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF},   {0xFE30, 0xFE4F},
        {0xFF01, 0xFF9F}, {0xFFE0, 0xFFE6}, {0x1B000, 0x1B16F}, {0x20000, 0x3FFFD},
    };
    return c >= 0x2E80 && std::any_of(std::begin(kRanges), std::end(kRanges), [c](const auto& range) {
               return c >= range.first && c <= range.second;
           });
}

bool is_strong(char32_t c) {  // a letter or digit
    using unicode::Bidi;
    const Bidi bidi = unicode::record(c).bidi;
    return bidi == Bidi::L || bidi == Bidi::R || bidi == Bidi::AL || bidi == Bidi::EN || bidi == Bidi::AN;
}

class Line {
  public:
    Line(const Passage& passage, PreparedText& text, std::int32_t start, std::int32_t end)
        : p_(passage), t_(text), start_(start), end_(end) {}

    void settle() {
        find_neighbours();
        std::vector<std::int32_t> open[2];  // single, double
        std::vector<bool> paired(std::size_t(end_ - start_), false);
        for (std::int32_t i = start_; i < end_; ++i) {
            const char32_t c = at(i);
            if (c == 0x2018 || c == 0x201C) open[c == 0x201C].push_back(i);
            if ((c != 0x2019 && c != 0x201D) || is_apostrophe(i)) continue;
            std::vector<std::int32_t>& opened = open[c == 0x201D];
            if (opened.empty()) continue;
            const std::int32_t first = opened.back();
            opened.pop_back();
            paired[std::size_t(first - start_)] = paired[std::size_t(i - start_)] = true;
            if (!surrounded(first, i)) continue;
            take_face(first);
            take_face(i);
        }
        for (std::int32_t i = start_; i < end_; ++i) {
            if (paired[std::size_t(i - start_)] || !is_shared(at(i)) || is_apostrophe(i)) continue;
            if (east_asian(beside_[index(i)].before) || east_asian(beside_[index(i)].after)) take_face(i);
        }
    }

  private:
    struct Neighbours {
        std::int32_t before = kNowhere, after = kNowhere;
    };

    char32_t at(std::int32_t i) const { return t_.drawn[std::size_t(i)]; }
    std::size_t index(std::int32_t i) const { return std::size_t(i - start_); }
    bool east_asian(std::int32_t i) const { return i != kNowhere && is_east_asian(at(i)); }
    std::int32_t run_at(std::int32_t i) const { return t_.run_of.empty() ? -1 : t_.run_of[std::size_t(i)]; }

    // Of each character: the nearest that is no shared mark, that is none and no white space, and that is
    // East Asian.
    void find_neighbours() {
        beside_.resize(index(end_));
        solid_.resize(index(end_));
        east_asian_.resize(index(end_));
        Neighbours last[3];
        const auto see = [&](std::int32_t i, std::int32_t Neighbours::* side) {
            beside_[index(i)].*side = last[0].*side;
            solid_[index(i)].*side = last[1].*side;
            east_asian_[index(i)].*side = last[2].*side;
            const char32_t c = at(i);
            if (is_shared(c)) return;
            last[0].*side = i;
            if (!is_white_space(c)) last[1].*side = i;
            if (is_east_asian(c)) last[2].*side = i;
        };
        for (std::int32_t i = start_; i < end_; ++i) see(i, &Neighbours::before);
        for (std::int32_t i = end_ - 1; i >= start_; --i) see(i, &Neighbours::after);
    }

    bool is_apostrophe(std::int32_t i) const {
        const auto letter = [&](std::int32_t j) {
            return j >= start_ && j < end_ && is_strong(at(j)) && !is_east_asian(at(j));
        };
        return at(i) == 0x2019 && letter(i - 1) && letter(i + 1);
    }

    // Whether the quotation from the mark `first` to the mark `last` belongs to East Asian text.
    bool surrounded(std::int32_t first, std::int32_t last) const {
        const std::int32_t before = solid_[index(first)].before, after = solid_[index(last)].after;
        if (east_asian(before) || east_asian(after)) return true;
        const auto strong = [&](std::int32_t i) { return i != kNowhere && is_strong(at(i)); };
        if (strong(before) || strong(after)) return false;
        return east_asian(solid_[index(first)].after) || east_asian(solid_[index(last)].before);
    }

    void take_face(std::int32_t i) {
        std::int16_t& face = t_.face_of[std::size_t(i)];
        const std::size_t next = std::size_t(i) + 1;
        if (in_code(i) || (next < t_.drawn.size() && t_.breaks[next] == kInsideGrapheme)) return;
        const auto [before, after] = east_asian_[index(i)];
        const bool after_first = before == kNowhere || (after != kNowhere && after - i < i - before);
        for (const std::int32_t j : {after_first ? after : before, after_first ? before : after}) {
            if (j == kNowhere || run_at(j) != run_at(i) || in_code(j)) continue;
            const std::int16_t wanted = t_.face_of[std::size_t(j)];
            if (wanted == FaceChoice::kNone || !p_.faces[std::size_t(wanted)]->covers(at(i))) continue;
            face = wanted;
            return;
        }
    }

    bool in_code(std::int32_t offset) const {
        const auto after = std::upper_bound(p_.code.begin(), p_.code.end(), offset,
                                            [](std::int32_t i, const SourceRange& r) { return i < r.start; });
        return after != p_.code.begin() && std::prev(after)->end > offset;
    }

    const Passage& p_;
    PreparedText& t_;
    std::int32_t start_, end_;
    std::vector<Neighbours> beside_, solid_, east_asian_;
};

}  // namespace

void settle_shared_marks(const Passage& passage, PreparedText& text) {
    const auto length = std::int32_t(text.drawn.size());
    for (std::int32_t start = 0; start < length;) {
        std::int32_t end = start;
        bool shared = false, east_asian = false;
        do {
            shared |= is_shared(text.drawn[std::size_t(end)]);
            east_asian |= is_east_asian(text.drawn[std::size_t(end)]);
            ++end;
        } while (end < length && text.breaks[std::size_t(end)] != kBreakMandatory);
        if (shared && east_asian) Line(passage, text, start, end).settle();
        start = end;
    }
}

}  // namespace lomo
