"""Words that the content rules look for, in the six languages of the footers; each list is short, so that few are met by chance."""

from typing import Final

ANSWER_PREFIXES: Final = (
    "re", "re[0-9]", "fw", "fwd", "aw", "antw", "antwort", "wg", "weitergeleitet", "doorst", "doorgestuurd", "tr", "rv",
    "rif", "inoltro", "i", "r", "reenv", "sv", "vs",
)  # fmt: skip
"""What mail programs put before the subject of an answer or of a forwarded mail, before its colon."""

SENSITIVE_WORDS: Final = (
    # health
    "your diagnosis", "your illness", "your disease", "your pregnancy", "your disability", "your medication", "your medical record",
    "your medical history", "your diabetes", "your cancer", "your depression", "your burnout", "your therapy",
    "jouw diagnose", "uw diagnose", "jouw ziekte", "uw ziekte", "uw zwangerschap", "je zwangerschap",
    "uw medisch dossier", "je medisch dossier", "ihre diagnose", "ihre krankheit", "ihre erkrankung", "ihre schwangerschaft",
    "ihre behinderung", "ihre krankenakte", "votre diagnostic médical", "votre maladie", "votre grossesse", "votre handicap",
    "votre dossier médical", "su enfermedad", "tu enfermedad", "su embarazo", "su discapacidad", "su historial médico",
    "uw depressie", "je depressie", "je burn-out", "uw burn-out", "ihre depression", "ihr burnout", "votre dépression", "votre cancer",
    "tu embarazo", "su depresión", "tu depresión", "la tua gravidanza", "la sua depressione", "la tua depressione",
    "la sua malattia", "la tua malattia", "la sua gravidanza", "la sua disabilità", "la sua cartella clinica",
    # money
    "your salary", "your debts", "your debt", "your credit score", "your bank balance", "your bankruptcy", "uw salaris", "jouw salaris",
    "je salaris", "uw schulden", "jouw schulden", "je schulden", "uw faillissement", "ihr gehalt", "ihre schulden", "ihr schufa",
    "ihre privatinsolvenz", "votre salaire", "vos dettes", "votre surendettement", "su salario", "sus deudas", "tus deudas",
    "il suo stipendio", "il tuo stipendio", "i suoi debiti", "i tuoi debiti",
    # numbers of persons and cards
    "social security number", "credit card number", "burgerservicenummer", "creditcardnummer", "sozialversicherungsnummer",
    "kreditkartennummer", "numéro de sécurité sociale", "numéro de carte bancaire", "número de la seguridad social",
    "número de tarjeta de crédito", "codice fiscale", "numero di carta di credito",
    # belief, origin, orientation, unions
    "your union membership", "uw vakbondslidmaatschap", "ihre gewerkschaftszugehörigkeit", "votre appartenance syndicale",
    "su afiliación sindical", "la sua iscrizione al sindacato",
    "your religion", "your sexual orientation", "your ethnicity", "uw religie", "uw geloof", "uw seksuele geaardheid", "ihre religion",
    "ihre sexuelle orientierung", "votre religion", "votre orientation sexuelle", "su religión", "su orientación sexual",
    "la sua religione", "il suo orientamento sessuale",
)  # fmt: skip
"""About the person who gets it; a text about such things in general (a clinic's software) is none."""

SENSITIVE_COLUMNS: Final = (
    "iban", "bank_account", "account_balance", "credit_card", "card_number", "cvv", "cvc", "credit_score", "salary", "income", "debt",
    "debts", "ssn", "social_security", "passport_number", "national_id", "diagnosis", "disease", "illness", "medication",
    "medical_history", "medical_record", "health_condition", "disability", "pregnant", "pregnancy", "blood_type", "religion",
    "ethnicity", "sexual_orientation", "political_opinion", "trade_union",
    "rekeningnummer", "bankrekening", "kredietscore", "salaris", "inkomen", "schuld", "schulden", "bsn", "burgerservicenummer",
    "diagnose", "ziekte", "medicatie", "beperking", "handicap", "zwanger", "zwangerschap", "bloedgroep", "geloof", "religie", "etniciteit",
    "geaardheid", "vakbond",
    "kontonummer", "bankverbindung", "kreditkarte", "gehalt", "einkommen", "krankheit", "erkrankung", "medikation", "behinderung",
    "schwanger", "schwangerschaft", "blutgruppe", "konfession", "ethnie", "gewerkschaft", "sozialversicherungsnummer",
    "compte_bancaire", "carte_bancaire", "salaire", "revenu", "dettes", "numéro_de_sécurité_sociale", "maladie", "médicaments",
    "grossesse", "enceinte", "groupe_sanguin", "syndicat", "origine_ethnique",
    "cuenta_bancaria", "tarjeta_de_crédito", "salario", "ingresos", "deudas", "diagnóstico", "enfermedad", "medicación", "discapacidad",
    "embarazo", "embarazada", "grupo_sanguíneo", "religión", "etnia", "sindicato",
    "conto_bancario", "carta_di_credito", "stipendio", "reddito", "debiti", "diagnosi", "malattia", "farmaci", "disabilità",
    "gravidanza", "gruppo_sanguigno", "religione", "sindacato",
)  # fmt: skip
"""Names of columns, whole or between underscores."""

SHORTENERS: Final = (
    "bit.ly", "bitly.com", "t.co", "tinyurl.com", "goo.gl", "ow.ly", "is.gd", "v.gd", "buff.ly", "rebrand.ly", "cutt.ly", "shorturl.at",
    "rb.gy", "t.ly", "lnkd.in", "tiny.cc", "s.id", "bl.ink", "soo.gd", "adf.ly", "dlvr.it", "trib.al", "short.io", "shorte.st", "u.to",
    "x.gd", "qr.ae", "urlz.fr", "t1p.de", "kurzelinks.de",
)  # fmt: skip

SPAM_PHRASES: Final = (
    "act now", "100% free", "risk free", "risk-free", "click here now", "limited time offer", "once in a lifetime", "double your income",
    "earn money fast", "make money fast", "guaranteed results", "this is not spam",
    "nu of nooit", "100% gratis", "klik hier nu", "gegarandeerd resultaat", "snel geld verdienen", "dit is geen spam", "laatste kans",
    "jetzt zugreifen", "100% kostenlos", "garantierter erfolg", "schnell geld verdienen", "dies ist kein spam", "letzte chance",
    "agissez maintenant", "100% gratuit", "résultats garantis", "gagner de l'argent rapidement", "ceci n'est pas un spam",
    "dernière chance", "actúe ahora", "resultados garantizados", "gane dinero rápido", "esto no es spam", "última oportunidad",
    "agisci ora", "risultati garantiti", "guadagna subito", "questo non è spam", "ultima occasione", "€€€", "$$$",
)  # fmt: skip

EXECUTABLE_ENDINGS: Final = frozenset(
    "exe com bat cmd scr pif msi msp msix appx js jse vbs vbe wsf wsh ps1 psm1 jar hta cpl lnk reg dll sys apk app dmg pkg deb rpm "
    "iso img vhd vhdx chm scf url sh bash run bin command workflow gadget inf job "
    "docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm".split()
)
"""Of programs, disk images and documents with macros: what Gmail and Outlook refuse, and more."""
