"""French manuscripts in, bilingual editions out, with translators' PO files between them."""

__version__ = "0.1.0"
