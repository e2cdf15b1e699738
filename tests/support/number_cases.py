"""Numbers as people write them in ten languages, and what they read there."""

from __future__ import annotations

# 0 to 100 in words; `_` stands for a space.
SPELLED = {
    "en": """
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
        twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six twenty-seven twenty-eight twenty-nine
        thirty thirty-one thirty-two thirty-three thirty-four thirty-five thirty-six thirty-seven thirty-eight thirty-nine
        forty forty-one forty-two forty-three forty-four forty-five forty-six forty-seven forty-eight forty-nine
        fifty fifty-one fifty-two fifty-three fifty-four fifty-five fifty-six fifty-seven fifty-eight fifty-nine
        sixty sixty-one sixty-two sixty-three sixty-four sixty-five sixty-six sixty-seven sixty-eight sixty-nine
        seventy seventy-one seventy-two seventy-three seventy-four seventy-five seventy-six seventy-seven seventy-eight seventy-nine
        eighty eighty-one eighty-two eighty-three eighty-four eighty-five eighty-six eighty-seven eighty-eight eighty-nine
        ninety ninety-one ninety-two ninety-three ninety-four ninety-five ninety-six ninety-seven ninety-eight ninety-nine one_hundred
    """,
    "de": """
        null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn
        zwanzig einundzwanzig zweiundzwanzig dreiundzwanzig vierundzwanzig fünfundzwanzig sechsundzwanzig siebenundzwanzig achtundzwanzig neunundzwanzig
        dreißig einunddreißig zweiunddreißig dreiunddreißig vierunddreißig fünfunddreißig sechsunddreißig siebenunddreißig achtunddreißig neununddreißig
        vierzig einundvierzig zweiundvierzig dreiundvierzig vierundvierzig fünfundvierzig sechsundvierzig siebenundvierzig achtundvierzig neunundvierzig
        fünfzig einundfünfzig zweiundfünfzig dreiundfünfzig vierundfünfzig fünfundfünfzig sechsundfünfzig siebenundfünfzig achtundfünfzig neunundfünfzig
        sechzig einundsechzig zweiundsechzig dreiundsechzig vierundsechzig fünfundsechzig sechsundsechzig siebenundsechzig achtundsechzig neunundsechzig
        siebzig einundsiebzig zweiundsiebzig dreiundsiebzig vierundsiebzig fünfundsiebzig sechsundsiebzig siebenundsiebzig achtundsiebzig neunundsiebzig
        achtzig einundachtzig zweiundachtzig dreiundachtzig vierundachtzig fünfundachtzig sechsundachtzig siebenundachtzig achtundachtzig neunundachtzig
        neunzig einundneunzig zweiundneunzig dreiundneunzig vierundneunzig fünfundneunzig sechsundneunzig siebenundneunzig achtundneunzig neunundneunzig
        hundert
    """,
    "es": """
        cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve
        veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve
        treinta treinta_y_uno treinta_y_dos treinta_y_tres treinta_y_cuatro treinta_y_cinco treinta_y_seis treinta_y_siete treinta_y_ocho treinta_y_nueve
        cuarenta cuarenta_y_uno cuarenta_y_dos cuarenta_y_tres cuarenta_y_cuatro cuarenta_y_cinco cuarenta_y_seis cuarenta_y_siete cuarenta_y_ocho cuarenta_y_nueve
        cincuenta cincuenta_y_uno cincuenta_y_dos cincuenta_y_tres cincuenta_y_cuatro cincuenta_y_cinco cincuenta_y_seis cincuenta_y_siete cincuenta_y_ocho cincuenta_y_nueve
        sesenta sesenta_y_uno sesenta_y_dos sesenta_y_tres sesenta_y_cuatro sesenta_y_cinco sesenta_y_seis sesenta_y_siete sesenta_y_ocho sesenta_y_nueve
        setenta setenta_y_uno setenta_y_dos setenta_y_tres setenta_y_cuatro setenta_y_cinco setenta_y_seis setenta_y_siete setenta_y_ocho setenta_y_nueve
        ochenta ochenta_y_uno ochenta_y_dos ochenta_y_tres ochenta_y_cuatro ochenta_y_cinco ochenta_y_seis ochenta_y_siete ochenta_y_ocho ochenta_y_nueve
        noventa noventa_y_uno noventa_y_dos noventa_y_tres noventa_y_cuatro noventa_y_cinco noventa_y_seis noventa_y_siete noventa_y_ocho noventa_y_nueve
        cien
    """,
    "fr": """
        zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf
        vingt vingt_et_un vingt-deux vingt-trois vingt-quatre vingt-cinq vingt-six vingt-sept vingt-huit vingt-neuf
        trente trente_et_un trente-deux trente-trois trente-quatre trente-cinq trente-six trente-sept trente-huit trente-neuf
        quarante quarante_et_un quarante-deux quarante-trois quarante-quatre quarante-cinq quarante-six quarante-sept quarante-huit quarante-neuf
        cinquante cinquante_et_un cinquante-deux cinquante-trois cinquante-quatre cinquante-cinq cinquante-six cinquante-sept cinquante-huit cinquante-neuf
        soixante soixante_et_un soixante-deux soixante-trois soixante-quatre soixante-cinq soixante-six soixante-sept soixante-huit soixante-neuf
        soixante-dix soixante_et_onze soixante-douze soixante-treize soixante-quatorze soixante-quinze soixante-seize soixante-dix-sept soixante-dix-huit soixante-dix-neuf
        quatre-vingts quatre-vingt-un quatre-vingt-deux quatre-vingt-trois quatre-vingt-quatre quatre-vingt-cinq quatre-vingt-six quatre-vingt-sept quatre-vingt-huit quatre-vingt-neuf
        quatre-vingt-dix quatre-vingt-onze quatre-vingt-douze quatre-vingt-treize quatre-vingt-quatorze quatre-vingt-quinze quatre-vingt-seize quatre-vingt-dix-sept quatre-vingt-dix-huit quatre-vingt-dix-neuf
        cent
    """,
    "it": """
        zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove
        venti ventuno ventidue ventitré ventiquattro venticinque ventisei ventisette ventotto ventinove
        trenta trentuno trentadue trentatré trentaquattro trentacinque trentasei trentasette trentotto trentanove
        quaranta quarantuno quarantadue quarantatré quarantaquattro quarantacinque quarantasei quarantasette quarantotto quarantanove
        cinquanta cinquantuno cinquantadue cinquantatré cinquantaquattro cinquantacinque cinquantasei cinquantasette cinquantotto cinquantanove
        sessanta sessantuno sessantadue sessantatré sessantaquattro sessantacinque sessantasei sessantasette sessantotto sessantanove
        settanta settantuno settantadue settantatré settantaquattro settantacinque settantasei settantasette settantotto settantanove
        ottanta ottantuno ottantadue ottantatré ottantaquattro ottantacinque ottantasei ottantasette ottantotto ottantanove
        novanta novantuno novantadue novantatré novantaquattro novantacinque novantasei novantasette novantotto novantanove
        cento
    """,
    "pt": """
        zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove
        vinte vinte_e_um vinte_e_dois vinte_e_três vinte_e_quatro vinte_e_cinco vinte_e_seis vinte_e_sete vinte_e_oito vinte_e_nove
        trinta trinta_e_um trinta_e_dois trinta_e_três trinta_e_quatro trinta_e_cinco trinta_e_seis trinta_e_sete trinta_e_oito trinta_e_nove
        quarenta quarenta_e_um quarenta_e_dois quarenta_e_três quarenta_e_quatro quarenta_e_cinco quarenta_e_seis quarenta_e_sete quarenta_e_oito quarenta_e_nove
        cinquenta cinquenta_e_um cinquenta_e_dois cinquenta_e_três cinquenta_e_quatro cinquenta_e_cinco cinquenta_e_seis cinquenta_e_sete cinquenta_e_oito cinquenta_e_nove
        sessenta sessenta_e_um sessenta_e_dois sessenta_e_três sessenta_e_quatro sessenta_e_cinco sessenta_e_seis sessenta_e_sete sessenta_e_oito sessenta_e_nove
        setenta setenta_e_um setenta_e_dois setenta_e_três setenta_e_quatro setenta_e_cinco setenta_e_seis setenta_e_sete setenta_e_oito setenta_e_nove
        oitenta oitenta_e_um oitenta_e_dois oitenta_e_três oitenta_e_quatro oitenta_e_cinco oitenta_e_seis oitenta_e_sete oitenta_e_oito oitenta_e_nove
        noventa noventa_e_um noventa_e_dois noventa_e_três noventa_e_quatro noventa_e_cinco noventa_e_seis noventa_e_sete noventa_e_oito noventa_e_nove
        cem
    """,
    "ru": """
        ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать
        семнадцать восемнадцать девятнадцать
        двадцать двадцать_один двадцать_два двадцать_три двадцать_четыре двадцать_пять двадцать_шесть двадцать_семь двадцать_восемь двадцать_девять
        тридцать тридцать_один тридцать_два тридцать_три тридцать_четыре тридцать_пять тридцать_шесть тридцать_семь тридцать_восемь тридцать_девять
        сорок сорок_один сорок_два сорок_три сорок_четыре сорок_пять сорок_шесть сорок_семь сорок_восемь сорок_девять
        пятьдесят пятьдесят_один пятьдесят_два пятьдесят_три пятьдесят_четыре пятьдесят_пять пятьдесят_шесть пятьдесят_семь пятьдесят_восемь пятьдесят_девять
        шестьдесят шестьдесят_один шестьдесят_два шестьдесят_три шестьдесят_четыре шестьдесят_пять шестьдесят_шесть шестьдесят_семь шестьдесят_восемь шестьдесят_девять
        семьдесят семьдесят_один семьдесят_два семьдесят_три семьдесят_четыре семьдесят_пять семьдесят_шесть семьдесят_семь семьдесят_восемь семьдесят_девять
        восемьдесят восемьдесят_один восемьдесят_два восемьдесят_три восемьдесят_четыре восемьдесят_пять восемьдесят_шесть восемьдесят_семь восемьдесят_восемь восемьдесят_девять
        девяносто девяносто_один девяносто_два девяносто_три девяносто_четыре девяносто_пять девяносто_шесть девяносто_семь девяносто_восемь девяносто_девять
        сто
    """,
    "hi": """
        शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस
        बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस
        तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस
        चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास
        पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ
        साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर
        सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी
        अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सतासी अट्ठासी नवासी
        नब्बे इक्यानवे बानवे तिरानवे चौरानवे पंचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे
        सौ
    """,
    "zh": """
        零 一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九
        二十 二十一 二十二 二十三 二十四 二十五 二十六 二十七 二十八 二十九 三十 三十一 三十二 三十三 三十四 三十五 三十六 三十七 三十八 三十九
        四十 四十一 四十二 四十三 四十四 四十五 四十六 四十七 四十八 四十九 五十 五十一 五十二 五十三 五十四 五十五 五十六 五十七 五十八 五十九
        六十 六十一 六十二 六十三 六十四 六十五 六十六 六十七 六十八 六十九 七十 七十一 七十二 七十三 七十四 七十五 七十六 七十七 七十八 七十九
        八十 八十一 八十二 八十三 八十四 八十五 八十六 八十七 八十八 八十九 九十 九十一 九十二 九十三 九十四 九十五 九十六 九十七 九十八 九十九
        一百
    """,
}
SPELLED["ja"] = SPELLED["zh"].replace("一百", "百")

# What alone mostly means something else: one, an article, "new", "you are".
AMBIGUOUS = {
    "en": {"one"},
    "es": {"uno"},
    "fr": {"un", "neuf"},
    "it": {"uno", "sei"},
    "pt": {"um"},
    "ru": {"один"},
    "hi": {"एक"},
    "zh": {"一"},
    "ja": {"一"},
}

LARGER = {
    "en": {
        "one hundred and five": 105,
        "two hundred thirty-seven": 237,
        "a hundred": 100,
        "a thousand": 1000,
        "two thousand and twenty-four": 2024,
        "nineteen ninety-eight": 1998,
        "twenty twenty-five": 2025,
        "Twelve hundred": 1200,
        "SEVENTY-SEVEN": 77,
        "nine hundred ninety-nine thousand nine hundred ninety-nine": 999_999,
        "three million two hundred thousand and one": 3_200_001,
        "one hundred billion": 100_000_000_000,
    },
    "de": {
        "hundertfünf": 105,
        "einhunderteins": 101,
        "zweihundertsiebenunddreißig": 237,
        "tausend": 1000,
        "zweitausendvierundzwanzig": 2024,
        "neunzehnhundertachtundneunzig": 1998,
        "neunhundertneunundneunzigtausendneunhundertneunundneunzig": 999_999,
        "zwei Millionen dreihunderttausend": 2_300_000,
        "Eine Milliarde": 1_000_000_000,
        "DREISSIG": 30,
    },
    "es": {
        "ciento cinco": 105,
        "doscientas treinta y siete": 237,
        "mil": 1000,
        "dos mil veinticuatro": 2024,
        "mil novecientos noventa y ocho": 1998,
        "veintiún mil": 21_000,
        "novecientos noventa y nueve mil novecientos noventa y nueve": 999_999,
        "un millón quinientas mil": 1_500_000,
        "cien mil millones": 100_000_000_000,
    },
    "fr": {
        "cent cinq": 105,
        "deux cent trente-sept": 237,
        "mille": 1000,
        "deux mille vingt-quatre": 2024,
        "mille neuf cent quatre-vingt-dix-huit": 1998,
        "dix-neuf cent quatre-vingt-dix-huit": 1998,
        "septante-neuf": 79,
        "nonante et un": 91,
        "trois cents": 300,
        "quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf": 99_999,
        "deux millions trois cent mille": 2_300_000,
        "vingt-et-un": 21,
        "quatre vingt dix sept": 97,
    },
    "it": {
        "centocinque": 105,
        "centotto": 108,
        "centottantuno": 181,
        "duecentotrentasette": 237,
        "mille": 1000,
        "duemilaventiquattro": 2024,
        "millenovecentonovantotto": 1998,
        "novecentonovantanovemilanovecentonovantanove": 999_999,
        "due milioni e trecentomila": 2_300_000,
        "un miliardo": 1_000_000_000,
        "ventun": 21,
    },
    "pt": {
        "cento e cinco": 105,
        "duzentas e trinta e sete": 237,
        "mil": 1000,
        "dois mil e vinte e quatro": 2024,
        "mil novecentos e noventa e oito": 1998,
        "novecentos e noventa e nove mil novecentos e noventa e nove": 999_999,
        "dois milhões e trezentos mil": 2_300_000,
        "um bilhão": 1_000_000_000,
        "dezassete": 17,
        "quatorze": 14,
    },
    "ru": {
        "сто пять": 105,
        "двести тридцать семь": 237,
        "двухсот тридцати семи": 237,
        "двумстам тридцати семи": 237,
        "двадцатью семью": 27,
        "двадцати семи": 27,
        "семи": 7,
        "тысяча": 1000,
        "две тысячи двадцать четыре": 2024,
        "тысяча девятьсот девяносто восемь": 1998,
        "девятьсот девяносто девять тысяч девятьсот девяносто девять": 999_999,
        "два миллиона триста тысяч": 2_300_000,
        "миллиард": 1_000_000_000,
        "семеро": 7,
        "тремястами сорока двумя": 342,
    },
    "hi": {
        "एक सौ पाँच": 105,
        "एक सौ पांच": 105,
        "दो सौ सैंतीस": 237,
        "हज़ार": 1000,
        "दो हजार चौबीस": 2024,
        "उन्नीस सौ अट्ठानबे": 1998,
        "पच्चीस लाख": 2_500_000,
        "एक करोड़ बीस लाख": 12_000_000,
        "नौ लाख निन्यानवे हज़ार नौ सौ निन्यानवे": 999_999,
        "सत्ताइस": 27,
        "छः": 6,
    },
    "zh": {
        "一百零五": 105,
        "一百五": 150,
        "两百三十七": 237,
        "一千": 1000,
        "两万五": 25_000,
        "二〇二四": 2024,
        "二零二四": 2024,
        "一九九八": 1998,
        "九十九万九千九百九十九": 999_999,
        "一萬零五": 10_005,
        "两百三十万": 2_300_000,
        "一万亿": 1_000_000_000_000,
    },
    "ja": {
        "百五": 105,
        "百五十": 150,
        "二百三十七": 237,
        "二〇二四": 2024,
        "千九百九十八": 1998,
        "九十九万九千九百九十九": 999_999,
        "二百三十万": 2_300_000,
        "一億": 100_000_000,
    },
}

READ = [
    # marks within numbers
    ("en", "It sold 1,250 copies, then 12,500, then 1,250,000.", [1250, 12500, 1250000]),
    ("en", "Lakhs: ₹1,00,000 and 12,34,567.", [100000, 1234567]),
    ("en", "Pi is 3.14, and 1.234 is no thousand.", ["3.14", "1.234"]),
    ("en", "Rows 1,5 and 7,9,11 are free.", [1, 5, 7, 9, 11]),
    ("en", "A slip such as 1,234,56 is a list.", [1, 234, 56]),
    ("en", "It grew by 7.0 percent, or .5, or $.75.", [7, "0.5", "0.75"]),
    ("en", "It costs $1,299.99.", ["1299.99"]),
    ("en", "About 10\u202f000 people, or 10\u00a0000.", [10000, 10000]),
    ("de", "Es kostet 1.234,50 Euro, also rund 1.234.", ["1234.5", 1234]),
    ("de", "1.000.000 Leute, 1 000 Katzen, 1'000 Franken, 3,5 Liter", [1000000, 1000, 1000, "3.5"]),
    ("de", "Version 2.5 läuft.", ["2.5"]),
    ("de", "Nimm 2 einhalb Liter und 3einhalb Pfund, und 2½ Löffel.", ["2.5", "3.5", "2.5"]),
    ("es", "Hay 1.234 casas, 3,5 km y 1 000 000 de árboles.", [1234, "3.5", 1000000]),
    ("es", "En México son 1,234 pesos y 0,125 es poco.", [1234, "0.125"]),
    ("fr", "Il y a 1\u202f234 élèves, 12 500 livres et 3,5 litres.", [1234, 12500, "3.5"]),
    ("fr", "Le train part à 9h30 ou à 14 h 05.", [9, 30, 14, 5]),
    ("it", "Costa 1.234,50 euro; la temperatura è 36,6.", ["1234.5", "36.6"]),
    ("pt", "São 1.234 casas e 3,14 km; começa às 9h30.", [1234, "3.14", 9, 30]),
    ("ru", "Цена 1 250,50 руб., вес 3,5 кг, 10 000 человек.", ["1250.5", "3.5", 10000]),
    ("ru", "Экран 1920х1080, 2-й подъезд.", [1920, 1080, 2]),
    ("hi", "कीमत ₹1,25,000 है, या १,२५,०००।", [125000, 125000]),
    ("hi", "लंबाई ३.५ मीटर है।", ["3.5"]),
    ("zh", "花了5,000元，涨了３．５％，共１，０００人。", [5000, "3.5", 1000]),
    ("zh", "第3，5，7页", [3, 5, 7]),
    ("ja", "１，２３４円で３．５キロです。", [1234, "3.5"]),
    # digits beside letters and marks
    ("en", "The 19th, 7kg, 7%, $7, €9, the 20s, the '90s, 1990s.", [19, 7, 7, 7, 9, 20, 90, 1990]),
    ("en", "Image7, A4, H2O, MP3, CO2, x2, v2.0, img_7, B52s", []),
    ("en", "A 1920x1080 screen, COVID-19 and the mid-1990s", [1920, 1080, 19, 1990]),
    ("en", "**7** dogs, _9_ cats, `11` birds, (13), [15], #17", [7, 9, 11, 13, 15, 17]),
    ("en", "So it was (ca. 7).", [7]),
    ("es", "El 3º y la 5ª.", [3, 5]),
    ("fr", "Le 1er mai, le XVe et le 7e siècle", [1, 7]),
    ("hi", "2024में 7 लोग", [2024, 7]),
    ("zh", "第7个iPhone15在2024年。", [7, 2024]),
    # times, ranges, dates, fractions, signs
    ("en", "At 7:30, pages 5-7, 5–9, 11 – 13", [7, 30, 5, 7, 5, 9, 11, 13]),
    ("en", "2024-05-07, 7/5/2024, 7.5.2024", [2024, 5, 7, 7, 5, 2024, 7, 5, 2024]),
    ("de", "Am 07.05.2024 und am 3. Oktober", [7, 5, 2024, 3]),
    ("ja", "2024.05.07に", [2024, 5, 7]),
    ("en", "It was −7 °C (-9 at night), not 5 – or -$3 or $-5.", [-7, -9, 5, -3, -5]),
    ("zh", "气温-7度，5月-7月", [-7, 5, 7]),
    ("en", "3/4 cup, ½ cup, 3½ cups, 1 ½ cups, ⅓", [3, 4, "1/2", "7/2", "3/2", "1/3"]),
    # what is no number
    ("en", "Python 3.11.7 at 192.168.0.1", []),
    ("en", "See https://example.org/7/9?id=11 or www.example.org/13, mail a7@example.org.", []),
    ("en", "Rain falls.[7] It pours[9, 11], they say.[^13]", []),
    ("en", "x² + y³, ①, Ⅶ, VII, 7️⃣", []),
    ("en", "7. Seven\n9) Nine\n(11) Eleven", [7, 9, 11]),
    ("en", "7. Wash\n9) Dry\n(11) Fold\n### 13. Store\n> 15. Sell", []),
    ("en", "In 1986. And 7.", [1986, 7]),
    ("en", "- 7 eggs\n* 9 nuts\n| 11 | 13 |", [7, 9, 11, 13]),
    ("en", "```\nx = 7\n```", [7]),
    ("zh", "一、洗\n二、晾\n（三）收\n3、放", []),
    # scales
    (
        "en",
        "7 million people, $2.5 billion, 5 hundred, $7k, 7M, 221B, 3bn",
        [7000000, 2500000000, 500, 7, 7, 221, 3000000000],
    ),
    ("en", "**7** million, 7 K and 5 miles", [7000000, 7, 5]),
    ("de", "7 Mio. Euro, 3 Millionen, 5 Tausend", [7000000, 3000000, 5000]),
    ("fr", "7 millions d’euros, 3 mille", [7000000, 3000]),
    ("ru", "7 тыс. рублей, 2,5 млн, 5 миллионов 300 тысяч", [7000, 2500000, 5300000]),
    ("hi", "7 लाख, 2.5 करोड़, 5 करोड़ 30 लाख", [700000, 25000000, 53000000]),
    ("zh", "7万、3万5千、12000万、3.5亿", [70000, 35000, 120000000, 350000000]),
    ("ja", "1億2000万円、7 万人", [120000000, 70000]),
    # words that go together, and words that don't
    ("en", "five and seven; between one hundred and two hundred", [5, 7, 100, 200]),
    ("en", "seven-year-old twins, two hundred a day", [7, 200]),
    ("en", "seven and a half miles, 7 and a half", ["15/2", "15/2"]),
    (
        "en",
        "two dozen, a dozen, half a dozen, 3 dozen, 7 lakh, half a million",
        [24, 12, 6, 36, 700000, 500000],
    ),
    ("en", "two and a half million, 3 and a half thousand", [2500000, 3500]),
    ("en", "a three-and-a-half-hour film, fifteen twenty-dollar bills", ["7/2", 15, 20]),
    ("en", "In 2021 millions left; the nineteen-eighties; a quarter of a million", [2021, 250000]),
    (
        "en",
        "seven point five, three point one four, two point five million",
        ["7.5", "3.14", 2500000],
    ),
    ("en", "seven point guards, at this point two", [7, 2]),
    ("es", "En 2021 millones de personas; dos coma cinco", [2021, "2.5"]),
    ("es", "unos 2021 millones, en 1500 millones", [2021000000, 1500000000]),
    ("fr", "le 16 sept. 2022, sept. 2023, il en a sept. Puis 99 cents", [16, 2022, 2023, 7, 99]),
    ("it", "i venti soffiano, i venti minuti, sette virgola cinque", [20, "7.5"]),
    ("pt", "15 dez. 2021, dez casas, sete vírgula zero cinco", [15, 2021, 10, "7.05"]),
    ("ru", "двух- и трёхкомнатные, два с половиной миллиона, семь целых", [2500000, 7]),
    ("fr", "un milliard et demi, 15 millions et demi, deux douzaines", [1500000000, 15500000, 24]),
    ("it", "due milioni e mezzo, i 7 milioni", [2500000, 7000000]),
    ("ru", "Прошло 2 миллиона с половиной лет.", [2500000]),
    ("zh", "7千米、5千瓦、四千米、七七八八、三三两两", [7, 5, 4000]),
    ("hi", "7 मिलियन लोग, दो दर्जन अंडे", [7000000, 24]),
    ("en", "No one knows this one; hundreds, thousands of millions", []),
    ("en", "the twenty-first, the one hundred and first, a seventh, tenth", []),
    ("en", "the twentieth\nseven", [7]),
    ("en", "often, tent, heighten, sevens, someone, seven7, x_seven", []),
    ("de", "zwischen hundert und zweihundert; vier oder fünf, vier-fünf", [100, 200, 4, 5, 4, 5]),
    (
        "de",
        "ein Hund, eine Katze, dreimal, siebte, siebenundzwanzigste, Zwei-Zimmer-Wohnung, achten, Hunderte",
        [],
    ),
    ("de", "Acht geben! Er nimmt sich außer Acht. Um acht.", [8]),
    ("es", "entre veinte y treinta, una casa, el siete por ciento", [20, 30, 7]),
    ("es", "siete y medio, once, por cien, el séptimo", ["15/2", 11]),
    ("fr", "un livre neuf, entre cent et deux cents, sept pour cent", [100, 200, 7]),
    ("fr", "le dix-septième, le vingt et unième, les deux-points, l’onze mai", [11]),
    (
        "it",
        "Tu sei un amico; il sette per cento; l'otto marzo; ventisettesimo; sette e mezzo",
        [7, 8, "15/2"],
    ),
    (
        "pt",
        "um dia, sete por cento, entre vinte e cinco e trinta, de cem e mil, sete e meio",
        [7, 25, 30, 100, 1000, "15/2"],
    ),
    (
        "ru",
        "один день с семью, тысячи людей, двадцать седьмой, две тысячи двадцать четвёртый год",
        [],
    ),
    ("ru", "пять-шесть дней, семь с половиной", [5, 6, "15/2"]),
    ("hi", "एक दिन, सातवाँ, एक सौ पाँचवाँ, साढ़े सात बजे, डेढ़ सौ", ["15/2", 150]),
    ("hi", "सवा सौ, सवा तीन सौ, पौने दो लाख, ढाई हज़ार, सवा बजे", [125, 325, 175000, 2500, "5/4"]),
    ("hi", "साढ़े 22 रुपये, कई हज़ार लोग, अरब देश, जाने दो, दो दिन", ["45/2", 2]),
    ("zh", "七个人、九天、六本书、十分钟、两百、七月", [7, 9, 6, 10, 200, 7]),
    (
        "zh",
        "星期六、七夕、一些、九寨沟、三明治、万一、千万、十分、一个、一样、乱七八糟、七八个、三四十人、九一一",
        [],
    ),
    ("zh", "第七、第二十七章、星期三天气、几十个、三分之二、五台山", ["2/3"]),
    ("zh", "百分之七十、二十多个、一九九八年五月七日", [70, 20, 1998, 5, 7]),
    ("zh", "七点五个、七点五分、百分之七、百分之七点五", ["7.5", 7, 7, "7.5"]),
    ("zh", "五到八岁、三或四个、二次函数、两次、三番五次、双十一", [5, 8, 3, 4, 2]),
    ("ja", "七人、六本、三つ、千円、二十分、九月七日", [7, 6, 3, 1000, 20, 9, 7]),
    ("ja", "六本木、十分です、三つ目、五番目、第七、一つ、千葉、四国、七五三、万一、二度と", []),
]
"""(language, text, the values that a reader finds)"""
