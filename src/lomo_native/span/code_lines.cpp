// Whether a line is source code: a quick look for the signs without which none is, then the patterns.
#include <algorithm>
#include <array>

#include "span/classes.h"
#include "span/code.h"
#include "span/pattern.h"

namespace lomo::span {

namespace {

constexpr size_t kWindow = 1000;
constexpr int kLinesAbove = 40;

// One sign makes a line code. Each is rare in prose and in LaTeX; English words that are also keywords need
// their punctuation beside them, and so do dollars: `$f:X \to Y$`, `$h[n]$`, `$(x, y)$`, `${n}$` are
// formulas.
const Pattern& line_signs() {
    static const Pattern pattern(
        UR"re([ \t]*(?:
      \#!/ | \#[ \t]*(?:include|define|ifn?def|pragma)\b
    | (?:import|from)\s+[\w.]+(?:\s+import\b|\s*;|\s+as\s+\w+\s*$) | function\s+\w+\s*$
    | (?:public|private|protected)\s+[\w<]+\s+\w+ | let\s+\w+\s*=.*;\s*$
    | (?:\}\s*)?(?:if|else|elsif|while|for|foreach|switch|catch)\b.*\{\s*$ | (?:if|while)\s+\[
    | for\s+\w+(?:\s*,\s*\w+)*\s+in\s.*(?::\s*$|;\s*do\b)
    | (?:if|elif|while)\s.*(?:[=!<>]=|\bin\b|\bnot\b|\)).*:\s*$
    | echo\s+["'$\w-] | export\s+\w+= | (?:printf|sudo|chmod|mkdir|wget)\s | curl\s+(?:-|http)
    | (?:fi|done|esac)\s*(?:$|[<|>;]) | return\b(?:.*;\s*$|\s+[a-z]?["'\[{]) | [}\])]+[;,]\s*$ | //\s | >>>\s
    | \$[A-Za-z_]\w+\s*[-+.*/]?=\s*[^=$\n]*$ | \$[A-Za-z_]\w+\s*[-+.*/]?=[^=\n].*[^$\s]\s*;\s*$
    ))re",
        kVerbose);
    return pattern;
}

const Pattern& code_signs() {
    static const Pattern pattern(
        UR"re(
      \b(?:
        (?:def|func|fn|sub|function)\s+\w+\s*[({] | function\s*\(
      | class\s+[A-Z_]\w*\s*(?:\([^)\n]*\)\s*:|[^.,;:\n]{0,60}\{)
      | (?:var|const|my|our|local|declare)\s+[-$@%]?\w+\s*=
      | (?:awk|sed|grep|perl|jq|echo)\s+(?:-\w+\s+)*["'$]
      | (?:Get|Set|New|Remove|Write|Start|Stop|Clear|Import|Export|Invoke|Out|Select|Where|ForEach|Add|Test)
        -[A-Z][a-z]+[A-Za-z]*\b | (?:write-host|foreach-object)\b
      | console\.log | System\.out | std:: | s?printf\( | print\( | println
      | document\.\w | window\.\w | require\(
      | [fF]r?"[^"\n]*\{[^"\n]*" | [fF]r?'[^'\n]*\{[^'\n]*' | SELECT\s.*\sFROM\s | INSERT\s+INTO\s
      )
    | <(?:\?(?:php|=|\s)|%[=@ ]) | \?> | \{%\s | %\}\s*\Z
    | ;\s*(?:then|do)\s*$
    | \|\s*(?:awk|sed|grep|head|tail|sort|uniq|wc|xargs|cut|tee|jq|perl|bash)\b
    | \$(?:\([a-z][\w-]+\s+(?:["'$/]|-[A-Za-z-]) | \w+\[["'$@] | \{\w+\[
          | \{[\w.]+(?::[-+=?]|\#|%|\}["']) | \{\#
          | \w{2,}->\w | (?:env|script|global):\w | _[.\[A-Z])
    | [!=]== | (?<=[\w)\]"]\s)&&\s[\w!("$] | [!=]=\s["'$\w]
    | -(?:eq|ne|lt|gt|le|ge|notmatch|ComObject|Minimum|Maximum)\s
    )re",
        kVerbose);
    return pattern;
}

// A name and what only programs put behind it. A pattern of its own: it may begin at every word, and few
// lines hold the signs that it needs.
const Pattern& call_signs() {
    static const Pattern pattern(UR"(\b[A-Za-z_]\w*(?:::\w|->\w+\(|\(\)(?:\s*[;{]|\.\w)))");
    return pattern;
}

bool holds_call(std::u32string_view line) {
    for (const std::u32string_view sign : {U"::", U"->", U"()"}) {
        if (line.find(sign) != line.npos) return call_signs().found_in(line);
    }
    return false;
}

// What a suspicious sign or keyword begins with.
constexpr std::array<bool, 128> kSuspicious = [] {
    std::array<bool, 128> signs{};
    for (const char32_t sign : std::u32string_view(U"\";#'(-:=&<>{$| epidfS")) signs[sign] = true;
    return signs;
}();

// Whether the last thing in a line is an opening brace, or a name or number behind an equals sign.
bool ends_open(std::u32string_view line) {
    size_t end = line.size();
    while (end > 0 && is_space(line[end - 1])) --end;
    if (end > 0 && line[end - 1] == U'{') return true;
    const size_t name_end = end;
    while (end > 0 && (is_word(line[end - 1]) || line[end - 1] == U'.')) --end;
    if (end == name_end) return false;
    while (end > 0 && is_space(line[end - 1])) --end;
    return end > 0 && line[end - 1] == U'=';
}

bool is_suspicious_at(std::u32string_view line, size_t at) {
    const std::u32string_view rest = line.substr(at);
    const char32_t next = rest.size() > 1 ? rest[1] : U'\0', third = rest.size() > 2 ? rest[2] : U'\0';
    switch (rest[0]) {
        case U'"':
        case U';':
        case U'#':
            return true;
        case U'\'':  // no prime, and no apostrophe
            return at == 0 || !(is_word(line[at - 1]) || line[at - 1] == U'\\' || line[at - 1] == U'}');
        case U'(':
            return next == U')';
        case U'-':
            return next == U'>' || (next >= U'A' && next <= U'Z');
        case U':':
            return next == U':' || next == U'\n';
        case U'=':
        case U'&':
            return next == rest[0];
        case U'<':
            return next == U'?' || next == U'%';
        case U'>':
            return next == U'>' && third == U'>';
        case U'{':
            return next == U'%';
        case U'$':
            return next == U'_' || rest.starts_with(U"$env") ||
                   ((next == U'(' || next == U'{') && (is_ascii_lower(third) || third == U'#'));
        case U'|':
            return is_space(next) && is_ascii_lower(third) && rest.size() > 3 && is_ascii_lower(rest[3]);
        case U' ':
            return (next == U'-' && (third == U'e' || third == U'l' || third == U'g')) ||
                   (next == U'd' && third == U'o');
        case U'e':
            return next == U'c' && rest.starts_with(U"echo");
        case U'p':
            return next == U'r' && rest.starts_with(U"print");
        case U'i':
            return next == U'm' && rest.starts_with(U"import");
        case U'd':
            return next == U'e' && rest.starts_with(U"def ");
        case U'f':
            return next == U'u' && rest.starts_with(U"function");
        default:
            return rest.starts_with(U"SELECT");
    }
}

// Most lines of prose and LaTeX hold none of the signs, and need no closer look.
bool is_suspicious(std::u32string_view line) {
    for (size_t at = 0; at < line.size(); ++at) {
        const char32_t c = line[at];
        if (c < kSuspicious.size() && kSuspicious[c] && is_suspicious_at(line, at)) return true;
    }
    return ends_open(line);
}

}  // namespace

bool CodeLines::at(size_t position) {
    if (start_ <= position && position < end_) return verdict_;
    if (position < line_start_ || position >= line_end_) {
        line_start_ = position;
        while (line_start_ > 0 && text_[line_start_ - 1] != U'\n') --line_start_;
        const size_t feed = text_.find(U'\n', position);
        line_end_ = feed == kNone ? text_.size() : feed + 1;
    }
    if (line_end_ - line_start_ > kWindow) {
        start_ = line_start_ + (position - line_start_) / kWindow * kWindow;
        end_ = std::min(line_end_, start_ + kWindow);
        // A sign may begin in one window and end in the next.
        verdict_ = looks_like_code(start_, std::min(line_end_, start_ + kWindow + kWindow / 2));
    } else {
        start_ = line_start_;
        end_ = line_end_;
        verdict_ = looks_like_code(start_, end_) || continues_code(start_);
    }
    return verdict_;
}

bool CodeLines::looks_like_code(size_t start, size_t end) {
    const auto place = std::ranges::lower_bound(known_, start, {}, &std::pair<size_t, bool>::first);
    if (place != known_.end() && place->first == start) return place->second;
    const std::u32string_view line = part(text_, start, end);
    const bool is_code = is_suspicious(line) &&
                         (line_signs().matches(line) || code_signs().found_in(line) || holds_call(line));
    known_.insert(place, {start, is_code});
    return is_code;
}

// Whether the line at `start` is indented, and so (or blank) is every line up to one above that is code.
bool CodeLines::continues_code(size_t start) {
    const std::u32string_view indents = U" \t{}\n";
    for (int i = 0; i < kLinesAbove; ++i) {
        if (start == 0 || indents.find(text_[start]) == indents.npos) return false;
        const size_t end = start;
        const size_t first = end - 1 - std::min(end - 1, kWindow);
        start = end - 1;
        while (start > first && text_[start - 1] != U'\n') --start;
        if (start == first && end > kWindow) return false;
        if (looks_like_code(start, end)) return true;
    }
    return false;
}

}  // namespace lomo::span
