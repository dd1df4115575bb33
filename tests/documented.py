"""What documents show of answers, held against the answers."""


def holds(answer: object, shown: object) -> bool:
    """Whether everything shown is in the answer; lists are shown whole."""
    if isinstance(shown, dict):
        return isinstance(answer, dict) and all(
            name in answer and holds(answer[name], shown[name]) for name in shown
        )
    if isinstance(shown, list):
        return (
            isinstance(answer, list)
            and len(answer) == len(shown)
            and all(map(holds, answer, shown))
        )
    return answer == shown
