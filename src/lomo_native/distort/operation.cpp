#include "distort/operation.h"

#include <cstring>
#include <string>
#include <type_traits>

#include "distort/blur.h"
#include "distort/rotate.h"
#include "value/error.h"

namespace lomo {

namespace {

template <class... Cases>
struct Match : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Match(Cases...) -> Match<Cases...>;  // clang deduces no aggregates before its 17th version

using Scalars = std::span<const std::int64_t>;
using Lists = std::span<const std::vector<std::int64_t>>;

struct Form {
    std::string_view kernel;
    std::size_t scalars;
    std::size_t lists;
    Operation (*made)(Scalars, Lists);
};

// Row k of each member's list: one shadow, one blob.
template <class Thing, std::size_t... Member>
std::vector<Thing> things(Lists lists, std::index_sequence<Member...>) {
    std::vector<Thing> made;
    made.reserve(lists[0].size());
    for (std::size_t k = 0; k < lists[0].size(); ++k) made.push_back({lists[Member][k]...});
    return made;
}

constexpr std::size_t kShadowMembers = 4;
constexpr std::size_t kBlobMembers = 11;

constexpr Form kForms[] = {
    {"still", 0, 0, [](Scalars, Lists) -> Operation { return {Still{}}; }},
    {"rotate", 1, 0, [](Scalars s, Lists) -> Operation { return {Turn{s[0]}}; }},
    {"blur_gaussian", 1, 0, [](Scalars s, Lists) -> Operation { return {GaussianBlur{s[0]}}; }},
    {"blur_box", 1, 0, [](Scalars s, Lists) -> Operation { return {BoxBlur{s[0]}}; }},
    {"blur_motion", 2, 0, [](Scalars s, Lists) -> Operation { return {MotionBlur{s[0], s[1]}}; }},
    {"shadow", 0, kShadowMembers,
     [](Scalars, Lists lists) -> Operation {
         return {things<EdgeShadow>(lists, std::make_index_sequence<kShadowMembers>())};
     }},
    {"stain", 0, kBlobMembers,
     [](Scalars, Lists lists) -> Operation {
         return {things<Blob>(lists, std::make_index_sequence<kBlobMembers>())};
     }},
    {"wave", 6, 0, [](Scalars s, Lists) -> Operation { return {Wave{s[0], s[1], s[2], s[3], s[4], s[5]}}; }},
    {"fold", 1, 2, [](Scalars s, Lists lists) -> Operation { return {Fold{s[0], lists[0], lists[1]}}; }},
};

}  // namespace

Operation operation_of(std::string_view kernel, Scalars scalars, Lists lists) {
    for (const Form& form : kForms) {
        if (form.kernel != kernel) continue;
        if (form.scalars != scalars.size() || form.lists != lists.size()) {
            throw InputError(std::string(kernel) + " takes " + std::to_string(form.scalars) +
                             " integers and " + std::to_string(form.lists) + " lists");
        }
        for (const std::vector<std::int64_t>& list : lists) {
            if (list.size() != lists[0].size()) throw InputError("the lists must be equally long");
        }
        return form.made(scalars, lists);
    }
    throw InputError("there is no kernel " + std::string(kernel));
}

bool keeps_size(const Operation& operation) {
    return !std::holds_alternative<Turn>(operation.what) && !std::holds_alternative<Wave>(operation.what) &&
           !std::holds_alternative<Fold>(operation.what);
}

bool keeps_lines(const Operation& operation) {
    return keeps_size(operation) || std::holds_alternative<Turn>(operation.what);
}

Size distorted_size(const Operation& operation, std::int32_t width, std::int32_t height) {
    return std::visit(Match{[&](const Turn& by) { return rotated_size(width, height, by.angle); },
                            [&](const Wave& by) { return waved_size(width, height, by); },
                            [&](const Fold& by) { return folded_size(width, height, by); },
                            [&](const auto&) { return Size{width, height}; }},
                      operation.what);
}

std::int32_t distorted_channels(const Operation& operation, const ImageView& image) {
    const auto* const blobs = std::get_if<Stain>(&operation.what);
    return blobs ? stained_channels(image, *blobs) : image.channels;
}

void distort(const Operation& operation, const ImageView& image, const Canvas& out) {
    std::visit(
        Match{[&](const Still&) { std::memcpy(out.pixels, image.pixels, image.size()); },
              [&](const Turn& by) { rotate(image, by.angle, out); },
              [&](const GaussianBlur& by) { blur_gaussian(image, by.sigma, out); },
              [&](const BoxBlur& by) { blur_box(image, by.side, out); },
              [&](const MotionBlur& by) { blur_motion(image, by.length, by.angle, out); },
              [&](const Shadows& by) { shadow(image, by, out); },
              [&](const Stain& by) { stain(image, by, out); }, [&](const Wave& by) { wave(image, by, out); },
              [&](const Fold& by) { fold(image, by, out); }},
        operation.what);
}

void map_points(const Operation& operation, std::span<double> xy, std::int32_t width, std::int32_t height) {
    std::visit(Match{[&](const Turn& by) { rotate_points(xy, width, height, by.angle); },
                     [&](const Wave& by) { wave_points(xy, width, height, by); },
                     [&](const Fold& by) { fold_points(xy, width, height, by); }, [](const auto&) {}},
               operation.what);
}

Outlines map_boxes(const Operation& operation, std::span<const Box> boxes, std::int32_t width,
                   std::int32_t height) {
    return outlines(boxes, [&](std::span<double> xy) { map_points(operation, xy, width, height); });
}

Undo undo(const Operation& operation, std::int32_t width, std::int32_t height) {
    return std::visit(Match{[&](const Turn& by) { return undo_rotate(width, height, by.angle); },
                            [&](const Wave& by) { return undo_wave(width, height, by); },
                            [&](const Fold& by) { return undo_fold(width, height, by); },
                            [&](const auto&) { return undo_still(width, height); }},
                      operation.what);
}

}  // namespace lomo
