// A compiled pattern meets a text: a backtracking machine whose stack is kept from match to match.
//
// Python's engine answers with the first way through a pattern, alternatives from left to right; so does this
// one. What is tried later lies on the stack as entries, and what must be taken back when it is tried (a
// group's place, a loop's count) lies between them.
#include "span/pattern.h"

#include <algorithm>
#include <bit>
#include <vector>

#include "span/pattern_program.h"

namespace lomo::span {

namespace {

enum class Later : std::uint8_t {
    kBranch,       // go on at `at` and `place`
    kAlternative,  // the next of the alternatives in `extra`
    kShorter,      // a greedy repeat of a set that gives characters back, down to `extra`
    kLonger,       // a lazy one that takes more, up to `extra`
    kTurn,         // a lazy loop that takes one more turn
    kPlace,        // take back: the group's slot `at` was `place`
    kLoop,         // take back: the loop's slot `at` had counted `extra` and begun its turn at `place`
    kGuard,        // a group that is tried by itself began here; `extra` is the guard around it
};

struct Entry {
    Later later;
    std::uint32_t at;
    size_t place;
    size_t extra;
};

struct Loop {
    size_t count;
    size_t begun;
};

constexpr size_t kMostKept = 4096;  // entries that stay allocated between two matches

class Machine {
  public:
    Machine(const Program& program, std::u32string_view text, size_t end, std::vector<Entry>& stack)
        : program_(program), text_(text.data()), end_(end), stack_(stack) {}

    // Whether the pattern matches at `start`, where the match may not end at `forbidden`, and must at the end
    // of the text when it is a full one.
    bool run(size_t start, bool full, size_t forbidden, Match& match);

  private:
    char32_t character(size_t place) const { return text_[place]; }
    bool is_word_at(size_t place) const { return place < end_ && is_word(character(place)); }
    bool stands(Op op) const;
    size_t span_of(const CharSet& set, size_t from, size_t to) const {
        while (from < to && set.has(character(from))) ++from;
        return from;
    }
    size_t farthest(std::uint32_t most) const {
        return most == kNoMost || most > end_ - place_ ? end_ : place_ + most;
    }
    void push(Later later, std::uint32_t at, size_t place, size_t extra) {
        stack_.push_back({later, at, place, extra});
    }
    void count(std::uint32_t slot, bool marks) {
        Loop& loop = loops_[slot];
        push(Later::kLoop, slot, loop.begun, loop.count);
        ++loop.count;
        if (marks) loop.begun = place_;
    }
    void take_back(const Entry& entry, Match& match) {
        if (entry.later == Later::kPlace) {
            match.places[entry.at] = entry.place;
        } else if (entry.later == Later::kLoop) {
            loops_[entry.at] = {entry.extra, entry.place};
        }
    }
    bool alternate(std::uint32_t at, std::uint64_t viable);
    bool repeat(const Instruction& step);
    bool loop(const Instruction& step);
    bool enter(const Instruction& step);
    bool leave(const Instruction& step, Match& match);
    bool retry(Match& match);

    const Program& program_;
    const char32_t* text_;
    size_t end_;
    std::vector<Entry>& stack_;
    std::array<Loop, kMostLoops> loops_{};
    size_t guard_ = kNone;
    std::uint32_t at_ = 0;
    size_t place_ = 0;
};

bool Machine::stands(Op op) const {
    switch (op) {
        case Op::kLineStart:
            return place_ == 0 || character(place_ - 1) == U'\n';
        case Op::kTextStart:
            return place_ == 0;
        case Op::kLineEnd:
            return place_ == end_ || character(place_) == U'\n';
        case Op::kLastLine:
            return place_ == end_ || (place_ + 1 == end_ && character(place_) == U'\n');
        case Op::kTextEnd:
            return place_ == end_;
        case Op::kWordEdge:
            return is_word_at(place_ - 1) != is_word_at(place_);
        default:  // kNoWordEdge: none in an empty text, says Python
            return end_ > 0 && is_word_at(place_ - 1) == is_word_at(place_);
    }
}

bool Machine::alternate(std::uint32_t at, std::uint64_t viable) {
    if (viable == 0) return false;
    const std::uint64_t rest = viable & (viable - 1);
    if (rest != 0) push(Later::kAlternative, at, place_, rest);
    at_ = program_.alternations[program_.code[at].operand].targets[size_t(std::countr_zero(viable))];
    return true;
}

bool Machine::repeat(const Instruction& step) {
    const CharSet& set = program_.sets[step.operand];
    const size_t farthest_place = farthest(step.most);
    const size_t lowest = place_ + step.least;
    if (lowest > farthest_place) return false;
    if (step.mode == Mode::kLazy) {
        if (span_of(set, place_, lowest) < lowest) return false;
        place_ = lowest;
        push(Later::kLonger, at_, place_, farthest_place);
    } else {
        const size_t reached = span_of(set, place_, farthest_place);
        if (reached < lowest) return false;
        place_ = reached;
        if (step.mode == Mode::kGreedy && reached > lowest) {
            push(Later::kShorter, at_, place_, lowest);
        }
    }
    ++at_;
    return true;
}

bool Machine::loop(const Instruction& step) {
    const Loop& now = loops_[step.operand];
    if (now.count < step.least) {
        count(step.operand, false);
        ++at_;
        return true;
    }
    // A turn that took nothing is the last one.
    const bool may_turn = (step.most == kNoMost || now.count < step.most) && place_ != now.begun;
    if (may_turn && step.mode == Mode::kGreedy) {
        push(Later::kBranch, step.target, place_, 0);
        count(step.operand, true);
        ++at_;
        return true;
    }
    if (may_turn) push(Later::kTurn, at_, place_, 0);
    at_ = step.target;
    return true;
}

bool Machine::enter(const Instruction& step) {
    if (place_ < step.operand) {
        at_ = step.target;
        return step.look == Look::kUnwanted;
    }
    push(Later::kGuard, at_, place_, guard_);
    guard_ = stack_.size() - 1;
    place_ -= step.operand;
    ++at_;
    return true;
}

// A group that is tried by itself has matched: nothing in it is tried again.
bool Machine::leave(const Instruction& step, Match& match) {
    const auto begin = stack_.begin() + std::ptrdiff_t(guard_);
    const Entry entered = *begin;
    guard_ = entered.extra;
    if (step.look == Look::kUnwanted) {
        while (stack_.end() - 1 != begin) {
            take_back(stack_.back(), match);
            stack_.pop_back();
        }
        stack_.pop_back();
        return false;
    }
    stack_.erase(std::remove_if(begin, stack_.end(),
                                [](const Entry& entry) {
                                    return entry.later != Later::kPlace && entry.later != Later::kLoop;
                                }),
                 stack_.end());
    if (step.look == Look::kWanted) place_ = entered.place;
    ++at_;
    return true;
}

// Goes back to the last place where something else may be tried; false when there is none.
bool Machine::retry(Match& match) {
    while (!stack_.empty()) {
        const Entry entry = stack_.back();
        stack_.pop_back();
        place_ = entry.place;
        at_ = entry.at;
        switch (entry.later) {
            case Later::kBranch:
                return true;
            case Later::kAlternative:
                return alternate(entry.at, entry.extra);
            case Later::kShorter: {
                const size_t lowest = entry.extra;
                const Instruction& next = program_.code[entry.at + 1];
                --place_;
                if (next.op == Op::kLiteral) {
                    while (place_ > lowest && character(place_) != next.operand) --place_;
                }
                if (place_ > lowest) push(Later::kShorter, entry.at, place_, entry.extra);
                ++at_;
                return true;
            }
            case Later::kLonger:
                if (place_ == entry.extra) break;
                if (!program_.sets[program_.code[entry.at].operand].has(character(place_))) break;
                ++place_;
                push(Later::kLonger, entry.at, place_, entry.extra);
                ++at_;
                return true;
            case Later::kTurn:
                count(program_.code[entry.at].operand, true);
                ++at_;
                return true;
            case Later::kPlace:
            case Later::kLoop:
                take_back(entry, match);
                break;
            case Later::kGuard:
                guard_ = entry.extra;
                if (program_.code[entry.at].look != Look::kUnwanted) break;
                at_ = program_.code[entry.at].target;
                return true;
        }
    }
    return false;
}

bool Machine::run(size_t start, bool full, size_t forbidden, Match& match) {
    match.places.fill(kNone);
    stack_.clear();
    guard_ = kNone;
    at_ = 0;
    place_ = start;
    while (true) {
        const Instruction& step = program_.code[at_];
        bool goes_on = true;
        switch (step.op) {
            case Op::kMatch:
                if (place_ != forbidden && (!full || place_ == end_)) {
                    match.places[0] = start;
                    match.places[1] = place_;
                    return true;
                }
                goes_on = false;
                break;
            case Op::kLiteral:
                goes_on = place_ < end_ && character(place_) == step.operand;
                ++place_;
                ++at_;
                break;
            case Op::kSet:
                goes_on = place_ < end_ && program_.sets[step.operand].has(character(place_));
                ++place_;
                ++at_;
                break;
            case Op::kSave:
                if (!stack_.empty()) push(Later::kPlace, step.operand, match.places[step.operand], 0);
                match.places[step.operand] = place_;
                ++at_;
                break;
            case Op::kJump:
                at_ = step.target;
                break;
            case Op::kAlternate: {
                const auto& viable = program_.alternations[step.operand].viable;
                goes_on = alternate(
                    at_, viable[place_ == end_ ? 129u : std::min<std::uint32_t>(character(place_), 128)]);
                break;
            }
            case Op::kRepeatSet:
                goes_on = repeat(step);
                break;
            case Op::kLoopStart: {
                Loop& counted = loops_[step.operand];
                if (!stack_.empty()) push(Later::kLoop, step.operand, counted.begun, counted.count);
                counted = {0, kNone};
                ++at_;
                break;
            }
            case Op::kLoop:
                goes_on = loop(step);
                break;
            case Op::kGuard:
                goes_on = enter(step);
                break;
            case Op::kGuardEnd:
                goes_on = leave(step, match);
                break;
            default:
                goes_on = stands(step.op);
                ++at_;
                break;
        }
        if (!goes_on && !retry(match)) return false;
    }
}

std::vector<Entry>& kept_stack() {
    thread_local std::vector<Entry> stack;
    if (stack.capacity() > kMostKept) std::vector<Entry>().swap(stack);
    return stack;
}

std::optional<Match> matched(const Program& program, std::u32string_view text, size_t start, size_t end,
                             bool full) {
    end = std::min(end, text.size());
    if (start > end) return std::nullopt;
    Match match;
    if (!Machine(program, text, end, kept_stack()).run(start, full, kNone, match)) return std::nullopt;
    return match;
}

std::optional<Match> searched(const Program& program, std::u32string_view text, size_t start, size_t end,
                              size_t forbidden) {
    end = std::min(end, text.size());
    Machine machine(program, text, end, kept_stack());
    Match match;
    if (program.may_be_empty) {
        for (; start <= end; ++start) {
            if (machine.run(start, false, forbidden, match)) return match;
        }
        return std::nullopt;
    }
    for (; start < end; ++start) {
        const char32_t c = text[start];
        const Begin begin = program.begins[std::min<char32_t>(c, 128)];
        if (begin == Begin::kNever) continue;
        if (begin == Begin::kAtWordEdge && start > 0 && is_word(text[start - 1]) && is_word(c)) continue;
        if (machine.run(start, false, forbidden, match)) return match;
    }
    return std::nullopt;
}

}  // namespace

Pattern::Pattern(std::u32string_view source, unsigned flags)
    : program_(std::make_unique<const Program>(compiled(source, flags))) {}
Pattern::~Pattern() = default;

std::optional<Match> Pattern::match(std::u32string_view text, size_t start, size_t end) const {
    return matched(*program_, text, start, end, false);
}

std::optional<Match> Pattern::fullmatch(std::u32string_view text, size_t start, size_t end) const {
    return matched(*program_, text, start, end, true);
}

std::optional<Match> Pattern::search(std::u32string_view text, size_t start, size_t end) const {
    return searched(*program_, text, start, end, kNone);
}

std::optional<Match> Pattern::search_on(std::u32string_view text, size_t start, size_t end) const {
    return searched(*program_, text, start, end, start);
}

bool Pattern::matches(std::u32string_view text, size_t start, size_t end) const {
    return match(text, start, end).has_value();
}

bool Pattern::found_in(std::u32string_view text, size_t start, size_t end) const {
    return search(text, start, end).has_value();
}

}  // namespace lomo::span
