// A distorted picture and how its warp is undone -> rows of the page as the picture shows them, in grey.
#pragma once

#include <cstddef>
#include <cstdint>

#include "distort/squares.h"
#include "distort/undo.h"
#include "value/image.h"

namespace lomo {

inline constexpr std::ptrdiff_t kGreyStep = 16;

// Writes `width` pixels in grey from (x, y) on; up to kGreyStep bytes more may be written.
void grey_row(const ImageView& image, std::int32_t x, std::int32_t y, std::int32_t width, std::uint8_t* out);

class UndoneRows {
  public:
    // Both must outlive this.
    UndoneRows(const ImageView& picture, const Undo& undo) : picture_(picture), undo_(undo) {}

    bool moves() const { return undo_.kind != Undo::Kind::kStill; }

    // Of what does not move, as grey_row does.
    void still(std::int32_t x, std::int32_t y, std::int32_t width, std::uint8_t* out) const {
        grey_row(picture_, x, y, width, out);
    }
    // Puts the places of `width` pixels of row y of the source from x on, as places `at` and further. Between
    // pixels the picture is linear; its border's pixels reach beyond it.
    void moved(std::int32_t x, std::int32_t y, std::int32_t width, Squares& squares, std::size_t at) const;

  private:
    template <int Channels>
    void turned(std::int32_t x, std::int32_t y, std::int32_t width, Squares& squares, std::size_t at) const;
    template <int Channels>
    void shifted(std::int32_t x, std::int32_t y, std::int32_t width, Squares& squares, std::size_t at) const;
    template <int Channels>
    void put(Squares& squares, std::size_t at, std::int64_t x, std::int64_t y) const;

    const ImageView& picture_;
    const Undo& undo_;
};

}  // namespace lomo
