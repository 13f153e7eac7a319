"""Which language a sentence is in, told by its commonest words.

Function words stand in every sentence and in few names. They are compared without accents and in
small letters. Articles and prepositions that stand in names of places and families (de la, von
der) count as one word together, so that "Rue de la Paix" is no French sentence.
"""

from __future__ import annotations

from noroshi.kernel import late

_WORD = late.pattern(r"[^\W\d_]+(?:'[^\W\d_]+)*+")

_ENGLISH = (
    "the of and to is are was were we you they it for in on with that this these those have has had been be our your "
    "their not but by at from will can cannot as or an if so no all some any who which when what do does did don't "
    "please sorry there here its my i us them may should would could again now still than then also about after "
    "before until while because how more most"
)
ENGLISH = frozenset(_ENGLISH.split())
_OF_NAMES = "de la le les du des del della di da do dos das el los las il van von der den het zu y et und e i en"
_NAMES = frozenset(_OF_NAMES.split())
_FOREIGN = {
    "de": "der das die und ist sind nicht ein eine einen einem einer fur mit von vom zu zur zum auf wir sie ihre ihr "
    "ihnen ihren bitte wird werden wurde wurden haben hat auch bei beim nach uhr um seit aus durch uber uns unsere "
    "unser unserer sich dass oder aber noch einige kein keine konnen derzeit aktuell im dem den des wieder vielen "
    "dank danke konnten sowie wegen bereits leider moglich storung entschuldigung zahlungen geduld heute",
    "fr": "le la les des une du de et est sont nous vous votre vos notre nos pour dans avec pas que qui par au aux ce "
    "cette ces depuis ete etre sommes merci desoles plus leur aucun certains certaines plusieurs actuellement sans "
    "mais ou nous-memes sur ont afin veuillez panne paiements rencontrons excuses toutes tous ne elle ils",
    "es": "el la los las una de del y es son esta estan que por para con en su sus nuestro nuestra nuestros se al como "
    "mas pero desde hemos lo le les pedimos disculpas disculpe molestias ha han este gracias algunos algunas muy "
    "sentimos mucho lamentamos estamos actualmente tambien servicio pagos todos usted ustedes",
    "it": "il lo gli della delle dei del di che per con una sono non nel nella alcuni alcune dal dalla ci scusiamo "
    "siamo stato stati grazie vi nostro nostra questo questa anche da pagamenti piu attualmente ancora e disagio",
    "pt": "o os da do das dos uma que para com nao em no na nos nas por pelo pela alguns algumas desde esta estao sao "
    "foi estamos pedimos desculpa desculpas pelos obrigado nosso nossa seu sua mais pagamentos voce servico e ao",
    "nl": "het een van en zijn wij niet voor met op aan bij naar door uit ook onze ons uw u wordt worden heeft hebben "
    "sinds sommige geen excuses bieden onze momenteel nog maar dat die deze kunnen betalingen storing",
}
FOREIGN = {language: frozenset(words.split()) for language, words in _FOREIGN.items()}
_ENOUGH = 3
_FEW, _SHARE = 2, 0.33


def english_words(sentence: str) -> int:
    """How many of the words are function words of English."""
    return sum(word in ENGLISH for word in _words(sentence))


def is_foreign(sentence: str) -> bool:
    """Whether a folded sentence in Latin letters is in another language than English."""
    words = _words(sentence)
    english = sum(word in ENGLISH for word in words)
    best = max(_hits(words, known) for known in FOREIGN.values())
    if best >= _ENOUGH:
        return best > english
    return not english and best >= _FEW and best >= _SHARE * len(words)


def _words(sentence: str) -> list[str]:
    return [match[0].lower() for match in _WORD.finditer(sentence)]


def _hits(words: list[str], known: frozenset[str]) -> int:
    """Different words of a language, those of names counted once."""
    found = known.intersection(words)
    return len(found - _NAMES) + bool(found & _NAMES)
