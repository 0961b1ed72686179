#include "picture/patches.h"

#include <algorithm>

#include "paint/item_boxes.h"

namespace lomo {

std::vector<Patch> patches_of(const Layout& layout, std::int32_t origin_x, std::int32_t origin_y,
                              std::size_t most) {
    std::vector<Patch> patches;
    const auto add = [&](const ItemBox& box) {
        patches.push_back(
            {box.x0 + origin_x, box.y0 + origin_y, box.x1 + origin_x, box.y1 + origin_y, box.size});
    };
    const std::size_t all = layout.glyphs.size();
    const std::size_t count = most == 0 ? all : std::min(most, all);
    patches.reserve(count + layout.pictures.size());
    for (std::size_t i = 0; i < count; ++i) add(glyph_box(layout, i * all / count));
    for (std::size_t i = 0; i < layout.pictures.size(); ++i) add(picture_box(layout, i));
    return patches;
}

}  // namespace lomo
