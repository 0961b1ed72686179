// A LaTeX command's name goes in; how many arguments it takes when it stands bare, in prose, without
// delimiters, comes out.
//
// Only commands of mathematics are listed. Text commands (\textbf, \section, \item) are prose, and a name
// that is not listed is a path, an escape or somebody's macro: text as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lomo::span {

struct BareCommand {
    std::string_view name = {};
    std::uint8_t arguments = 0;
    bool unbraced = false;  // the arguments may be single tokens: \frac12, \vec v
    bool optional = false;  // one argument in square brackets may stand before the others

    // In a text of escapes (\n written out) rather an escape and a word: \not, \to.
    bool is_escape() const {
        return arguments == 0 && std::string_view("abfnrtv").find(name[0]) != std::string_view::npos;
    }
};

inline constexpr std::size_t kLongestCommand = 18;

// Null for a name, without its backslash, that is not listed.
const BareCommand* bare_command(std::u32string_view name);

// Whether \begin{name} begins a formula.
bool is_math_environment(std::u32string_view name);

}  // namespace lomo::span
