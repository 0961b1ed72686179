// The names, and a table of places by hash that is made by the compiler.
#include "span/commands.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace lomo::span {

namespace {

constexpr std::string_view kSymbols =
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi "
    "omicron pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta "
    "Lambda "
    "Xi Pi Sigma Upsilon Phi Psi Omega aleph beth ell hbar hslash imath jmath wp Re Im partial nabla infty "
    "emptyset varnothing forall exists nexists neg lnot top bot angle measuredangle triangle square Box "
    "blacksquare diamond Diamond star bigstar clubsuit diamondsuit heartsuit spadesuit prime backprime "
    "degree "
    "mho complement cdot times div pm mp ast circ bullet oplus ominus otimes oslash odot bigcirc dagger "
    "ddagger wedge vee land lor cap cup uplus sqcap sqcup setminus smallsetminus amalg wr leq le geq ge neq "
    "ne leqslant geqslant lt gt ll gg lll ggg equiv sim simeq approx approxeq cong propto doteq asymp prec "
    "succ preceq succeq subset supset subseteq supseteq subsetneq supsetneq nsubseteq in notin ni mid nmid "
    "parallel nparallel perp models vdash dashv Vdash vDash triangleq coloneqq lesssim gtrsim lessgtr leqq "
    "geqq vartriangle triangleleft triangleright unlhd Join bowtie smile frown to gets rightarrow leftarrow "
    "Rightarrow Leftarrow leftrightarrow Leftrightarrow longrightarrow longleftarrow Longrightarrow "
    "Longleftarrow longleftrightarrow Longleftrightarrow implies impliedby iff mapsto longmapsto uparrow "
    "downarrow Uparrow Downarrow updownarrow nearrow searrow swarrow nwarrow hookrightarrow hookleftarrow "
    "rightharpoonup leftharpoonup rightleftharpoons leadsto ldots cdots vdots ddots dots dotsc dotsb dotsm "
    "dotsi therefore because langle rangle lfloor rfloor lceil rceil lbrace rbrace lbrack rbrack vert Vert "
    "lvert rvert lVert rVert sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth log ln lg exp "
    "lim liminf limsup max min sup inf arg det dim ker deg gcd hom Pr sum prod coprod int iint iiint iiiint "
    "oint bigcup bigcap bigsqcup bigvee bigwedge bigoplus bigotimes bigodot biguplus quad qquad bmod";
constexpr std::string_view kOneUnbraced =
    "vec hat bar dot ddot tilde widehat widetilde overline underline overrightarrow mathrm mathbf mathcal "
    "mathbb mathfrak boldsymbol bm pmod";
constexpr std::string_view kOne =
    "dddot check breve acute grave mathring overleftarrow overleftrightarrow overbrace underbrace boxed fbox "
    "mathit mathsf mathtt mathscr pmb operatorname text textrm mbox pod cancel bcancel xcancel phantom ket "
    "bra mathop mathbin mathrel substack ce pu";
constexpr std::string_view kTwoUnbraced = "frac dfrac tfrac binom dbinom tbinom";
constexpr std::string_view kTwo = "overset underset stackrel cancelto";
constexpr std::string_view kEnvironments =
    "equation align alignat flalign gather multline eqnarray math displaymath dmath subequations array "
    "matrix "
    "pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases dcases rcases tabular aligned alignedat "
    "gathered split subarray IEEEeqnarray";

constexpr std::size_t kSlots = 1024;  // twice as many as names, or more
constexpr std::uint32_t kFactor = 0x01000193;

constexpr std::uint32_t mixed(std::uint32_t hash, std::uint32_t letter) {
    return (hash ^ letter) * kFactor;
}
constexpr std::size_t slot_of(std::uint32_t hash) {
    return (hash ^ (hash >> 15)) % kSlots;
}

class Table {
  public:
    constexpr Table() {
        add_all(kSymbols, {.arguments = 0});
        add_all(kOneUnbraced, {.arguments = 1, .unbraced = true});
        add_all(kOne, {.arguments = 1});
        add_all(kTwoUnbraced, {.arguments = 2, .unbraced = true});
        add_all(kTwo, {.arguments = 2});
        add_all("sqrt", {.arguments = 1, .unbraced = true, .optional = true});
        add_all("cfrac", {.arguments = 2, .unbraced = true, .optional = true});
        add_all("xrightarrow xleftarrow", {.arguments = 1, .optional = true});
    }

    const BareCommand* find(std::u32string_view name) const {
        if (name.size() > kLongestCommand) return nullptr;
        std::uint32_t hash = 0;
        for (const char32_t letter : name) hash = mixed(hash, letter);
        for (std::size_t slot = slot_of(hash); !slots_[slot].name.empty(); slot = (slot + 1) % kSlots) {
            if (std::ranges::equal(slots_[slot].name, name, {},
                                   [](char letter) { return char32_t(letter); })) {
                return &slots_[slot];
            }
        }
        return nullptr;
    }

    constexpr std::size_t longest() const { return longest_; }

  private:
    constexpr void add_all(std::string_view names, BareCommand kind) {
        while (!names.empty()) {
            const std::size_t end = std::min(names.find(' '), names.size());
            kind.name = names.substr(0, end);
            longest_ = std::max(longest_, end);
            std::uint32_t hash = 0;
            for (const char letter : kind.name) hash = mixed(hash, std::uint32_t(letter));
            std::size_t slot = slot_of(hash);
            while (!slots_[slot].name.empty()) slot = (slot + 1) % kSlots;
            slots_[slot] = kind;
            names.remove_prefix(std::min(end + 1, names.size()));
        }
    }

    std::array<BareCommand, kSlots> slots_{};
    std::size_t longest_ = 0;
};

constexpr Table kTable;
static_assert(kTable.longest() == kLongestCommand);

}  // namespace

const BareCommand* bare_command(std::u32string_view name) {
    return kTable.find(name);
}

bool is_math_environment(std::u32string_view name) {
    if (name.ends_with(U'*')) name.remove_suffix(1);
    for (std::string_view names = kEnvironments; !names.empty();) {
        const std::size_t end = std::min(names.find(' '), names.size());
        const std::string_view one = names.substr(0, end);
        if (std::ranges::equal(one, name, {}, [](char letter) { return char32_t(letter); })) return true;
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return false;
}

}  // namespace lomo::span
