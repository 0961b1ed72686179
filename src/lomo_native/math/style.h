// The eight styles of the TeXbook (chapter 17): display, text, script, scriptscript, each also cramped.
#pragma once

#include <cstdint>

namespace lomo {

enum class Level : std::uint8_t { kDisplay, kText, kScript, kScriptScript };

struct Style {
    Level level = Level::kText;
    bool cramped = false;

    bool display() const { return level == Level::kDisplay; }
    // 0, 1, 2: LaTeX's 10, 7 and 5 pt.
    unsigned size() const { return level <= Level::kText ? 0u : unsigned(level) - 1u; }

    Style cramp() const { return {level, true}; }
    Style superscript() const {
        return {level <= Level::kText ? Level::kScript : Level::kScriptScript, cramped};
    }
    Style subscript() const { return superscript().cramp(); }
    Style numerator() const {
        return {level == Level::kDisplay ? Level::kText : superscript().level, cramped};
    }
    Style denominator() const { return numerator().cramp(); }
    // TeX's \textstyle and the like: never cramped.
    static Style of(Level level) { return {level, false}; }
};

}  // namespace lomo
