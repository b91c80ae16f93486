"""Which letters are common in which language: the evidence that a text was decoded rightly."""

from __future__ import annotations

# The older encodings that diaries are found in, with the languages written in each.
CANDIDATES: dict[str, tuple[str, ...]] = {
    "cp1252": ("west", "is"),
    "cp1250": ("pl", "cs", "sk", "hu", "ro", "hr"),
    "iso8859_2": ("pl", "cs", "sk", "hu", "ro", "hr"),
    "cp1254": ("tr",),
    "mac_roman": ("west",),
    "cp850": ("west",),
    "cp1251": ("ru", "uk", "bg"),
    "koi8_r": ("ru",),
    "cp866": ("ru",),
    "cp1253": ("el",),
    "cp1255": ("he",),
    "cp1256": ("ar",),
    "cp932": ("ja",),
    "euc_jp": ("ja",),
    "gb18030": ("zh",),
    "big5": ("zh_hant",),
    "euc_kr": ("ko",),
}

# The accented letters of a language, and those of them that no page of it does without.
LATIN = {
    "west": ("éèêëàâçîïôûùüœöäßñáíóúìòãõåøæÉÈÀÇÖÄÜÑÅØÆÁÍÓÚ", ""),
    "is": ("áéíóúýþæöðÁÉÍÓÚÝÞÆÖÐ", "ðáíþ"),
    "pl": ("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "łąęó"),
    "cs": ("áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ", "áí"),
    "sk": ("áäčďéíĺľňóôŕšťúýžÁÄČĎÉÍĹĽŇÓÔŔŠŤÚÝŽ", "áí"),
    "hu": ("áéíóöőúüűÁÉÍÓÖŐÚÜŰ", "áé"),
    "ro": ("ăâîşţĂÂÎŞŢ", "ăşţ"),
    "hr": ("čćđšžČĆĐŠŽ", "čšž"),
    "tr": ("çğıöşüâîûÇĞİÖŞÜ", "ışü"),
}
LATIN_MARKS = frozenset("’‘“”„‚«»‹›–—…·•°§€£©®×½¼¾¿¡\u00a0")

# The commonest letters of languages that are written in letters of their own, lower case, and the
# share of all letters that they make up in ordinary prose.
LETTERS: dict[str, tuple[frozenset[str], float]] = {
    "ru": (frozenset("оеаинтсрвл"), 0.64),
    "uk": (frozenset("оаниівтрес"), 0.62),
    "bg": (frozenset("аоиентрсвл"), 0.66),
    "el": (frozenset("αοιετσνηυρίάόκ"), 0.68),
    "he": (frozenset("יוהלאתמבשר"), 0.68),
    "ar": (frozenset("اليمونرتبه"), 0.68),
}

# The commonest signs of languages with thousands of them; with their punctuation.
HAN_MARKS = "，。、；：？！「」『』（）《》“”‘’…—　"
SIGNS: dict[str, tuple[frozenset[str], float]] = {
    "ja": (
        frozenset(
            "のにはをたがでてとしれさるいもあなかこらっくつきんすそりまけだうよ一人日えおせちねやわ"
            "めみろ十二三大月年ーンスル行来見出中" + HAN_MARKS
        ),
        0.5,
    ),
    "zh": (
        frozenset(
            "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过"
            "家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所"
            "本见经头面公同三已老从动两长晴昙信书寄夜午晨月" + HAN_MARKS
        ),
        0.38,
    ),
    "zh_hant": (
        frozenset(
            "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過"
            "家學對可她裡裏後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前"
            "所本見經頭面公同三已老從動兩長書夜午晨月" + HAN_MARKS
        ),
        0.38,
    ),
    "ko": (
        frozenset(
            "이다는에의을가고하지한를은기도그로사나리서자인아어라시일대해있수만정게들부보전상구장제과"
            "여원성적주으말내오생면무것안요우었았했니와세람"
        ),
        0.55,
    ),
}


def evidence(text: str, encoding: str) -> float:
    """How well the text reads as a language written in that encoding: 0 not at all, 1 well."""
    foreign = [sign for sign in text if sign > "\x7f"]
    if not foreign:
        return 0.0
    return max(_fit(text, foreign, language) for language in CANDIDATES[encoding])


def _fit(text: str, foreign: list[str], language: str) -> float:
    if language in LATIN:
        return _fit_latin(text, foreign, *LATIN[language])
    if language in LETTERS:
        common, usual = LETTERS[language]
        letters = [sign for sign in foreign if sign.isalpha()]
        share = sum(sign in common for sign in letters) / max(1, len(letters))
        purity = len(letters) / len(foreign)
        return min(1.0, share / usual) ** 2 * purity * _unmixed(text)
    common, usual = SIGNS[language]
    share = sum(sign in common for sign in foreign) / len(foreign)
    return min(1.0, share / usual)


def _fit_latin(text: str, foreign: list[str], accents: str, usual: str) -> float:
    # an accented letter stands among plain ones: many in a row are another script read wrongly
    plain = sum(sign.isascii() and sign.isalpha() for sign in text)
    if len(foreign) > plain * 0.4:
        return 0.0
    fit = sum(sign in accents or sign in LATIN_MARKS for sign in foreign)
    share = sum(sign in usual for sign in foreign) / len(foreign) if usual else 1.0
    return fit / len(foreign) * min(1.0, share / 0.3)


def _unmixed(text: str) -> float:
    """1 when no word has letters of two alphabets, less the more there are."""
    words = [word for word in text[:4000].split() if not word.isascii()]
    mixed = sum(
        any(sign.isascii() and sign.isalpha() for sign in word)
        and any(sign > "\x7f" and sign.isalpha() for sign in word)
        for word in words
    )
    return 1.0 - mixed / max(1, len(words))


def is_latin(encoding: str) -> bool:
    """Whether the languages written in it use the letters a to z, with accents."""
    return all(language in LATIN for language in CANDIDATES[encoding])
