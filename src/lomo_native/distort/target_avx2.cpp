// The kernels in AVX2; CMakeLists.txt gives this file its flags -> their table.
#if defined(__x86_64__)
#define LOMO_TARGET avx2
#define LOMO_TARGET_NAME "avx2"
#include "distort/target.h"
#include "distort/target_rows.h"

namespace lomo {

const Rows& avx2_rows() {
    return avx2::kRows;
}

}  // namespace lomo
#endif
