// The search for copies in SSE2, which every x86-64 has -> its table.
#if defined(__x86_64__)
#define LOMO_TARGET sse2
#include "encode/advance.h"
#include "encode/match.h"

namespace lomo {

const Search& sse2_search() {
    static constexpr Search kSearch{"sse2", sse2::advance};
    return kSearch;
}

}  // namespace lomo
#endif
