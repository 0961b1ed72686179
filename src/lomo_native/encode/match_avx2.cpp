// The search for copies in AVX2 and BMI; CMakeLists.txt gives this file its flags -> its table.
#if defined(__x86_64__)
#define LOMO_TARGET avx2
#include "encode/advance.h"
#include "encode/match.h"

namespace lomo {

const Search& avx2_search() {
    static constexpr Search kSearch{"avx2", avx2::advance};
    return kSearch;
}

}  // namespace lomo
#endif
