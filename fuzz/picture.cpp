// Bytes -> a short text, a style's bounds and a distortion -> pages, their pictures, final pictures and
// scores: only an InputError may come out, pages partition the text and keep within the bounds, and what is
// painted with the glyphs that were found for the box is what is painted without.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "distort/legibility.h"
#include "distort/operation.h"
#include "packaged_faces.h"
#include "paint/paint.h"
#include "paint/paint_in_colour.h"
#include "picture/distorted.h"
#include "picture/finish.h"
#include "picture/fit.h"
#include "value/error.h"

namespace {

using namespace lomo;

void require(bool promise) {
    if (!promise) __builtin_trap();
}

constexpr std::int64_t kMostPixels = 1 << 20;

struct Input {
    const std::uint8_t* data;
    std::size_t left;

    std::uint8_t byte() {
        if (left == 0) return 0;
        --left;
        return *data++;
    }
    // As it may be drawn, low .. high; now and then anything at all.
    std::int64_t number(std::int64_t low, std::int64_t high) {
        const std::uint8_t kind = byte();
        std::uint64_t value = 0;
        for (int i = 0; i < (kind >= 252 ? 8 : 4); ++i) value = value << 8 | byte();
        return kind >= 252 ? std::int64_t(value) / 4
                           : low + std::int64_t(value % std::uint64_t(high - low + 1));
    }
    bool one_in(int times) { return byte() % times == 0; }
};

std::vector<std::int64_t> numbers(Input& in, std::size_t count, std::int64_t low, std::int64_t high) {
    std::vector<std::int64_t> drawn(count);
    for (std::int64_t& each : drawn) each = in.number(low, high);
    return drawn;
}

std::vector<std::int64_t> rising(Input& in, std::size_t count) {
    std::vector<std::int64_t> places = numbers(in, count, 1, 65535);
    std::sort(places.begin(), places.end());
    return places;
}

Operation draw_operation(Input& in) {
    using Lists = std::vector<std::vector<std::int64_t>>;
    const auto made = [](std::string_view kernel, const std::vector<std::int64_t>& scalars,
                         const Lists& lists) { return operation_of(kernel, scalars, lists); };
    switch (in.byte() % 9) {
        case 0:
            return made("still", {}, {});
        case 1:
            return made("rotate", {in.number(-368640, 368640)}, {});
        case 2:
            return made("blur_gaussian", {in.number(0, 128)}, {});
        case 3:
            return made("blur_box", {in.number(0, 3) * 2 + 1}, {});
        case 4:
            return made("blur_motion", {in.number(64, 512), in.number(0, 368640)}, {});
        case 5: {
            const std::size_t count = in.byte() % 4U;
            Lists members{numbers(in, count, 0, 3)};
            for (int i = 0; i < 3; ++i) members.push_back(numbers(in, count, 0, 65536));
            return made("shadow", {}, members);
        }
        case 6: {
            const std::size_t count = in.byte() % 4U;
            Lists members;  // x, y, radius, opacity, rim, hardness, wobble, phase and the colours
            for (int i = 0; i < 5; ++i) members.push_back(numbers(in, count, 0, 65536));
            members.push_back(numbers(in, count, 3, 65));
            members.push_back(numbers(in, count, 0, 16384));
            members.push_back(numbers(in, count, 0, 65535));
            for (int i = 0; i < 3; ++i) members.push_back(numbers(in, count, 0, 255));
            return made("stain", {}, members);
        }
        case 7:
            return made("wave",
                        {in.number(0, 512), in.number(512, 65536), in.number(0, 65535), in.number(0, 512),
                         in.number(512, 65536), in.number(0, 65535)},
                        {});
        default: {
            const std::size_t count = 1 + in.byte() % 4U;
            return made("fold", {in.number(0, 1)}, {rising(in, count), numbers(in, count, -512, 512)});
        }
    }
}

std::shared_ptr<Finish> draw_finish(Input& in) {
    auto finish = std::make_shared<Finish>();
    if (in.one_in(3)) {
        for (std::uint8_t& each : finish->colours.ink) each = in.byte() / 2;
        for (std::uint8_t& each : finish->colours.paper) each = std::uint8_t(255 - in.byte() / 4);
    }
    if (in.one_in(2)) {
        finish->padding = {in.number(1, 128), in.number(1, 100), 1, 1 + in.byte() % 56, in.number(0, 9999)};
        finish->padding.least_side = std::clamp<std::int64_t>(finish->padding.least_side, 1, 4096);
        finish->padding.most_longer = std::clamp<std::int64_t>(finish->padding.most_longer, 1, 1000);
        finish->padding.least_pixels = std::clamp<std::int64_t>(finish->padding.least_pixels, 0, kMostPixels);
    } else {
        finish->padding.most_longer = 100;
    }
    const auto bound = [&] { return std::clamp<std::int64_t>(in.number(4096, kMostPixels), 1, kMostPixels); };
    finish->most_pixels = bound(), finish->most_padded_pixels = bound(), finish->most_paid_pixels = bound();
    if (in.one_in(8)) {
        finish->affordable = [](std::int32_t width, std::int32_t height) { return width + height < 900; };
    }
    return finish;
}

PageFit draw_fit(Input& in) {
    PageFit fit;
    fit.finish = draw_finish(in);
    if (in.one_in(3)) fit.width = std::clamp<Unit>(in.number(px(32), px(1200)), px(32), px(8192));
    fit.least_width = px(32 + in.byte());
    fit.most_width = fit.least_width + px(4 * in.byte());
    fit.most_code_width = px(32 + 8 * in.byte());
    fit.aspect_over = 1 + in.byte() % 30, fit.aspect_under = 1 + in.byte() % 10;
    fit.aspect = double(fit.aspect_over) / double(fit.aspect_under);
    fit.line_height_px = 6 + in.byte() % 60;
    fit.margin_px = in.byte() % 40;
    fit.most_pages = 1 + in.byte() % 6;
    fit.align = static_cast<Align>(in.byte() % 4);
    fit.budgeted = in.one_in(3);
    fit.patched = in.one_in(2);
    return fit;
}

std::u32string draw_text(Input& in) {
    static constexpr std::u32string_view kPicked =
        U" \n\tab.,-/ffi(1)\u00E9\u0301\u4E00\u05D0\u0627\u0644\u0915\u094D";
    std::u32string text;
    while (in.left > 0 && text.size() < 300) text += kPicked[in.byte() % kPicked.size()];
    return text;
}

void check_page(const FittedPage& page, const Operation& operation, const PageFit& fit, std::size_t judged) {
    const Sheet& sheet = page.sheet;
    const Finish& finish = *fit.finish;
    require(std::int64_t{sheet.width} * sheet.height <= finish.most_pixels);
    Image grey(sheet.width, sheet.height, 1, 7), again(sheet.width, sheet.height, 1, 9);
    paint(*page.layout, &page.placed, sheet, canvas(grey));
    paint(*page.layout, sheet, canvas(again));
    require(grey.pixels == again.pixels);
    Image coloured(sheet.width, sheet.height, coloured_channels(finish.colours), 0);
    colour(view(grey), finish.colours, canvas(coloured));
    const PaintedPage painted{*page.layout, sheet.origin_x, sheet.origin_y, view(coloured), view(grey)};
    const FinalSize made = final_size(painted, operation, finish);
    require(std::int64_t{made.size.width} * made.size.height <=
            std::min(finish.most_pixels, finish.most_padded_pixels));
    Image final(made.size.width, made.size.height, made.channels, 3);
    draw_final(painted, operation, finish, canvas(final));
    const std::int32_t score = final_score(painted, operation, view(final), judged);
    require(score >= 0 && score <= kScoreOne);
    if (std::holds_alternative<Still>(operation.what) && finish.plain()) {
        for (std::int32_t y = 0; y < grey.height; ++y) {
            require(std::equal(grey.row(y), grey.row(y) + grey.width, final.row(y)));
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input in{data, size};
    try {
        PassageStyle style;
        style.text_size = px(6 + in.byte() % 40);
        style.line_height = px(6 + in.byte() % 60);
        const PageFit fit = draw_fit(in);
        const Operation operation = draw_operation(in);
        const std::size_t judged = in.byte() % 40;
        const Passage passage(packaged_faces(), draw_text(in), {}, {}, style);
        // Without the operation pages may fit that do not once they are distorted: it is told for each.
        const Widths widths = wrap_widths(passage, fit, &operation);
        require(widths.code >= widths.text && widths.text > 0);
        const Fitted fitted = fitted_pages(passage, fit, &operation);
        require(fitted.pages.size() <= std::size_t(fit.most_pages));
        std::int32_t at = 0;
        for (const FittedPage& page : fitted.pages) {
            require(page.source.start == at);
            at = page.source.end;
            check_page(page, operation, fit, judged);
        }
        require(fitted.pages.empty() || std::size_t(at) == passage.text.size());
    } catch (const InputError&) {
    }
    return 0;
}
