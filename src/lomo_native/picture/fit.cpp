#include "picture/fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

#include "distort/trigonometry.h"
#include "page/page.h"
#include "paint/item_boxes.h"
#include "value/error.h"
#include "value/root.h"
#include "value/units.h"

namespace lomo {

namespace {

constexpr Unit kNarrowest = px(64);
constexpr std::int64_t kTallestPx = 65535;
constexpr std::int64_t kOtherWidths = 12;  // eighths of the usual one by which others are wider or narrower

// To nearest, halves to even. One operation on doubles came before it: the same on every machine.
std::int64_t nearest(double value) {
    return std::int64_t(std::nearbyint(value));
}

struct BoxPx {
    std::int64_t width;
    std::int64_t height;
};

struct Broken {
    std::vector<Line> lines;
    Unit width;
};

class Fitting {
  public:
    Fitting(const Passage& passage, const PageFit& fit, const Operation* operation)
        : passage_(passage), fit_(fit), operation_(operation), around_(2 * fit.margin_px + 2) {}

    Widths widths(bool paid) const {
        if (fit_.width) return {*fit_.width, *fit_.width};
        const auto advance = UnsignedWide(std::uint64_t(passage_.total_advance));
        const auto line = UnsignedWide(std::uint64_t(nearest(fit_.line_height_px * double(kUnitsPerPx))));
        Unit width = Unit(whole_root(advance * line * UnsignedWide(std::uint64_t(fit_.aspect_over)) /
                                     UnsignedWide(std::uint64_t(fit_.aspect_under))));
        width = std::max({width, passage_.longest_whole, passage_.longest_code, fit_.least_width});
        width = with_room(std::min(width, fit_.most_width), std::nullopt, paid);
        Unit code = std::min(passage_.longest_code, fit_.most_code_width);
        if (code > width) {
            const std::size_t lines = break_lines(passage_, {width, code}).size();
            code = std::max(width, with_room(code, nearest(double(lines) * fit_.line_height_px), paid));
        }
        return {balanced_width(passage_, {width, code}), std::max(width, code)};
    }

    Fitted pages() const {
        const Broken broken = usual_lines();
        std::vector<CutPage> cut = cut_at(broken, kTallestPx);
        if (cut.empty()) throw InputError("the text holds nothing to draw");
        const BoxPx box = box_px(broken, *cut[0].layout);
        std::int64_t height = box.height;
        if (cut.size() > 1 || !fits(box.width, box.height)) {
            height = page_height(*fit_.finish, operation_, box.width);
            cut = cut_at(broken, height - around_);
            if (fit_.budgeted) even_out(broken, height, cut);
        }
        while (cut.size() <= std::size_t(fit_.most_pages)) {
            if (Fitted made = sheets(cut); !made.pages.empty()) return made;
            if (double(height) <= double(around_) + fit_.line_height_px) return {{}, 0};
            height = height * 7 / 8;
            cut = cut_at(broken, height - around_);
        }
        return {{}, cut.size()};
    }

  private:
    bool fits(std::int64_t width, std::int64_t height, bool paid = true) const {
        return lomo::fits(*fit_.finish, operation_, width, height, paid);
    }

    // The width, made smaller until its distorted page leaves room for `needed` px, or for half of the height
    // that suits the width.
    Unit with_room(Unit width, std::optional<std::int64_t> needed, bool paid) const {
        while (width > kNarrowest) {
            const std::int64_t width_px = width / kUnitsPerPx;
            std::int64_t height = nearest(double(width_px) / (2 * fit_.aspect));
            if (needed) height = std::min(height, *needed);
            height = std::max(nearest(fit_.line_height_px), height);
            if (fits(width_px + around_, height + around_, paid)) break;
            width = width * 3 / 4;
        }
        return width;
    }

    Broken broken_at(Widths widths) const {
        std::vector<Line> lines = break_lines(passage_, widths);
        const Unit width = widest(passage_, lines);
        return {std::move(lines), width};
    }

    std::vector<CutPage> cut_at(const Broken& broken, std::int64_t height_px) const {
        return cut_pages(passage_, broken.lines, px(std::max<std::int64_t>(1, height_px)), broken.width,
                         fit_.align);
    }

    // The lines at the wrap width. Under a budget of tokens, which other widths may keep where that one does
    // not: at the first width, from the usual one on to either side, at which the whole text is one page.
    Broken usual_lines() const {
        if (fit_.budgeted && !fit_.width) {
            const Widths usual = widths(false);
            for (std::int64_t more = 0; more <= kOtherWidths; ++more) {
                const Unit narrower = usual.text * 8 / (8 + more), wider = usual.text * (8 + more) / 8;
                const std::array<Unit, 2> tried{narrower, wider};
                for (std::size_t k = 0; k < (narrower == wider ? 1 : 2); ++k) {
                    if (tried[k] > fit_.most_width && tried[k] != usual.text) continue;
                    Broken broken = broken_at({tried[k], std::max(tried[k], usual.code)});
                    if (is_one_page(broken)) return broken;
                }
            }
        }
        return broken_at(widths(true));
    }

    bool is_one_page(const Broken& broken) const {
        // Of many lines a page of the least height they can have is tried first, which costs nothing.
        const std::int64_t least =
            (std::int64_t(broken.lines.size()) - 2) * std::int64_t(fit_.line_height_px);
        if (fit_.patched && least > 0 &&
            !lomo::fits(*fit_.finish, nullptr, std::max<std::int64_t>(1, broken.width / kUnitsPerPx),
                        least)) {
            return false;
        }
        const std::vector<CutPage> cut = cut_at(broken, kTallestPx);
        if (cut.size() != 1) return false;
        const BoxPx box = box_px(broken, *cut[0].layout);
        return fits(box.width, box.height);
    }

    // The most that a page of these lines may take, its margins included; ink may stand out of a line's box
    // by two px. Under a budget of tokens, of which two px can cost a whole row, exactly what it takes.
    BoxPx box_px(const Broken& broken, const Layout& layout) const {
        if (fit_.budgeted) {
            std::int64_t x0 = INT64_MAX, y0 = INT64_MAX, x1 = INT64_MIN, y1 = INT64_MIN;
            for (const ItemBox& box : item_boxes(layout)) {
                if (box.x0 >= box.x1 || box.y0 >= box.y1) continue;
                x0 = std::min(x0, box.x0), y0 = std::min(y0, box.y0);
                x1 = std::max(x1, box.x1), y1 = std::max(y1, box.y1);
            }
            if (x0 < x1) {
                return {x1 - x0 + 2 * fit_.margin_px, y1 - y0 + 2 * fit_.margin_px};
            }
        }
        return {ceil_div(broken.width, kUnitsPerPx) + around_,
                ceil_div(layout.height + layout.depth, kUnitsPerPx) + around_};
    }

    // The least height that needs no more pages than `height` does: the last page is not left with a word.
    void even_out(const Broken& broken, std::int64_t& height, std::vector<CutPage>& cut) const {
        std::int64_t low = std::max<std::int64_t>(1, height / 2);
        while (low < height) {
            const std::int64_t middle = (low + height) / 2;
            std::vector<CutPage> tried = cut_at(broken, middle - around_);
            if (tried.size() <= cut.size()) {
                height = middle;
                cut = std::move(tried);
            } else {
                low = middle + 1;
            }
        }
    }

    // The pages with the sizes of their pictures; none where one of these is too large.
    Fitted sheets(const std::vector<CutPage>& cut) const {
        Fitted made;
        for (const CutPage& page : cut) {
            PlacedGlyphs placed(*page.layout);
            Sheet sheet;
            try {
                sheet = sheet_for(*page.layout, placed, fit_.margin_px, fit_.finish->most_pixels);
            } catch (const SizeError&) {  // even before it is distorted
                return {};
            }
            if (!fits(sheet.width, sheet.height)) return {};
            made.pages.push_back({page.layout, page.source, std::move(placed), sheet});
        }
        return made;
    }

    const Passage& passage_;
    const PageFit& fit_;
    const Operation* operation_;
    std::int64_t around_;
};

}  // namespace

Widths wrap_widths(const Passage& passage, const PageFit& fit, const Operation* operation, bool paid) {
    return Fitting(passage, fit, operation).widths(paid);
}

std::int64_t page_height(const Finish& finish, const Operation* operation, std::int64_t width) {
    std::int64_t low = 1;
    std::int64_t high = std::clamp<std::int64_t>(finish.most_pixels / width, 1, kTallestPx);
    while (low < high) {
        const std::int64_t middle = (low + high + 1) / 2;
        fits(finish, operation, width, middle) ? low = middle : high = middle - 1;
    }
    return low;
}

Fitted fitted_pages(const Passage& passage, const PageFit& fit, const Operation* operation) {
    return Fitting(passage, fit, operation).pages();
}

}  // namespace lomo
