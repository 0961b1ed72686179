#include "distort/legibility.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <utility>

#include "distort/patch_sums.h"
#include "distort/undone_rows.h"
#include "value/root.h"

namespace lomo {

namespace {

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
    score.correlation = share(common, static_cast<std::int64_t>(whole_root(page * picture)));
    score.contrast = share(common, static_cast<std::int64_t>(page));
    score.size =
        size == 0 ? kScoreOne : static_cast<std::int32_t>(std::min<Unit>(size / kFullSizePx, kScoreOne));
    const std::int64_t seen = std::min<std::int64_t>(kContrastCounts * score.contrast, kScoreOne);
    const std::int64_t told = (score.correlation * seen) >> 16;
    score.straightness = straight;
    score.score = static_cast<std::int32_t>((((told * score.size) >> 16) * straight) >> 16);
    return score;
}

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

// A patch's pixels. Its rows are short, so that many are strung together before they are blended and added
// up.
class PatchPixels {
  public:
    PatchPixels(const ImageView& page, const UndoneRows& picture) : page_(page), picture_(picture) {}

    void row(std::int32_t x0, std::int32_t x1, std::int32_t y) {
        for (std::int32_t x = x0; x < x1; x += kPiece) {
            const std::int32_t width = std::min(kPiece, x1 - x);
            if (held_ + static_cast<std::size_t>(width) > Sums::kMost) add();
            grey_row(page_, x, y, width, clean_.data() + held_);
            if (picture_.moves()) {
                picture_.moved(x, y, width, squares_, held_);
            } else {
                picture_.still(x, y, width, seen_.data() + held_);
            }
            held_ += static_cast<std::size_t>(width);
        }
    }
    Sums finish() {
        add();
        return std::exchange(sums_, {});
    }

  private:
    static constexpr std::int32_t kPiece = 256;
    static_assert(Sums::kMost <= Squares::kMost);
    using Held = std::array<std::uint8_t, Sums::kMost + kGreyStep>;

    void add() {
        if (picture_.moves()) squares_.blend(held_, seen_.data());
        std::fill_n(clean_.begin() + static_cast<std::ptrdiff_t>(held_), Sums::kLanes, std::uint8_t{0});
        std::fill_n(seen_.begin() + static_cast<std::ptrdiff_t>(held_), Sums::kLanes, std::uint8_t{0});
        sums_.add(clean_.data(), seen_.data(), held_);
        held_ = 0;
    }

    const ImageView& page_;
    const UndoneRows& picture_;
    Sums sums_;
    std::size_t held_ = 0;
    Held clean_;
    Held seen_;
    Squares squares_;
};

std::vector<GlyphScore> scores(const ImageView& page, const ImageView& distorted, const Undo& undo,
                               std::span<const Patch> patches) {
    const UndoneRows reader(distorted, undo);
    std::vector<GlyphScore> found;
    found.reserve(patches.size());
    PatchPixels pixels(page, reader);
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
        for (std::int32_t y = y0; y < y1; y += kRowStep) pixels.row(x0, x1, y);
        if (auto score = scored(pixels.finish(), patch.size, straightness(undo, patch))) {
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
    made.glyphs = scores(page, distorted, undo, patches);
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
