#include "distort/wave.h"

#include <algorithm>
#include <cmath>

#include "distort/shift.h"
#include "distort/trigonometry.h"

namespace lomo {

namespace {

constexpr std::int64_t kMaxShift = 4096;  // 64 px

// A sinusoid along one axis: its argument at place p (in px) is phase + p / length turns, in 1/2**32 turn.
struct Sinusoid {
    std::int64_t amplitude;  // 1/64 px
    std::int64_t phase;      // 1/65536 turn
    std::int64_t step;       // 1/2**32 turn a pixel

    // At the centre of pixel i, in 1/128 px; the argument is rounded to 1/65536 turn.
    std::int32_t at_pixel(std::int64_t i, const Sines& sines) const {
        const std::int64_t turn = (phase << 16) + step * i + step / 2;
        const std::int64_t rise = sines.of_phase((turn + 32768) >> 16);
        constexpr int kDrop = kSineBits - 1;
        return static_cast<std::int32_t>((amplitude * rise + (std::int64_t{1} << (kDrop - 1))) >> kDrop);
    }

    double at(double place) const {  // in px
        if (amplitude == 0) return 0;
        const double turn = double(phase) / 65536.0 + place * double(step) / 4294967296.0;
        const double part = turn - std::floor(turn);
        const std::int64_t rise = sine(static_cast<std::uint64_t>(part * 4294967296.0) << 32);
        return double(amplitude) / 64.0 * double(rise) / double(std::int64_t{1} << kSineBits);
    }
};

Sinusoid sinusoid(std::int64_t amplitude, std::int64_t length, std::int64_t phase) {
    check_range("amplitude (1/64 px)", amplitude, 0, kMaxShift);
    check_range("length (1/64 px)", length, 512, 262144);
    check_range("phase (1/65536 turn)", phase, 0, 65535);
    return {amplitude, phase, ((std::int64_t{1} << 38) + length / 2) / length};
}

std::int64_t whole_px(std::int64_t sixty_fourths) {
    return (sixty_fourths + 63) / 64;
}

void check_fold(const Fold& fold) {
    check_range("axis", fold.axis, 0, 1);
    check_range("the number of creases", std::int64_t(fold.positions.size()), 1, 8);
    if (fold.shifts.size() != fold.positions.size()) {
        throw InputError("shifts must be as many as positions, " + std::to_string(fold.positions.size()) +
                         ", not " + std::to_string(fold.shifts.size()));
    }
    std::int64_t least = 1;
    for (std::size_t k = 0; k < fold.positions.size(); ++k) {
        check_range("positions (1/65536, rising)", fold.positions[k], least, kShare - 1);
        check_range("shifts (1/64 px)", fold.shifts[k], -kMaxShift, kMaxShift);
        least = fold.positions[k] + 1;
    }
}

struct Growth {
    std::int64_t before;
    std::int64_t after;
};

Growth fold_growth(const Fold& fold) {
    const auto [least, most] = std::minmax_element(fold.shifts.begin(), fold.shifts.end());
    return {whole_px(std::max<std::int64_t>(0, -*least)), whole_px(std::max<std::int64_t>(0, *most))};
}

// The ends of the straight piece that place (1/65536 px) lies on: places and shifts.
struct Piece {
    std::int64_t from;
    std::int64_t to;
    std::int64_t from_shift;
    std::int64_t to_shift;
};

Piece piece_at(const Fold& fold, std::int64_t side, std::int64_t place) {
    Piece piece{0, side * kShare, 0, 0};
    for (std::size_t k = 0; k < fold.positions.size(); ++k) {
        const std::int64_t crease = fold.positions[k] * side;
        if (place < crease) {
            piece.to = crease;
            piece.to_shift = fold.shifts[k];
            break;
        }
        piece.from = crease;
        piece.from_shift = fold.shifts[k];
    }
    return piece;
}

double fold_shift(const Fold& fold, std::int64_t side, double place_px) {
    const double place = std::clamp(place_px, 0.0, double(side)) * double(kShare);
    const Piece piece = piece_at(fold, side, static_cast<std::int64_t>(place));
    const double part = (place - double(piece.from)) / double(piece.to - piece.from);
    return (double(piece.from_shift) + part * double(piece.to_shift - piece.from_shift)) / 64.0;
}

// For each pixel centre along the axis, in 1/128 px, rounded to nearest, halves up.
std::vector<std::int32_t> fold_shifts(const Fold& fold, std::int64_t side) {
    std::vector<std::int32_t> shifts;
    shifts.reserve(std::size_t(side));
    for (std::int64_t i = 0; i < side; ++i) {
        const std::int64_t place = (2 * i + 1) * (kShare / 2);
        const Piece piece = piece_at(fold, side, place);
        const std::int64_t run = piece.to - piece.from;
        const std::int64_t rise = 2 * (piece.to_shift - piece.from_shift) * (place - piece.from);
        shifts.push_back(
            static_cast<std::int32_t>(2 * piece.from_shift + floor_div(2 * rise + run, 2 * run)));
    }
    return shifts;
}

std::vector<std::int32_t> wave_shifts(const Sinusoid& curve, std::int64_t side) {
    std::vector<std::int32_t> shifts(static_cast<std::size_t>(side));
    const Sines sines;
    for (std::size_t i = 0; i < shifts.size(); ++i) {
        shifts[i] = curve.at_pixel(static_cast<std::int64_t>(i), sines);
    }
    return shifts;
}

}  // namespace

Size waved_size(std::int32_t width, std::int32_t height, const Wave& wave) {
    check_range("width", width, 1, kMaxSide);
    check_range("height", height, 1, kMaxSide);
    const Sinusoid x = sinusoid(wave.amplitude_x, wave.length_x, wave.phase_x);
    const Sinusoid y = sinusoid(wave.amplitude_y, wave.length_y, wave.phase_y);
    return checked_size(width + 2 * whole_px(x.amplitude), height + 2 * whole_px(y.amplitude));
}

void wave(const ImageView& image, const Wave& wave, const Canvas& out) {
    check_image(image);
    const Size size = waved_size(image.width, image.height, wave);
    const Sinusoid x = sinusoid(wave.amplitude_x, wave.length_x, wave.phase_x);
    const Sinusoid y = sinusoid(wave.amplitude_y, wave.length_y, wave.phase_y);
    const auto wider = static_cast<std::int32_t>(whole_px(x.amplitude));
    const auto higher = static_cast<std::int32_t>(whole_px(y.amplitude));
    const std::vector<std::int32_t> rows = wave_shifts(x, image.height);
    const std::vector<std::int32_t> columns = wave_shifts(y, size.width);
    shift_both(image, {rows, wider}, {columns, higher}, out);
}

void wave_points(std::span<double> xy, std::int32_t width, std::int32_t height, const Wave& wave) {
    waved_size(width, height, wave);
    const Sinusoid x = sinusoid(wave.amplitude_x, wave.length_x, wave.phase_x);
    const Sinusoid y = sinusoid(wave.amplitude_y, wave.length_y, wave.phase_y);
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        xy[i] += double(whole_px(x.amplitude)) + x.at(xy[i + 1]);
        xy[i + 1] += double(whole_px(y.amplitude)) + y.at(xy[i]);
    }
}

Size folded_size(std::int32_t width, std::int32_t height, const Fold& fold) {
    check_range("width", width, 1, kMaxSide);
    check_range("height", height, 1, kMaxSide);
    check_fold(fold);
    const Growth growth = fold_growth(fold);
    const std::int64_t more = growth.before + growth.after;
    return fold.axis == 0 ? checked_size(width, height + more) : checked_size(width + more, height);
}

void fold(const ImageView& image, const Fold& fold, const Canvas& out) {
    check_image(image);
    folded_size(image.width, image.height, fold);
    const Growth growth = fold_growth(fold);
    const auto before = static_cast<std::int32_t>(growth.before);
    if (fold.axis == 0) {
        shift_columns(image, fold_shifts(fold, image.width), before, out);
    } else {
        shift_rows(image, fold_shifts(fold, image.height), before, out);
    }
}

void fold_points(std::span<double> xy, std::int32_t width, std::int32_t height, const Fold& fold) {
    folded_size(width, height, fold);
    const auto before = static_cast<double>(fold_growth(fold).before);
    const std::size_t along = fold.axis == 0 ? 0 : 1;
    const std::int64_t side = fold.axis == 0 ? width : height;
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        xy[i + 1 - along] += before + fold_shift(fold, side, xy[i + along]);
    }
}

}  // namespace lomo
