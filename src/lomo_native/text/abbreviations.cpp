// The word lists behind abbreviations.h, sorted when compiled.
#include "text/abbreviations.h"

#include <algorithm>
#include <array>

namespace lomo {
namespace {

using Word = std::u32string_view;

struct Entry {
    Word word;
    Abbreviation kind;
};

template <std::size_t... Sizes>
constexpr auto merge(Abbreviation kind, const Word (&... lists)[Sizes]) {
    std::array<Entry, (Sizes + ...)> entries{};
    std::size_t next = 0;
    auto append = [&](const auto& list) {
        for (const Word& word : list) entries[next++] = {word, kind};
    };
    (append(lists), ...);
    return entries;
}

// "etc.", "usw.", "ecc.", "a.m." are in no list: they end a sentence before a capital as any word does.
constexpr Word kNeverEn[] = {U"e.g", U"eg",     U"i.e",  U"ie",    U"cf",   U"viz",
                             U"vs",  U"approx", U"resp", U"w.r.t", U"a.k.a"};
constexpr Word kNeverDe[] = {U"z.b", U"d.h", U"bzw", U"ca",    U"vgl", U"dipl", U"evtl",    U"ggf",  U"inkl",
                             U"sog", U"o.ä", U"u.u", U"i.d.r", U"geb", U"gest", U"einschl", U"insb", U"zzgl"};
constexpr Word kNeverFr[] = {U"p.ex", U"c.-à-d", U"env", U"càd"};
constexpr Word kNeverEs[] = {U"p.ej"};
constexpr Word kNeverIt[] = {U"cfr"};
constexpr auto kNever = merge(Abbreviation::Never, kNeverEn, kNeverDe, kNeverFr, kNeverEs, kNeverIt);

constexpr Word kTitleEn[] = {U"dr",  U"mr",  U"mrs",  U"ms", U"messrs", U"prof",  U"gen",  U"sen",
                             U"rep", U"gov", U"capt", U"lt", U"col",    U"sgt",   U"cmdr", U"maj",
                             U"hon", U"rev", U"fr",   U"mt", U"ft",     U"assoc", U"asst", U"supt"};
constexpr Word kTitleDe[] = {U"hr"};
constexpr Word kTitleFr[] = {U"mm", U"mme", U"mmes", U"mlle", U"mlles", U"mgr", U"ste"};
constexpr Word kTitleEs[] = {U"sra", U"sras", U"sres", U"srta", U"dra", U"dres", U"excmo", U"lic"};
constexpr Word kTitleIt[] = {U"sig", U"sigg", U"sig.ra", U"dott", U"dott.ssa", U"prof.ssa", U"avv", U"geom"};
constexpr Word kTitlePt[] = {U"exmo", U"exma", U"profa", U"eng"};
constexpr auto kTitle =
    merge(Abbreviation::Title, kTitleEn, kTitleDe, kTitleFr, kTitleEs, kTitleIt, kTitlePt);

constexpr Word kNumberEn[] = {
    U"fig",  U"figs", U"eq",   U"eqs",  U"eqn", U"eqns", U"sec", U"secs", U"sect", U"ch",   U"chap", U"thm",
    U"lem",  U"prop", U"def",  U"defn", U"cor", U"ex",   U"exs", U"prob", U"ref",  U"refs", U"app",  U"vol",
    U"vols", U"no",   U"nos",  U"p",    U"pp",  U"pg",   U"par", U"para", U"art",  U"ln",   U"fn",   U"tab",
    U"pt",   U"ver",  U"n",    U"c",    U"l",   U"s",    U"jan", U"feb",  U"mar",  U"apr",  U"jun",  U"jul",
    U"aug",  U"sep",  U"sept", U"oct",  U"nov", U"dec",  U"ext", U"rm",   U"q"};
constexpr Word kNumberDe[] = {U"abb", U"kap", U"nr",  U"nrn", U"bd",  U"abs", U"aufl", U"ziff", U"anm",
                              U"bsp", U"okt", U"dez", U"hg",  U"tel", U"jh",  U"jhd",  U"bl"};
constexpr Word kNumberFr[] = {U"éd", U"tél", U"av", U"janv", U"févr", U"juil", U"déc"};
constexpr Word kNumberEs[] = {U"núm", U"núms", U"pág", U"págs", U"cap", U"ej", U"ene", U"abr", U"dic"};
constexpr Word kNumberIt[] = {U"pag", U"pagg", U"num", U"sez", U"lett"};
constexpr Word kNumberPt[] = {U"fls", U"séc", U"fev"};
constexpr auto kNumber =
    merge(Abbreviation::Number, kNumberEn, kNumberDe, kNumberFr, kNumberEs, kNumberIt, kNumberPt);

constexpr Word kStarterEn[] = {U"inc",  U"ltd", U"llc",  U"corp", U"co",   U"bros",  U"jr",
                               U"sr",   U"al",  U"dept", U"univ", U"ave",  U"blvd",  U"rd",
                               U"ph.d", U"phd", U"m.d",  U"b.sc", U"m.sc", U"i.i.d", U"v",
                               U"st",   U"ed",  U"eds",  U"est",  U"misc", U"intl",  U"natl"};
constexpr Word kStarterDe[] = {U"str", U"u.a", U"v.chr", U"n.chr", U"mio", U"mrd", U"tsd"};
constexpr Word kStarterFr[] = {U"cie"};
constexpr Word kStarterEs[] = {U"ee.uu", U"ud", U"uds", U"vd", U"vds", U"avda", U"cía"};
constexpr Word kStarterIt[] = {U"s.p.a", U"s.r.l"};
constexpr Word kStarterPt[] = {U"ltda", U"s.a"};
constexpr auto kStarter =
    merge(Abbreviation::Starter, kStarterEn, kStarterDe, kStarterFr, kStarterEs, kStarterIt, kStarterPt);

template <std::size_t... Sizes>
constexpr auto sorted(const std::array<Entry, Sizes>&... lists) {
    std::array<Entry, (Sizes + ...)> all{};
    auto end = all.begin();
    ((end = std::copy(lists.begin(), lists.end(), end)), ...);
    std::sort(all.begin(), all.end(), [](const Entry& x, const Entry& y) { return x.word < y.word; });
    return all;
}

constexpr auto kAbbreviations = sorted(kNever, kTitle, kNumber, kStarter);
static_assert(std::adjacent_find(kAbbreviations.begin(), kAbbreviations.end(),
                                 [](const Entry& x, const Entry& y) { return x.word == y.word; }) ==
              kAbbreviations.end());
static_assert(std::all_of(kAbbreviations.begin(), kAbbreviations.end(),
                          [](const Entry& x) { return x.word.size() <= kLongestAbbreviation; }));

template <std::size_t Size>
constexpr std::array<Word, Size> sorted_words(const Word (&words)[Size]) {
    std::array<Word, Size> all{};
    std::copy(std::begin(words), std::end(words), all.begin());
    std::sort(all.begin(), all.end());
    return all;
}

constexpr Word kStarterWords[] = {
    // English
    U"a", U"an", U"the", U"this", U"that", U"these", U"those", U"there", U"it", U"its", U"he", U"she",
    U"they", U"we", U"you", U"i", U"his", U"her", U"their", U"our", U"your", U"my", U"in", U"on", U"at",
    U"for", U"from", U"to", U"if", U"when", U"where", U"while", U"what", U"which", U"who", U"whose", U"why",
    U"how", U"is", U"are", U"does", U"do", U"did", U"can", U"could", U"and", U"but", U"or", U"so", U"then",
    U"thus", U"hence", U"however", U"therefore", U"after", U"before", U"as", U"by", U"with", U"each",
    U"every", U"all", U"some", U"no", U"not", U"let", U"suppose", U"assume", U"given", U"find", U"compute",
    U"calculate", U"determine", U"prove", U"show", U"solve", U"explain", U"describe", U"write", U"give",
    U"list", U"choose", U"select", U"use", U"note", U"also", U"now", U"one", U"two", U"please", U"answer",
    U"since", U"because", U"although", U"point", U"express",
    // German
    U"der", U"die", U"das", U"ein", U"eine", U"es", U"er", U"sie", U"wir", U"ich", U"im", U"am", U"wie",
    U"wenn", U"bei", U"und", U"aber", U"diese", U"dieser", U"dieses",
    // French
    U"le", U"la", U"les", U"un", U"une", U"il", U"elle", U"ils", U"nous", U"vous", U"je", U"ce", U"cette",
    U"ces", U"dans", U"pour", U"si", U"quand", U"mais", U"et",
    // Spanish, Italian, Portuguese
    U"el", U"los", U"las", U"una", U"en", U"para", U"cuando", U"pero", U"este", U"esta", U"lo", U"gli",
    U"uno", U"per", U"quando", U"ma", U"questo", U"questa", U"o", U"os", U"um", U"uma", U"em", U"mas",
    U"esse", U"essa", U"qué", U"cómo", U"cuál", U"qual", U"como"};
constexpr Word kLabelWords[] = {
    U"step",     U"problem", U"question",  U"exercise", U"example",    U"task",      U"part",
    U"chapter",  U"section", U"theorem",   U"lemma",    U"definition", U"corollary", U"proposition",
    U"remark",   U"case",    U"figure",    U"table",    U"rule",       U"option",    U"level",
    U"phase",    U"lesson",  U"aufgabe",   U"schritt",  U"frage",      U"beispiel",  U"satz",
    U"exercice", U"étape",   U"ejercicio", U"paso",     U"pregunta",   U"problema",  U"esercizio",
    U"passo",    U"pergunta"};
constexpr Word kMonthsDe[] = {U"januar",  U"jänner",   U"februar", U"märz",   U"april",
                              U"mai",     U"juni",     U"juli",    U"august", U"september",
                              U"oktober", U"november", U"dezember"};

constexpr auto kBeginnings = sorted_words(kStarterWords);
constexpr auto kLabels = sorted_words(kLabelWords);
constexpr auto kGermanMonths = sorted_words(kMonthsDe);

template <std::size_t Size>
bool contains(const std::array<Word, Size>& words, Word word) {
    return std::binary_search(words.begin(), words.end(), word);
}

}  // namespace

Abbreviation abbreviation(std::u32string_view word) {
    const auto found = std::lower_bound(kAbbreviations.begin(), kAbbreviations.end(), word,
                                        [](const Entry& entry, Word value) { return entry.word < value; });
    return found != kAbbreviations.end() && found->word == word ? found->kind : Abbreviation::None;
}

bool begins_sentences(std::u32string_view word) {
    return contains(kBeginnings, word);
}
bool precedes_label(std::u32string_view word) {
    return contains(kLabels, word);
}
bool is_german_month(std::u32string_view word) {
    return contains(kGermanMonths, word);
}

}  // namespace lomo
