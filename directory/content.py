"""Read the files in `content/`: words and facts that editors keep, as plain data."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from directory.errors import ContentWrong


class _Strict(yaml.CSafeLoader):
    """YAML in which writing the same key twice is an error: the first would be lost without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ContentWrong(f"{node.start_mark}: {', '.join(map(str, twice))} is there twice")
        return super().construct_mapping(node, deep=deep)


def read(path: Path) -> Any:
    """The data in one YAML file. Raises ContentWrong, naming file and line, when it cannot be read."""
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=_Strict)  # noqa: S506 — a safe loader, made stricter
    except FileNotFoundError as error:
        raise ContentWrong(f"{path} is missing") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentWrong(f"{path} cannot be read: {error}") from error
