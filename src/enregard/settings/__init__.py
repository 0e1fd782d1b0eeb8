"""``enregard.toml`` as one frozen value, read strictly: an unknown key is an error that names the nearest known one."""

from enregard.settings.reading import FILE, line_of, read
from enregard.settings.tables import SETTINGS, Setting, Settings

__all__ = ["FILE", "SETTINGS", "Setting", "Settings", "line_of", "read"]
