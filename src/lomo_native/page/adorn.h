// What markup draws beside its text, gathered while the bands of a page are set: bars and boxes behind
// blocks, the rules of tables, lines across, and lines under, through and boxes behind runs.
#pragma once

#include <cstdint>
#include <vector>

#include "page/bands.h"
#include "page/passage.h"
#include "value/layout.h"

namespace lomo {

class Adornments {
  public:
    Adornments(const Passage& passage, Unit page_width) : passage_(passage), page_width_(page_width) {}

    void add_band(const std::vector<Line>& lines, const Band& band, Unit baseline);
    // A cluster of a run, at its pen, in the order in which they stand on the line.
    void add_cluster(const Cluster& cluster, Unit x, Unit y, Unit advance);
    // Adds the rules to the layout; those behind the text come first.
    void draw(Layout& layout);

  private:
    struct Reach {  // of a frame on this page
        std::size_t frame;
        Unit top, foot;
    };
    struct Streak {  // of one run on one line
        std::int32_t run = -1;
        Unit x = 0, y = 0, end = 0;
    };

    void draw_row(const std::vector<Line>& lines, const Band& band, Unit baseline);
    void draw_streak(const Streak& streak);

    const Passage& passage_;
    Unit page_width_;
    std::size_t next_frame_ = 0;
    std::vector<std::size_t> open_;  // frames around the latest band, by index into reaches_
    std::vector<Reach> reaches_;
    Streak streak_;
    std::int32_t table_ = -1;       // of the latest row
    std::vector<RuleItem> shades_;  // behind the text
    std::vector<RuleItem> rules_;
};

}  // namespace lomo
