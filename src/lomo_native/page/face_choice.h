// A grapheme cluster -> the face that draws it: the first, in order, that covers all of it.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "text/font.h"

namespace lomo {

class FaceChoice {
  public:
    static constexpr std::int16_t kNone = -1;

    // faces: [0] text, [1] mono, then the fallbacks in order. The vector must outlive this.
    // Faces opened for their colours may stand anywhere among the fallbacks.
    explicit FaceChoice(const std::vector<std::shared_ptr<const FontFile>>& faces);

    static constexpr std::size_t kText = 0, kMono = 1;

    // Writes the face of each code point of [start, end) into face_of, kNone where no face covers it: the
    // first of `first`, `second`, the text face and the fallbacks. Where no face covers the whole cluster,
    // each code point takes its own. White space takes `first`. A cluster that asks for colour takes the
    // first face in colour that draws all of it; others take one only where no other face covers them.
    void choose(std::u32string_view text, std::int32_t start, std::int32_t end, std::size_t first,
                std::size_t second, std::vector<std::int16_t>& face_of);

  private:
    bool covers(std::size_t face, std::u32string_view cluster) const;
    std::int16_t first_covering(std::u32string_view cluster, std::size_t first, std::size_t second);
    std::int16_t first_in_colour(std::u32string_view cluster) const;

    const std::vector<std::shared_ptr<const FontFile>>& faces_;
    std::vector<std::size_t> in_colour_;
    std::size_t latest_ = 0;  // the fallback that served last: neighbours of one script keep one face
};

}  // namespace lomo
