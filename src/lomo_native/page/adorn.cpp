// Lengths of lines and boxes in shares of the em size; all become rules of the layout.
#include "page/adorn.h"

#include <algorithm>

namespace lomo {

namespace {

constexpr Unit kStrutHeight = 76, kStrutDepth = 24;  // hundredths of the em size
constexpr Unit kHairline = px(1);
constexpr SourceRange kNoSource{-1, -1};
constexpr std::uint8_t kGridInk = 70, kHeadInk = 150, kRuleInk = 90;

}  // namespace

void Adornments::add_band(const std::vector<Line>& lines, const Band& band, Unit baseline) {
    if (!band.block) return;
    const std::vector<Frame>& frames = passage_.markup.frames;
    const std::int32_t at = band.block->range.start;
    std::erase_if(open_, [&](std::size_t i) { return frames[reaches_[i].frame].range.end <= at; });
    for (; next_frame_ < frames.size() && frames[next_frame_].range.start <= at; ++next_frame_) {
        if (frames[next_frame_].range.end <= at) continue;  // of an earlier page
        open_.push_back(reaches_.size());
        reaches_.push_back({next_frame_, -kGreatestLength, kGreatestLength});
    }
    const Unit size = passage_.style.text_size;
    const Unit height = std::max(band.extents.height, scale(size, kStrutHeight, 100));
    const Unit depth = std::max(band.extents.depth, scale(size, kStrutDepth, 100));
    for (const std::size_t i : open_) {
        reaches_[i].top = std::max(reaches_[i].top, baseline + height + band.pad);
        reaches_[i].foot = std::min(reaches_[i].foot, baseline - depth - band.pad);
    }
    if (band.block->rule) {
        const Unit left = band.block->left, width = page_width_ - left - band.block->right;
        rules_.push_back({left, baseline, std::max(width, kHairline), px(2), band.block->range, kRuleInk});
    }
    if (band.row()) draw_row(lines, band, baseline);
}

// A row draws the line below it and those between its cells; the first one on a page that above it, too.
void Adornments::draw_row(const std::vector<Line>& lines, const Band& band, Unit baseline) {
    const Unit pad = band.block->pad;
    const Unit top = baseline + band.extents.height, foot = baseline - band.extents.depth;
    const auto upright = [&](Unit x) {
        rules_.push_back({x, foot, kHairline, top - foot, kNoSource, kGridInk});
    };
    const Unit left = px(floor_px(lines[band.first].left - pad));
    const Line& last = lines[band.last - 1];
    const Unit right = px(floor_px(last.left + last.room + pad));
    const auto level = [&](Unit y, std::uint8_t ink) {
        rules_.push_back({left, y, right - left + kHairline, kHairline, kNoSource, ink});
    };
    upright(left);
    for (std::uint32_t i = band.first; i < band.last; ++i) {
        const bool ends = i + 1 == band.last || lines[i + 1].block != lines[i].block;
        if (ends) upright(px(floor_px(lines[i].left + lines[i].room + pad)));
    }
    if (table_ != band.block->table) level(top, kGridInk);
    table_ = band.block->table;
    level(foot, band.block->keep ? kHeadInk : kGridInk);
}

void Adornments::add_cluster(const Cluster& cluster, Unit x, Unit y, Unit advance) {
    const StyledRun& run = passage_.markup.runs[std::size_t(cluster.run)];
    if (!run.strike && !run.underline && run.shade == 0) return;
    if (streak_.run == cluster.run && streak_.y == y && streak_.end == x) {
        streak_.end = x + advance;
        return;
    }
    draw_streak(streak_);
    streak_ = {cluster.run, x, y, x + advance};
}

void Adornments::draw_streak(const Streak& streak) {
    if (streak.run < 0 || streak.end <= streak.x) return;
    const StyledRun& run = passage_.markup.runs[std::size_t(streak.run)];
    const auto share = [&](Unit hundredths) { return scale(run.size, hundredths, 100); };
    const Unit width = streak.end - streak.x;
    const Unit thick = std::max(kHairline, share(6));
    if (run.strike) rules_.push_back({streak.x, streak.y + share(24), width, thick, kNoSource, run.ink});
    if (run.underline) {
        rules_.push_back({streak.x, streak.y - share(17), width, thick, kNoSource, run.ink});
    }
    if (run.shade > 0) {
        const Unit beside = share(9), foot = share(kStrutDepth + 1), top = share(kStrutHeight + 7);
        shades_.push_back(
            {streak.x - beside, streak.y - foot, width + 2 * beside, top + foot, kNoSource, run.shade});
    }
}

void Adornments::draw(Layout& layout) {
    if (passage_.markup.plain()) return;
    draw_streak(streak_);
    for (const Reach& reach : reaches_) {
        const Frame& frame = passage_.markup.frames[reach.frame];
        const Unit width = frame.width > 0 ? frame.width : page_width_ - frame.left - frame.right;
        const bool at_right = frame.width > 0 && frame.leftward;
        const Unit x = at_right ? page_width_ - frame.right - width : frame.left;
        layout.rules.push_back(
            {x, reach.foot, std::max(width, kHairline), reach.top - reach.foot, kNoSource, frame.ink});
    }
    layout.rules.insert(layout.rules.end(), shades_.begin(), shades_.end());
    layout.rules.insert(layout.rules.end(), rules_.begin(), rules_.end());
}

}  // namespace lomo
