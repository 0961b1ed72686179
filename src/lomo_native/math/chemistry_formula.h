// A stretch of the source of \ce -> its translation, written to a Writer; used by the chemistry_*.cpp files.
#pragma once

#include "math/chemistry_source.h"

namespace lomo::chemistry {

inline constexpr int kDeepest = 32;  // arrow labels, arguments and formulas inside one another

// Where a translation stands.
struct Place {
    const Source& source;
    Writer& writer;
    int depth;     // throws MathError beyond kDeepest
    bool reduced;  // in a label, script or fraction: fractions are not held at text size

    Place inner(std::size_t begin, std::size_t end, bool smaller) const;
    void put(std::u32string_view tex, std::size_t begin, std::size_t end) const {
        writer.put(tex, begin, end);
    }
    // The source itself, as one piece.
    void copy(std::size_t begin, std::size_t end) const { writer.put(source.slice(begin, end), begin, end); }
};

void translate_formula(const Place& place, std::size_t begin, std::size_t end);
void translate_unit(const Place& place, std::size_t begin, std::size_t end);
void translate_script(const Place& place, std::size_t begin, std::size_t end, bool above);

// LaTeX that is not chemistry: copied token by token, formulas and units in it translated.
void copy_math(const Place& place, std::size_t begin, std::size_t end);
// Words for \text, dollars in them as mathematics.
void copy_text(const Place& place, std::size_t begin, std::size_t end);
// The command at `begin` with the groups that follow it, arguments that hold chemistry translated. Returns
// where it ends.
std::size_t copy_command(const Place& place, std::size_t begin, std::size_t end);
// A character with no meaning to chemistry.
void copy_character(const Place& place, std::size_t at);
// Letters, upright.
void copy_upright(const Place& place, std::size_t begin, std::size_t end);

// The arrow with its labels at `begin`; returns where it ends, or `begin` if there is none.
std::size_t translate_arrow(const Place& place, std::size_t begin, std::size_t end);
// \bond{...} at `begin`; returns where it ends.
std::size_t translate_bond(const Place& place, std::size_t begin, std::size_t end);

// Superscripts, subscripts and primes that stand together at `begin`.
struct Scripts {
    struct Script {
        std::size_t begin = kNone;  // of what the script holds
        std::size_t end = kNone;
        bool present() const { return begin != kNone; }
    };
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t primes_begin = 0;
    std::size_t primes_end = 0;
    Script above;
    Script below;
    bool below_first = false;
};
// `hyphen_follows`: a minus sign after digits and before a letter is no charge.
Scripts read_scripts(const Source& source, std::size_t begin, std::size_t end, bool hyphen_follows);
void put_scripts_after(const Place& place, const Scripts& scripts);
// Subscript and superscript characters, as in H₂O; returns where they end, or `begin` if there are none.
std::size_t translate_script_characters(const Place& place, std::size_t begin, std::size_t end);
void put_scripts_before(const Place& place, const Scripts& scripts);

}  // namespace lomo::chemistry
