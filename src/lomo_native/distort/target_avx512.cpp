// The kernels in AVX-512BW and VBMI; CMakeLists.txt gives this file its flags -> their table.
#if defined(__x86_64__)
#define LOMO_TARGET avx512
#define LOMO_TARGET_NAME "avx512"
#include "distort/target.h"
#include "distort/target_rows.h"

namespace lomo {

const Rows& avx512_rows() {
    return avx512::kRows;
}

}  // namespace lomo
#endif
