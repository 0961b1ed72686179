// Arguments of commands: lists, delimiters, lengths, words.
#include <algorithm>

#include "math/parser.h"

namespace lomo {

namespace {

struct UnitRow {
    std::string_view name;
    std::int64_t numerator;  // of 1 pt, 100 u
    std::int64_t denominator;
};
// TeXbook, chapter 10; em and ex are those of Latin Modern Roman.
constexpr UnitRow kUnits[] = {
    {"pt", 100'000, 1},        {"em", 1'000'000, 1},        {"ex", 430'555, 1},       {"pc", 1'200'000, 1},
    {"in", 7'227'000, 1},      {"bp", 7'227'000, 72},       {"cm", 722'700'000, 254}, {"mm", 72'270'000, 254},
    {"dd", 123'800'000, 1157}, {"cc", 1'485'600'000, 1157}, {"sp", 100'000, 65536},   {"px", 7'227'000, 72},
};
constexpr std::int64_t kGreatestDimension = 1'000'000'000;  // 1000 em

}  // namespace

// A braced list, or the one atom that the next token begins.
List* Parser::argument(const Token& what) {
    const Token token = next();
    if (token.is_command(U"middle")) fail("\\middle cannot be an argument", token);
    if (token.kind == TokenKind::kEnd || stops_at(token, 0) || token.is(U'^') || token.is(U'_')) {
        stream_.push(token);
        fail("an argument of " + quoted(what) + " is missing", what);
    }
    if (token.is(U'{')) {
        end_ = std::max(end_, token.source.end);
        const DepthGuard guard(*this, token);
        List* const list = parse_list(kStopBrace);
        const Token closing = next();
        if (!closing.is(U'}')) fail("a { is never closed", token);
        end_ = std::max(end_, closing.source.end);
        return list;
    }
    List* const list = arena_.make<List>();
    if (token.is(U'\'')) {
        add(list, token);
        return list;
    }
    Node* const node = parse_node(token);
    if (node == nullptr || node->kind == NodeKind::kStyle) {
        fail(quoted(token) + " cannot be an argument of " + quoted(what) + ": braces are missing", token);
    }
    list->add(node);
    return list;
}

Node* Parser::argument_node(const Token& what) {
    return group_of(argument(what), AtomClass::kOrd, what.source);
}

List* Parser::optional_argument() {
    const Token token = peek();
    if (!token.is(U'[')) return nullptr;
    next();
    List* const list = parse_list(kStopBracket);
    const Token closing = next();
    if (!closing.is(U']')) fail("a [ is never closed", token);
    stream_.declare(token.source);
    stream_.declare(closing.source);
    end_ = std::max(end_, closing.source.end);
    return list;
}

bool Parser::take_star() {
    const Token token = peek();
    if (!token.is(U'*')) return false;
    stream_.declare(token.source);
    next();
    return true;
}

bool Parser::is_delimiter(const Token& token, Delimiter& delimiter) {
    const Symbol* symbol = nullptr;
    // A bare brace opens a group: \left\{ is meant, and said.
    if (token.is(U'{') || token.is(U'}')) return false;
    if (token.kind == TokenKind::kCharacter) symbol = find_character(token.character);
    if (token.kind == TokenKind::kCommand) symbol = find_symbol(token.name);
    if (symbol == nullptr || (symbol->flags & kDelimiter) == 0) return false;
    delimiter = {fence_code(*symbol), token.source};
    if (delimiter.code == 0) stream_.declare(token.source);
    return true;
}

Delimiter Parser::delimiter(const Token& what) {
    const Token token = next();
    end_ = std::max(end_, token.source.end);
    Delimiter result;
    if (is_delimiter(token, result)) return result;
    if (token.kind == TokenKind::kEnd) fail("a delimiter is missing after " + quoted(what), what);
    fail(quoted(token) + " is no delimiter: " + quoted(what) + " must be followed by one", token);
}

// {(}, {} for none: \genfrac's.
Delimiter Parser::delimiter_argument(const Token& what) {
    const Token token = next();
    if (!token.is(U'{')) {
        stream_.push(token);
        return delimiter(what);
    }
    Delimiter result;
    const Token inner = next();
    if (inner.is(U'}')) return result;
    if (!is_delimiter(inner, result)) fail(quoted(inner) + " is no delimiter", inner);
    const Token closing = next();
    if (!closing.is(U'}')) fail("one delimiter is expected", closing);
    return result;
}

bool Parser::dimension_of(const std::vector<Token>& tokens, Dimension& result) const {
    std::string text;
    for (const Token& token : tokens) {
        if (token.kind == TokenKind::kSpace) continue;
        if (token.kind != TokenKind::kCharacter || token.character >= 0x80 || text.size() > 40) return false;
        text += char(token.character);
    }
    std::size_t at = 0;
    bool negative = false;
    while (at < text.size() && (text[at] == '+' || text[at] == '-')) negative ^= text[at++] == '-';
    std::int64_t value = 0, decimals = 0;
    bool digits = false, point = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if ((c == '.' || c == ',') && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            digits = true;
            if (point && decimals == 4) continue;
            if (value > kGreatestDimension) return false;
            value = value * 10 + (c - '0');
            if (point) ++decimals;
        } else {
            break;
        }
    }
    std::string_view unit = std::string_view(text).substr(at);
    if (unit.starts_with("true")) unit.remove_prefix(4);
    // Glue's stretch and shrink say nothing in a formula that is as wide as it is.
    if (const std::size_t plus = unit.find("plus"); plus != unit.npos) unit = unit.substr(0, plus);
    if (const std::size_t minus = unit.find("minus"); minus != unit.npos) unit = unit.substr(0, minus);
    if (!digits) return false;
    std::int64_t scale_down = 1;
    for (std::int64_t i = 0; i < decimals; ++i) scale_down *= 10;
    std::int64_t numerator = 0, denominator = 1;
    if (unit == "mu") {
        numerator = 1000;
    } else {
        const auto* const row = std::find_if(std::begin(kUnits), std::end(kUnits),
                                             [&](const UnitRow& r) { return r.name == unit; });
        if (row == std::end(kUnits)) return false;
        numerator = row->numerator;
        denominator = row->denominator;
    }
    const std::int64_t length = scale(value, numerator, denominator * scale_down);
    if (length > kGreatestDimension) return false;
    result = {negative ? -length : length, unit == "mu"};
    return true;
}

// Whether these are a number and a unit, however large.
bool Parser::means_dimension(const std::vector<Token>& tokens) {
    std::string text;
    for (const Token& token : tokens) {
        if (token.kind == TokenKind::kCharacter && token.character < 0x80) text += char(token.character);
        if (token.kind == TokenKind::kCommand) return false;
    }
    if (text.size() < 3 || text.find_first_of("0123456789") == text.npos) return false;
    const std::string_view unit = std::string_view(text).substr(text.size() - 2);
    return std::any_of(std::begin(kUnits), std::end(kUnits),
                       [&](const UnitRow& row) { return row.name == unit; }) &&
           text.find_first_not_of("+-.,0123456789") == text.size() - 2;
}

// Reads a number and a unit character by character, as TeX does.
Dimension Parser::dimension(const Token& what) {
    if (peek().is(U'{')) return dimension_argument(what);
    std::vector<Token> tokens;
    Token token = next();
    const auto take = [&] {
        stream_.declare(token.source);
        tokens.push_back(token);
        end_ = std::max(end_, token.source.end);
        token = next();
    };
    if (token.is(U'=')) {
        stream_.declare(token.source);
        token = next();
    }
    while (token.kind == TokenKind::kCharacter && tokens.size() < 30 &&
           (token.is(U'-') || token.is(U'+') || token.is(U'.') || token.is(U',') ||
            (token.character >= U'0' && token.character <= U'9'))) {
        take();
    }
    for (int letters = 0; letters < 2 && token.kind == TokenKind::kCharacter && token.character >= U'a' &&
                          token.character <= U'z';
         ++letters) {
        take();
    }
    stream_.push(token);
    Dimension result;
    if (!dimension_of(tokens, result)) fail("a length such as 2pt is expected after " + quoted(what), what);
    return result;
}

// plus 1fil minus 2pt: read, and without effect in a formula that is as wide as it is.
void Parser::skip_glue(const Token& what) {
    for (const std::u32string_view word : {U"plus", U"minus"}) {
        if (!take_word(word)) continue;
        Token token = next();
        bool digits = false;
        while (token.kind == TokenKind::kCharacter &&
               (token.is(U'-') || token.is(U'.') || (token.character >= U'0' && token.character <= U'9'))) {
            digits |= token.character >= U'0';
            stream_.declare(token.source);
            token = next();
        }
        stream_.push(token);
        bool unit = false;
        for (const std::u32string_view name : {U"filll", U"fill", U"fil", U"pt", U"em", U"ex", U"mu", U"cm",
                                               U"mm", U"in", U"pc", U"bp", U"dd", U"cc", U"sp"}) {
            unit = unit || take_word(name);
        }
        if (!digits || !unit) fail("a length such as 2pt or 1fil is expected after plus and minus", what);
    }
}

// Takes the letters of the word where they follow, all or none.
bool Parser::take_word(std::u32string_view word) {
    std::vector<Token> read;
    for (const char32_t c : word) {
        read.push_back(next());
        if (read.back().is(c)) continue;
        stream_.push(read);
        return false;
    }
    for (const Token& token : read) stream_.declare(token.source);
    end_ = std::max(end_, read.back().source.end);
    return true;
}

Dimension Parser::dimension_argument(const Token& what) {
    const std::vector<Token> tokens = stream_.raw_argument(what);
    end_ = std::max(end_, stream_.argument_end());
    Dimension result;
    if (!dimension_of(tokens, result)) fail("a length such as 2pt is expected after " + quoted(what), what);
    return result;
}

std::u32string Parser::word_argument(const Token& what) {
    std::u32string word;
    for (const Token& token : stream_.raw_argument(what)) {
        if (token.kind == TokenKind::kCharacter || token.kind == TokenKind::kSpace) {
            word += token.character;
        } else if (token.kind == TokenKind::kCommand) {
            word += U'\\';
            word += token.name;
        }
    }
    end_ = std::max(end_, stream_.argument_end());
    return word;
}

}  // namespace lomo
