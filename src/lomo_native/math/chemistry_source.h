// The source of \ce or \pu -> its characters with what closes each brace, bracket and dollar; the
// translation, collected in pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "math/chemistry.h"

namespace lomo::chemistry {

inline constexpr std::size_t kNone = static_cast<std::size_t>(-1);

bool is_space(char32_t c);
bool is_digit(char32_t c);
bool is_upper(char32_t c);  // of ASCII, as are the next two
bool is_lower(char32_t c);
bool is_letter(char32_t c);
bool is_greek(char32_t c);
bool is_minus(char32_t c);  // hyphen or minus sign

class Source {
  public:
    explicit Source(std::u32string_view text);  // MathError where braces or dollars do not pair

    std::size_t size() const { return text_.size(); }
    // NUL past `end`, which no source contains.
    char32_t at(std::size_t place, std::size_t end) const { return place < end ? text_[place] : U'\0'; }
    std::u32string_view slice(std::size_t begin, std::size_t end) const {
        return text_.substr(begin, end - begin);
    }
    bool holds(std::size_t place, std::size_t end, std::u32string_view wanted) const;
    // The place that closes the brace, bracket or dollar at `place`; kNone for a bracket that stays open.
    std::size_t partner(std::size_t place) const;

    std::size_t skip_spaces(std::size_t place, std::size_t end) const;
    // Back over white space before `end`, save for that of a control space.
    std::size_t trim_end(std::size_t begin, std::size_t end) const;
    std::size_t skip_digits(std::size_t place, std::size_t end) const;
    // Past the command at `place`: a backslash with letters, or with one other character.
    std::size_t command_end(std::size_t place, std::size_t end) const;

    [[noreturn]] void fail(const char* message, std::size_t begin, std::size_t end) const;

  private:
    void pair_up();

    std::u32string_view text_;
    std::vector<std::uint32_t> partner_;  // 1 + the place, 0 for none
};

class Writer {
  public:
    explicit Writer(const Source& source) : source_(source) {}

    void put(std::u32string_view tex, std::size_t begin, std::size_t end);
    void declare(std::size_t begin, std::size_t end);  // that it says how, and is not drawn
    std::vector<ChemistryPiece> take() { return std::move(pieces_); }

  private:
    const Source& source_;
    std::vector<ChemistryPiece> pieces_;
    std::size_t written_ = 0;
};

}  // namespace lomo::chemistry
