// The processor -> the search for copies that suits it. Which one runs can be seen by nothing but a clock.
#pragma once

#include <string_view>
#include <vector>

#include "encode/matcher.h"

namespace lomo {

struct Search {
    const char* name;
    Advance advance;
};

const Search& portable_search();
const Search& sse2_search();
const Search& avx2_search();

// Those that this processor can run, the slowest first.
std::vector<const Search*> usable_searches();

// The fastest, unless a test chose another.
const Search& search();

// For tests: chooses by name until the next call. InputError for a name that is not usable here.
void choose_search(std::string_view name);

}  // namespace lomo
