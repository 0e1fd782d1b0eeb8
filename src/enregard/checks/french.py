"""French and English words as far as telling the two apart needs them."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?")
ELISION = re.compile(r"(?:[ldnmtsjc]|qu|lorsqu|puisqu|jusqu|quoiqu|quelqu|aujourd)['’](?=[^\W\d_])", re.IGNORECASE)

FUNCTION = frozenset(
    "au aux avec ce cela celle celles celui ces cet cette ceux chacun chaque chez comme dans de depuis des donc dont du"  # noqa: SIM905 - words
    " elle elles en entre est et était étaient été être eu eux fait faire il ils je jusque la laquelle le lequel les"
    " lesquels leur leurs lorsque lui ma mais même mêmes mes moi moins mon même ne ni nos notre nous on ont ou où par"
    " parce pas pendant peu peut peuvent plus plusieurs pour pourquoi pouvez puis puisque quand que quel quelle quelles"
    " quels qui quoi sa sans se selon sera seront ses si soit son sont sous sur ta tandis te tes toi ton tous tout"
    " toute toutes très trop tu un une vers voici voilà vos votre vous vu y à ça ainsi alors aussi autre autres avait"
    " avant avez avoir avons ayant aucun aucune bien car cependant certains certaines contre déjà dès doit doivent"
    " encore enfin ensuite êtes étant faut font ici jamais là lors notamment parfois permet quelque quelques rien"
    " seulement souvent sommes telle telles tels toujours utilise utiliser vient vais vont ayez soient fut furent"
    " serait seraient aurait auraient avaient ait aient n'est c'est qu'il d'un d'une".split()
)
"""Words of French grammar."""

BOTH = frozenset(
    "a as on or me ton son pour comment fait main plus car tout vous si tu moi y en un me des de la le les du sans et"  # noqa: SIM905 - words
    " ma par que est nos font moins contre bien ou".split()
)
"""Those that English texts have too: as words of their own, in names, or in phrases it has borrowed."""

ALONE = FUNCTION - BOTH - frozenset({"lui", "il", "se", "te", "ta", "sa", "ses", "ces", "vu", "mes", "ni", "ai", "ne"})
"""Those that are French wherever they stand."""

ENGLISH = frozenset(
    "the of and to in is that it for was with as be by are this from or an which at not have has had his her their its"  # noqa: SIM905 - words
    " they them these those there then than what when where who whom whose why how will would shall should can could"
    " may might must do does did been being were he she we you your our my me him us if but so because while though"
    " although about after before between into through during without within against among under over above below up"
    " down out off again further once here all any both each few more most other some such no nor only own same too"
    " very just also however therefore thus since until upon".split()
)
"""Words of English grammar; the few that French has too (``me``, ``on``, ``or``, ``a``) say nothing here."""

_BORROWED = (
    "à la carte|à la|ancien régime|attachés?|au pair|avant-garde|bêtes? noires?|cafés?|carte blanche"
    "|clichés?|communiqués?|coups? d['’]états?|crème de la crème|cul-de-sac|débuts?|décor|déjà vu|détente"
    "|éminence grise|en bloc|en masse|en route|enfants? terribles?|entrées?|esprit de corps|exposés?"
    "|façades?|faits? accomplis?|fiancée?s?|force majeure|hors d['’]œuvres?|joie de vivre|laissez-faire"
    "|mise en place|mise en scène|naïve|noblesse oblige|nouveau riche|papier-mâché|par excellence"
    "|pieds?-à-terre|précis|protégée?s?|raisons? d['’]être|rapprochement|résumés?|risqué|savoir-faire"
    "|séances?|soirées?|tête-à-tête|touché|tours? de force|vis-à-vis|volte-face"
)
BORROWED = re.compile(rf"(?<![\w-])(?:{_BORROWED})(?![\w-])", re.IGNORECASE)
"""French that English dictionaries have."""

PARTICLES = frozenset({"de", "du", "des", "la", "le", "les", "et", "en", "sur", "sous", "aux", "au", "à", "l", "d"})
"""Words that stand inside French names."""
