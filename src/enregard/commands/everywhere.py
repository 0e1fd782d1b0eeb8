"""All catalogs of a language as a project has them, held or not, and which of them can have what is looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from zlib import crc32

from enregard import catalogs
from enregard.catalogs import Catalog, Key, Shelf, useful
from enregard.commands.loading import Workshop
from enregard.errors import CatalogError
from enregard.files import changed

FEW = 16
"""Catalogs that are read to learn what is in them; where it would be more, all are gone through once instead."""


class Everywhere(Mapping[str, Catalog]):
    """Catalogs by document name; a class because those that are not held are read when they are asked for."""

    def __init__(self, shop: Workshop, language: str) -> None:
        self._held = shop.catalogs[language]
        self._signs = shop.signs[language]
        self._places = {n: p for n, p in shop.catalog_files[language].items() if p not in shop.unreadable}
        self._shop = shop

    def __getitem__(self, name: str) -> Catalog:
        if name in self._held:
            return self._held[name]
        path, shop = self._places[name], self._shop
        try:
            data = shop.bytes_of.get(path) or shop.project.catalog_bytes(path, fault=CatalogError) or b""
            catalog = catalogs.read(data, path=shop.project.shown(path), limits=shop.project.settings.limits)
        except CatalogError as error:
            raise changed(error.path or shop.project.shown(path)) from error
        if name not in self._signs:
            self._signs[name] = _signs(catalog)
        return catalog

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def shelf(self) -> Shelf:
        """The same as one shelf, which reads no more of them than it must."""
        unknown = self._places.keys() - self._held.keys() - self._signs.keys()
        return Shelf(self, None if len(unknown) > FEW else self._having)

    def _having(self, key: Key) -> Sequence[str]:
        """Names of the documents, in order, that may have a translation of a key; no other has one."""
        return self._names.get(_sign(key), ())

    @cached_property
    def _names(self) -> Mapping[int, Sequence[str]]:
        found = defaultdict(list)
        for name in self:
            for sign in self._signs[name] if name in self._signs else _signs(self[name]):
                found[sign].append(name)
        return found


def _signs(catalog: Catalog) -> tuple[int, ...]:
    return tuple(sorted({_sign(entry.key) for entry in useful(catalog)}))


def _sign(key: Key) -> int:
    """What two keys have in common that are equal, and hardly any other two."""
    return crc32("\4".join((key[0] or "", key[1])).encode("utf-8", "surrogatepass"))
