// Reads a regular expression by recursive descent: alternatives, rows of pieces, repeats, sets and escapes.
#include "span/pattern_parse.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "value/error.h"

namespace lomo::span {

namespace {

constexpr unsigned kMostDepth = 50;

// What Python folds to an ASCII letter besides its other case: dotted and dotless i, long s, the Kelvin sign.
void add_cases(CharSet& set, char32_t letter) {
    const char32_t lower = letter | 0x20;
    for (const char32_t cp : {lower, char32_t(lower ^ 0x20)})
        set.ascii[cp >> 6] |= std::uint64_t{1} << (cp & 63);
    if (lower == U'i') set.ranges.emplace_back(0x130, 0x131);
    if (lower == U's') set.ranges.emplace_back(0x17F, 0x17F);
    if (lower == U'k') set.ranges.emplace_back(0x212A, 0x212A);
}

bool is_letter(char32_t cp) {
    return cp < 0x80 && is_alpha(cp);
}

class Parser {
  public:
    Parser(std::u32string_view source, std::vector<CharSet>& sets) : source_(source), sets_(sets) {}

    Node whole(unsigned flags) {
        Node all = either(flags);
        if (at_ < source_.size()) fail("a closing parenthesis without its opening one");
        return all;
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        throw InputError("pattern: " + what + " at offset " + std::to_string(at_));
    }
    bool more() const { return at_ < source_.size(); }
    bool next_is(char32_t cp) const { return more() && source_[at_] == cp; }
    bool take(char32_t cp) {
        if (!next_is(cp)) return false;
        ++at_;
        return true;
    }
    char32_t take_any() {
        if (!more()) fail("the pattern ends too soon");
        return source_[at_++];
    }

    Node set_node(CharSet set) {
        for (const auto& [first, last] : set.ranges) {
            for (char32_t cp = first; cp <= last && cp < 0x80; ++cp) {
                set.ascii[cp >> 6] |= std::uint64_t{1} << (cp & 63);
            }
        }
        for (char32_t cp = 0; cp < 0x80; ++cp) {
            if (set.in_class(cp)) set.ascii[cp >> 6] |= std::uint64_t{1} << (cp & 63);
        }
        if (set.negated) {
            for (std::uint64_t& bits : set.ascii) bits = ~bits;
        }
        const bool asks = set.classes != 0 || std::ranges::any_of(set.ranges, [](const auto& range) {
                              return range.second >= 0x80;
                          });
        set.beyond = asks          ? CharSet::Beyond::kAsk
                     : set.negated ? CharSet::Beyond::kEverything
                                   : CharSet::Beyond::kNothing;
        Node node{.kind = Node::Kind::kSet};
        node.value = std::uint32_t(sets_.size());
        sets_.push_back(std::move(set));
        return node;
    }

    Node literal(char32_t cp, unsigned flags) {
        if ((flags & kIgnoreCase) != 0 && !(cp < 0x80 && !is_letter(cp))) {
            if (!is_letter(cp)) fail("a character beyond ASCII where case is ignored");
            CharSet set;
            add_cases(set, cp);
            return set_node(std::move(set));
        }
        Node node{.kind = Node::Kind::kLiteral};
        node.value = std::uint32_t(cp);
        return node;
    }

    static Node assertion(Op op) {
        Node node{.kind = Node::Kind::kAssert};
        node.op = op;
        return node;
    }

    Node either(unsigned flags) {
        if (++depth_ > kMostDepth) fail("parentheses nested too deep");
        Node first = row(flags);
        if (next_is(U'|')) {
            Node all{.kind = Node::Kind::kEither};
            all.children.push_back(std::move(first));
            while (take(U'|')) all.children.push_back(row(flags));
            first = std::move(all);
        }
        --depth_;
        return first;
    }

    void skip_comments() {
        while (more()) {
            const char32_t cp = source_[at_];
            if (cp == U'#') {
                while (more() && source_[at_] != U'\n') ++at_;
            } else if (cp == U' ' || (cp >= 0x09 && cp <= 0x0D)) {
                ++at_;
            } else {
                return;
            }
        }
    }

    Node row(unsigned flags) {
        Node all{.kind = Node::Kind::kRow};
        while (true) {
            if ((flags & kVerbose) != 0) skip_comments();
            if (!more() || next_is(U'|') || next_is(U')')) return all;
            Node piece = one(flags);
            if ((flags & kVerbose) != 0) skip_comments();
            all.children.push_back(repeated(std::move(piece)));
        }
    }

    std::optional<std::uint32_t> number() {
        if (!more() || source_[at_] < U'0' || source_[at_] > U'9') return std::nullopt;
        std::uint32_t value = 0;
        while (more() && source_[at_] >= U'0' && source_[at_] <= U'9') {
            value = value * 10 + std::uint32_t(source_[at_++] - U'0');
            if (value > 100'000) fail("a repeat of more than 100,000");
        }
        return value;
    }

    // Whether a repeat is read; a brace that begins none is a literal, and `at_` stays.
    bool counts(std::uint32_t& least, std::uint32_t& most) {
        if (take(U'*')) return least = 0, most = kNoMost, true;
        if (take(U'+')) return least = 1, most = kNoMost, true;
        if (take(U'?')) return least = 0, most = 1, true;
        const size_t start = at_;
        if (!take(U'{')) return false;
        const std::optional<std::uint32_t> low = number();
        const bool comma = take(U',');
        const std::optional<std::uint32_t> high = comma ? number() : low;
        if (!take(U'}') || (!low && !comma)) {
            at_ = start;
            return false;
        }
        least = low.value_or(0);
        most = high.value_or(kNoMost);
        if (most < least) fail("a repeat whose most is below its least");
        return true;
    }

    Node repeated(Node piece) {
        std::uint32_t least = 0, most = 0;
        if (!counts(least, most)) return piece;
        if (piece.kind == Node::Kind::kAssert) fail("a repeat of a place");
        Node node{.kind = Node::Kind::kRepeat};
        node.least = least;
        node.most = most;
        node.mode = take(U'?') ? Mode::kLazy : take(U'+') ? Mode::kPossessive : Mode::kGreedy;
        node.children.push_back(std::move(piece));
        if (counts(least, most)) fail("a repeat of a repeat");
        return node;
    }

    Node one(unsigned flags) {
        const char32_t cp = take_any();
        switch (cp) {
            case U'(':
                return group(flags);
            case U'[':
                return set(flags);
            case U'\\':
                return escape(flags);
            case U'.': {
                CharSet set;
                set.negated = true;
                if ((flags & kDotAll) == 0) set.ranges.emplace_back(U'\n', U'\n');
                return set_node(std::move(set));
            }
            case U'^':
                return assertion((flags & kMultiline) != 0 ? Op::kLineStart : Op::kTextStart);
            case U'$':
                return assertion((flags & kMultiline) != 0 ? Op::kLineEnd : Op::kLastLine);
            case U'*':
            case U'+':
            case U'?':
                fail("nothing to repeat");
            default:
                return literal(cp, flags);
        }
    }

    Node closed(Node node, unsigned flags) {
        node.children.push_back(either(flags));
        if (!take(U')')) fail("a parenthesis that is not closed");
        return node;
    }

    Node guard(Look look, bool behind, unsigned flags) {
        Node node{.kind = Node::Kind::kGuard};
        node.look = look;
        node.behind = behind;
        return closed(std::move(node), flags);
    }

    Node group(unsigned flags) {
        if (!take(U'?')) {
            Node node{.kind = Node::Kind::kGroup};
            node.value = ++groups_;
            if (node.value >= std::uint32_t(kMostGroups)) fail("more than seven groups");
            return closed(std::move(node), flags);
        }
        if (take(U':')) return closed(Node{}, flags);
        if (take(U'>')) return guard(Look::kAtomic, false, flags);
        if (take(U'=')) return guard(Look::kWanted, false, flags);
        if (take(U'!')) return guard(Look::kUnwanted, false, flags);
        if (take(U'<')) {
            if (take(U'=')) return guard(Look::kWanted, true, flags);
            if (take(U'!')) return guard(Look::kUnwanted, true, flags);
            fail("no such group");
        }
        while (!take(U':')) {
            if (take(U'i')) {
                flags |= kIgnoreCase;
            } else if (take(U's')) {
                flags |= kDotAll;
            } else if (take(U'm')) {
                flags |= kMultiline;
            } else if (take(U'x')) {
                flags |= kVerbose;
            } else {
                fail("no such group");
            }
        }
        return closed(Node{}, flags);
    }

    static unsigned class_of(char32_t letter) {
        switch (letter) {
            case U'w':
                return CharSet::kWord;
            case U'W':
                return CharSet::kNotWord;
            case U's':
                return CharSet::kSpace;
            case U'S':
                return CharSet::kNotSpace;
            case U'd':
                return CharSet::kDecimal;
            case U'D':
                return CharSet::kNotDecimal;
            default:
                return 0;
        }
    }

    char32_t hexadecimal(int digits) {
        char32_t value = 0;
        for (; digits > 0; --digits) {
            const char32_t cp = take_any();
            const char32_t lower = cp | 0x20;
            if (is_decimal(cp) && cp < 0x80) {
                value = value * 16 + (cp - U'0');
            } else if (lower >= U'a' && lower <= U'f') {
                value = value * 16 + (lower - U'a' + 10);
            } else {
                fail("no hexadecimal digit");
            }
        }
        return value;
    }

    // The character that the escape whose letter was taken stands for.
    char32_t escaped(char32_t letter) {
        switch (letter) {
            case U'n':
                return U'\n';
            case U'r':
                return U'\r';
            case U't':
                return U'\t';
            case U'u':
                return hexadecimal(4);
            case U'U':
                return hexadecimal(8);
            default:
                if (letter < 0x80 && is_alnum(letter)) fail("an escape that is not known");
                return letter;
        }
    }

    Node escape(unsigned flags) {
        const char32_t letter = take_any();
        if (const unsigned known = class_of(letter); known != 0) {
            CharSet set;
            set.classes = known;
            return set_node(std::move(set));
        }
        switch (letter) {
            case U'b':
                return assertion(Op::kWordEdge);
            case U'B':
                return assertion(Op::kNoWordEdge);
            case U'A':
                return assertion(Op::kTextStart);
            case U'Z':
                return assertion(Op::kTextEnd);
            default:
                return literal(escaped(letter), flags);
        }
    }

    Node set(unsigned flags) {
        CharSet set;
        set.negated = take(U'^');
        bool begun = false;
        while (!next_is(U']') || !begun) {
            begun = true;
            char32_t first = take_any();
            if (first == U'\\') {
                const char32_t letter = take_any();
                if (const unsigned known = class_of(letter); known != 0) {
                    set.classes |= known;
                    continue;
                }
                first = escaped(letter);
            }
            char32_t last = first;
            if (next_is(U'-') && at_ + 1 < source_.size() && source_[at_ + 1] != U']') {
                ++at_;
                last = take_any();
                if (last == U'\\') last = escaped(take_any());
                if (last < first) fail("a range whose end is before its start");
            }
            set.ranges.emplace_back(first, last);
            if ((flags & kIgnoreCase) != 0) {
                if (last >= 0x80) fail("a character beyond ASCII where case is ignored");
                for (char32_t cp = first; cp <= last; ++cp) {
                    if (is_letter(cp)) add_cases(set, cp);
                }
            }
        }
        ++at_;
        return set_node(std::move(set));
    }

    std::u32string_view source_;
    std::vector<CharSet>& sets_;
    size_t at_ = 0;
    std::uint32_t groups_ = 0;
    unsigned depth_ = 0;
};

}  // namespace

Node parsed(std::u32string_view source, unsigned flags, std::vector<CharSet>& sets) {
    return Parser(source, sets).whole(flags);
}

}  // namespace lomo::span
