"""Words that say nothing about a text, in the five languages of the interface. Short lists of our own."""

_ENGLISH = """
a about above after again against all also am an and any are as at be because been before being below between both but
by can cannot could did do does doing don't down during each even every few for from further get got had has have having
he her here hers herself him himself his how i if in into is it its itself just like made make many may me might more
most much must my myself no nor not now of off on once one only or other our ours out over own same she should since so
some still such than that the their them then there these they thing things this those through to too two under until up
us very was we well were what when where which while who whom why will with without would yet you your yours
"""
_GERMAN = """
aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bist da dabei damit danach
dann das dass dein dem den denn der des dessen die dies diese diesem diesen dieser dieses doch dort du durch eher ein
eine einem einen einer eines einfach er erst es etwas euch euer für gab ganz gegen gehabt habe haben hat hatte hatten
hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren im immer in ins ist ja jede jedem jeden jeder jedes jetzt kann
kein keine keinen können könnte mal man mehr mein meine meinem meinen mich mir mit muss nach nicht nichts noch nun nur
ob oder ohne schon sehr sein seine seinem seinen seit sich sie sind so soll sondern über um und uns unser unsere unter
viel vom von vor wann war waren warum was weil welche wenn wer werden wie wieder wir wird wo wurde zu zum zur zwei
zwischen
"""
_FRENCH = """
afin ai ainsi alors après as au aucun aussi autre autres aux avait avant avec avoir car ce cela celle celles celui ces
cet cette ceux chaque chez comme comment contre dans de depuis des donc dont du elle elles en encore entre est et était
étaient été être eu eux fait faire faut il ils je jusque la le les leur leurs lors lui ma mais me même mes moi mon ne ni
non nos notre nous on ont ou où par parce pas pendant peu peut plus pour pourquoi quand que quel quelle quelques qui
quoi sa sans se ses si son sont sous sur ta te tes toi ton tous tout toute toutes très trop tu un une vers voici vos
votre vous y
"""
_SPANISH = """
a al algo algunas algunos ante antes aquel así aún aunque bien cada como con contra cosa cual cuando de del desde donde
dos durante e el él ella ellas ellos en entre era eran es esa esas ese eso esos esta está están estas este esto estos
fue fueron ha había hace hacer han hasta hay la las le les lo los más me mi mis mucho muy nada ni no nos nosotros
nuestra nuestro o os otra otro para pero poco por porque puede que qué quien se sea ser si sí sido sin sobre solo son su
sus también tan tanto te tiene tienen todo todos tu tus un una uno unos y ya yo
"""
_ARABIC = """
إلى الذي التي الذين أن إن أنا أنت أو أي إذا إذ بعد بعض بل بين تلك ثم حتى حيث خلال ذلك عن على عند عندما غير فإن فقط في
فيه فيها قبل قد كان كانت كانوا كل كما كيف لا لأن لقد لكن له لها لم لما لن لنا ليس ما مثل مع من منذ منه منها نحن هذا هذه
هم هنا هناك هو هي وقد وكان ولا ولم وما ومن وهو وهي يكون
"""
STOP_WORDS = frozenset(" ".join((_ENGLISH, _GERMAN, _FRENCH, _SPANISH, _ARABIC)).split())
