// The weak, neutral and implicit rules of UAX #9 for one isolating run sequence; each rule is one pass.
#include "text/bidi_sequence.h"

#include <algorithm>
#include <array>

#include "text/bidi.h"
#include "text/characters.h"

namespace lomo::bidi {
namespace {

using std::size_t;

constexpr size_t kBracketDepth = 63;  // BD16
constexpr std::uint8_t kLeftInside = 1;
constexpr std::uint8_t kRightInside = 2;

Class direction_of(int level) {
    return level % 2 == 0 ? Class::L : Class::R;
}

// The direction a class counts as for N0 to N2, numbers as R; ON for what has none.
Class strong(Class c) {
    if (c == Class::L) return Class::L;
    return c == Class::R || c == Class::EN || c == Class::AN ? Class::R : Class::ON;
}

std::uint8_t bit_of(Class c) {
    const Class direction = strong(c);
    return direction == Class::L ? kLeftInside : direction == Class::R ? kRightInside : std::uint8_t(0);
}

bool is_isolate_control(Class c) {
    return c == Class::LRI || c == Class::RLI || c == Class::FSI || c == Class::PDI;
}

}  // namespace

void Sequence::clear() {
    at_.clear();
    points_.clear();
    classes_.clear();
    originals_.clear();
    has_brackets_ = false;
}

void Sequence::add(size_t at, char32_t cp, Class resolved, Class original) {
    at_.push_back(at);
    points_.push_back(cp);
    classes_.push_back(resolved);
    originals_.push_back(original);
    has_brackets_ = has_brackets_ ||
                    (resolved == Class::ON && has_flag(cp, unicode::kBracketOpen | unicode::kBracketClose));
}

void Sequence::resolve(std::uint8_t level, std::uint8_t before, std::uint8_t after,
                       std::vector<std::uint8_t>& levels) {
    embedding_ = direction_of(level);
    start_ = direction_of(std::max(level, before));
    end_ = direction_of(std::max(level, after));
    resolve_weak();
    if (has_brackets_ && pair_brackets()) resolve_brackets();
    resolve_neutral();
    for (size_t i = 0; i < at_.size(); ++i) {
        const Class c = classes_[i];
        int raised = level;
        if (level % 2 == 0) {  // I1
            raised += c == Class::R ? 1 : c == Class::AN || c == Class::EN ? 2 : 0;
        } else {  // I2
            raised += c == Class::L || c == Class::AN || c == Class::EN ? 1 : 0;
        }
        levels[at_[i]] = std::uint8_t(raised);
    }
}

void Sequence::resolve_weak() {
    const size_t size = classes_.size();
    Class previous = start_;
    for (Class& c : classes_) {  // W1
        if (c == Class::NSM) c = is_isolate_control(previous) ? Class::ON : previous;
        previous = c;
    }
    Class last = start_;
    for (Class& c : classes_) {  // W2, W3
        if (c == Class::L || c == Class::R || c == Class::AL) last = c;
        if (c == Class::EN && last == Class::AL) c = Class::AN;
        if (c == Class::AL) c = Class::R;
    }
    for (size_t i = 1; i + 1 < size; ++i) {  // W4
        const Class left = classes_[i - 1];
        if (left != classes_[i + 1]) continue;
        if (left == Class::EN && (classes_[i] == Class::ES || classes_[i] == Class::CS))
            classes_[i] = Class::EN;
        if (left == Class::AN && classes_[i] == Class::CS) classes_[i] = Class::AN;
    }
    for (size_t i = 0; i < size;) {  // W5
        if (classes_[i] != Class::ET) {
            ++i;
            continue;
        }
        const size_t first = i;
        while (i < size && classes_[i] == Class::ET) ++i;
        const bool number =
            (first > 0 && classes_[first - 1] == Class::EN) || (i < size && classes_[i] == Class::EN);
        if (number)
            std::fill(classes_.begin() + std::ptrdiff_t(first), classes_.begin() + std::ptrdiff_t(i),
                      Class::EN);
    }
    last = start_;
    for (Class& c : classes_) {  // W6, W7
        if (c == Class::ES || c == Class::ET || c == Class::CS) c = Class::ON;
        if (c == Class::L || c == Class::R) last = c;
        if (c == Class::EN && last == Class::L) c = Class::L;
    }
}

// BD16: fills partner_ and strong_inside_. False where nothing is paired.
bool Sequence::pair_brackets() {
    struct Open {
        size_t place;
        char32_t closing;
        std::uint8_t inside;
    };
    std::array<Open, kBracketDepth> open;
    size_t depth = 0;
    bool any = false;
    partner_.assign(classes_.size(), -1);
    strong_inside_.assign(classes_.size(), 0);
    for (size_t i = 0; i < classes_.size(); ++i) {
        if (depth > 0) open[depth - 1].inside |= bit_of(classes_[i]);
        if (classes_[i] != Class::ON) continue;
        const char32_t cp = points_[i];
        if (has_flag(cp, unicode::kBracketOpen)) {
            if (depth == kBracketDepth) break;
            open[depth++] = {i, canonical_bracket(paired_bracket(cp)), 0};
        } else if (depth > 0 && has_flag(cp, unicode::kBracketClose)) {
            size_t found = depth;
            while (found > 0 && open[found - 1].closing != canonical_bracket(cp)) --found;
            if (found == 0) continue;
            std::uint8_t inside = 0;
            for (size_t k = found - 1; k < depth; ++k) inside |= open[k].inside;
            depth = found - 1;
            if (depth > 0) open[depth - 1].inside |= inside;
            partner_[open[found - 1].place] = std::int32_t(i);
            strong_inside_[open[found - 1].place] = inside;
            any = true;
        }
    }
    return any;
}

void Sequence::resolve_brackets() {  // N0
    Class last = start_;
    for (size_t i = 0; i < classes_.size(); ++i) {
        if (partner_[i] >= 0 && strong_inside_[i] != 0) {
            Class direction = embedding_;
            if ((strong_inside_[i] & bit_of(embedding_)) == 0 && last != embedding_) direction = last;
            set_bracket(i, direction);
            set_bracket(size_t(partner_[i]), direction);
        }
        if (strong(classes_[i]) != Class::ON) last = strong(classes_[i]);
    }
}

// A bracket takes its direction, and with it the marks that stood on it before W1.
void Sequence::set_bracket(size_t place, Class direction) {
    classes_[place] = direction;
    for (size_t i = place + 1; i < classes_.size() && originals_[i] == Class::NSM; ++i)
        classes_[i] = direction;
}

void Sequence::resolve_neutral() {  // N1, N2
    const size_t size = classes_.size();
    Class before = start_;
    for (size_t i = 0; i < size;) {
        if (strong(classes_[i]) != Class::ON) {
            before = strong(classes_[i]);
            ++i;
            continue;
        }
        const size_t first = i;
        while (i < size && strong(classes_[i]) == Class::ON) ++i;
        const Class after = i < size ? strong(classes_[i]) : end_;
        std::fill(classes_.begin() + std::ptrdiff_t(first), classes_.begin() + std::ptrdiff_t(i),
                  before == after ? before : embedding_);
    }
}

}  // namespace lomo::bidi
