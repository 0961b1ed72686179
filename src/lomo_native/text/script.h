// A text goes in, its runs of one script each come out. Any 32-bit values may stand in the text; linear time.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lomo {

struct ScriptRun {
    std::int32_t start = 0;  // code points; end exclusive
    std::int32_t end = 0;
    std::uint32_t tag =
        0;  // ISO 15924, the first letter in the highest byte: hb_script_from_iso15924_tag takes it
};

// The runs cover the text. Common and Inherited characters take the script before them (at the start the one
// after them), a closing bracket that of its opening one. A text without any script is one run of Zyyy.
std::vector<ScriptRun> script_runs(std::u32string_view text);

// The script of one character: Zyyy for Common, Zinh for Inherited, Zzzz for unassigned.
std::uint32_t script_tag(char32_t cp);

}  // namespace lomo
