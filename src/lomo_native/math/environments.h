// The environments of a formula: a row each, with the shape of its table.
#pragma once

#include <string_view>

#include "math/table.h"

namespace lomo {

enum class EnvironmentArguments : std::uint8_t {
    kNone,
    kColumns,  // {lcr}
    kCount,    // {2}: alignat's number of pairs, which the cells say too
    kAlign     // {c}: subarray
};

struct Environment {
    std::string_view name;
    TableShape shape;
    char32_t left = 0;  // delimiters around it
    char32_t right = 0;
    EnvironmentArguments arguments = EnvironmentArguments::kNone;
    std::string_view columns = {};  // a specification that it always has
    bool position = false;          // takes [t], [b]
    bool starred = false;           // mathtools: takes [l], [c], [r] as its columns' alignment
    bool array = false;             // grows with \arraystretch
    bool plain = false;             // one formula: set as if the environment were not there
};

const Environment* find_environment(std::u32string_view name);

}  // namespace lomo
