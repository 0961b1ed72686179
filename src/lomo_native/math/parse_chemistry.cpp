// \ce and \pu of mhchem: their argument is translated to LaTeX, which is read in their place.
#include "math/chemistry.h"
#include "math/parser.h"

namespace lomo {

// value 1: \pu.
Node* Parser::chemistry(const Command& command, const Token& token) {
    std::u32string source;
    std::vector<SourceRange> places;  // of each character of it
    const auto add = [&](char32_t c, SourceRange place) {
        source += c;
        places.push_back(place);
    };
    const std::vector<Token> parts = stream_.content_argument(token);
    end_ = std::max(end_, stream_.argument_end());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Token& part = parts[i];
        const Token* const after = i + 1 < parts.size() ? &parts[i + 1] : nullptr;
        switch (part.kind) {
            case TokenKind::kCommand:
                add(U'\\', part.source);
                for (const char32_t c : part.name) add(c, part.source);
                // What the lexer swallowed after a control word: it counts only before a letter.
                if (is_ascii_letter(part.name.empty() ? U'\0' : part.name[0]) && after != nullptr &&
                    after->kind == TokenKind::kCharacter && is_ascii_letter(after->character)) {
                    add(U' ', part.source);
                }
                break;
            case TokenKind::kParameter:
                fail("# stands outside a definition", part);
            case TokenKind::kEnd:
                break;
            default:
                add(part.character, part.source);
        }
    }
    const auto place_of = [&](std::int32_t offset, std::int32_t length) {
        if (places.empty() || offset < 0 || length <= 0) return token.source;
        const std::size_t first = std::min(std::size_t(offset), places.size() - 1);
        const std::size_t last = std::min(std::size_t(offset + length - 1), places.size() - 1);
        return SourceRange{places[first].start, std::max(places[first].end, places[last].end)};
    };
    std::vector<ChemistryPiece> pieces;
    try {
        pieces = command.value == 1 ? unit_to_tex(source) : chemistry_to_tex(source);
    } catch (const MathError& error) {
        fail(error.what(), place_of(error.offset, std::max(error.length, 1)));
    }
    stream_.push({TokenKind::kCharacter, U'}', {}, token.source});
    for (std::size_t i = pieces.size(); i > 0; --i) {
        ChemistryPiece& piece = pieces[i - 1];
        if (piece.tex.empty()) stream_.declare(place_of(piece.offset, piece.length));
        stream_.push_text(std::move(piece.tex), place_of(piece.offset, piece.length));
    }
    const Alphabet outer = alphabet_;
    alphabet_ = Alphabet::kNormal;
    Node* const group = parse_group(token);
    alphabet_ = outer;
    return group;
}

}  // namespace lomo
