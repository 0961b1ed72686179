// Cuts the prepared text of a span into runs and shapes them.
#include "page/passage.h"

#include <algorithm>

#include "page/breaks.h"
#include "page/face_choice.h"
#include "page/formula.h"
#include "page/kept_lines.h"
#include "page/lines.h"
#include "page/missing_box.h"
#include "page/prepare.h"
#include "page/rooms.h"
#include "text/bidi.h"
#include "text/characters.h"
#include "text/script.h"
#include "text/segment.h"
#include "text/shape.h"
#include "value/error.h"

namespace lomo {

namespace {

// Where no exact ink is measured: the height and depth of a line of Latin text, in hundredths of the em size.
constexpr Unit kStrutHeight = 76, kStrutDepth = 24;

// A run is cut where more marks than these stand on one character (Unicode's stream-safe text has 30 at
// most): HarfBuzz looks for each mark's base through all marks before it.
constexpr std::int32_t kStackedMarks = 60;

constexpr std::size_t kGreatestText = std::size_t{1} << 24;
constexpr std::size_t kGreatestFaces = 1024;

void check_style(const PassageStyle& style) {
    if (style.text_size < px(4) || style.text_size > px(2000)) {
        throw InputError("text_size must be 4 to 2000 px");
    }
    if (style.line_height < px(1) || style.line_height > px(65535)) {
        throw InputError("line_height must be 1 to 65535 px");
    }
    if (style.tab_width < 1 || style.tab_width > 1024) throw InputError("tab_width must be 1 to 1024 spaces");
}

void check_formulas(const std::vector<Formula>& formulas, std::size_t length) {
    for (const Formula& formula : formulas) {
        if (!formula.layout) throw InputError("a formula has no layout");
        if (formula.tex_start < 0 || std::size_t(formula.tex_start) > length) {
            throw InputError("a formula's tex_start must lie inside the text");
        }
        check_layout(*formula.layout);
    }
}

void check_ranges(const std::vector<SourceRange>& ranges, std::size_t length, const char* what) {
    std::int32_t at = 0;
    for (const SourceRange range : ranges) {
        if (range.start < at || range.end <= range.start || std::size_t(range.end) > length) {
            throw InputError(std::string(what) +
                             " ranges must be ordered, disjoint, non-empty and inside the text");
        }
        at = range.end;
    }
}

// Whether a paragraph with this character needs the bidirectional algorithm: without one, every level is 0.
bool may_turn(char32_t c) {
    using unicode::Bidi;
    if (c < 0x0590) return false;
    switch (unicode::record(c).bidi) {
        case Bidi::R:
        case Bidi::AL:
        case Bidi::AN:
        case Bidi::RLE:
        case Bidi::RLO:
        case Bidi::RLI:
            return true;
        default:
            return false;
    }
}

class Builder {
  public:
    explicit Builder(Passage& passage)
        : p_(passage), n_(std::int32_t(passage.text.size())), text_(prepare(passage)) {}

    void build() {
        const std::size_t expected = std::min<std::size_t>(text_.drawn.size(), 1 << 16);
        p_.clusters.reserve(expected);
        p_.glyphs.reserve(expected);
        for (std::int32_t start = 0; start < n_;) {
            std::int32_t end = start + 1;
            while (end < n_ && text_.breaks[std::size_t(end)] != 2) ++end;
            set_hard_line(start, end);
            start = end;
        }
        std::sort(p_.missing.begin(), p_.missing.end());
    }

  private:
    void set_hard_line(std::int32_t start, std::int32_t end) {
        const std::u32string_view line =
            std::u32string_view(text_.drawn).substr(std::size_t(start), std::size_t(end - start));
        std::uint8_t base = 0;
        levels_.assign(line.size(), 0);
        if (std::any_of(line.begin(), line.end(), may_turn)) {
            BidiParagraph resolved = bidi_levels(line, kBidiAuto);
            base = resolved.level;
            levels_ = std::move(resolved.levels);
        }
        const std::vector<ScriptRun> scripts = script_runs(line);
        std::size_t script = 0;
        const std::size_t first_cluster = p_.clusters.size();
        for (std::int32_t at = start; at < end;) {
            while (scripts[script].end <= at - start) ++script;
            const std::int32_t limit = std::min(end, start + scripts[script].end);
            at = set_run(line, start, at, limit, scripts[script].tag, base);
        }
        p_.clusters[first_cluster].break_before = BreakBefore::kMandatory;
        measure(first_cluster);
    }

    // Sets the run that begins at `at` (absolute offsets), at most up to `limit`; returns where it ends.
    std::int32_t set_run(std::u32string_view line, std::int32_t line_start, std::int32_t at,
                         std::int32_t limit, std::uint32_t script, std::uint8_t base) {
        const std::uint8_t level = levels_[std::size_t(at - line_start)];
        const char32_t c = text_.drawn[std::size_t(at)];
        run_ = run_at(at);
        size_ = run_ < 0 ? p_.style.text_size : p_.markup.runs[std::size_t(run_)].size;
        rise_ = run_ < 0 ? 0 : p_.markup.runs[std::size_t(run_)].rise;
        if (const std::int32_t formula = text_.formula_at[std::size_t(at)]; formula >= 0) {
            const std::size_t first = p_.clusters.size();
            add_formula(p_, std::uint32_t(formula), level, base);
            p_.clusters[first].break_before = break_at(p_.clusters[first].source.start);
            for (std::size_t i = first; i < p_.clusters.size(); ++i) p_.clusters[i].run = run_;
            return p_.formulas[std::size_t(formula)].source.end;
        }
        if (c == U'\t' || is_line_terminator(c)) {
            add({{at, at + 1},
                 c == U'\t' ? tab_stop(text_.face_of[std::size_t(at)]) : 0,
                 strut(kStrutHeight),
                 strut(kStrutDepth),
                 0,
                 0,
                 c == U'\t' ? ClusterKind::kTab : ClusterKind::kNewline,
                 {},
                 level,
                 base});
            return at + 1;
        }
        const std::int16_t face = text_.face_of[std::size_t(at)];
        std::int32_t end = at + 1;
        const auto same = [&](std::int32_t i) {
            return text_.face_of[std::size_t(i)] == face && levels_[std::size_t(i - line_start)] == level &&
                   text_.formula_at[std::size_t(i)] < 0 && text_.drawn[std::size_t(i)] != U'\t' &&
                   !is_line_terminator(text_.drawn[std::size_t(i)]) && run_at(i) == run_;
        };
        for (std::int32_t stacked = 0; end < limit && same(end); ++end) {
            const char32_t next = text_.drawn[std::size_t(end)];
            stacked = is_combining_mark(next) || is_default_ignorable(next) ? stacked + 1 : 0;
            if (stacked > kStackedMarks) break;
        }
        if (face == FaceChoice::kNone) {
            for (std::int32_t i = at; i < end; ++i) add_missing({i, i + 1}, level, base);
        } else {
            shape(line, line_start, {at, end}, std::uint32_t(face), script, level, base);
        }
        return end;
    }

    void shape(std::u32string_view line, std::int32_t line_start, SourceRange run, std::uint32_t face,
               std::uint32_t script, std::uint8_t level, std::uint8_t base) {
        const bool right_to_left = level % 2 == 1;
        const FontFile& font = *p_.faces[face];
        shaped_.clear();
        shape_run(font, line, run.start - line_start, run.end - line_start, script, right_to_left, shaped_);
        if (shaped_.empty()) {  // a face without a space leaves out what draws nothing
            add({run, 0, strut(kStrutHeight), strut(kStrutDepth), 0, 0, ClusterKind::kText, {}, level, base});
            return;
        }
        const std::size_t first_cluster = p_.clusters.size();
        for (std::size_t i = 0; i < shaped_.size();) {
            font.expect_box(shaped_[i].glyph);
            std::size_t j = i + 1;
            while (j < shaped_.size() && shaped_[j].cluster == shaped_[i].cluster) ++j;
            Cluster& cluster = p_.clusters.emplace_back();
            cluster.source.start = shaped_[i].cluster + line_start;
            cluster.first = std::uint32_t(i);
            cluster.count = std::uint32_t(j - i);
            cluster.level = level;
            cluster.base_level = base;
            cluster.run = run_;
            i = j;
        }
        if (right_to_left) {
            std::reverse(p_.clusters.begin() + std::ptrdiff_t(first_cluster), p_.clusters.end());
        }
        const std::size_t last_cluster = p_.clusters.size();
        for (std::size_t i = first_cluster; i < last_cluster; ++i) {
            Cluster& cluster = p_.clusters[i];
            cluster.source.end = i + 1 < last_cluster ? p_.clusters[i + 1].source.start : run.end;
            fill(cluster, font, face);
        }
    }

    // Turns a cluster that still points into shaped_ into one that points into the passage's glyphs.
    void fill(Cluster& cluster, const FontFile& font, std::uint32_t face) {
        const Unit size = size_;
        const std::size_t shaped_first = cluster.first;
        cluster.break_before = break_at(cluster.source.start);
        cluster.height = strut(kStrutHeight) + rise_;
        cluster.depth = strut(kStrutDepth) - rise_;
        bool white = true, ink_expected = false, absent = false, ascii = true;
        for (std::int32_t i = cluster.source.start; i < cluster.source.end; ++i) {
            const char32_t c = text_.drawn[std::size_t(i)];
            const bool blank = is_white_space(c);
            white &= blank;
            ink_expected |= !blank && !is_default_ignorable(c);
            ascii &= c < 0x80;
        }
        for (std::size_t i = shaped_first; i < shaped_first + cluster.count; ++i) {
            cluster.advance += font.at_size(shaped_[i].advance, size);
            absent |= shaped_[i].glyph == 0;
        }
        if (white) {
            cluster.kind = ClusterKind::kSpace;
            cluster.first = cluster.count = 0;
            return;
        }
        if (absent && ink_expected) {
            const Cluster lost = cluster;
            make_missing(cluster, lost.source, lost.level, lost.base_level);
            return;
        }
        cluster.first = std::uint32_t(p_.glyphs.size());
        Unit pen = 0;
        for (std::size_t i = shaped_first, end = i + cluster.count; i < end; ++i) {
            const ShapedGlyph& glyph = shaped_[i];
            const Unit y = font.at_size(glyph.y_offset, size) + rise_;
            const Unit x = pen + font.at_size(glyph.x_offset, size);
            if (i + 1 < end) pen += font.at_size(glyph.advance, size);
            if (glyph.glyph == 0) continue;  // no ink is expected: a filler that the shaper did not hide
            GlyphItem& item = p_.glyphs.emplace_back();
            item.face = face, item.glyph = glyph.glyph;
            item.size = size, item.x = x, item.y = y;
            item.source = cluster.source, item.ink = ink();
            if (ascii) continue;
            const FontFile::Box box = font.glyph_box(glyph.glyph);
            cluster.height = std::max(cluster.height, y + font.at_size(box.y_max, size));
            cluster.depth = std::max(cluster.depth, -y - font.at_size(box.y_min, size));
        }
        cluster.count = std::uint32_t(p_.glyphs.size()) - cluster.first;
    }

    void add(Cluster cluster) {
        cluster.run = run_;
        cluster.break_before = break_at(cluster.source.start);
        p_.clusters.push_back(cluster);
    }

    void add_missing(SourceRange source, std::uint8_t level, std::uint8_t base) {
        Cluster cluster;
        make_missing(cluster, source, level, base);
        p_.clusters.push_back(cluster);
    }

    void make_missing(Cluster& cluster, SourceRange source, std::uint8_t level, std::uint8_t base) {
        cluster = {};
        cluster.source = source;
        cluster.kind = ClusterKind::kMissing;
        cluster.level = level;
        cluster.base_level = base;
        cluster.run = run_;
        cluster.height = strut(kStrutHeight + 2);
        cluster.depth = strut(kStrutDepth);
        cluster.break_before = break_at(source.start);
        if (p_.style.missing == MissingGlyph::kBox) {
            cluster.advance = missing_box_advance(size_, source.end - source.start);
        }
        for (std::int32_t i = source.start; i < source.end; ++i) p_.missing.push_back(i);
    }

    BreakBefore break_at(std::int32_t offset) const {
        switch (text_.breaks[std::size_t(offset)]) {
            case kBreakAllowed:
                return BreakBefore::kAllowed;
            case kBreakInToken:
                return BreakBefore::kInToken;
            case kInsideGrapheme:
                return BreakBefore::kNever;
            default:
                return BreakBefore::kLastResort;
        }
    }

    void measure(std::size_t first_cluster) {
        HardLine line;
        line.first = std::uint32_t(first_cluster);
        Unit width = 0, whole = 0, word = 0, longest_whole = 0, longest_word = 0;
        bool blank = true, code = true;
        for (std::size_t i = first_cluster; i < p_.clusters.size(); ++i) {
            const Cluster& cluster = p_.clusters[i];
            const Unit advance = advance_at(p_, cluster, width);
            width += advance;
            if (cluster.break_before >= BreakBefore::kAllowed) whole = 0;
            if (cluster.break_before >= BreakBefore::kInToken) word = 0;
            whole += advance;  // a space inside a word is one that does not break
            word += advance;
            if (hangs(cluster)) continue;
            if (blank) line.indent = width - advance;
            blank = false;
            code = code && in_code(cluster.source.start);
            longest_whole = std::max(longest_whole, whole);
            longest_word = std::max(longest_word, word - space_after(p_, cluster));
        }
        p_.total_advance += width;
        line.code = code && !blank;
        if (line.code) {
            p_.longest_code = std::max(p_.longest_code, width);
        } else {
            line.indent = 0;
            p_.longest_whole = std::max(p_.longest_whole, longest_whole);
            p_.longest_word = std::max(p_.longest_word, longest_word);
        }
        p_.hard_lines.push_back(line);
    }

    bool in_code(std::int32_t offset) {  // offsets come in order
        while (next_code_ < p_.code.size() && p_.code[next_code_].end <= offset) ++next_code_;
        return next_code_ < p_.code.size() && p_.code[next_code_].start <= offset;
    }

    // The distance of the tab stops: in spaces of the face that the tab stands in.
    Unit tab_stop(std::int16_t face) const {
        const FontFile& font = *p_.faces[std::size_t(std::max<std::int16_t>(face, 0))];
        const Unit space = font.at_size(font.glyph_advance(font.glyph_index(U' ')), size_);
        return std::max<Unit>(1, space) * p_.style.tab_width;
    }

    std::int32_t run_at(std::int32_t offset) const {
        return text_.run_of.empty() ? -1 : text_.run_of[std::size_t(offset)];
    }

    std::uint8_t ink() const { return run_ < 0 ? 255 : p_.markup.runs[std::size_t(run_)].ink; }

    Unit strut(Unit hundredths) const { return scale(size_, hundredths, 100); }

    Passage& p_;
    std::int32_t n_;
    PreparedText text_;
    std::vector<std::uint8_t> levels_;  // of the hard line being set
    std::vector<ShapedGlyph> shaped_;
    std::size_t next_code_ = 0;
    std::int32_t run_ = -1;  // of the run being set, its em size and its rise
    Unit size_ = 0, rise_ = 0;
};

}  // namespace

Passage::Passage(std::vector<std::shared_ptr<const FontFile>> faces_, std::u32string text_,
                 std::vector<SourceRange> code_, std::vector<Formula> formulas_, const PassageStyle& style_,
                 Markup markup_)
    : faces(std::move(faces_)),
      text(std::move(text_)),
      code(std::move(code_)),
      formulas(std::move(formulas_)),
      style(style_),
      markup(std::move(markup_)) {
    if (faces.size() < 2) throw InputError("a passage needs a text face and a mono face");
    if (faces.size() > kGreatestFaces ||
        std::any_of(faces.begin(), faces.end(), [](const auto& face) { return !face; })) {
        throw InputError("a passage takes at most 1024 faces, none of them missing");
    }
    if (text.size() > kGreatestText) throw InputError("the text is longer than 2**24 characters");
    check_style(style);
    std::vector<SourceRange> ranges;
    for (const Formula& formula : formulas) ranges.push_back(formula.source);
    check_ranges(ranges, text.size(), "formula");
    check_ranges(code, text.size(), "code");
    check_formulas(formulas, text.size());
    check_markup(markup, text, faces.size());
    Builder(*this).build();
    mark_kept(*this);
    measure_blocks(*this);
}

}  // namespace lomo
