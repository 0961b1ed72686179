#include "picture/distorted.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <variant>

#include "distort/scratch.h"
#include "paint/colour.h"
#include "paint/paint_in_colour.h"
#include "picture/patches.h"
#include "value/error.h"

namespace lomo {

namespace {

bool same(const Size& one, const Size& other) {
    return one.width == other.width && one.height == other.height;
}

// Scratch memory, seen as a picture.
class Sketch {
  public:
    Sketch(const Size& size, std::int32_t channels)
        : memory_(std::size_t(size.width) * std::size_t(size.height) * std::size_t(channels)),
          canvas_{memory_.get(), size.width, size.height, channels} {}

    const Canvas& canvas() const { return canvas_; }
    ImageView view() const { return {canvas_.pixels, canvas_.width, canvas_.height, canvas_.channels}; }

  private:
    Scratch memory_;
    Canvas canvas_;
};

// `image` with paper at its right and below it.
void place(const ImageView& image, const Rgb& paper, const Canvas& out) {
    const auto fill = [&](std::uint8_t* from, std::uint8_t* to) {
        if (out.channels == 1) {
            std::memset(from, paper[0], std::size_t(to - from));
        } else {
            for (; from < to; from += 3) std::memcpy(from, paper.data(), 3);
        }
    };
    for (std::int32_t y = 0; y < image.height; ++y) {
        std::memcpy(out.row(y), image.row(y), image.stride());
        fill(out.row(y) + image.stride(), out.row(y + 1));
    }
    fill(out.row(image.height), out.row(out.height));
}

constexpr Rgb kWhite{255, 255, 255};

// The picture with paper for the white that a growing canvas blends in; its colours have no black and white
// to come from. What the operation makes of a black page is each pixel's share of that white, in 1/255.
void put_on_paper(const Canvas& picture, const Operation& operation, const Size& before, const Rgb& paper) {
    const Sketch black(before, 1), white({picture.width, picture.height}, 1);
    std::memset(black.canvas().pixels, 0, black.canvas().size());
    distort(operation, black.view(), white.canvas());
    const std::uint8_t* share = white.view().pixels;
    std::uint8_t* to = picture.pixels;
    for (std::uint8_t* const end = to + picture.size(); to < end; to += 3, ++share) {
        for (std::size_t c = 0; c < 3; ++c) {
            to[c] = std::uint8_t(std::clamp(to[c] - *share + (*share * paper[c] + 127) / 255, 0, 255));
        }
    }
}

// Whether the operation takes light away, from the page in its colours.
bool takes_light(const Operation& operation) {
    return std::holds_alternative<Shadows>(operation.what) || std::holds_alternative<Stain>(operation.what);
}

struct Plan {
    const ImageView& source;
    bool coloured;  // the source is, or all is plain
    bool papers;    // what the canvas grows by is white, and has to be paper
    bool pads_first;
    Size before;  // what is distorted
    Size after;
    std::int32_t channels;  // once distorted
    FinalSize made;
};

Plan plan_for(const PaintedPage& page, const Operation& operation, const Finish& finish) {
    const bool first = keeps_size(operation);
    const bool coloured = finish.plain() || (first && takes_light(operation)) || in_colour(page.layout);
    const ImageView& source = coloured ? page.image : page.grey;
    const Size bare{source.width, source.height};
    const Size before = first ? padded_size(finish.padding, bare.width, bare.height) : bare;
    const Size after = distorted_size(operation, before.width, before.height);
    const std::int32_t channels = distorted_channels(operation, source);
    const Size last = first ? after : padded_size(finish.padding, after.width, after.height);
    if (last.width > kMaxSide || last.height > kMaxSide) {
        throw InputError("the padded picture would measure " + std::to_string(last.width) + " x " +
                         std::to_string(last.height) + " px; the most is 65535 px a side");
    }
    return {source, coloured, coloured && !first && finish.colours.paper != kWhite,           first, before,
            after,  channels, {last, coloured ? channels : coloured_channels(finish.colours)}};
}

}  // namespace

FinalSize final_size(const PaintedPage& page, const Operation& operation, const Finish& finish) {
    return plan_for(page, operation, finish).made;
}

void draw_final(const PaintedPage& page, const Operation& operation, const Finish& finish,
                const Canvas& out) {
    const Plan plan = plan_for(page, operation, finish);
    std::optional<Sketch> padded, distorted, coloured;
    ImageView source = plan.source;
    if (!same(plan.before, {source.width, source.height})) {
        padded.emplace(plan.before, source.channels);
        place(source, plan.coloured ? finish.colours.paper : kWhite, padded->canvas());
        source = padded->view();
    }
    const bool pads_last = !same(plan.after, plan.made.size);
    const auto distort_into = [&](const Canvas& picture) {
        distort(operation, source, picture);
        if (plan.papers) put_on_paper(picture, operation, plan.before, finish.colours.paper);
    };
    if (plan.coloured && !pads_last) return distort_into(out);
    distorted.emplace(plan.after, plan.channels);
    distort_into(distorted->canvas());
    if (plan.coloured) {
        place(distorted->view(), finish.colours.paper, out);
    } else if (!pads_last) {
        colour(distorted->view(), finish.colours, out);
    } else {
        coloured.emplace(plan.after, plan.made.channels);
        colour(distorted->view(), finish.colours, coloured->canvas());
        place(coloured->view(), finish.colours.paper, out);
    }
}

std::int32_t final_score(const PaintedPage& page, const Operation& operation, const ImageView& final,
                         std::size_t most) {
    return legibility(page.image, final, undo(operation, page.image.width, page.image.height),
                      patches_of(page.layout, page.origin_x, page.origin_y, most))
        .page;
}

}  // namespace lomo
