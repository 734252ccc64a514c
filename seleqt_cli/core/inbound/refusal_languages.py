"""How servers and providers say in other languages than English whose fault a refusal is, as data: who, and what is said of it.

A row is a language's words for a recipient or a mailbox and what may be said of them with a few words between; so a sentence
that nobody has seen yet is understood where its nouns and its predicate are ordinary. Everything is lower case, single spaces.
"""

from typing import Final

_WHO: Final = (
    r"empfänger\w{0,12}|benutzer\w{0,8}|nutzer\w{0,8}|adress(?:e|at)|(?:e-)?mail-?adresse|emailadresse|postfach|konto|teilnehmer|"
    r"utilisateur|destinataire|bo[iî]te|compte|adresse (?:e-mail|mail|électronique)|abonné|"
    r"usuari[oa]|cuenta|direcci[oó]n|buz[oó]n|casilla|destinat[aá]ri[oa]|utente|indirizzo|casella|account|"
    r"gebruiker|adres|e-?mailadres|ontvanger|geadresseerde|mailbox|postvak|usuário|conta|endereço|caixa|"
    r"пользовател\w{1,4}|адрес\w{0,5}|получател\w{1,4}|ящик\w{0,3}|уч[её]тн\w{2,4} запис\w{1,3}|користувач\w{0,3}|одержувач\w{0,3}|"
    r"användare\w{0,3}|mottagare\w{0,3}|adressen|kontot|e-postadress\w{0,3}|bruker\w{0,3}|bruger\w{0,3}|modtager\w{0,3}|mottaker\w{0,3}|"
    r"postkass\w{0,4}|postlåd\w{0,4}|brevlåd\w{0,4}|vastaanottaja\w{0,4}|käyttäjä\w{0,4}|(?:sähköposti)?osoit\w{0,5}|"
    r"użytkownik\w{0,3}|adresat\w{0,3}|odbiorc\w{1,3}|konto|skrzynk\w{1,3}|uživatel\w{0,3}|používateľ\w{0,3}|adresa|adresát|příjemce|"
    r"schránk\w{1,3}|"
    r"címzett|felhasználó|postafiók\w{0,4}|cím|utilizator\w{0,4}|destinatar\w{0,4}|adres[ăa]|kullanıcı|alıcı|hesap|adresi|"
    r"χρήστης|παραλήπτης|λογαριασμός|διεύθυνση|primatelj|korisnik"
)
_NOT_THE_SENDERS: Final = (
    r"(?!absender|des absenders|expéditeur|de l'expéditeur|remitente|mittente|afzender|remetente|отправител|avsändar|avsender|afsender|"
    r"nadawc|odesílatel|odosielate|feladó|expeditor|gönderen|відправник|lähettäj)"
)
_IS_NOT: Final = (
    r"unbekannt|existier\w{1,2} nicht|nicht (?:\(?mehr\)? )?(?:existier|bekannt|vorhanden|eingerichtet|angelegt|registriert|"
    r"vergeben|gültig|existent|"
    r"gefunden)|ungültig|gibt es nicht|gelöscht|"
    r"inconnue?\b|inexistante?\b|n'existe|invalide\b|n'est (?:pas|plus) (?:attribu|connu|valide|utilis|reconnu|référenc)|"
    r"supprimée?\b|"
    r"n'a pas été trouv|introuvable|erronée?\b|"
    r"desconocid|inexistente|no existe|no se encuentra|no es válid|no está (?:registrad|dad)|dad[oa] de baja|no (?:fue|"
    r"ha sido) encontrad|eliminad|"
    r"sconosciut|inesistente|non esiste|non (?:è )?valid|non (?:è (?:stato )?)?trovat|non (?:è )?(?:più )?presente|cancellat|"
    r"onbekend|bestaat niet|bestaat niet meer|ongeldig|niet (?:\(meer\) |meer |langer )?(?:in gebruik|bekend|geldig|gevonden)|opgeheven|"
    r"não existe|inválid|desconhecid|não (?:foi )?encontrad|não está (?:mais )?cadastrad|excluíd|"
    r"неизвест|не существует|не найден|не зарегистрирован|удал[её]н|не існує|не знайден|невідом|"
    r"finns (?:inte|ej)|(?:är )?okänd|existerar inte|(?:er )?ukjent|(?:er )?ukendt|finnes ikke|findes ikke|eksisterer ikke|"
    r"ei ole olemassa|ei löy|tuntematon|nieznan|nie istnieje|nie została? znalezion|neexistuje|neznám|nebyl\w? nalezen|nenalezen|"
    r"nem létezik|ismeretlen|nem található|nu există|nu a fost găsit|inexistent|necunoscut|bulunamadı|mevcut değil|geçersiz|"
    r"δεν υπάρχει|άγνωστ|ne postoji|nepoznat"
)
_NONE_SUCH: Final = (
    r"\b(?:kein(?:en|e)? (?:solche[rns]? )?(?:benutzer|postfach|konto|empfänger|teilnehmer)|aucun(?:e)? (?:utilisateur|compte|abonné|"
    r"destinataire|boîte)|"
    r"ning[uú]n(?:a)? (?:usuario|cuenta|buz[oó]n)|nessun(?:a)? (?:utente|casella|account)|geen (?:gebruiker|mailbox|postvak|account|"
    r"ontvanger)|"
    r"nenhum(?:a)? (?:usuário|conta|caixa)|ingen (?:bruker|användare|bruger|mottagare|sådan)|brak (?:użytkownika|skrzynki|konta|adresata|"
    r"takiego)|"
    r"нет (?:такого )?(?:пользователя|адресата|получателя|ящика))\b|"
    r"\b(?:onbekende?|ongeldige?|unbekannte[rs]?|ungültige[rs]?|неизвестный|неверный|okänd|ukendt|ukjent|nieznany|neznámý) "
)
_FULL_WHAT: Final = (
    r"postfach\w{0,3}|mailbox|speicher\w{0,8}|bo[iî]te(?: aux lettres)?|cassetta|quota|espace|stockage|buz[oó]n|casilla|bandeja|cuota|"
    r"espacio|"
    r"casella|spazio|"
    r"postvak|opslag\w{0,6}|caixa|cota|espaço|postkass\w{0,4}|postlåd\w{0,4}|brevlåd\w{0,4}|indbakke\w{0,3}|postboks\w{0,3}|"
    r"innboks\w{0,3}|inkorg\w{0,3}|"
    r"skrzynk\w{1,3}|schránk\w{1,3}|ящик\w{0,3}|скриньк\w{1,3}|квот\w{1,3}|posta kutusu|postafiók\w{0,4}|postilaatikko|căsuț\w{1,3}|kota|"
    r"kapasitesi"
)
_FULL: Final = (
    r"voll\b|überfüllt|erschöpft|überschritten|belegt|pleine?\b|saturée?\b|dépassée?\b|atteint\b|llen[oa]\b|excedid[oa]|superad[oa]|"
    r"agotad[oa]|"
    r"pien[oa]\b|esaurit[oa]|superat[oa]|vol\b|overschreden|bereikt|chei[oa]\b|lotad[oa]|esgotad[oa]|excedeu|full\b|fullt\b|fuld\b|fyldt\b|"
    r"överskrid|"
    r"overskred|pełn[aey]|przepełnion|przekroczon|plná|přeplněn|překročen|переполнен|полон|превышен|заполнен|исчерпан|переповнен|dolu\b|"
    r"dolmuş|aşıldı|"
    r"megtelt|täynnä|plin[ăa]\b"
)
_EAST_WHO: Final = (
    r"(?:邮箱|地址|用户|帐[号户]|账[号户]|收件人|信箱|使用者|宛先|アドレス|ユーザ|受信者|受取人|"
    r"메일 ?주소|주소|사용자|수신자|받는 ?사람|계정|아이디)"
)
_EAST_NOT: Final = (
    r"(?:不存在|无效|無效|未找到|找不到|错误|不正确|已注销|已停用|未注册|存在しま|存在いた|見つかりま|みつかりま|ありません|"
    r"ございません|不明|無効|"
    r"존재하지|없는|없습니다|잘못|찾을 수 없)"
)
_EAST_SENDER: Final = r"(?:发件人|发信人|寄件者|寄件人|发件地址|送信者|送信元|差出人|발신자|발신인|보낸 ?사람)"
_SENDERS_IP: Final = (
    r"(?:ip-adresse|ip adresse|adresse ip|indirizzo ip|direcci[oó]n ip|endereço ip|ip-adres|ip-адрес\w{0,2}|adres\w{0,2} ip|"
    r"(?:发信)?ip(?:地址)?|ipアドレス)"
)
_SHUT_OUT: Final = (
    r"(?:gesperrt|blockiert|bloqu|blocc|geblokkeerd|заблок|zablok|blokad|engelle|限制|封禁|封锁|拒|屏蔽|制限|ブロック|차단|제한|"
    r"blockera|blokere|"
    r"list[ae] (?:noire|negra|nera)|schwarze[nr]? liste|sperrliste|zwarte lijst|ч[её]рн\w{1,3} спис\w{1,3})"
)

HARD_IN_LANGUAGES: Final = (
    # Exchange: its sentence on an account that the organisation does not have, with its predicate at the end.
    r"\bkonto ist in der organisation\b[^.]{0,80} nicht vorhanden|"
    r"\b(?:n'existe pas dans|no existe en|não existe n|non esiste nell|bestaat niet (?:in|bij)) ?(?:l'|la |a |de )?organi[sz]",
    rf"\b(?:{_WHO})(?: \S{{1,80}}){{0,3}} (?:kennen (?:wij|we|wir) (?:hier )?(?:niet|nicht)|nie znamy|не знаем)|"
    rf"\b(?:ne connaissons pas|no conocemos|non conosciamo|nie znamy) (?:\S{{1,40}} ){{0,2}}(?:{_WHO})\b",
    rf"\b(?:nie ma takie\w{{1,3}}|brak takie\w{{1,3}}|nincs ilyen|žádný takový|ingen sådan|intet sådant|böyle bir|nu există) (?:{_WHO})",
    rf"\b(?:{_WHO})(?: {_NOT_THE_SENDERS}\S{{1,80}}){{0,5}} (?:{_IS_NOT})|{_NONE_SUCH}(?:{_WHO})\b",
    rf"{_EAST_WHO}[^。.\n]{{0,40}}{_EAST_NOT}|(?:无此|沒有此|没有这个|無此)(?:用户|邮箱|使用者|收件人|帐号|账号)|없는 ?(?:사용자|계정|"
    rf"메일)",
)
"""A recipient who is not known there, or not any more."""
FULL_IN_LANGUAGES: Final = (
    rf"\b(?:{_FULL_WHAT})(?: \S{{1,60}}){{0,6}} (?:{_FULL})",
    r"(?:邮箱|信箱|空间|容量|メールボックス|受信箱|메일함|메일박스|편지함|용량)[^。.\n]{0,20}(?:已满|已滿|满了|不足|超出|超过|超過|一杯|"
    r"いっぱい|超え|オーバー|초과|가득|부족|꽉)",
)
"""A mailbox that holds no more."""
SENDER_IN_LANGUAGES: Final = (
    rf"{_EAST_SENDER}[^。.\n]{{0,20}}(?:不存在|无效|無效|被拒|拒绝|存在しま|無効|拒否|존재하지|없|거부|차단)",
    r"\b(?:absenderadresse|absender-adresse|adresse de l'expéditeur|adresse d'expéditeur|dirección del remitente|indirizzo del mittente|"
    r"afzenderadres|adres van de afzender|endereço do remetente|адрес отправителя|avsändaradress\w{0,2}|avsenderadresse\w{0,2}|"
    r"adres nadawcy)\b",
)
"""What is said of the address that the mail came from."""
BLOCKED_IN_LANGUAGES: Final = (
    rf"{_SENDERS_IP}[^。.\n]{{0,80}}{_SHUT_OUT}",
    r"\b(?:schwarze[nr]? liste|sperrliste|liste noire|lista negra|lista nera|zwarte lijst|czarn\w{1,3} li[sś]\w{1,3}|"
    r"ч[её]рн\w{1,3} спис\w{1,3}|svart\w{0,3} "
    r"list\w{0,3}|kara liste\w{0,3}|čern\w{1,3} listin\w{1,3})|黑名单|黑名單|ブラックリスト|블랙리스트",
)
RATE_IN_LANGUAGES: Final = (
    r"频率(?:过高|过快|限制)|过于频繁|發送頻率|发送频率|送信数|zu viele (?:nachrichten|e-mails|mails|verbindungen)|trop de (?:messages|"
    r"connexions|courriels)|"
    r"demasiad[oa]s (?:mensajes|correos|conexiones)|troppi (?:messaggi|invii)|troppe connessioni|te veel (?:berichten|verbindingen|"
    r"e-mails)|"
    r"слишком много (?:сообщений|писем|соединений)",
)
SPAM_IN_LANGUAGES: Final = (
    r"\badvertis(?:ing|ement)|\bwerbung\b|\bpublicit|\bpubblicità|\breklam\w{0,2}\b|реклам|広告|广告|광고|垃圾|スパム|스팸|spamverdacht|"
    r"indésirable|correo no deseado|indesiderat|ongewenste|unerwünschte|skräppost|søppelpost|roskaposti|"
    r"nevyžádan|"
    r"niechcian|istenmeyen|kéretlen|нежелательн|небажан",
)
"""What is said of spam where the word is not that."""
PERMISSION_IN_LANGUAGES: Final = (
    r"\bnicht (?:berechtigt|autorisiert|befugt)|keine berechtigung|\b(?:n'êtes|n'est|n'avez) pas (?:autoris|habilit|l'autorisation|"
    r"la permission)|"
    r"no (?:tiene|tienes|está) (?:permiso|autoriza)|non (?:è|sei|siete|si dispone) (?:autorizzat|dell'autorizzazione|abilitat)|"
    r"(?:niet (?:gemachtigd|bevoegd)|geen (?:toestemming|machtiging))|não tem permissão|não está autorizad|saknar behörighet|"
    r"(?:ikke|har ikke) (?:tilladelse|tillatelse|autoriseret|autorisert)|nie masz uprawnień|nemáte oprávnění|не имеете? (?:прав|"
    r"разрешения)|нет прав|"
    r"没有权限|沒有權限|权限不足|権限がありません|許可されていません|권한이 없",
)
"""Who may not write to that recipient, or that group."""
