// Coverage by the faces' own character maps; default-ignorable characters need none.
#include "page/face_choice.h"

#include <algorithm>

#include "text/characters.h"
#include "text/colour_face.h"
#include "text/emoji.h"

namespace lomo {

FaceChoice::FaceChoice(const std::vector<std::shared_ptr<const FontFile>>& faces) : faces_(faces) {
    for (std::size_t i = 0; i < faces.size(); ++i) {
        if (faces[i]->in_colour()) in_colour_.push_back(i);
    }
}

bool FaceChoice::covers(std::size_t face, std::u32string_view cluster) const {
    const FontFile& font = *faces_[face];
    return std::all_of(cluster.begin(), cluster.end(), [&](char32_t c) {
        return font.covers(c) || is_default_ignorable(c) || is_white_space(c);
    });
}

std::int16_t FaceChoice::first_covering(std::u32string_view cluster, std::size_t first, std::size_t second) {
    if (covers(first, cluster)) return std::int16_t(first);
    if (second != first && covers(second, cluster)) return std::int16_t(second);
    if (first != kText && second != kText && covers(kText, cluster)) return std::int16_t(kText);
    if (latest_ > kMono && covers(latest_, cluster)) return std::int16_t(latest_);
    for (std::size_t face = kMono + 1; face < faces_.size(); ++face) {
        if (faces_[face]->in_colour() || !covers(face, cluster)) continue;
        latest_ = face;
        return std::int16_t(face);
    }
    for (const std::size_t face : in_colour_) {
        if (covers(face, cluster)) return std::int16_t(face);
    }
    return kNone;
}

std::int16_t FaceChoice::first_in_colour(std::u32string_view cluster) const {
    if (in_colour_.empty() || !asks_for_colour(cluster)) return kNone;
    for (const std::size_t face : in_colour_) {
        if (draws_in_colour(*faces_[face], cluster)) return std::int16_t(face);
    }
    return kNone;
}

void FaceChoice::choose(std::u32string_view text, std::int32_t start, std::int32_t end, std::size_t first,
                        std::size_t second, std::vector<std::int16_t>& face_of) {
    const std::u32string_view cluster = text.substr(std::size_t(start), std::size_t(end - start));
    if (const std::int16_t coloured = first_in_colour(cluster); coloured != kNone) {
        std::fill(face_of.begin() + start, face_of.begin() + end, coloured);
        return;
    }
    const std::int16_t face = first_covering(cluster, first, second);
    for (std::int32_t i = start; i < end; ++i) {
        const std::size_t at = std::size_t(i);
        face_of[at] =
            face != kNone || cluster.size() == 1 ? face : first_covering(text.substr(at, 1), first, second);
    }
}

}  // namespace lomo
