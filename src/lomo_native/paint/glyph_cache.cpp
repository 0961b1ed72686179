// Rasterises glyphs without hinting and keeps them, a bounded number of bytes a thread.
#include "paint/glyph_cache.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_MODULE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <new>
#include <unordered_map>
#include <utility>
#include <vector>

#include "paint/bitmap_table.h"
#include "paint/colour_glyph.h"
#include "paint/place.h"
#include "value/error.h"

namespace lomo {

namespace {

constexpr std::size_t kCacheBytes = std::size_t{16} << 20;
constexpr std::size_t kCacheFaces = 64;
constexpr FT_Pos kGreatestSide = 8192;  // px of a glyph's bitmap; only a broken font has a larger one

struct Key {  // of FreeType's work
    std::uint64_t face;
    std::uint32_t glyph;
    std::uint32_t size;   // 26.6
    std::uint32_t phase;  // phase_y * kPhases + phase_x
};

bool drawable(Unit size) {
    return size >= px(1) && size <= px(2000);
}

// Of a size that cannot be drawn: a key that nothing is kept under.
Key key_of(const FontFile& face, std::uint32_t glyph, Unit size, const Pen& pen) {
    return {face.id(), glyph, drawable(size) ? std::uint32_t((size + 512) >> 10) : 0,
            std::uint32_t(pen.phase_y * kPhases + pen.phase_x)};
}

struct FaceDone {
    void operator()(FT_Face face) const { FT_Done_Face(face); }
};

FT_MemoryRec_ heap{
    nullptr, [](FT_Memory, long size) { return std::malloc(std::size_t(size)); },
    [](FT_Memory, void* block) { std::free(block); },
    [](FT_Memory, long, long size, void* block) { return std::realloc(block, std::size_t(size)); }};

struct LibraryDone {
    void operator()(FT_Library library) const { FT_Done_Library(library); }
};
using Library = std::unique_ptr<FT_LibraryRec_, LibraryDone>;

// Not FT_Init_FreeType: that takes properties, such as CFF's stem darkening, from the environment.
Library open_library() {
    FT_Library library = nullptr;
    if (FT_New_Library(&heap, &library) != 0) throw std::bad_alloc();
    FT_Add_Default_Modules(library);
    return Library(library);
}

struct ThreadFace {
    std::shared_ptr<const std::string> data;  // FreeType reads the bytes as long as the face lives
    std::unique_ptr<FT_FaceRec_, FaceDone> ft;
    FT_F26Dot6 size = 0;
};

std::uint64_t next_token() {
    static std::atomic<std::uint64_t> next{1};
    return next.fetch_add(1, std::memory_order_relaxed);
}

class ThreadCache {
  public:
    const GlyphBitmap& get(const FontFile& face, const Key& key) {
        const GlyphBitmap* const found = bitmaps_.find(packed(key));
        return found != nullptr ? *found : make(face, key);
    }
    // What is kept of up to kBatch glyphs, null for others.
    void find(const Layout& layout, std::size_t first, std::size_t count, const GlyphBitmap** found) {
        std::array<std::uint64_t, kBatch> keys;
        for (std::size_t i = 0; i < count; ++i) {
            const GlyphItem& item = layout.glyphs[first + i];
            keys[i] = packed(key_of(*layout.faces[item.face], item.glyph, item.size, pen_at(item.x, item.y)));
            bitmaps_.expect(keys[i]);
        }
        for (std::size_t i = 0; i < count; ++i) {
            found[i] = bitmaps_.find(keys[i]);
            if (found[i] != nullptr) Bitmaps::expect(found[i]);
        }
    }
    std::uint64_t token() const { return token_; }

  private:
    std::uint64_t packed(const Key& key) {
        return strikes_.number(key.face, key.size) << 36 | std::uint64_t{key.glyph} << 4 | key.phase;
    }

    void forget() {
        bitmaps_.clear();
        strikes_.clear();
        bytes_ = 0;
        token_ = next_token();
    }

    const GlyphBitmap& make(const FontFile& face, const Key& key) {
        if (strikes_.full()) forget();
        const GlyphPixels made = rasterise(face, key);
        const std::size_t cost =
            made.coverage.size() + made.colours.size() * sizeof(ColourPixel) + sizeof(GlyphBitmap) + 96;
        if (bytes_ + cost > kCacheBytes) forget();
        bytes_ += cost;
        return bitmaps_.add(packed(key), made);
    }

    ThreadFace& open(const FontFile& face) {
        if (auto found = faces_.find(face.id()); found != faces_.end()) return found->second;
        if (faces_.size() >= kCacheFaces) faces_.clear();
        FT_Face ft = nullptr;
        const auto& data = face.data();
        if (FT_New_Memory_Face(library_.get(), reinterpret_cast<const FT_Byte*>(data->data()),
                               FT_Long(data->size()), FT_Long(face.index()), &ft) != 0) {
            throw InputError("FreeType cannot read the font file");
        }
        ThreadFace opened{data, std::unique_ptr<FT_FaceRec_, FaceDone>(ft), 0};
        return faces_.emplace(face.id(), std::move(opened)).first->second;
    }

    GlyphPixels rasterise(const FontFile& file, const Key& key) {
        if (!file.in_colour()) return outline(file, key);
        constexpr Unit kStep = kUnitsPerPx / kPhases;
        return colour_glyph(file, key.glyph, Unit{key.size} << 10, Unit{key.phase % kPhases} * kStep,
                            Unit{key.phase / kPhases} * kStep, [&](std::uint32_t glyph) {
                                return outline(file, {key.face, glyph, key.size, key.phase});
                            });
    }

    GlyphPixels outline(const FontFile& file, const Key& key) {
        ThreadFace& face = open(file);
        const auto size = FT_F26Dot6(key.size);
        if (face.size != size) {
            if (FT_Set_Char_Size(face.ft.get(), size, size, 72, 72) != 0) {
                throw InputError("the face has no outlines at this size");
            }
            face.size = size;
        }
        constexpr FT_Int32 kFlags = FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP | FT_LOAD_NO_AUTOHINT;
        GlyphPixels result;
        if (FT_Load_Glyph(face.ft.get(), key.glyph, kFlags) != 0) {
            throw InputError("FreeType cannot read glyph " + std::to_string(key.glyph) + " of " +
                             file.name());
        }
        const FT_GlyphSlot slot = face.ft->glyph;
        if (slot->format != FT_GLYPH_FORMAT_OUTLINE) return result;
        constexpr FT_Pos kStep = 64 / kPhases;
        FT_Outline_Translate(&slot->outline, FT_Pos(key.phase % kPhases) * kStep,
                             FT_Pos(key.phase / kPhases) * kStep);
        FT_BBox box;
        FT_Outline_Get_CBox(&slot->outline, &box);
        if ((box.xMax - box.xMin) / 64 > kGreatestSide || (box.yMax - box.yMin) / 64 > kGreatestSide ||
            FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) != 0) {
            throw InputError("FreeType cannot draw glyph " + std::to_string(key.glyph) + " of " +
                             file.name());
        }
        return trimmed(slot);
    }

    static GlyphPixels trimmed(FT_GlyphSlot slot) {
        const FT_Bitmap& bitmap = slot->bitmap;
        const int width = int(bitmap.width);
        const int rows = int(bitmap.rows);
        int x0 = width, x1 = 0, y0 = rows, y1 = 0;
        for (int y = 0; y < rows; ++y) {
            const unsigned char* row = bitmap.buffer + y * bitmap.pitch;
            for (int x = 0; x < width; ++x) {
                if (row[x] == 0) continue;
                x0 = std::min(x0, x), x1 = std::max(x1, x + 1);
                y0 = std::min(y0, y), y1 = std::max(y1, y + 1);
            }
        }
        GlyphPixels result;
        if (x0 >= x1) return result;
        result.left = slot->bitmap_left + x0;
        result.top = slot->bitmap_top - y0;
        result.width = x1 - x0;
        result.height = y1 - y0;
        result.coverage.resize(std::size_t(result.width) * std::size_t(result.height));
        std::uint8_t* out = result.coverage.data();
        for (int y = y0; y < y1; ++y, out += result.width) {
            std::copy_n(bitmap.buffer + y * bitmap.pitch + x0, result.width, out);
        }
        return result;
    }

    Library library_ = open_library();
    std::unordered_map<std::uint64_t, ThreadFace> faces_;  // after the library: closed before it
    Strikes strikes_;
    Bitmaps bitmaps_;
    std::size_t bytes_ = 0;
    std::uint64_t token_ = next_token();
};

ThreadCache& cache() {
    thread_local ThreadCache kept;
    return kept;
}

}  // namespace

const GlyphBitmap& glyph_bitmap(const FontFile& face, std::uint32_t glyph, Unit size, int phase_x,
                                int phase_y) {
    if (!drawable(size)) throw InputError("a glyph's em size must be 1 to 2000 px");
    return cache().get(face, key_of(face, glyph, size, {0, 0, phase_x, phase_y}));
}

void find_kept(const Layout& layout, std::size_t first, std::size_t count, const GlyphBitmap** found) {
    cache().find(layout, first, count, found);
}

std::uint64_t glyph_cache_token() {
    return cache().token();
}

std::string rasteriser_version() {
    FT_Int major = 0, minor = 0, patch = 0;
    FT_Library_Version(open_library().get(), &major, &minor, &patch);
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

}  // namespace lomo
