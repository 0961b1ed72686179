// Frames, strokes, phantoms, laps, shifts, colours (which a grey picture does not show) and tags.
#include "math/parser.h"

namespace lomo {

// value: the FrameKind; option 1: \boxed's display style, 2: the argument is text.
Node* Parser::frame(const Command& command, const Token& token) {
    auto* const node = make<FrameNode>(token.source);
    node->frame = FrameKind(command.value);
    node->display = command.option == 1;
    if (command.option == 2) {
        BoxWidth width;
        if (command.words == "box") width = box_width(token);
        constexpr std::int64_t kFrame = 680'000;  // \\fboxsep and \\fboxrule on both sides count in the width
        width.width.value = std::max<std::int64_t>(width.width.value - kFrame, 0);
        auto* const text = static_cast<TextNode*>(text_argument(token));
        text->box = width;
        node->body = arena_.make<List>();
        node->body->add(text);
    } else {
        node->body = argument(token);
    }
    close(node);
    return node;
}

Node* Parser::cancel_to(const Command&, const Token& token) {
    auto* const node = make<FrameNode>(token.source);
    node->frame = FrameKind::kCancel;
    node->target = argument(token);
    node->body = argument(token);
    close(node);
    return node;
}

// value: bits of what is kept: 1 width, 2 height and depth.
Node* Parser::phantom(const Command& command, const Token& token) {
    auto* const node = make<PhantomNode>(token.source);
    node->width = (command.value & 1) != 0;
    node->height = node->depth = (command.value & 2) != 0;
    node->body = argument(token);
    close(node);
    stream_.declare(span_of(token));
    return node;
}

Node* Parser::smash(const Command&, const Token& token) {
    auto* const node = make<PhantomNode>(token.source);
    node->ink = true;
    std::vector<Token> which;
    const bool some = stream_.raw_optional(which);
    bool top = !some || which.empty(), bottom = top;
    for (const Token& part : which) {
        top |= part.is(U't');
        bottom |= part.is(U'b');
        if (!part.is(U't') && !part.is(U'b')) fail("\\smash takes [t] or [b]", part);
    }
    node->height = !top;
    node->depth = !bottom;
    node->body = argument(token);
    close(node);
    return node;
}

// value: 'l', 'r' or 'c'; option 1: the argument is text.
Node* Parser::lap(const Command& command, const Token& token) {
    auto* const node = make<PhantomNode>(token.source);
    node->ink = true;
    node->width = false;
    node->lap = char(command.value);
    if (command.option == 1) {
        node->body = arena_.make<List>();
        node->body->add(text_argument(token));
    } else {
        node->body = argument(token);
    }
    close(node);
    return node;
}

// \raisebox{2pt}{text}; value 1: \raise2pt\hbox{..}, -1: \lower
Node* Parser::raise(const Command& command, const Token& token) {
    auto* const node = make<ShiftedNode>(token.source);
    if (command.value == 0) {
        node->raise = dimension_argument(token);
        std::vector<Token> extent;
        while (stream_.raw_optional(extent)) extent.clear();
        node->body = arena_.make<List>();
        node->body->add(text_argument(token));
    } else {
        node->raise = dimension(token);
        node->raise.value *= command.value;
        node->body = argument(token);
    }
    close(node);
    return node;
}

Node* Parser::centre(const Command&, const Token& token) {
    auto* const node = make<ShiftedNode>(token.source);
    node->shift = Shift::kCentre;
    node->body = argument(token);
    close(node);
    return node;
}

// value, option: height and depth in u.
Node* Parser::strut(const Command& command, const Token& token) {
    auto* const node = make<RuleNode>(token.source);
    node->height = ems(command.value);
    node->depth = ems(command.option);
    return node;
}

// \color{red}: names the rest of the group's colour; a page is black on white.
Node* Parser::colour(const Command&, const Token& token) {
    std::vector<Token> model;
    stream_.raw_optional(model);
    stream_.raw_argument(token);
    return nullptr;
}

Node* Parser::coloured(const Command& command, const Token& token) {
    colour(command, token);
    return argument_node(token);
}

// \colorbox{c}{text}, \fcolorbox{a}{b}{text}; value 1: with a frame.
Node* Parser::colour_box(const Command& command, const Token& token) {
    colour(command, token);
    if (command.value == 1) stream_.raw_argument(token);
    auto* const node = make<FrameNode>(token.source);
    node->frame = command.value == 1 ? FrameKind::kBox : FrameKind::kPlainBox;
    node->body = arena_.make<List>();
    node->body->add(text_argument(token));
    close(node);
    return node;
}

Node* Parser::circled(const Command&, const Token& token) {
    auto* const node = make<OverlayNode>(token.source);
    node->overlay = OverlayKind::kCircle;
    node->body = arena_.make<List>();
    node->body->add(text_argument(token));
    close(node);
    return node;
}

Node* Parser::tag(const Command&, const Token& token) {
    const bool bare = take_star();
    auto* const node = make<TagNode>(token.source);
    TextNode* const text = static_cast<TextNode*>(text_argument(token));
    if (!bare) {
        const auto parenthesis = [&](std::u32string_view c) {
            return text_of(c, Face::kRoman, token.source)->first;
        };
        TextNode::Piece* const first = parenthesis(U"(");
        first->next = text->first;
        text->first = first;
        TextNode::Piece* last = first;
        while (last->next != nullptr) last = last->next;
        last->next = parenthesis(U")");
    }
    node->text = text;
    close(node);
    TagNode*& place = row_ != nullptr ? row_->tag : tag_;
    if (place != nullptr) fail("a second \\tag", token);
    place = node;
    return nullptr;
}

Node* Parser::label(const Command&, const Token& token) {
    stream_.raw_argument(token);
    return nullptr;
}

// \href{address}{formula}: what is shown of it.
Node* Parser::link(const Command&, const Token& token) {
    stream_.raw_argument(token);
    return argument_node(token);
}

}  // namespace lomo
