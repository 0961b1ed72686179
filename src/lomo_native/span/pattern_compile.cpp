// A pattern's tree -> its instructions; what each part may begin with is worked out here, so that the machine
// tries no alternative that the next character rules out.
#include <algorithm>
#include <optional>
#include <utility>

#include "span/pattern_parse.h"
#include "value/error.h"

namespace lomo::span {

namespace {

using Kind = Node::Kind;

void add(First& to, const First& from) {
    for (size_t i = 0; i < to.ascii.size(); ++i) to.ascii[i] |= from.ascii[i];
    to.beyond = to.beyond || from.beyond;
}

class Compiler {
  public:
    explicit Compiler(Program& program) : program_(program) {}

    void whole(const Node& node) {
        const First first = first_of(node), inside = first_of(node, true);
        program_.may_be_empty = first.empty;
        for (char32_t cp = 0; cp < program_.begins.size(); ++cp) {
            if (first.has(cp)) program_.begins[cp] = inside.has(cp) ? Begin::kAnywhere : Begin::kAtWordEdge;
        }
        put(node);
        emit({.op = Op::kMatch});
    }

  private:
    std::uint32_t here() const { return std::uint32_t(program_.code.size()); }

    std::uint32_t emit(Instruction instruction) {
        program_.code.push_back(instruction);
        return here() - 1;
    }

    // `inside`: where a word's character stands on either side, so that no \b holds.
    First first_of(const Node& node, bool inside = false) const {
        First first;
        switch (node.kind) {
            case Kind::kLiteral:
                if (node.value < 0x80) {
                    first.ascii[node.value >> 6] |= std::uint64_t{1} << (node.value & 63);
                } else {
                    first.beyond = true;
                }
                return first;
            case Kind::kSet: {
                const CharSet& set = program_.sets[node.value];
                first.ascii = set.ascii;
                first.beyond = set.beyond != CharSet::Beyond::kNothing;
                return first;
            }
            case Kind::kEither:
                for (const Node& child : node.children) {
                    const First one = first_of(child, inside);
                    add(first, one);
                    first.empty = first.empty || one.empty;
                }
                return first;
            case Kind::kRow:
                for (const Node& child : node.children) {
                    const First one = first_of(child, inside);
                    add(first, one);
                    if (!one.empty) return first;
                }
                first.empty = true;
                return first;
            case Kind::kRepeat:
                first = first_of(node.children[0], inside);
                first.empty = first.empty || node.least == 0;
                return first;
            case Kind::kGroup:
                return first_of(node.children[0], inside);
            case Kind::kGuard:
                if (node.look == Look::kAtomic) return first_of(node.children[0], inside);
                break;
            case Kind::kAssert:
                if (inside && node.op == Op::kWordEdge) return first;
                break;
        }
        first.empty = true;
        return first;
    }

    static std::optional<std::uint32_t> width_of(const Node& node) {
        switch (node.kind) {
            case Kind::kLiteral:
            case Kind::kSet:
                return 1;
            case Kind::kAssert:
                return 0;
            case Kind::kGuard:
                return node.look == Look::kAtomic ? width_of(node.children[0]) : 0;
            case Kind::kGroup:
                return width_of(node.children[0]);
            case Kind::kRepeat: {
                if (node.most == 0) return 0;
                const auto one = width_of(node.children[0]);
                if (!one || (node.least != node.most && *one != 0)) return std::nullopt;
                return *one * node.least;
            }
            case Kind::kRow:
            case Kind::kEither: {
                std::optional<std::uint32_t> all;
                for (const Node& child : node.children) {
                    const auto one = width_of(child);
                    if (!one) return std::nullopt;
                    if (node.kind == Kind::kEither && all && *all != *one) return std::nullopt;
                    all = node.kind == Kind::kEither ? *one : all.value_or(0) + *one;
                }
                return all.value_or(0);
            }
        }
        return std::nullopt;
    }

    void put(const Node& node) {
        switch (node.kind) {
            case Kind::kLiteral:
                emit({.op = Op::kLiteral, .operand = node.value});
                return;
            case Kind::kSet:
                emit({.op = Op::kSet, .operand = node.value});
                return;
            case Kind::kAssert:
                emit({.op = node.op});
                return;
            case Kind::kRow:
                for (const Node& child : node.children) put(child);
                return;
            case Kind::kEither: {
                std::vector<const Node*> alternatives;
                alternatives.reserve(node.children.size());
                for (const Node& child : node.children) alternatives.push_back(&child);
                put_either(alternatives);
                return;
            }
            case Kind::kRepeat:
                put_repeat(node);
                return;
            case Kind::kGroup:
                emit({.op = Op::kSave, .operand = node.value * 2});
                put(node.children[0]);
                emit({.op = Op::kSave, .operand = node.value * 2 + 1});
                return;
            case Kind::kGuard:
                put_guard(node);
                return;
        }
    }

    void put_either(const std::vector<const Node*>& alternatives) {
        if (alternatives.size() > 64) throw InputError("pattern: more than 64 alternatives");
        Alternation table;
        for (size_t i = 0; i < alternatives.size(); ++i) {
            const First first = first_of(*alternatives[i]);
            const std::uint64_t bit = std::uint64_t{1} << i;
            for (char32_t cp = 0; cp <= 0x80; ++cp) {
                if (first.empty || first.has(cp)) table.viable[cp] |= bit;
            }
            if (first.empty) table.viable[129] |= bit;
        }
        const auto number = std::uint32_t(program_.alternations.size());
        program_.alternations.emplace_back();
        emit({.op = Op::kAlternate, .operand = number});
        std::vector<std::uint32_t> jumps;
        for (const Node* alternative : alternatives) {
            table.targets.push_back(here());
            put(*alternative);
            jumps.push_back(emit({.op = Op::kJump}));
        }
        for (const std::uint32_t jump : jumps) program_.code[jump].target = here();
        program_.alternations[number] = std::move(table);
    }

    std::uint32_t set_of(const Node& node) {
        if (node.kind == Kind::kSet) return node.value;
        CharSet set;
        const char32_t cp = node.value;
        if (cp < 0x80) {
            set.ascii[cp >> 6] |= std::uint64_t{1} << (cp & 63);
        } else {
            set.ranges.emplace_back(cp, cp);
            set.beyond = CharSet::Beyond::kAsk;
        }
        program_.sets.push_back(std::move(set));
        return std::uint32_t(program_.sets.size() - 1);
    }

    static const Node& bare(const Node& node) {  // without (?:..) around one piece
        return node.kind == Kind::kRow && node.children.size() == 1 ? bare(node.children[0]) : node;
    }

    void put_repeat(const Node& node) {
        const Node& body = bare(node.children[0]);
        if (body.kind == Kind::kSet || body.kind == Kind::kLiteral) {
            emit({.op = Op::kRepeatSet,
                  .mode = node.mode,
                  .operand = set_of(body),
                  .least = node.least,
                  .most = node.most});
            return;
        }
        if (node.mode == Mode::kPossessive) {  // each turn is atomic, and so is the whole
            Node turn{.kind = Kind::kGuard};
            turn.children.push_back(body);
            Node turns{.kind = Kind::kRepeat};
            turns.least = node.least;
            turns.most = node.most;
            turns.children.push_back(std::move(turn));
            Node all{.kind = Kind::kGuard};
            all.children.push_back(std::move(turns));
            put_guard(all);
            return;
        }
        if (node.least == 0 && node.most == 1) {
            const Node nothing;
            if (node.mode == Mode::kGreedy) {
                put_either({&body, &nothing});
            } else {
                put_either({&nothing, &body});
            }
            return;
        }
        if (loops_ == std::uint32_t(kMostLoops)) throw InputError("pattern: more than eight loops");
        const std::uint32_t slot = loops_++;
        emit({.op = Op::kLoopStart, .operand = slot});
        const std::uint32_t loop = emit(
            {.op = Op::kLoop, .mode = node.mode, .operand = slot, .least = node.least, .most = node.most});
        put(body);
        emit({.op = Op::kJump, .target = loop});
        program_.code[loop].target = here();
    }

    void put_guard(const Node& node) {
        std::uint32_t width = 0;
        if (node.behind) {
            const auto fixed = width_of(node.children[0]);
            if (!fixed) throw InputError("pattern: a look-behind whose width is not fixed");
            width = *fixed;
        }
        const std::uint32_t guard = emit({.op = Op::kGuard, .look = node.look, .operand = width});
        put(node.children[0]);
        emit({.op = Op::kGuardEnd, .look = node.look});
        program_.code[guard].target = here();
    }

    Program& program_;
    std::uint32_t loops_ = 0;
};

}  // namespace

Program compiled(std::u32string_view source, unsigned flags) {
    Program program;
    const Node tree = parsed(source, flags, program.sets);
    Compiler(program).whole(tree);
    return program;
}

}  // namespace lomo::span
