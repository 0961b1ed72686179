"""What follows from one object is worked out once, and never told of another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from lomo.same import while_same


def test_it_is_asked_again_only_for_another_object() -> None:
    asked: list[list[int]] = []

    @while_same
    def total(numbers: list[int]) -> int:
        asked.append(numbers)
        return sum(numbers)

    one, equal, other = [1, 2], [1, 2], [3]
    assert [total(one), total(one), total(equal), total(other), total(one)] == [3, 3, 3, 3, 3]
    assert [id(each) for each in asked] == [id(one), id(equal), id(other), id(one)]


def test_threads_get_the_answers_to_their_own_questions() -> None:
    doubled = while_same(lambda number: number * 2)
    with ThreadPoolExecutor(4) as threads:
        wrong = threads.map(
            lambda seed: sum(doubled(n) != 2 * n for n in range(seed, 400_000, 97)), range(300, 308)
        )
        assert sum(wrong) == 0
