// Script runs in one pass, with a bounded stack of open brackets (UAX #24, section 5.1).
#include "text/script.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "text/bidi.h"
#include "text/characters.h"

namespace lomo {
namespace {

using std::size_t;

constexpr size_t kBracketDepth = 64;

// The brackets that are open, with the script each stands in. The deepest beyond 64 are not followed.
class Brackets {
  public:
    void open(char32_t cp, std::uint8_t script) {
        if (depth_ < kBracketDepth) open_[depth_] = {canonical_bracket(paired_bracket(cp)), script};
        ++depth_;
    }

    // The script of the bracket that `cp` closes, `otherwise` where none is open.
    std::uint8_t close(char32_t cp, std::uint8_t otherwise) {
        if (depth_ > kBracketDepth) {
            --depth_;
            return otherwise;
        }
        for (size_t i = depth_; i-- > 0;) {
            if (open_[i].closing == canonical_bracket(cp)) {
                depth_ = i;
                return open_[i].script;
            }
        }
        return otherwise;
    }

    // Gives the brackets opened before any script was known the first one.
    void settle(std::uint8_t script) {
        for (size_t i = 0; i < std::min(depth_, kBracketDepth); ++i) {
            if (open_[i].script == unicode::kScriptCommon) open_[i].script = script;
        }
    }

  private:
    struct Open {
        char32_t closing;
        std::uint8_t script;
    };
    std::array<Open, kBracketDepth> open_;
    size_t depth_ = 0;
};

}  // namespace

std::uint32_t script_tag(char32_t cp) {
    return unicode::kScriptTags[unicode::record(cp).script];
}

std::vector<ScriptRun> script_runs(std::u32string_view text) {
    std::vector<ScriptRun> runs;
    if (text.empty()) return runs;
    Brackets brackets;
    std::uint8_t current = unicode::kScriptCommon;
    std::int32_t start = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        const unicode::Record& record = unicode::record(text[i]);
        std::uint8_t script = record.script;
        if (script == unicode::kScriptCommon || script == unicode::kScriptInherited) {
            script = current;
            if ((record.flags & unicode::kBracketOpen) != 0) {
                brackets.open(text[i], current);
            } else if ((record.flags & unicode::kBracketClose) != 0) {
                script = brackets.close(text[i], current);
            }
        }
        if (script == current) continue;
        if (current == unicode::kScriptCommon) {
            brackets.settle(script);
        } else {
            runs.push_back({start, std::int32_t(i), unicode::kScriptTags[current]});
            start = std::int32_t(i);
        }
        current = script;
    }
    runs.push_back({start, std::int32_t(text.size()), unicode::kScriptTags[current]});
    return runs;
}

}  // namespace lomo
