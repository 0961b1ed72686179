// A passage, one of its pages and the ink of the page's items -> what does not add up item by item: glyphs,
// rules and pictures that were set and are not there, are there and were not set, or were not painted whole.
#pragma once

#include <vector>

#include "page/ledger.h"
#include "page/passage.h"
#include "value/ink.h"
#include "value/layout.h"

namespace lomo {

// The arguments are those of `ledger`; of a passage with markup, `source` counts the characters of its
// source, and what markup draws beside its text (bars, boxes, lines) is not held against anything.
std::vector<FaultAt> item_faults(const Passage& passage, const Layout& page, SourceRange source,
                                 const std::vector<ItemInk>& inks);

// The items of a formula's piece, told as a page tells them: their sources count the passage's text.
Layout piece_items(const Passage& passage, const FormulaPiece& piece);

}  // namespace lomo
