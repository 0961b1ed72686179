// The processor -> the kernels that suit it. Which ones run can be seen by nothing but a clock.
#pragma once

#include <string_view>
#include <vector>

#include "distort/rows.h"

namespace lomo {

const Rows& portable_rows();
const Rows& sse2_rows();
const Rows& avx2_rows();
const Rows& avx512_rows();

// Those that this processor can run, the slowest first.
std::vector<const Rows*> usable_rows();

// The fastest, unless a test chose others.
const Rows& rows();

// For tests: chooses by name until the next call. InputError for a name that is not usable here.
void choose_rows(std::string_view name);

}  // namespace lomo
