// The search for copies in plain C++, for any processor -> its table.
#define LOMO_PORTABLE
#define LOMO_TARGET portable
#include "encode/advance.h"
#include "encode/match.h"

namespace lomo {

const Search& portable_search() {
    static constexpr Search kSearch{"portable", portable::advance};
    return kSearch;
}

}  // namespace lomo
