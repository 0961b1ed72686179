#include "span/locate.h"

#include <algorithm>
#include <array>

#include "span/boundaries.h"
#include "span/classes.h"
#include "span/media.h"

namespace lomo::span {

namespace {

// A prompt of at most this many sentences is taken whole. (paper)
constexpr size_t kWholeSentences = 3;

// A cut moves to a sentence boundary at most this share of the prompt away. (ours)
constexpr double kSentenceReach = 0.15;

// Into how many segments a position cuts a prompt, and which of them become pictures.
struct Cut {
    size_t count;
    std::array<size_t, 2> wanted;
    size_t wanted_count;
};
constexpr std::array<Cut, 5> kCuts = {{
    {3, {0}, 1},     // prefix
    {3, {1}, 1},     // middle
    {3, {2}, 1},     // suffix
    {5, {1, 3}, 2},  // multi
    {1, {0}, 1},     // full
}};

// [start, end) without the white space at its end: where it ends.
size_t last_ink(std::u32string_view text, size_t start, size_t end) {
    while (end > start && is_space(text[end - 1])) --end;
    return end;
}

const Block* atom_at(const Boundaries& places, double aim) {
    const auto whole = size_t(aim);
    const Block* atom = places.atom_over(whole);
    return atom == nullptr && double(whole) != aim ? places.atom_over(whole + 1) : atom;
}

const Block* atom_near(const Boundaries& places, size_t place, size_t other) {
    const Block* atom = places.atom_over(place);
    return atom != nullptr ? atom : places.atom_over(other);
}

size_t cut(Boundaries& places, double aim) {
    const auto length = double(places.size());
    if (aim <= 0) return 0;
    if (aim >= length) return places.size();
    if (const Block* atom = atom_at(places, aim)) {
        const bool at_start = aim - double(atom->start) <= double(atom->end) - aim;
        return at_start ? places.at_or_before(atom->start) : places.at_or_after(atom->end);
    }
    const size_t end = places.nearest_sentence_end(aim, kSentenceReach * length);
    return end != kNone ? end : places.nearest_line_break(aim);
}

// Where the two cuts that aim at `first` and `second` move to; one at 0 or at the end stays.
Stretch segment(Boundaries& places, double first, double second) {
    const Block* atom = atom_at(places, first);
    if (atom != nullptr && atom == atom_at(places, second)) {
        return {places.at_or_before(atom->start), places.at_or_after(atom->end)};
    }
    return {cut(places, first), cut(places, second)};
}

// [start, end) when it holds more than white space, else grown until it does: forward to the end of the next
// atom or to the next line break, at the end of the text backward, but not before `floor`; else empty.
Stretch filled(Boundaries& places, Stretch span, size_t floor) {
    const std::u32string_view text = places.text();
    if (span.start < span.end && !is_white(part(text, span.start, span.end))) return span;
    size_t ink = past(text, std::max(span.start, span.end), is_space);
    if (ink < text.size()) {
        const Block* atom = atom_near(places, ink, ink + 1);
        return {span.start,
                atom != nullptr ? places.at_or_after(atom->end) : places.line_break_after(ink + 1)};
    }
    ink = last_ink(text, floor, span.start);
    if (ink <= floor) return {span.start, span.start};
    const Block* atom = atom_near(places, ink - 1, ink);
    const size_t start =
        atom != nullptr ? places.at_or_before(atom->start) : places.line_break_before(ink - 1);
    return {std::max(start, floor), text.size()};
}

std::vector<Stretch> segments(Boundaries& places, Position position) {
    const Cut& cut_in = kCuts[size_t(position)];
    if (cut_in.count == 1 || places.sentence_count() <= kWholeSentences) return {{0, places.size()}};
    std::vector<Stretch> spans;
    const auto aim = [&](size_t index) { return double(index * places.size()) / double(cut_in.count); };
    for (size_t number = 0; number < cut_in.wanted_count; ++number) {
        const size_t index = cut_in.wanted[number];
        const size_t floor = spans.empty() ? 0 : spans.back().end;
        Stretch span = segment(places, aim(index), aim(index + 1));
        if (!spans.empty() && span.end <= floor) continue;
        span = filled(places, {std::max(span.start, floor), std::max(span.end, floor)}, floor);
        if (!spans.empty() && span.start == floor) {
            span.start = spans.back().start;
            spans.pop_back();
        }
        if (span.start < span.end) spans.push_back(span);
    }
    return spans;
}

// [start, end) without the white space at the ends that a placeholder made; empty when only that is there.
Stretch trimmed(Boundaries& places, size_t start, size_t end, const Stretch& span) {
    const std::u32string_view text = places.text();
    if (start >= end || is_white(part(text, start, end))) return {start, start};
    if (start > span.start) start = places.at_or_before(past(text, start, is_space));
    if (end < span.end) end = places.at_or_after(last_ink(text, start, end));
    return {start, end};
}

// The placeholders, each with the atoms that hold it, from `at` on.
std::vector<Stretch> media_holes(Boundaries& places, size_t at) {
    const std::u32string_view text = places.text();
    std::vector<Stretch> holes;
    while (at != kNone) {
        const size_t behind = at + media_length(text, at);
        size_t start = places.at_or_before(at), end = places.at_or_after(behind);
        if (!holes.empty() && start < holes.back().end) {
            start = holes.back().start;
            end = std::max(end, holes.back().end);
            holes.pop_back();
        }
        holes.push_back({start, end});
        at = find_media(text, behind, text.size());
    }
    return holes;
}

// The spans, each narrowed to its longest part that no placeholder, nor an atom that holds one, touches.
std::vector<Stretch> without_media(Boundaries& places, const std::vector<Stretch>& spans, size_t first) {
    std::vector<Stretch> holes = media_holes(places, first);
    std::vector<Stretch> narrowed;
    for (const Stretch& span : spans) {
        Stretch best;
        size_t cursor = span.start;
        holes.push_back({span.end, span.end});
        for (const Stretch& hole : holes) {
            if (hole.end <= span.start || hole.start > span.end) continue;
            const Stretch piece = trimmed(places, cursor, std::min(hole.start, span.end), span);
            if (piece.end - piece.start > best.end - best.start) best = piece;
            cursor = std::max(cursor, hole.end);
        }
        holes.pop_back();
        if (best.end > best.start) narrowed.push_back(best);
    }
    return narrowed;
}

}  // namespace

Segmented segmented(std::u32string_view text, Position position) {
    Segmented found;
    if (is_white(text)) return found;
    found.blocks = blocks(text);
    Boundaries places(text, found.blocks);
    found.spans = segments(places, position);
    const size_t media = find_media(text, 0, text.size());
    if (media != kNone) found.spans = without_media(places, found.spans, media);
    return found;
}

}  // namespace lomo::span
