// One isolating run sequence goes in, the levels of its characters come out: rules W1 to I2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/unicode_tables.h"

namespace lomo::bidi {

using Class = unicode::Bidi;

class Sequence {
  public:
    void clear();

    // Appends a character: its offset in the paragraph, its class after X1 to X8, and its class before.
    void add(std::size_t at, char32_t cp, Class resolved, Class original);

    // Writes the resolved level of every character added. `before` and `after` are the levels next to the
    // sequence.
    void resolve(std::uint8_t level, std::uint8_t before, std::uint8_t after,
                 std::vector<std::uint8_t>& levels);

  private:
    void resolve_weak();
    bool pair_brackets();
    void resolve_brackets();
    void set_bracket(std::size_t place, Class direction);
    void resolve_neutral();

    std::vector<std::size_t> at_;
    std::vector<char32_t> points_;
    std::vector<Class> classes_;
    std::vector<Class> originals_;
    std::vector<std::int32_t> partner_;  // for an opening bracket that is paired: where it closes, else -1
    std::vector<std::uint8_t> strong_inside_;  // for the same: which directions stand between, as bits
    bool has_brackets_ = false;
    Class embedding_ = Class::L;
    Class start_ = Class::L;  // sos and eos of X10
    Class end_ = Class::L;
};

}  // namespace lomo::bidi
