// The table of environments (LaTeX, amsmath, mathtools), and a search by name.
#include "math/environments.h"

#include <algorithm>
#include <iterator>

namespace lomo {

namespace {

constexpr TableShape kArray{.outer_space = true};
constexpr TableShape kTabular{.column_space = 6'000, .outer_space = true, .text_from = 0};
constexpr TableShape kMatrix{};
// amsmath: \arraystretch 1.2, and a quad between the two columns.
constexpr TableShape kCases{
    .strut_height = 10'080, .strut_depth = 4'320, .least_columns = 2, .align = ColumnAlign::kLeft};
// \openup\jot: 3 pt more between baselines and between boxes.
constexpr TableShape kAligned{.level = Level::kDisplay,
                              .rows = RowRule::kBaselines,
                              .baseline_skip = 15'000,
                              .line_skip = 4'000,
                              .line_skip_limit = 3'000,
                              .column_space = 0,
                              .pairs = true,
                              .pair_space = 10'000};
constexpr TableShape with(TableShape shape, std::int64_t pair_space) {
    shape.pair_space = pair_space;
    return shape;
}
constexpr TableShape columns_of(TableShape shape, std::int64_t column_space, ColumnAlign align) {
    shape.pairs = false;
    shape.column_space = column_space;
    shape.align = align;
    return shape;
}
constexpr TableShape text_behind(TableShape shape) {
    shape.text_from = 1;
    return shape;
}
constexpr TableShape stepped(TableShape shape) {
    shape.stepped = true;
    return shape;
}
constexpr TableShape display(TableShape shape) {
    shape.level = Level::kDisplay;
    return shape;
}
constexpr TableShape kGathered = columns_of(kAligned, 0, ColumnAlign::kCentre);
constexpr TableShape kSmall{.level = Level::kScript,
                            .rows = RowRule::kBaselines,
                            .strut_height = 0,
                            .strut_depth = 0,
                            .baseline_skip = 6'000,
                            .line_skip = 1'500,
                            .line_skip_limit = 1'500,
                            .column_space = 1'389,
                            .side_space = 1'667};
constexpr TableShape kSubstack{.level = Level::kScript,
                               .rows = RowRule::kBaselines,
                               .strut_height = 0,
                               .strut_depth = 0,
                               .baseline_skip = 5'522,
                               .line_skip = 840,
                               .line_skip_limit = 840,
                               .column_space = 0};
constexpr char32_t kBar = U'|', kDoubleBar = 0x2016;
using enum EnvironmentArguments;

constexpr Environment kEnvironments[] = {
    {.name = "array", .shape = kArray, .arguments = kColumns, .position = true, .array = true},
    {.name = "darray", .shape = display(kArray), .arguments = kColumns, .position = true, .array = true},
    {.name = "tabular", .shape = kTabular, .arguments = kColumns, .position = true, .array = true},
    {.name = "matrix", .shape = kMatrix, .array = true},
    {.name = "pmatrix", .shape = kMatrix, .left = U'(', .right = U')', .array = true},
    {.name = "bmatrix", .shape = kMatrix, .left = U'[', .right = U']', .array = true},
    {.name = "Bmatrix", .shape = kMatrix, .left = U'{', .right = U'}', .array = true},
    {.name = "vmatrix", .shape = kMatrix, .left = kBar, .right = kBar, .array = true},
    {.name = "Vmatrix", .shape = kMatrix, .left = kDoubleBar, .right = kDoubleBar, .array = true},
    {.name = "matrix*", .shape = kMatrix, .position = true, .starred = true, .array = true},
    {.name = "pmatrix*",
     .shape = kMatrix,
     .left = U'(',
     .right = U')',
     .position = true,
     .starred = true,
     .array = true},
    {.name = "bmatrix*",
     .shape = kMatrix,
     .left = U'[',
     .right = U']',
     .position = true,
     .starred = true,
     .array = true},
    {.name = "Bmatrix*",
     .shape = kMatrix,
     .left = U'{',
     .right = U'}',
     .position = true,
     .starred = true,
     .array = true},
    {.name = "vmatrix*",
     .shape = kMatrix,
     .left = kBar,
     .right = kBar,
     .position = true,
     .starred = true,
     .array = true},
    {.name = "Vmatrix*",
     .shape = kMatrix,
     .left = kDoubleBar,
     .right = kDoubleBar,
     .position = true,
     .starred = true,
     .array = true},
    {.name = "smallmatrix", .shape = kSmall},
    {.name = "psmallmatrix", .shape = kSmall, .left = U'(', .right = U')'},
    {.name = "bsmallmatrix", .shape = kSmall, .left = U'[', .right = U']'},
    {.name = "Bsmallmatrix", .shape = kSmall, .left = U'{', .right = U'}'},
    {.name = "vsmallmatrix", .shape = kSmall, .left = kBar, .right = kBar},
    {.name = "Vsmallmatrix", .shape = kSmall, .left = kDoubleBar, .right = kDoubleBar},
    {.name = "subarray", .shape = kSubstack, .arguments = kAlign},
    {.name = "cases", .shape = kCases, .left = U'{'},
    {.name = "rcases", .shape = kCases, .right = U'}'},
    {.name = "cases*", .shape = text_behind(kCases), .left = U'{'},
    {.name = "rcases*", .shape = text_behind(kCases), .right = U'}'},
    {.name = "dcases*", .shape = text_behind(columns_of(kAligned, 5'000, ColumnAlign::kLeft)), .left = U'{'},
    {.name = "dcases", .shape = columns_of(kAligned, 5'000, ColumnAlign::kLeft), .left = U'{'},
    {.name = "drcases", .shape = columns_of(kAligned, 5'000, ColumnAlign::kLeft), .right = U'}'},
    {.name = "aligned", .shape = kAligned, .position = true},
    {.name = "alignedat", .shape = with(kAligned, 0), .arguments = kCount, .position = true},
    {.name = "gathered", .shape = kGathered, .position = true},
    {.name = "split", .shape = kAligned},
    {.name = "align", .shape = kAligned},
    {.name = "align*", .shape = kAligned},
    {.name = "flalign", .shape = kAligned},
    {.name = "flalign*", .shape = kAligned},
    {.name = "alignat", .shape = with(kAligned, 0), .arguments = kCount},
    {.name = "alignat*", .shape = with(kAligned, 0), .arguments = kCount},
    {.name = "xalignat", .shape = kAligned, .arguments = kCount},
    {.name = "xalignat*", .shape = kAligned, .arguments = kCount},
    {.name = "gather", .shape = kGathered},
    {.name = "gather*", .shape = kGathered},
    {.name = "multline", .shape = stepped(kGathered)},
    {.name = "multline*", .shape = stepped(kGathered)},
    {.name = "multlined", .shape = stepped(kGathered), .position = true},
    {.name = "eqnarray", .shape = columns_of(kAligned, 5'000, ColumnAlign::kCentre), .columns = "rcl"},
    {.name = "eqnarray*", .shape = columns_of(kAligned, 5'000, ColumnAlign::kCentre), .columns = "rcl"},
    {.name = "equation", .shape = kGathered, .plain = true},
    {.name = "equation*", .shape = kGathered, .plain = true},
    {.name = "displaymath", .shape = kGathered, .plain = true},
    {.name = "math", .shape = kGathered, .plain = true},
    // plain TeX's, by their commands
    {.name = "eqalign", .shape = kAligned},
    {.name = "displaylines", .shape = kGathered},
};

}  // namespace

const Environment* find_environment(std::u32string_view name) {
    const auto* const found =
        std::find_if(std::begin(kEnvironments), std::end(kEnvironments), [&](const Environment& row) {
            return std::equal(row.name.begin(), row.name.end(), name.begin(), name.end(),
                              [](char a, char32_t b) { return char32_t(a) == b; });
        });
    return found == std::end(kEnvironments) ? nullptr : found;
}

}  // namespace lomo
