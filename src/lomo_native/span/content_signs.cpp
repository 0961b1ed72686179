#include "span/content_signs.h"

#include <algorithm>
#include <string>

#include "span/classes.h"
#include "span/media.h"
#include "span/place.h"

namespace lomo::span {

using View = std::u32string_view;

size_t past_text_opener(View text, size_t at, bool tags) {
    const View rest = text.substr(at + 1);
    size_t end = 0;
    if (rest.starts_with(U"text")) {
        end = past(text, at + 5, is_word);
    } else if (is_in(peek(rest, 0), U"mhf") && rest.substr(1).starts_with(U"box")) {
        end = at + 5;
    } else if (tags && rest.starts_with(U"tag")) {
        end = at + 4;
    } else {
        return kNone;
    }
    if (tags && peek(text, end) == U'*') ++end;
    end = past(text, end, is_space);
    return peek(text, end) == U'{' ? end + 1 : kNone;
}

bool has_command(View content) {
    for (size_t at = 0; at + 1 < content.size(); ++at) {
        const char32_t next = content[at + 1];
        if (content[at] == U'\\') {
            if (is_in(next, U"{}|,;!")) return true;
            if (is_ascii_letter(next) && is_ascii_letter(peek(content, at + 2))) return true;
        } else if (next == U'{' && (content[at] == U'_' || content[at] == U'^')) {
            return true;
        }
    }
    return false;
}

bool has_escaped(View content) {
    for (size_t at = content.find(U'\\'); at != kNone; at = content.find(U'\\', at + 1)) {
        if (is_in(peek(content, at + 1), U"$%# &")) return true;
    }
    return false;
}

bool has_path(View content) {
    for (size_t at = content.find(U'\\'); at != kNone; at = content.find(U'\\', at + 1)) {
        if (at >= 2 && content[at - 1] == U':' && is_ascii_letter(content[at - 2]) &&
            (at == 2 || !is_word(content[at - 3]))) {
            return true;
        }
        if (!is_ascii_letter(peek(content, at + 1))) continue;
        const size_t second = past(content, at + 2, is_word);
        if (peek(content, second) != U'\\' || !is_ascii_letter(peek(content, second + 1))) continue;
        const size_t stop = past(content, second + 2, is_word);
        if (peek(content, stop) == U'.' && word_at(content, stop + 1)) return true;
    }
    return false;
}

bool has_text_group(View content) {
    for (size_t at = content.find(U'\\'); at != kNone; at = content.find(U'\\', at + 1)) {
        if (past_text_opener(content, at, true) != kNone) return true;
    }
    return false;
}

std::u32string without_text(View content) {
    std::u32string rest;
    size_t kept = 0;
    for (size_t at = content.find(U'\\'); at != kNone; at = content.find(U'\\', at)) {
        const size_t inside = past_text_opener(content, at, false);
        const size_t close = inside == kNone ? kNone : content.find_first_of(U"{}", inside);
        if (close == kNone || content[close] != U'}') {
            ++at;
            continue;
        }
        rest += content.substr(kept, at - kept);
        kept = at = close + 1;
    }
    return rest += content.substr(kept);
}

std::u32string without_blank_lines(View content, bool& found) {
    std::u32string rest;
    size_t kept = 0;
    found = false;
    for (size_t at = content.find(U'\n'); at != kNone; at = content.find(U'\n', at)) {
        const size_t run = past(content, at + 1, [](char32_t c) { return is_in(c, U" \t\r\n"); });
        const size_t last = content.rfind(U'\n', run - 1);
        if (last > at) {
            found = true;
            rest += content.substr(kept, at - kept);
            rest += U'\n';
            kept = last + 1;
        }
        at = run;
    }
    return rest += content.substr(kept);
}

namespace {

// An alien but for backquotes.
bool has_url_or_gap(View content) {
    for (size_t at = 0; at < content.size(); ++at) {
        switch (content[at]) {
            case U':':
                if (content.substr(at + 1).starts_with(U"//")) return true;
                break;
            case U'\n': {
                const size_t next =
                    past(content, at + 1, [](char32_t c) { return c == U' ' || c == U'\t' || c == U'\r'; });
                if (peek(content, next) == U'\n') return true;
                break;
            }
            case U'<':
                if (media_length(content, at) > 0) return true;
                break;
            default:
                break;
        }
    }
    return false;
}

}  // namespace

bool has_alien(View content) {
    if (!is_in(U'`', content)) return has_url_or_gap(content);
    const bool quoted =
        has_text_group(content) || (content.find(U"``") != kNone && content.find(U"''") != kNone);
    if (!quoted) return true;
    std::u32string bare(content);
    std::erase(bare, U'`');
    return has_url_or_gap(bare);
}

bool has_other_opener(View content) {
    for (size_t at = content.find(U'\\'); at != kNone; at = content.find(U'\\', at + 1)) {
        if (is_in(peek(content, at + 1), U"([") && at + 1 < content.size() &&
            (at == 0 || content[at - 1] != U'\\')) {
            return true;
        }
    }
    return false;
}

bool has_pause(View content) {
    for (size_t at = 1; at < content.size(); ++at) {
        if (is_space(content[at]) && is_in(content[at - 1], U".?!,;:")) return true;
    }
    return false;
}

bool has_operator(View content) {
    return content.find_first_of(U"-+*/=<>^_|()[]") != kNone;
}

namespace {

// Whether an = stands behind the semicolon at `at`, with at most one word between, whose end it tells.
bool assigns_after(View content, size_t at, size_t& end) {
    const size_t word = past(content, at + 1, is_space);
    end = past(content, word, [](char32_t c) { return !is_space(c); });
    if (part(content, word, end).find(U'=') != kNone) return true;
    return peek(content, past(content, end, is_space)) == U'=';
}

}  // namespace

bool has_code(View content) {
    const size_t last_equals = content.rfind(U'=');
    size_t judged = 0;  // the end of a word in which no semicolon assigns, but perhaps the last character
    for (size_t at = 0; at < content.size(); ++at) {
        const char32_t next = peek(content, at + 1);
        switch (content[at]) {
            case U'"':
            case U'#':
            case U'@':
            case U'$':
                return true;
            case U'-':
                if (next == U'>') return true;
                break;
            case U'=':
                if (next == U'>' || next == U'=') return true;
                break;
            case U':':
            case U'&':
            case U'/':
                if (next == content[at]) return true;
                break;
            case U'!':
                if (next == U'=' && at > 0 && is_space(content[at - 1])) return true;
                break;
            case U';':
                if (at + 1 == content.size() || (at + 2 == content.size() && next == U'\n')) return true;
                if (last_equals == kNone || at > last_equals || at + 1 < judged) break;
                if (assigns_after(content, at, judged)) return true;
                break;
            default:
                break;
        }
    }
    if (content.empty() || !is_ascii_letter(content[0])) return false;
    const size_t name = past(content, 1, is_word);
    if (peek(content, name) == U':') return name > 1 && word_at(content, name + 1);
    if (peek(content, name) != U'.') return false;
    const size_t method = past(content, name + 1, is_word);
    return method > name + 1 && peek(content, method) == U'(';
}

bool has_regular_expression(View content) {
    for (const View sign :
         {View(U".*"), View(U"[^"), View(U"[a-z"), View(U"[0-9"), View(U"/tmp/"), View(U"/dev/")}) {
        if (content.find(sign) != kNone) return true;
    }
    for (size_t at = content.find(U'\\'); at != kNone; at = content.find(U'\\', at + 1)) {
        if (at + 1 < content.size() && is_in(content[at + 1], U"|+?wdsb") &&
            !is_ascii_letter(peek(content, at + 2))) {
            return true;
        }
    }
    return peek(content, 0) == U'?';
}

}  // namespace lomo::span
