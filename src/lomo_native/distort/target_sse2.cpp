// The kernels in SSE2, which every x86-64 has -> their table.
#if defined(__x86_64__)
#define LOMO_TARGET sse2
#define LOMO_TARGET_NAME "sse2"
#include "distort/target.h"
#include "distort/target_rows.h"

namespace lomo {

const Rows& sse2_rows() {
    return sse2::kRows;
}

}  // namespace lomo
#endif
