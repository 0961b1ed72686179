// The kernels in plain C++, for any processor -> their table.
#define LOMO_PORTABLE
#define LOMO_TARGET portable
#define LOMO_TARGET_NAME "portable"
#include "distort/target.h"
#include "distort/target_rows.h"

namespace lomo {

const Rows& portable_rows() {
    return portable::kRows;
}

}  // namespace lomo
