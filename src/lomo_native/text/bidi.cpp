// Embedding levels of a paragraph: explicit levels (X1 to X8), isolating run sequences (X9, X10), then the
// weak, neutral and implicit rules (bidi_sequence.h) for each sequence, in linear time.
#include "text/bidi.h"

#include <array>
#include <cstddef>

#include "text/bidi_sequence.h"

namespace lomo {
namespace {

using bidi::Class;
using std::size_t;

constexpr int kMaxDepth = 125;

bool is_initiator(Class c) {
    return c == Class::LRI || c == Class::RLI || c == Class::FSI;
}
bool is_strong(Class c) {
    return c == Class::L || c == Class::R || c == Class::AL;
}
bool is_removed(Class c) {
    return c == Class::LRE || c == Class::RLE || c == Class::LRO || c == Class::RLO || c == Class::PDF ||
           c == Class::BN;
}

// What the scan for isolates finds (BD9, P2).
struct Isolates {
    std::vector<std::int32_t> match;  // for an initiator its PDI, for a PDI its initiator, else -1
    std::vector<std::uint8_t> right;  // for an FSI: whether its first strong character is R or AL
    int first_strong = -1;            // the level of the paragraph's first strong character
};

Isolates find_isolates(const std::vector<Class>& classes) {
    Isolates found{std::vector<std::int32_t>(classes.size(), -1),
                   std::vector<std::uint8_t>(classes.size(), 0), -1};
    struct Open {
        size_t at;
        bool decided;
    };
    std::vector<Open> open;
    for (size_t i = 0; i < classes.size(); ++i) {
        const Class c = classes[i];
        if (is_initiator(c)) {
            open.push_back({i, false});
        } else if (c == Class::PDI && !open.empty()) {
            found.match[open.back().at] = std::int32_t(i);
            found.match[i] = std::int32_t(open.back().at);
            open.pop_back();
        } else if (c == Class::B) {
            open.clear();
        } else if (is_strong(c)) {
            const bool right = c != Class::L;
            if (open.empty()) {
                if (found.first_strong < 0) found.first_strong = right ? 1 : 0;
            } else if (!open.back().decided) {
                open.back().decided = true;
                found.right[open.back().at] = right ? 1 : 0;
            }
        }
    }
    return found;
}

// The directional status stack of X1 to X8.
class Explicit {
  public:
    explicit Explicit(int paragraph_level) { reset(paragraph_level); }

    // Gives a character its level and, under an override, its class; `right` decides an FSI.
    void take(Class original, bool right, Class& resolved, std::uint8_t& level) {
        switch (original) {
            case Class::RLE:
            case Class::LRE:
            case Class::RLO:
            case Class::LRO:
                level = std::uint8_t(top().level);
                embed(original);
                break;
            case Class::RLI:
            case Class::LRI:
            case Class::FSI:
                apply(resolved, level);
                isolate(original == Class::RLI || (original == Class::FSI && right));
                break;
            case Class::PDI:
                close_isolate();
                apply(resolved, level);
                break;
            case Class::PDF:
                close_embedding();
                level = std::uint8_t(top().level);
                break;
            case Class::B:
                reset(entries_[0].level);
                level = std::uint8_t(top().level);
                break;
            case Class::BN:
                level = std::uint8_t(top().level);
                break;
            default:
                apply(resolved, level);
        }
    }

  private:
    enum class Override : std::uint8_t { None, Left, Right };
    struct Entry {
        int level;
        Override override_;
        bool isolate;
    };

    const Entry& top() const { return entries_[depth_ - 1]; }

    void reset(int level) {
        entries_[0] = {level, Override::None, false};
        depth_ = 1;
        overflow_isolates_ = overflow_embeddings_ = valid_isolates_ = 0;
    }

    void apply(Class& resolved, std::uint8_t& level) const {
        level = std::uint8_t(top().level);
        if (top().override_ == Override::Left) resolved = Class::L;
        if (top().override_ == Override::Right) resolved = Class::R;
    }

    int next_level(bool right) const { return right ? (top().level + 1) | 1 : (top().level + 2) & ~1; }

    void embed(Class c) {
        const int level = next_level(c == Class::RLE || c == Class::RLO);
        if (level <= kMaxDepth && overflow_isolates_ == 0 && overflow_embeddings_ == 0) {
            const Override forced = c == Class::RLO   ? Override::Right
                                    : c == Class::LRO ? Override::Left
                                                      : Override::None;
            entries_[depth_++] = {level, forced, false};
        } else if (overflow_isolates_ == 0) {
            ++overflow_embeddings_;
        }
    }

    void isolate(bool right) {
        const int level = next_level(right);
        if (level <= kMaxDepth && overflow_isolates_ == 0 && overflow_embeddings_ == 0) {
            ++valid_isolates_;
            entries_[depth_++] = {level, Override::None, true};
        } else {
            ++overflow_isolates_;
        }
    }

    void close_isolate() {  // X6a
        if (overflow_isolates_ > 0) {
            --overflow_isolates_;
        } else if (valid_isolates_ > 0) {
            overflow_embeddings_ = 0;
            while (!top().isolate) --depth_;
            --depth_;
            --valid_isolates_;
        }
    }

    void close_embedding() {  // X7
        if (overflow_isolates_ > 0) return;
        if (overflow_embeddings_ > 0) {
            --overflow_embeddings_;
        } else if (!top().isolate && depth_ >= 2) {
            --depth_;
        }
    }

    std::array<Entry, kMaxDepth + 2> entries_{};
    size_t depth_ = 0;
    size_t overflow_isolates_ = 0;
    size_t overflow_embeddings_ = 0;
    size_t valid_isolates_ = 0;
};

// A maximal run of one level in the text without the removed characters (BD7), linked to the run that goes on
// with it after an isolate (BD13).
struct Run {
    size_t start;  // offsets into the list of kept characters
    size_t end;
    std::int32_t next = -1;
    bool first = true;  // begins a sequence
};

std::vector<Run> level_runs(const std::vector<std::int32_t>& kept, const std::vector<std::uint8_t>& levels,
                            const std::vector<Class>& originals, const Isolates& isolates) {
    std::vector<Run> runs;
    std::vector<std::int32_t> ends_in(levels.size(), -1);  // by initiator: the run that it ends
    for (size_t i = 0; i < kept.size();) {
        const size_t start = i;
        const std::uint8_t level = levels[size_t(kept[i])];
        while (i < kept.size() && levels[size_t(kept[i])] == level) ++i;
        Run run{start, i};
        const size_t first = size_t(kept[start]);
        const std::int32_t initiator = originals[first] == Class::PDI ? isolates.match[first] : -1;
        if (initiator >= 0 && ends_in[size_t(initiator)] >= 0) {
            runs[size_t(ends_in[size_t(initiator)])].next = std::int32_t(runs.size());
            run.first = false;
        }
        const size_t last = size_t(kept[i - 1]);
        if (is_initiator(originals[last])) ends_in[last] = std::int32_t(runs.size());
        runs.push_back(run);
    }
    return runs;
}

// Whether every level is 0: a paragraph from left to right without anything that goes the other way.
bool is_plain(const std::vector<Class>& classes, int base) {
    if (base == 1) return false;
    for (const Class c : classes) {
        if (c == Class::R || c == Class::AL || c == Class::AN || c >= Class::LRE) return false;
    }
    return true;
}

}  // namespace

BidiParagraph bidi_levels(std::u32string_view paragraph, int base) {
    std::vector<Class> originals(paragraph.size());
    for (size_t i = 0; i < paragraph.size(); ++i) originals[i] = unicode::record(paragraph[i]).bidi;
    BidiParagraph result{0, std::vector<std::uint8_t>(paragraph.size(), 0)};
    if (is_plain(originals, base)) return result;

    const Isolates isolates = find_isolates(originals);
    result.level = std::uint8_t(base == 0 || base == 1 ? base : isolates.first_strong == 1);
    std::vector<Class> classes = originals;
    std::vector<std::int32_t> kept;
    kept.reserve(paragraph.size());
    Explicit status(result.level);
    for (size_t i = 0; i < paragraph.size(); ++i) {
        status.take(originals[i], isolates.right[i] != 0, classes[i], result.levels[i]);
        if (!is_removed(originals[i])) kept.push_back(std::int32_t(i));
    }

    const std::vector<std::uint8_t> explicit_levels = result.levels;
    const std::vector<Run> runs = level_runs(kept, explicit_levels, originals, isolates);
    auto level_at = [&](size_t place) {
        return place < kept.size() ? explicit_levels[size_t(kept[place])] : result.level;
    };
    bidi::Sequence sequence;
    for (size_t first = 0; first < runs.size(); ++first) {
        if (!runs[first].first) continue;
        sequence.clear();
        size_t run = first;
        for (;;) {
            for (size_t i = runs[run].start; i < runs[run].end; ++i) {
                const size_t at = size_t(kept[i]);
                sequence.add(at, paragraph[at], classes[at], originals[at]);
            }
            if (runs[run].next < 0) break;
            run = size_t(runs[run].next);
        }
        const std::uint8_t level = level_at(runs[first].start);
        const std::uint8_t before = runs[first].start > 0 ? level_at(runs[first].start - 1) : result.level;
        const size_t last = size_t(kept[runs[run].end - 1]);
        const std::uint8_t after = is_initiator(originals[last]) ? result.level : level_at(runs[run].end);
        sequence.resolve(level, before, after, result.levels);
    }

    std::uint8_t previous = result.level;
    for (size_t i = 0; i < paragraph.size(); ++i) {
        if (is_removed(originals[i])) {
            result.levels[i] = previous;
        } else {
            previous = result.levels[i];
        }
    }
    reset_line_levels(paragraph, result.level, result.levels);
    return result;
}

}  // namespace lomo
