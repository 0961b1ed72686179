// Finds the runs of each script, and segments each by a shortest path from its end to its start.
#include "text/word_breaks.h"

#include <algorithm>
#include <cstddef>

#include "text/characters.h"
#include "text/segment.h"
#include "text/word_list.h"

namespace lomo {
namespace {

using std::size_t;

constexpr std::uint32_t tag(const char (&name)[5]) {
    return std::uint32_t(name[0]) << 24 | std::uint32_t(name[1]) << 16 | std::uint32_t(name[2]) << 8 |
           std::uint32_t(name[3]);
}
constexpr std::uint32_t kThai = tag("Thai"), kLao = tag("Laoo"), kKhmer = tag("Khmr"), kMyanmar = tag("Mymr");

constexpr char32_t kCoeng = 0x17D2, kVirama = 0x1039, kAsat = 0x103A, kDotBelow = 0x1037;

// The script, where the character is one that UAX #14 leaves to a dictionary; else 0.
std::uint32_t script_of(char32_t c) {
    if (c < 0xE00 || !has_flag(c, unicode::kLetter | unicode::kMark)) return 0;
    const std::uint32_t script = unicode::kScriptTags[unicode::record(c).script];
    return script == kThai || script == kLao || script == kKhmer || script == kMyanmar ? script : 0;
}

// A repetition or abbreviation mark: it stays with the word before it.
bool follows_word(char32_t c) {
    return c == 0xE46 || c == 0xE2F || c == 0xEC6 || c == 0xEAF || c == 0x17D7;
}

// A vowel that is written before the consonant it is spoken after.
bool is_leading_vowel(char32_t c) {
    return (c >= 0xE40 && c <= 0xE44) || (c >= 0xEC0 && c <= 0xEC4);
}

// A letter that never begins a syllable.
bool is_trailing_vowel(char32_t c) {
    return c == 0xE30 || c == 0xE32 || c == 0xE33 || c == 0xE45 || c == 0xEB0 || c == 0xEB2 || c == 0xEB3 ||
           c == 0xEBD;
}

// Whether the consonant at i is marked as silent (thanthakhat, Lao cancellation mark, Khmer toandakhiat): it
// belongs to the syllable before it.
bool is_silent(std::u32string_view run, size_t i) {
    for (++i; i < run.size() && is_combining_mark(run[i]); ++i) {
        if (run[i] == 0xE4C || run[i] == 0xECC || run[i] == 0x17CD) return true;
    }
    return false;
}

// Whether a syllable may begin at i, by the spelling alone.
bool may_begin(std::u32string_view run, size_t i) {
    if (i == 0 || i == run.size()) return true;
    const char32_t c = run[i], before = run[i - 1];
    return !is_combining_mark(c) && !follows_word(c) && !is_trailing_vowel(c) && !is_leading_vowel(before) &&
           before != kCoeng && !is_silent(run, i);
}

// Whether a Burmese syllable begins at i.
bool begins_burmese_syllable(std::u32string_view run, size_t i) {
    if (is_combining_mark(run[i]) || run[i - 1] == kVirama) return false;
    size_t after = i + 1;
    if (after < run.size() && run[after] == kDotBelow) ++after;  // either order with the asat is written
    return after >= run.size() || (run[after] != kAsat && run[after] != kVirama);
}

// The shortest path over one run: each step is a word of the list or a syllable that none covers.
class Segmenter {
  public:
    Segmenter(const std::uint32_t* list, char32_t first_character)
        : list_(list), first_character_(first_character) {}

    // Allows the breaks between words in breaks[0] .. of the run's characters.
    void segment(std::u32string_view run, std::uint8_t* breaks) {
        find_path(run);
        bool unsure = false;  // what stands before is no word, or one too short to be trusted beside none
        for (size_t at = 0; at < run.size();) {
            const Step step = steps_[at];
            const bool weak = !step.word || (step.end - at < kTrusted && touches_unknown(at, step.end));
            if (at > 0 && !(weak && unsure) && begins_[at] && breaks[at] == kNoBreak) {
                breaks[at] = kBreakAllowed;
            }
            unsure = weak;
            at = step.end;
        }
    }

  private:
    static constexpr std::uint64_t kUnknown = 1u << 30;  // dearer than any number of words
    static constexpr size_t kTrusted = 3;

    struct Step {
        size_t end = 0;
        std::uint64_t cost = 0;
        bool word = false;
        bool after_unknown = false;
    };

    void find_path(std::u32string_view run) {
        begins_.resize(run.size() + 1);
        for (size_t i = 0; i <= run.size(); ++i) begins_[i] = may_begin(run, i);
        steps_.assign(run.size() + 1, {});
        size_t next = run.size();  // where the next syllable begins
        for (size_t at = run.size(); at-- > 0;) {
            Step& best = steps_[at];
            best = {next, steps_[next].cost + kUnknown, false, false};
            if (!begins_[at]) continue;
            words::each_word(list_, first_character_, run, at, [&](size_t end) {
                while (end < run.size() && follows_word(run[end])) ++end;
                if (!begins_[end]) return;
                const std::uint64_t cost = steps_[end].cost + 1;
                if (cost <= best.cost) best = {end, cost, true, false};
            });
            next = at;
        }
        bool unknown = false;
        for (size_t at = 0; at < run.size(); at = steps_[at].end) {
            steps_[at].after_unknown = unknown;
            unknown = !steps_[at].word;
        }
    }

    bool touches_unknown(size_t at, size_t end) const {
        return steps_[at].after_unknown || (end + 1 < steps_.size() && !steps_[end].word);
    }

    const std::uint32_t* list_;
    char32_t first_character_;
    std::vector<Step> steps_;
    std::vector<bool> begins_;  // whether a syllable may begin there
};

}  // namespace

void add_word_breaks(std::u32string_view text, std::vector<std::uint8_t>& breaks) {
    for (size_t start = 0; start < text.size();) {
        const std::uint32_t script = script_of(text[start]);
        if (script == 0) {
            ++start;
            continue;
        }
        size_t end = start + 1;
        while (end < text.size() && script_of(text[end]) == script) ++end;
        const std::u32string_view run = text.substr(start, end - start);
        std::uint8_t* const here = breaks.data() + start;
        if (script == kMyanmar) {
            for (size_t i = 1; i < run.size(); ++i) {
                if (here[i] == kNoBreak && begins_burmese_syllable(run, i)) here[i] = kBreakAllowed;
            }
        } else if (script == kThai) {
            Segmenter(words::kThaiWords, 0xE00).segment(run, here);
        } else if (script == kLao) {
            Segmenter(words::kLaoWords, 0xE80).segment(run, here);
        } else {
            Segmenter(words::kKhmerWords, 0x1780).segment(run, here);
        }
        start = end;
    }
}

}  // namespace lomo
