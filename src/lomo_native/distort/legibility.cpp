#include "distort/legibility.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

namespace lomo {

namespace {

// Of the pixels of a patch: a of the page, b of the picture. A row holds at most 65,535 of them, so that its
// own sums fit 32 bits.
struct Sums {
    std::uint64_t count = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;

    void add(const std::uint8_t* page, const std::uint8_t* picture, std::int32_t width) {
        std::uint32_t sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
        for (std::int32_t x = 0; x < width; ++x) {
            const std::uint32_t pa = page[x], pb = picture[x];
            sa += pa, sb += pb, saa += pa * pa, sbb += pb * pb, sab += pa * pb;
        }
        count += static_cast<std::uint64_t>(width);
        a += sa, b += sb, aa += saa, bb += sbb, ab += sab;
    }
};

std::uint64_t root(std::uint64_t value) {  // floor of the square root, for values below 2**62
    auto found = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(value)));
    while (found * found > value) --found;
    while ((found + 1) * (found + 1) <= value) ++found;
    return found;
}

int bits(Wide value) {
    const auto high = static_cast<std::uint64_t>(value >> 64);
    return high != 0 ? 128 - std::countl_zero(high)
                     : 64 - std::countl_zero(static_cast<std::uint64_t>(value));
}

std::int32_t share(std::int64_t part, std::int64_t whole) {  // part / whole in 1/65536, cut to 0 .. 1
    if (part <= 0 || whole <= 0) return 0;
    return static_cast<std::int32_t>(std::min<std::int64_t>(part * kScoreOne / whole, kScoreOne));
}

// Nothing for a patch of one value everywhere: there is no ink in it.
std::optional<GlyphScore> scored(const Sums& sums, Unit size, std::int32_t straight) {
    const Wide n = Wide{static_cast<std::int64_t>(sums.count)};
    const auto wide = [](std::uint64_t value) { return Wide{static_cast<std::int64_t>(value)}; };
    Wide var_a = n * wide(sums.aa) - wide(sums.a) * wide(sums.a);
    Wide var_b = n * wide(sums.bb) - wide(sums.b) * wide(sums.b);
    Wide both = n * wide(sums.ab) - wide(sums.a) * wide(sums.b);
    if (var_a == 0) return std::nullopt;
    const int drop = std::max(0, bits(std::max(var_a, var_b)) - 31);
    var_a >>= drop, var_b >>= drop, both >>= drop;
    const auto common = static_cast<std::int64_t>(both);
    const auto page = static_cast<std::uint64_t>(var_a), picture = static_cast<std::uint64_t>(var_b);
    GlyphScore score;
    score.correlation = share(common, static_cast<std::int64_t>(root(page * picture)));
    score.contrast = share(common, static_cast<std::int64_t>(page));
    score.size =
        size == 0 ? kScoreOne : static_cast<std::int32_t>(std::min<Unit>(size / kFullSizePx, kScoreOne));
    const std::int64_t seen = std::min<std::int64_t>(kContrastCounts * score.contrast, kScoreOne);
    const std::int64_t told = (score.correlation * seen) >> 16;
    score.straightness = straight;
    score.score = static_cast<std::int32_t>((((told * score.size) >> 16) * straight) >> 16);
    return score;
}

template <int Channels>
std::uint32_t grey(const std::uint8_t* pixel) {
    if constexpr (Channels == 1) return pixel[0];
    return (77U * pixel[0] + 150U * pixel[1] + 29U * pixel[2] + 128U) >> 8;
}

template <int Channels>
class Reader {
  public:
    Reader(const ImageView& picture, const Undo& undo) : picture_(picture), undo_(undo) {}

    // `width` pixels of row y of the source from x on, as the picture has them.
    const std::uint8_t* row(std::int32_t x, std::int32_t y, std::int32_t width, std::uint8_t* out) const {
        switch (undo_.kind) {
            case Undo::Kind::kStill:
                return still(x, y, width, out);
            case Undo::Kind::kTurn:
                turned(x, y, width, out);
                break;
            case Undo::Kind::kShift:
                shifted(x, y, width, out);
                break;
        }
        return out;
    }

  private:
    const std::uint8_t* still(std::int32_t x, std::int32_t y, std::int32_t width, std::uint8_t* out) const {
        const std::uint8_t* from = at(x, y);
        if constexpr (Channels == 1) return from;
        for (std::int32_t i = 0; i < width; ++i) {
            out[i] = static_cast<std::uint8_t>(grey<Channels>(from + i * Channels));
        }
        return out;
    }

    void turned(std::int32_t x, std::int32_t y, std::int32_t width, std::uint8_t* out) const {
        constexpr std::int64_t kHalf = std::int64_t{1} << 22;
        std::int64_t at_x = undo_.from_x + x * undo_.across + y * undo_.down + kHalf;
        std::int64_t at_y = undo_.from_y - x * undo_.down + y * undo_.across + kHalf;
        for (std::int32_t i = 0; i < width; ++i, at_x += undo_.across, at_y -= undo_.down) {
            out[i] = between(at_x >> 23, at_y >> 23);
        }
    }

    void shifted(std::int32_t x, std::int32_t y, std::int32_t width, std::uint8_t* out) const {
        const std::int64_t last = undo_.grown.width - 1;
        std::int64_t at_x = 256 * std::int64_t{x} + undo_.rows[static_cast<std::size_t>(y)];
        for (std::int32_t i = 0; i < width; ++i, at_x += 256) {
            std::int64_t column = at_x >> 8, step = 1;
            if (column < 0 || column >= last) [[unlikely]] {
                column = std::clamp<std::int64_t>(column, 0, last), step = 0;
            }
            const std::int32_t* here = undo_.columns.data() + column;
            const std::int64_t down = here[0] + (((here[step] - here[0]) * (at_x & 255)) >> 8);
            out[i] = between(at_x, 256 * std::int64_t{y} + down);
        }
    }

    const std::uint8_t* at(std::int64_t x, std::int64_t y) const {
        return picture_.pixels + (y * picture_.width + x) * Channels;
    }

    // x and y in 1/256 px; the border's pixels reach beyond it.
    std::uint8_t between(std::int64_t x, std::int64_t y) const {
        const std::int64_t last_x = picture_.width - 1, last_y = picture_.height - 1;
        std::int64_t x0 = x >> 8, y0 = y >> 8;
        std::ptrdiff_t next_x = Channels, next_y = std::ptrdiff_t{picture_.width} * Channels;
        if (x0 < 0 || x0 >= last_x || y0 < 0 || y0 >= last_y) [[unlikely]] {
            x0 = std::clamp<std::int64_t>(x0, 0, last_x), y0 = std::clamp<std::int64_t>(y0, 0, last_y);
            if (x0 == last_x) next_x = 0;
            if (y0 == last_y) next_y = 0;
        }
        const auto right = static_cast<std::uint32_t>(x & 255), low = static_cast<std::uint32_t>(y & 255);
        const std::uint8_t* top = at(x0, y0);
        const std::uint8_t* bottom = top + next_y;
        const std::uint32_t above =
            grey<Channels>(top) * (256 - right) + grey<Channels>(top + next_x) * right;
        const std::uint32_t below =
            grey<Channels>(bottom) * (256 - right) + grey<Channels>(bottom + next_x) * right;
        return static_cast<std::uint8_t>((above * (256 - low) + below * low + 32768) >> 16);
    }

    const ImageView& picture_;
    const Undo& undo_;
};

// How even the columns around the patch still stand.
std::int32_t straightness(const Undo& undo, const Patch& patch) {
    constexpr std::int64_t kStep = 4;  // px
    if (undo.kind != Undo::Kind::kShift || patch.size == 0) return kScoreOne;
    const std::int64_t last = undo.grown.width - 1;
    const std::int64_t row = std::clamp<std::int64_t>((patch.y0 + patch.y1) / 2, 0, undo.height - 1);
    const std::int64_t middle = (patch.x0 + patch.x1) / 2 + (undo.rows[static_cast<std::size_t>(row)] >> 8);
    const std::int64_t reach = floor_px(kLineReachEm * patch.size);
    const std::int64_t to = std::min(last, middle + reach);
    const std::int64_t from = std::clamp<std::int64_t>(middle - reach, 0, last);
    std::int32_t least = undo.columns[static_cast<std::size_t>(from)], most = least;
    for (std::int64_t x = from; x <= to; x += kStep) {
        least = std::min(least, undo.columns[static_cast<std::size_t>(x)]);
        most = std::max(most, undo.columns[static_cast<std::size_t>(x)]);
    }
    const std::int64_t em = std::int64_t{most - least} * 256 * kScoreOne / patch.size;
    return share(kCrookedEm - em, kCrookedEm - kStraightEm);
}

template <int Channels>
std::vector<GlyphScore> scores(const ImageView& page, const ImageView& distorted, const Undo& undo,
                               std::span<const Patch> patches) {
    const Reader<Channels> reader(distorted, undo);
    std::vector<GlyphScore> found;
    found.reserve(patches.size());
    std::vector<std::uint8_t> line(static_cast<std::size_t>(page.width));
    std::vector<std::uint8_t> clean_line(page.channels == 1 ? 0 : line.size());
    for (std::size_t index = 0; index < patches.size(); ++index) {
        const Patch& patch = patches[index];
        if (patch.x0 >= patch.x1 || patch.y0 >= patch.y1) continue;
        const auto held = [](std::int64_t at, std::int32_t side) {
            return static_cast<std::int32_t>(std::clamp<std::int64_t>(at, 0, side));
        };
        const std::int32_t x0 = held(patch.x0 - kPatchMarginPx, page.width);
        const std::int32_t y0 = held(patch.y0 - kPatchMarginPx, page.height);
        const std::int32_t x1 = held(patch.x1 + kPatchMarginPx, page.width);
        const std::int32_t y1 = held(patch.y1 + kPatchMarginPx, page.height);
        if (x0 >= x1 || y0 >= y1) continue;
        Sums sums;
        for (std::int32_t y = y0; y < y1; y += kRowStep) {
            const std::uint8_t* clean = page.row(y) + std::ptrdiff_t{x0} * page.channels;
            if (page.channels == 3) {
                for (std::int32_t x = 0; x < x1 - x0; ++x) {
                    clean_line[static_cast<std::size_t>(x)] =
                        static_cast<std::uint8_t>(grey<3>(clean + std::ptrdiff_t{3} * x));
                }
                clean = clean_line.data();
            }
            sums.add(clean, reader.row(x0, y, x1 - x0, line.data()), x1 - x0);
        }
        if (auto score = scored(sums, patch.size, straightness(undo, patch))) {
            score->patch = static_cast<std::int32_t>(index);
            found.push_back(*score);
        }
    }
    return found;
}

}  // namespace

Legible legibility(const ImageView& page, const ImageView& distorted, const Undo& undo,
                   std::span<const Patch> patches) {
    if (page.width != undo.width || page.height != undo.height) {
        throw InputError("the page is not the picture of " + std::to_string(undo.width) + " x " +
                         std::to_string(undo.height) + " px that was distorted");
    }
    if (distorted.width < undo.grown.width || distorted.height < undo.grown.height) {
        throw InputError("the distorted picture is smaller than the " + std::to_string(undo.grown.width) +
                         " x " + std::to_string(undo.grown.height) + " px that the distortion makes");
    }
    Legible made;
    made.glyphs = distorted.channels == 1 ? scores<1>(page, distorted, undo, patches)
                                          : scores<3>(page, distorted, undo, patches);
    if (!made.glyphs.empty()) {
        std::vector<std::int32_t> ranked;
        for (const GlyphScore& glyph : made.glyphs) ranked.push_back(glyph.score);
        const auto rank =
            static_cast<std::ptrdiff_t>(static_cast<std::int64_t>(ranked.size() - 1) * kPagePercent / 100);
        std::nth_element(ranked.begin(), ranked.begin() + rank, ranked.end());
        made.page = ranked[static_cast<std::size_t>(rank)];
    }
    return made;
}

}  // namespace lomo
