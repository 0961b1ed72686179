// The errors the core raises: MathError for a formula (with its place), InputError for anything else a
// caller handed in that cannot be used.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace lomo {

struct MathError : std::runtime_error {
    std::int32_t offset;  // code points into the TeX source
    std::int32_t length;

    MathError(const std::string& message, std::int32_t offset_, std::int32_t length_)
        : std::runtime_error(message), offset(offset_), length(length_) {}
};

struct InputError : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

struct SizeError : InputError {  // a picture that would be larger than the caller allows
    using InputError::InputError;
};

}  // namespace lomo
