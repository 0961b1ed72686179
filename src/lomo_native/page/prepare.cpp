// Replaces, segments, and asks each face what it covers.
#include "page/prepare.h"

#include <algorithm>
#include <string_view>

#include "page/breaks.h"
#include "page/face_choice.h"
#include "page/shared_marks.h"
#include "text/characters.h"
#include "text/segment.h"

namespace lomo {

namespace {

constexpr char32_t kObject = 0xFFFC, kReplacement = 0xFFFD;  // the latter for C1, which has no pictures

class Preparer {
  public:
    explicit Preparer(const Passage& passage) : p_(passage), n_(std::int32_t(passage.text.size())) {}

    PreparedText prepare() {
        draw();
        find_breaks();
        find_runs();
        choose_faces();
        settle_shared_marks(p_, t_);
        return std::move(t_);
    }

  private:
    // t_.drawn: what is shaped, with control pictures in place of controls and an object for each formula.
    // words_: what is segmented, where a formula is a word: no break beside it where a letter allows none.
    void draw() {
        t_.drawn = p_.text;
        for (char32_t& c : t_.drawn) {
            if (is_line_terminator(c) || c == U'\t') continue;
            if (c < 0x20) c += 0x2400;
            if (c == 0x7F) c = 0x2421;
            if (c >= 0x80 && c < 0xA0) c = kReplacement;
        }
        words_ = t_.drawn;
        for (const Formula& formula : p_.formulas) {
            const auto [start, end] = formula.source;
            std::fill(t_.drawn.begin() + start, t_.drawn.begin() + end, kObject);
            std::fill(words_.begin() + start, words_.begin() + end, U'x');
        }
        t_.formula_at.assign(std::size_t(n_), -1);
        for (std::size_t i = 0; i < p_.formulas.size(); ++i) {
            const auto [start, end] = p_.formulas[i].source;
            std::fill(t_.formula_at.begin() + start, t_.formula_at.begin() + end, std::int32_t(i));
        }
    }

    void find_breaks() {
        t_.breaks = page_breaks(words_);
        for (const Formula& formula : p_.formulas) {
            for (std::int32_t i = formula.source.start + 1; i < formula.source.end; ++i)
                t_.breaks[std::size_t(i)] = 0;
            if (formula.display) stand_alone(formula.source);
        }
    }

    // A display formula is a line of its own; the punctuation that ends its sentence and the white space
    // beside it, up to the line's end, go with it.
    void stand_alone(SourceRange source) {
        std::int32_t before = source.start;
        while (before > 0 && t_.breaks[std::size_t(before)] != 2 && blank(before - 1)) --before;
        if (before > 0) t_.breaks[std::size_t(before)] = 2;
        for (std::int32_t i = before + 1; i <= source.start; ++i) t_.breaks[std::size_t(i)] = 0;
        std::int32_t after = source.end;
        while (after < n_ && t_.breaks[std::size_t(after)] == kNoBreak && punctuation(after)) ++after;
        const std::int32_t end = after;
        while (after < n_ && t_.breaks[std::size_t(after)] != 2 && blank(after)) ++after;
        if (after < n_ && is_line_terminator(p_.text[std::size_t(after)])) {
            while (after < n_ && (after == end || t_.breaks[std::size_t(after)] != 2)) ++after;
        }
        for (std::int32_t i = source.end; i < after; ++i) t_.breaks[std::size_t(i)] = 0;
        if (after < n_) t_.breaks[std::size_t(after)] = 2;
    }

    bool blank(std::int32_t i) const {
        const char32_t c = words_[std::size_t(i)];
        return is_white_space(c) && !is_line_terminator(c);
    }

    bool punctuation(std::int32_t i) const {
        static constexpr std::u32string_view kMarks =
            U".,;:!?\u3001\u3002\uFF0C\uFF0E\uFF1A\uFF1B\uFF01\uFF1F";
        return kMarks.find(words_[std::size_t(i)]) != std::u32string_view::npos;
    }

    void find_runs() {
        if (p_.markup.plain()) return;
        t_.run_of.assign(std::size_t(n_), -1);
        for (std::size_t i = 0; i < p_.markup.runs.size(); ++i) {
            const auto [start, end] = p_.markup.runs[i].range;
            std::fill(t_.run_of.begin() + start, t_.run_of.begin() + end, std::int32_t(i));
        }
    }

    void choose_faces() {
        const std::vector<std::int32_t> graphemes = grapheme_boundaries(words_);
        FaceChoice choice(p_.faces);
        t_.face_of.assign(std::size_t(n_), 0);
        std::size_t next_code = 0;
        for (std::size_t i = 0; i + 1 < graphemes.size(); ++i) {
            const std::int32_t start = graphemes[i], end = graphemes[i + 1];
            for (std::int32_t j = start + 1; j < end; ++j) {
                std::uint8_t& inside = t_.breaks[std::size_t(j)];
                if (inside != kBreakMandatory) inside = kInsideGrapheme;
            }
            if (t_.formula_at[std::size_t(start)] >= 0 && t_.formula_at[std::size_t(end - 1)] >= 0) continue;
            while (next_code < p_.code.size() && p_.code[next_code].end <= start) ++next_code;
            const bool code = next_code < p_.code.size() && p_.code[next_code].start <= start;
            std::size_t first = code ? FaceChoice::kMono : FaceChoice::kText, second = FaceChoice::kText;
            if (!t_.run_of.empty() && t_.run_of[std::size_t(start)] >= 0) {
                const StyledRun& run = p_.markup.runs[std::size_t(t_.run_of[std::size_t(start)])];
                first = run.face, second = run.second;
            }
            choice.choose(t_.drawn, start, end, first, second, t_.face_of);
        }
    }

    const Passage& p_;
    std::int32_t n_;
    std::u32string words_;  // what is segmented
    PreparedText t_;
};

}  // namespace

PreparedText prepare(const Passage& passage) {
    return Preparer(passage).prepare();
}

}  // namespace lomo
