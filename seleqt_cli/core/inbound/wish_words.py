"""The words of which a wish to hear no more is made, in six languages, as data: by what they do in a sentence, and what they weigh.

A word with a star stands for all that begin, or end, with it; two words with a bar between them for the two in a row.
"""

from typing import Final

WORDS: Final[dict[str, str]] = {
    "stop": (
        "verbitte verbitten oublier oubliez vergeten|jullie stop stops stopp stopping stoppen staak staken ophouden hou|op"
        " houd|op cease ceasing quit discontinue halt desist refrain cancel"
        " enough aufhör* aufzuhören hören|sie unterlass* einstell* einzustellen absehen abzusehen verzicht* abstand stellen|sie arrêt*"
        " arret* cess* stopp* deje dejen dejad deja dejar paren cese cesen basta smett* interromp* finitela finite diffido"
    ),
    "remove": (
        "block blocking exclud* exclure excluir escluder* ausschließ* sperren blockier* blokkeer blokkeren bloquer bloquear"
        " remov* delet* eras* unsub* opt|out opt|me opted|out opting|out off strike unlist delist scrub purge verwijder* schrap schrappen"
        " wis wissen uitschri* afmeld* afhalen uithalen schrijf|me schrijf|mij schrijf|ons lösch* entfern* streich* austrag* auszutragen"
        " abmeld* abzumelden abbestell* rausnehm* herausnehm* löschung supprim* suppression retir* enlev* effac* rayer rayez"
        " radier radiez"
        " désabonn* désinscri* desabonn* desinscri* elimin* elimín* borr* bórr* quitar* quitad* quiten* quíten* quíta* quíte*"
        " baja suprim*"
        " suprím* saquen* saque sáque* sacad* sacar* cancella* cancelli rimuov* rimoss* rimozione togli* tolga* tolto tolti disiscri*"
        " eliminación"
    ),
    "take": "af eraf eruit vanaf drop leave|off take taken get haal halen nehmen nimm nehmt genommen trag tragen melden|sie out"
    " uit aus raus runter"
    " heraus sortir",
    "list": (
        "*lijst *lijsten *liste *listen *bestand *verteiler *datenbank *kartei *list blacklist sperrliste tool tools outreach"
        " cadence tracker"
        " pipeline kontakte kontakten contacten liste|noire list lists mailinglist mailings mailing database distribution"
        " sequence sequences records crm campaign campaigns lijst lijsten"
        " maillijst mailinglijst verzendlijst adreslijst bestand mailbestand adressenbestand adresbestand systeem verteiler mailverteiler"
        " liste listen mailingliste kontaktliste datei datenbank kartei fichier fichiers base bases listes lista listas fichero ficheros"
        " archivi archivio elenco elenchi"
    ),
    "mail": (
        "*mail *mails *mailtjes *nachrichten *berichten *anfragen *kontakt inbox send sending phone|or spamm*  use|my nutzen"
        " gebruiken utiliser email* mail mails mailen mailt mailing mailtje* message* messaging contact* writ* newsletter*"
        " communication* reach|out"
        " reaching|out"
        " reach* follow|up following|up follow-up* followup* solicit* correspond* outreach bericht* benader* opvolg* schrijven"
        " aanschrijven"
        " nachricht* kontak* anschreib* anzuschreib* angeschrieben schreib* schick* senden sendet zusend* zuzusend* anfragen versand"
        " nachfrag* nachfass* écri* recontact* envoi* envoy* courriel* sollicit* relanc* recevoir correo* mensaje* escrib* envi* enví*"
        " recibir mand* scriv* contatt* invi* messagg* ricever* comunicazion* receiv* hear ontvang* erhalten sturen stuur melden"
        " approach*"
        " bother* lastig* importun* molest* disturb* belästig*"
    ),
    "adverts": (
        "*werbung *reclame *akquise kaltakquise acquisitie *marketing solicitation* spam* junk unsolicited marketing advertis*"
        " sales commercial ongewenst* reclame unerwünscht* werbung werbe* werblich akquise"
        " indésirable* pub publicité* démarch* prospection publicidad pubblicità promozion* pubblicitari*"
    ),
    "neg": (
        "not dont never no nor without niet geen nooit nicht kein keine keinen keinerlei nie ne n plus jamais aucun aucune refuse"
        " refusons"
        " nunca ni non niente nessun nessuna nessun' liever"
    ),
    "more": (
        "more again anymore any|more further longer ever future another meer verder langer opnieuw mehr weiter weitere weiteren weiterer"
        " wieder künftig* zukünftig* länger nochmal* plus désormais más vuelv* volv* più ulterior* altre altri oltre"
    ),
    "self": (
        "me us my our mij ons mijn onze mich mir uns mein meine meinen meiner unser unsere unseren unserer m nous mon mes notre"
        " nos moi mi"
        " mis nuestro nuestra nuestros nuestras ci mio miei mia nostro nostra nostri"
    ),
    "this": "this these dit deze diese dieser diesem cette ce ces esta este estos quest*",
    "thing": (
        "*adres *adresse *adressen *gegevens *daten name naam nom nombre nome number staff company firm domain organisation business"
        " bedrijf unternehmen entreprise société empresa azienda address email mail details data information info contact mailbox"
        " domain inbox emailadres adres mailadres gegevens adresse"
        " mailadresse emailadresse daten kontaktdaten firma coordonnées données mail datos dirección correo email indirizzo dati contatto"
        " contatti nominativo"
    ),
    "please": (
        "alstublieft alsjeblieft alsjebl bvd mag|ik appreciate appreciated grateful make|sure ensure mark gefälligst prière tenez"
        " please pls plz kindly could|you can|you would|you request ask asking demand wish want graag gelieve aub svp kunt wilt"
        " wil|je willen"
        " wil bitte bitten möchte möchten fordere wünsche wünschen könnten merci|de merci|d veuillez prie demande demandons souhaite"
        " souhaitons por|favor favor|de ruego rogamos quiero deseo queremos deseamos solicito pido prego per|favore chiedo"
        " chiediamo voglio"
        " vogliamo desidero desideriamo cortesemente immediately prefer rather vi|invito la|invito"
    ),
    "right": (
        "unsolicited spamhaus authority legal rights recht rechte droit derecho diritto permission consent gdpr avg dsgvo rgpd"
        " toestemming privacy report einwilligung zugestimmt autorizo consenso object objection"
        " oppose widersprech* widerspr* bezwaar oppongo opposizione opongo oposición opposition personal personenbezogen*"
    ),
    "alone": "alone rust ruhe tranquille tranquilles paix paz pace",
    "talk": (
        "más|información more|information more|info weitere|informationen mehr|informationen d|informations meer|informatie maggiori"
        " certificate* tell|me kein|problem no|problem geen|probleem de|problème ningún|problema nessun|problema video"
        " requirements tender update instead but call calls calling rather|call price prices quote offer"
        " brochure phone ring interesting great good yes happy appel*"
        " llam* bel belt bellen rufen ruf rufe anruf* telefon* chiam* offerte angebot devis oferta preventivo prijs preis prix"
        " precio prezzo"
        " maar aber sondern mais pero ma meeting resend new nieuw* neue neuen neu forward forwarded introduce robot* pallet*"
        " palett* palés"
        " slide deck link attachment sample samples demo contract pdf pdfs slot bounced undeliverable portal supplier suppliers"
        " leverancier*"
        " anbieter fournisseur* proveedor* fornitore* customer klant kunde client better besser beter mieux mejor meglio reply"
        " replies unterlagen send|me"
        " send|us reference references rate rates order bestellung bestelling commande pedido ordine"
    ),
    "other": (
        "lawyer* third department purchasing inkoop* einkauf* achats colleague* collega* kolleg* collègue* someone somebody him"
        " her he she"
        " boss question questions previous last earlier old second first logo watermark item position option voce modelo modell opción"
        " plan project projects version team"
    ),
    "time": (
        "before until till vor bis tot avant jusqu antes hasta prima fino next later yet january february march april may june"
        " july august"
        " september october november december autumn spring summer q1 q2 q3 q4 week weeks month months year tomorrow friday"
        " monday tuesday"
        " wednesday thursday januar märz frühjahr sommer herbst morgen volgend* voorjaar zomer lundi mardi jeudi juin année mois"
        " enero marzo"
        " lunedì martedì momento moment freitag donnerstag dienstag montag"
    ),
    "came": (
        "received had got get|your getting|your missed bekommen gekommen gekregen gehad reçu reçois recevons recibido ricevuto kregen"
        " angekommen arrived nothing"
    ),
    "welcome": (
        "send|again send|it add keep resend again|in aufnehmen aufzunehmen eintragen ein toevoegen renvoy* reenv* inschrijven"
        " ajouter añad* aggiung*"
        " hesitate"
        " forget worry need|to zögern"
    ),
    "asks": "what when which where who how wat wanneer welke wie hoe wann welche wer quanto cuánto combien quel quelle qué quién chi",
}
"""What a word does -> the words."""
PAIRS: Final[tuple[tuple[str, ...], ...]] = (
    ("neg", "mail"),
    ("neg", "more"),
    ("neg", "mail", "more"),
    ("neg", "mail", "self"),
    ("neg", "please", "mail"),
    ("neg", "adverts"),
    ("neg", "right"),
    ("stop", "mail"),
    ("stop", "adverts"),
    ("stop", "please"),
    ("remove", "self"),
    ("remove", "list"),
    ("remove", "please"),
    ("remove", "owned"),
    ("take", "list", "self"),
    ("came", "neg"),
    ("neg", "remove"),
    ("neg", "take"),
    ("neg", "stop"),
)
"""What counts besides where it stands together in a sentence."""
