// Two accounts, of the characters and of the items: a character may share its ink with others, and an item
// may be one of several that a character needs, so that neither alone would miss every loss.
#include "page/ledger.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "math/account.h"
#include "page/item_faults.h"
#include "text/characters.h"
#include "value/error.h"

namespace lomo {

namespace {

// Characters that have no look, though Unicode calls them neither white space nor ignorable: blanks of
// Braille, music and Egyptian, and what holds the place of an object that is no text.
constexpr std::u32string_view kBlank = U"\u2800\uFFFC\U0001D159\U00013441\U00013442";

Need need_of(char32_t c) {
    if (is_line_terminator(c) || c == U'\t') return Need::kSpace;
    if (c < 0x20 || c == 0x7F) return Need::kInk;  // drawn as a control picture
    if (is_white_space(c) || kBlank.find(c) != std::u32string_view::npos) return Need::kSpace;
    const bool annotates = c >= 0xFFF9 && c <= 0xFFFB;  // its signs show nothing in plain text
    return annotates || is_default_ignorable(c) ? Need::kInvisible : Need::kInk;
}

Fate unpainted(Need need) {
    switch (need) {
        case Need::kSpace:
            return Fate::kWhite;
        case Need::kInvisible:
            return Fate::kInvisible;
        case Need::kMarkup:
            return Fate::kMarkup;
        case Need::kInk:
            break;
    }
    return Fate::kLost;
}

class Accountant {
  public:
    Accountant(const Passage& passage, const Layout& page, SourceRange source,
               const std::vector<ItemInk>& inks, const std::vector<SourceRange>& declared)
        : passage_(passage), page_(page), source_(source), inks_(inks), declared_(declared) {
        const bool inside =
            source.start >= 0 && source.start <= source.end && std::size_t(source.end) <= passage.text.size();
        if (!inside) throw InputError("the page's source lies outside the passage");
        for (const SourceRange range : declared) {
            if (range.start < 0 || range.end < range.start || std::size_t(range.end) > passage.text.size()) {
                throw InputError("a declared range lies outside the text");
            }
        }
        ledger_.fates.assign(length(), Fate::kLost);
        ledger_.items.assign(length(), 0);
        alone_.assign(length(), false);
    }

    Ledger account() {
        ledger_.faults = item_faults(passage_, page_, source_, inks_);
        read_items();
        for (const Cluster& cluster : passage_.clusters) {
            if (cluster.source.start >= source_.start && cluster.source.start < source_.end) settle(cluster);
        }
        for (const SourceRange range : declared_) {
            each(range, [&](std::size_t at, char32_t) {
                if (ledger_.fates[at] == Fate::kLost) ledger_.fates[at] = Fate::kMarkup;
            });
        }
        find_lost();
        std::stable_sort(
            ledger_.faults.begin(), ledger_.faults.end(), [](const FaultAt& a, const FaultAt& b) {
                return std::tie(a.source.start, a.source.end) < std::tie(b.source.start, b.source.end);
            });
        return std::move(ledger_);
    }

  private:
    std::size_t length() const { return std::size_t(source_.end - source_.start); }

    // Calls visit(index on the page, character) for each character of the range that is on the page.
    template <typename Visit>
    void each(SourceRange range, Visit visit) const {
        const std::int32_t end = std::min(range.end, source_.end);
        for (std::int32_t at = std::max(range.start, source_.start); at < end; ++at) {
            visit(std::size_t(at - source_.start), passage_.text[std::size_t(at)]);
        }
    }

    void fault(LedgerFault what, SourceRange source) { ledger_.faults.push_back({what, source}); }

    // Which characters have ink: ranges are opened and closed, then summed up, for a picture of a formula may
    // stand for thousands of characters.
    void read_items() {
        std::vector<std::int32_t> change(length() + 1, 0);
        std::size_t at = 0;
        const auto read = [&](SourceRange source) {
            const ItemInk& ink = inks_[at++];
            const std::int32_t start = std::max(source.start, source_.start) - source_.start;
            const std::int32_t end = std::min(source.end, source_.end) - source_.start;
            if (!ink.whole() || start >= end) return;
            ++change[std::size_t(start)];
            --change[std::size_t(end)];
            if (source.end - source.start == 1) alone_[std::size_t(start)] = true;
        };
        for (const GlyphItem& item : page_.glyphs) read(item.source);
        for (const RuleItem& item : page_.rules) read(item.source);
        for (const PictureItem& item : page_.pictures) read(item.source);
        std::int32_t open = 0;
        for (std::size_t i = 0; i < length(); ++i) ledger_.items[i] = open += change[i];
    }

    void settle(const Cluster& cluster) {
        switch (cluster.kind) {
            case ClusterKind::kText:
                return settle_text(cluster);
            case ClusterKind::kFormula:
            case ClusterKind::kDisplay:
                return settle_formula(cluster);
            case ClusterKind::kMissing:
                return settle_missing(cluster);
            case ClusterKind::kSpace:
            case ClusterKind::kTab:
            case ClusterKind::kNewline:
                each(cluster.source,
                     [&](std::size_t at, char32_t c) { ledger_.fates[at] = unpainted(need_of(c)); });
        }
    }

    void settle_text(const Cluster& cluster) {
        std::int32_t sharers = 0;
        each(cluster.source, [&](std::size_t, char32_t c) { sharers += need_of(c) == Need::kInk; });
        each(cluster.source, [&](std::size_t at, char32_t c) {
            const Need need = need_of(c);
            const bool inked = need == Need::kInk && ledger_.items[at] > 0;
            ledger_.fates[at] = !inked ? unpainted(need) : sharers == 1 ? Fate::kDrawn : Fate::kShared;
        });
    }

    void settle_missing(const Cluster& cluster) {
        const bool boxed = passage_.style.missing == MissingGlyph::kBox;
        each(cluster.source, [&](std::size_t at, char32_t) {
            ledger_.fates[at] = !boxed ? Fate::kSkipped : ledger_.items[at] > 0 ? Fate::kBox : Fate::kLost;
        });
    }

    void settle_formula(const Cluster& cluster) {
        const FormulaPiece& piece = passage_.pieces[cluster.first];
        const Formula& formula = passage_.formulas[piece.formula];
        const Layout& set = *formula.layout;
        const bool told = set.source_length >= 0;
        const auto tex_end = std::min<std::int64_t>(std::int64_t{formula.tex_start} + set.source_length,
                                                    std::int64_t(passage_.text.size()));
        if (told && piece.formula != needs_formula_) {
            const auto tex =
                std::u32string_view(passage_.text)
                    .substr(std::size_t(formula.tex_start), std::size_t(tex_end - formula.tex_start));
            needs_ = needs_of(tex, set.declared);
            needs_formula_ = piece.formula;
        }
        const SourceRange stretch = stretch_of(piece_items(passage_, piece));
        each(cluster.source, [&](std::size_t at, char32_t c) {
            const std::int32_t place = std::int32_t(at) + source_.start;
            const std::int64_t offset = std::int64_t{place} - formula.tex_start;
            Need need = Need::kMarkup;  // a delimiter
            if (!told) {
                if (place >= stretch.start && place < stretch.end) need = need_of(c);
            } else if (offset >= 0 && offset < std::int64_t(needs_.size())) {
                need = needs_[std::size_t(offset)];
            }
            const bool may_ink = need == Need::kInk || need == Need::kMarkup;
            const bool inked = may_ink && ledger_.items[at] > 0;
            ledger_.fates[at] = !inked ? unpainted(need) : told || alone_[at] ? Fate::kDrawn : Fate::kShared;
        });
    }

    // From the first character that an item stands for to the last: all but the delimiters.
    static SourceRange stretch_of(const Layout& items) {
        SourceRange stretch{kGreatestOffset, 0};
        const auto widen = [&](const auto& list) {
            for (const auto& item : list) {
                stretch.start = std::min(stretch.start, item.source.start);
                stretch.end = std::max(stretch.end, item.source.end);
            }
        };
        widen(items.glyphs);
        widen(items.rules);
        widen(items.pictures);
        return stretch;
    }

    void find_lost() {
        for (std::size_t i = 0; i < length(); ++i) {
            if (ledger_.fates[i] != Fate::kLost) continue;
            std::size_t end = i + 1;
            while (end < length() && ledger_.fates[end] == Fate::kLost) ++end;
            fault(LedgerFault::kNoInk, {source_.start + std::int32_t(i), source_.start + std::int32_t(end)});
            i = end;
        }
    }

    const Passage& passage_;
    const Layout& page_;
    SourceRange source_;
    const std::vector<ItemInk>& inks_;
    const std::vector<SourceRange>& declared_;
    Ledger ledger_;
    std::vector<bool> alone_;  // an item with ink stands for this character and no other
    std::vector<Need> needs_;  // of the characters of needs_formula_
    std::uint32_t needs_formula_ = 0xFFFFFFFF;
};

}  // namespace

Ledger ledger(const Passage& passage, const Layout& page, SourceRange source,
              const std::vector<ItemInk>& inks, const std::vector<SourceRange>& declared) {
    return Accountant(passage, page, source, inks, declared).account();
}

}  // namespace lomo
