"""Words too common to say what an article is about, by language.

Written by hand for this project, from knowledge of the languages; under the project's own licence. A language that is
missing here works too: its commonest words weigh less than rare ones through the windows of `index.related`.
"""

from __future__ import annotations

from functools import cache


@cache
def stop_words(lang: str) -> frozenset[str]:
    """Words that tie sentences together, casefolded, with straight apostrophes; none for an unknown language."""
    return frozenset(_STOP.get(lang, "").casefold().split())


@cache
def faint_words(lang: str) -> frozenset[str]:
    """Words that any prose is full of: not empty, but they say little of what an article is about."""
    return frozenset(_FAINT.get(lang, "").casefold().split())


_NORWEGIAN = """
        alle allerede alt andre annen annet at av bare begge ble blei bli blir blitt både da de deg dei deim
        deira den denne der deres derfor det dette di din disse ditt du då eg ein eit eller en enda enn er et
        ett etter fikk fleire flere for fordi fra frå få får før først første gang gikk gjennom gjør gjøre god
        godt går ha hadde han hans har hatt henne hennes her hjå ho hun hva hvem hver hvilke hvilken hvis hvor
        hvordan hvorfor i ifølge igjen ikke ikkje ingen inn innen inntil ja jeg kan kom komme kommer korleis kun
        kunne kva kvar kven kvifor like litt man mange med meg meget meir mellom men mens mer mest mi min mine
        mitt mot mye mykje må måtte ned nei no noe noen noko nokon ny nye nå når nær og også om opp oss over på
        samme samt seg selv senere ser si siden sier sin sine sitt sjøl skal skulle slik snart som stor store så
        til tilbake to tre um under ut utan uten vart ved vere verte vi vil ville vore vors vår være vært
"""

_STOP = {
    "en": """
        a about above across actually after again against ago all almost along already also although always am
        among an and another any anybody anyone anything anyway anywhere are aren't around as at away back be
        became because become becomes been before behind being below besides between beyond both but by came can
        can't cannot come could couldn't did didn't do does doesn't doing don't done down during each eight
        either else enough especially etc even ever every everybody everyone everything everywhere except few
        first five for four from further gave get gets getting give given gives go goes going gone gonna got had
        hadn't has hasn't have haven't having he he'd he'll he's hence her here here's hers herself him himself
        his how how's however i i'd i'll i'm i've if in indeed instead into is isn't it it'd it'll it's its
        itself just kept last let let's like likely made make makes making many may maybe me might mine more
        moreover most mostly much must my myself near nearly neither never nevertheless next nine no nobody none
        nor not nothing now nowhere of off often oh okay on once one ones only onto or other others otherwise
        ought our ours ourselves out over own per perhaps please quite rather really said same saw say says
        second see seem seemed seems seen seven shall she she'd she'll she's should shouldn't since six so some
        somebody somehow someone something sometimes somewhat somewhere soon still such take taken takes taking
        ten than that that'll that's the their theirs them themselves then there there's thereby therefore these
        they they'd they'll they're they've thing things third this those though three through throughout thus
        to together too took toward towards two under unless until up upon us used using usually very via was
        wasn't way ways we we'd we'll we're we've well went were weren't what what's whatever when where whereas
        wherever whether which while who who's whoever whole whom whose why will with within without won't would
        wouldn't yes yet you you'd you'll you're you've your yours yourself yourselves
    """,
    "ar": """
        أكثر أم أمام أمس أن أنا أنت أنتم أنه أنها أنهم أو أول أي أية أيضا أيضاً أين إذ إذا إلى إليه إليها إن إنه
        إنها الآن التى التي الذي الذين اللاتي اللذين الى اليوم ان انه او اي ب بعد بعض بل به بها بهم بين بينما
        تحت تكون تلك ثم جدا حتى حول حيث حين خلال دون ذات ذلك سوى ضد على عليه عليها عليهم عن عند عندما عنه عنها
        غدا غير ف فقط فوق في فيه فيها قال قالت قبل قد ك كان كانت كانوا كذلك كل كما كيف ل لأن لا لدى لقد لك لكن
        لم لماذا لن لنا له لها لهم لو ليس ليست ما ماذا متى مثل مع مما من منذ منه منها منهم نحن نحو نفس هؤلاء هذا
        هذه هل هم هن هنا هناك هو هي و وأن وذلك وراء وعلى وفي وقال وقالت وقد وكان وكانت ولكن ومن وهذا وهذه وهو
        وهي يقول يكون يمكن
    """,
    "cs": """
        a aby aj ale ani asi až bez bude budem budeš budou by byl byla byli bylo byly být co což další dnes do
        dva ho i jak jako je jeho jej jejich její jen jenž ještě ji jiné již jsem jsi jsme jsou jste já k kam
        každý kde kdo když ke kterou která které který kteří ku ma mají mezi mi mne mnou moci mohou moje my má
        mít mě může na nad naše ne nebo nebyl nechť nejsou není než nic nich nimi nové nový nám námi ním několik
        o od on ona oni ono pak po pod podle pokud pouze pro proto protože proč první prý před přes přesto při s
        sam se si sice skoro snad spolu svou svá své svých svůj ta tak také takže tam tato te tedy tento ti to
        tohle toho tohoto tom tomto tomu tu tuto tvůj ty tyto té tím tímto tři u už v ve vy vám vámi váš více
        však všechny všichni z za zda zde ze či článek že
    """,
    "da": """
        ad af aldrig alle allerede alligevel alt altid anden andet andre at bare begge blandt blev blevet blive
        bliver både bør da de dem den denne der deres derfor det dette dig din dine disse dit dog du efter eget
        ej eller en end endnu eneste er et flere for fordi forrige fra få får før først første gennem gik gjorde
        god godt gå går gør gøre ham han hans har havde have helt hende hendes her hos hun hvad hver hvilken
        hvilket hvis hvor hvordan hvorfor hvornår i ifølge igen ikke ind inden ingen intet ja jeg jer jeres jo
        kan kom komme kommer kun kunne lidt ligesom lille man mange med meget mellem men mens mere mest mig min
        mine mit mod må måske måtte ned nej nogen noget nogle nok nu ny nye når næste næsten og også om op os
        over på samme samt se selv senere ser siden sig siger sin sine sit skal skulle som stadig stor store så
        sådan tage tager til tilbage to tre ud uden under var ved vi vil ville vor være været
    """,
    "de": """
        aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf aus
        ausser bei beide beiden beim bereits besonders bin bis bisher bist da dabei dadurch dafür dagegen daher
        damit danach dann daran darauf daraus darin darum darüber das dass dazu dein deine dem den denen denn
        dennoch der deren derer des deshalb dessen desto die dies diese diesem diesen dieser dieses doch dort
        drei du durch dürfen ebenso eigentlich ein eine einem einen einer eines einfach einige einigen einiger
        einmal er erst erste ersten es etwa etwas euch euer für gab ganz gar gegen geht gemacht gewesen gibt gut
        habe haben hat hatte hatten hier hinter hätte hätten ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres
        im immer in indem ins insgesamt ist ja jede jedem jeden jeder jedes jedoch jetzt kann kannst kein keine
        keinem keinen keiner kommen kommt können könnte könnten machen macht man manche mehr mein meine meinem
        meinen meiner mich mir mit muss musste müssen nach nachdem neben nein nicht nichts noch nun nur ob
        obwohl oder oft ohne schon sehr sei seien sein seine seinem seinen seiner seines seit selbst sich sie
        sind so sobald sogar solche soll sollen sollte sollten sondern sonst sowie um und uns unser unsere
        unserem unseren unter viel viele vielen vielleicht vom von vor war waren warum was wegen weil weiter
        weitere weiteren weiterhin welche welchem welchen welcher welches wenig wenige wenn wer werde werden wie
        wieder will wir wird wirklich wo wollen wollte worden wurde wurden während wäre wären würde würden zu
        zum zur zwar zwei zwischen über
    """,
    "el": """
        άλλα άλλες άλλη άλλο άλλος ένα έναν ένας έχει έχουν έχω ή ήδη ήταν ίδιο ίσως αλλά αν αντί απο από αυτά
        αυτές αυτή αυτοί αυτούς αυτό αυτός αυτών αφού για γιατί δε δεν διότι εάν είναι εγώ εκεί εκείνη εκείνο
        εκείνος εμείς ενός ενώ επί επίσης επειδή εσείς η θα κάθε κάποια κάποιο κάποιος κάτι και κατά κι κυρίως
        λόγω μέσα μέχρι μία μα μας με μετά μη μην μια μιας μου μπορεί μόνο να ο οι ούτε παρά πιο πολύ που πού
        πρέπει πριν προς πως πώς σαν σας σε στα στη στην στις στο στον στους συν τα τη την της τι τις το τον του
        τους των τόσο τότε τώρα υπό χωρίς ως όλα όλες όλοι όλους όλων όμως όπου όπως όσο όταν ότι όχι ώστε
    """,
    "es": """
        a acá ahí al algo alguna algunas alguno algunos algún allí ambos ante antes aquel aquella aquellas
        aquello aquellos aquí así aun aunque aún bajo bastante bien cada casi como con contra cosa cual cuales
        cualquier cuando cuanto cuatro cuál cuándo cómo de debe deben decir del demás dentro desde después dice
        dijo donde dos durante dónde e el ella ellas ello ellos en encima entonces entre era eran eres es esa
        esas ese eso esos estaba estaban estado estamos estar estas este esto estos estoy estuvo está están fin
        fue fuera fueron fui gran ha haber había habían hace hacen hacer hacia han hasta hay he hemos hizo hoy
        incluso la las le les lo los luego mas me mediante mejor menos mi mientras mis misma mismas mismo mismos
        mucha muchas mucho muchos muy más mí nada ni ninguna ningún no nos nosotros nuestra nuestras nuestro
        nuestros nunca o os otra otras otro otros para parte pero poco podemos poder podría por porque primer
        primera primero puede pueden pues que quien quienes quién qué se sea sean segundo según seis ser será
        serán sería si sido siempre sin sino sobre solo somos son soy su sus suya suyo sí sólo tal también
        tampoco tan tanto te tener tengo tenía ti tiene tienen toda todas todavía todo todos tras tres tu tus
        tuvo tú u un una unas uno unos usted ustedes va van varias varios ver vez y ya yo él
    """,
    "fa": """
        آن آنان آنها از است است‌ اما اند او اگر ای ایشان این با باشد باشند بالا باید بدون بر برای برخی بسیار بعد
        به بود بودند بوده بیش بیشتر بین تا تو توسط حتی خواهد خواهند خود دارد دارند داشت داشته در درباره دو دیگر
        دیگری را روی زیر زیرا سه شد شدن شده شما شود شوند ضمن طی علیه فقط قبل ما مانند مثل من می میان نباید نبود
        نسبت نیز نیست ها های هر هست هستند هستیم هم همان همه همین هنگام هیچ و وقتی وی پس پیش چرا چند چنین چه چون
        چگونه کجا کرد کردن کرده کم کمتر کند کنند کنیم که کی گفت گفته یا یک
    """,
    "fi": """
        ei eivät eli ellei emme en enemmän ennen entä ettei että he heidän heille heitä hyvin hän häneen hänelle
        hänen häntä ilman itse ja jo johon joiden joita joka jokainen jolla jolloin jonka jos joskus jossa josta
        jota jotka jotta juuri jälkeen kaiken kaikki kaikkien kaksi kanssa katso kautta keiden keskellä ketkä
        koko kolme koska koskaan kuin kuinka kuka kun kuten kyllä kymmenen lähes läpi me meidän meillä meitä
        mennä miksi mikä mikään millä minua minulla minun minä missä mistä miten mitkä mitä muiden mukaan mukana
        mutta muu muun muut myös myöskin ne niiden niille niin niitä noin nyt näiden näin näissä näitä nämä ole
        olemme olen oli olisi olisivat olit olivat olla olleet ollut on ovat paljon perusteella pitää poikki saa
        saada sama se sekä sen siellä siihen siinä siitä sille silloin sillä sinä sitten sitä taas tai takia te
        teidän tuli tullut tuo tämä tämän tässä tästä tätä vaan vaikka vain varten vasta vielä voi voida voidaan
        voivat yksi yli
    """,
    "fr": """
        afin ai ainsi alors après as au aucun aucune auquel aura aurait aussi autre autres aux avaient avait
        avant avec avez avoir avons ayant beaucoup bien c car ce ceci cela celle celles celui cependant
        certaines certains ces cet cette ceux chaque chez ci comme comment contre d dans de depuis des deux
        devant doit doivent donc dont du dès déjà elle elles en encore enfin entre envers es est et etc eu eux
        faire fait fois font furent hui fut grâce hors ici il ils j je jusqu jusque l la laquelle le lequel les
        lesquels leur leurs lors lorsque lui là m ma mais malgré me mes mien moi moins mon même mêmes n ne ni
        non nos notamment notre nous nouveau on ont or ou où par parce parmi pas pendant peu peut peuvent plus
        plusieurs plutôt pour pourquoi pourrait pouvait premier première près puis puisque qu quand que quel
        quelle quelles quelque quelques quels qui quoi rien s sa sans sauf se selon sera serait seront ses
        seulement si sien soit son sont sous souvent suis sur t ta tandis te tel telle telles tels tes toi ton
        toujours tous tout toute toutefois toutes trois trop très tu un une unes uns va vers voici voilà vont
        vos votre vous vu y à ça étaient était étant été être
    """,
    "hi": """
        अगर अधिक अन्य अपना अपनी अपने अब आप इन इन्हें इस इसका इसकी इसके इसे उन उनका उनकी उनके उन्हें उस उसका उसकी
        उसके उसे एक ऐसा ऐसी ऐसे और कई कब कम कर करके करता करती करते करना करने कहाँ का कि किए किया की कुछ के कैसे
        को कौन क्या क्यों गई गए गया चाहिए जब जा जाता जाती जाते जिन जिस जिसकी जिसके जिसे जो तक तब तीन तुम तो था
        थी थे दिया दी दो द्वारा न नहीं ना ने पर परन्तु पहले फिर बहुत बाद बीच भी मगर मुझे में मेरे मैं यदि यह
        यहाँ या ये रहा रही रहे लिए लेकिन वह वहाँ वाला वाली वाले वे सकता सकती सकते सब सभी साथ से हम हमारे हमें ही
        हुआ हुई हुए है हैं हो होता होती होते
    """,
    "hu": """
        a abban abból addig ahhoz ahogy ahol aki akik akkor alatt amely amelyek amelyet ami amikor amíg az azok
        azon azonban azt aztán azzal azért be belül ben benne cikk csak de e ebben eddig egy egyes egyik egyre
        egyéb egész el ellen első elég elő először előtt ennek erre ez ezek ezen ezt ezzel ezért fel felé ha
        hanem hiszen hogy hogyan igen ill illetve ilyen ilyenkor is ismét itt jó jól kell kellett keresztül ki
        kívül között közül legalább legyen lehet lehetett lenne lenni lesz lett maga magát meg mellett mely
        melyek mert mi miatt mikor milyen minden mindig mint mintha mivel miért most már más másik még nagy
        nagyobb nagyon ne nekem neki nem nincs néha néhány nélkül olyan ott pedig persze rá s saját sem semmi
        sok sokat sokkal szemben szerint szinte szám számára talán te tehát teljes tovább továbbá több ugyanis
        utolsó után utána vagy vagyis vala valaki valami valamint való van vannak vissza viszont volna volt
        voltak végül által át én és így össze úgy új újabb újra ő ők
    """,
    "id": """
        ada adalah adanya agar akan akhirnya aku anda antara apa apabila apakah atas atau awal bagaimana bagi
        bagian bahkan bahwa banyak baru beberapa begitu belum berada berbagai bersama bila bisa bukan dalam dan
        dapat dari daripada demikian dengan di dia dilakukan diri dirinya dua guna hal hampir hanya harus hingga
        ia ialah ini itu jadi jangan jika juga kalau kali kami kamu karena kata katanya ke kembali kemudian
        kepada ketika kita lagi lain lainnya lalu lebih lewat maka masih maupun melakukan melalui memang
        memiliki menjadi menurut mereka merupakan meski mungkin namun nanti oleh orang pada para pernah pertama
        pula saat saja salah sama sampai sangat satu saya sebab sebagai sebelum sebelumnya sebuah secara sedang
        sehingga sejak sejumlah selain selalu selama seluruh semua sendiri seorang seperti serta sesuai setelah
        setiap siapa sini suatu sudah supaya tahun tanpa telah tentang terhadap termasuk tersebut tetapi tidak
        tiga untuk yaitu yakni yang
    """,
    "it": """
        a abbastanza abbiamo ad adesso agli ai al alcune alcuni all alla alle allo allora altra altre altri
        altro anche ancora appena avere aveva avevano avrebbe ben bene c che chi ci circa ciò coi col come
        comunque con contro cosa così cui d da dagli dai dal dall dalla dalle dallo davanti degli dei del dell
        della delle dello dentro deve devono di dice dopo dove due dunque e ed egli ella era erano essa esse
        essere essi fa fare fatto fino fra fu fuori furono già giù gli grazie ha hai hanno ho i il in infatti
        inoltre invece io l la le lei li lo loro lui là ma mai me meno mentre mi mia mie miei mio molta molte
        molti molto ne negli nei nel nell nella nelle nello nessun nessuna nessuno niente no noi non nostra
        nostre nostri nostro nulla né o od oggi ogni ognuno oltre oppure ora per perché però più poche pochi
        poco poi possono potrebbe prima primo proprio può qua qual qualche quale quali quando quanta quanti
        quanto quasi quattro quegli quei quel quella quelle quelli quello questa queste questi questo qui quindi
        s saranno sarebbe sarà se secondo sei sembra sempre senza si sia siamo siano solo sono sopra sotto sta
        stata state stati stato stessa stesse stessi stesso su sua sue sugli sui sul sull sulla sulle suo suoi
        sé tale tali tanto te ti tra tre tu tua tue tutta tuttavia tutte tutti tutto un una uno va vi voi volta
        vostra vostro è
    """,
    "nl": """
        aan af al alle alleen als alsof altijd ander andere anders behalve ben bent bij bijna binnen boven
        buiten daar daarbij daardoor daarmee daarna daarom daarop dan dat de deze die dit doen doet door drie
        dus echter een eens eerste eigen elk elke en enige enkele er erg etc even ga gaan gaat geen gehad gewoon
        geworden goed had hadden heb hebben hebt heeft heel hem hen het hier hij hoe hun iedere iedereen iemand
        iets ik in indien is ja je jij jou jouw jullie kan komen komt kon konden kunnen kunt laat later liet
        maakt maar maken me mee meer meest men met mij mijn misschien moest moet moeten mogen na naar nadat nee
        net niemand niet niets nieuwe nog nooit nu of om omdat ondanks onder ons onze ook op over overal pas per
        precies reeds samen sinds slechts soms staat steeds te tegen ten ter terug terwijl tijdens toch toen tot
        tussen twee u uit uw vaak van vanaf vanuit veel verder via vol volgens voor vooral waar waarom waarvan
        want waren was wat wederom weer weg wel welke werd werden wie wij wil willen worden wordt wou zal ze
        zeer zegt zei zelf zelfs zich zij zijn zo zoals zodat zonder zou zouden zowel zullen
    """,
    "pl": """
        a aby ach albo albowiem ale ani aż bardziej bardzo bez bo bowiem by bym być był była było były będzie
        będą chce choć ci ciebie co coraz coś czego czy czyli często dla dlaczego dlatego do dobrze dość dwa
        dwie dzięki gdy gdyż gdzie go i ich ile im inna inne innego inny innych iż ja jak jaka jaki jakie jakiś
        jako je jeden jedna jednak jedno jego jej jemu jest jestem jeszcze jeśli jeżeli już ją każda każdy kiedy
        kilka kto która które którego której który których którym którzy ku lat lecz lub ma mają mam mi miał
        miała mieć mimo między mnie mną mogą moja może można my mój na nad nam nami nas nasz nasza natomiast
        nawet nic nich nie niego niej nim nimi nią niż no nowy o obok od około on ona one oni ono oraz pan po
        pod podczas ponad ponieważ poza prawie przed przede przez przy raz razem również sam sama się skąd sobie
        sposób swoich swoje swojej swój są ta tak taka taki takie także tam te tego tej temu ten też to tobie
        trzeba trzy tu tutaj twój ty tych tyle tylko tym u w we według wiele wielu więc wszystkich wszystkie
        wszystko wtedy wy wśród z za zawsze ze został została zostały że żeby
    """,
    "pt": """
        a ainda algo algum alguma algumas alguns alguém ali além ano anos ante antes ao aos apenas após aquela
        aquelas aquele aqueles aqui aquilo as assim através até bem cada com como contra contudo da daquele das
        de dela delas dele deles depois desde dessa desse desta deste deve devem disse disso do dois dos duas
        durante e ela elas ele eles em embora enquanto entre era eram essa essas esse esses esta estar estas
        estava estavam este estes está estão eu faz fazer foi for fora foram há isso isto já lhe lhes logo lá
        maior mais mas me meio menos mesma mesmas mesmo mesmos meu meus minha minhas muita muitas muito muitos
        na nada nas nem nenhum nenhuma nessa nesse nesta neste no nos nossa nossas nosso nossos num numa nunca
        não nós o onde os ou outra outras outro outros para parte pela pelas pelo pelos pode podem poder por
        porque porém pouco primeira primeiro quais qual qualquer quando quanto quase que quem quer se seja sejam
        sem sempre sendo ser será serão seu seus sido sim sob sobre somente sua suas são só tais tal também
        tanto te tem ter teu teve tinha tinham toda todas todavia todo todos três tu tua tudo tão têm um uma
        umas uns vai vez vezes você vocês vários vão à às é
    """,
    "ro": """
        a abia acea aceasta această acel acela acele acelea acest acesta aceste acestea acestei acestor acestui
        acolo acum ai aici al ale alt alta alte altul altă am ar are asemenea astfel atunci atât au avea aveau
        avem aveți avut azi aș așa ba bine ca care ce cea cei cel cele celor ceva chiar cine conform cu cum când
        cât câte câteva că cărei căror cărora către da dacă dar de deci decât deja deoarece departe despre deși
        din dintr dintre doar doi două după ea ei el ele era erau este eu fel fi fie fiecare fiind foarte fost
        fără iar la le li lor lui mai mare mea mei mele meu mi mult multe multă mulți ne nici niște noastre
        noastră noi nostru nou nu o ori orice pe pentru peste poate pot prea prin printr sa sale sau se spre sub
        sunt sus să său te toate toată tot totuși toți trebuie trei tu tău un una unde unei unele uneori unii
        unor unui unul va voi vom vor vreo vă îi îl îmi în înainte încă între îți și
    """,
    "ru": """
        а без более больше будет будто будут бы был была были было быть в вам вас ваш ведь весь во вот все
        всегда всего всей всем всех всё вы где да даже два две для до другие других другой его ее ей ему если
        есть еще ещё её ж же за затем зачем здесь и из или им именно иногда их к каждый как какая какие какой
        когда которая которого которое которой которые который которым которых кроме кто куда лет ли либо лишь
        лучше между меня мне много может можно мой моя мы на над надо нам нас наш не него нее ней некоторые
        нельзя нет неё ни нибудь никогда ним них ничего но ну о об один однако он она они оно опять от очень
        перед по под после потом потому почему почти при про просто раз разве с сам сама свое своего своей свои
        своих свой своё себе себя сейчас со совсем среди стал стали стало так такая также такие такой там тебя
        тем теперь то тогда того тоже только том тот три ту тут ты у уж уже хорошо хоть хотя чего чей чем через
        что чтоб чтобы чуть эта эти этим этих это этого этой этом этому этот эту я является являются
    """,
    "sv": """
        alla allt alltså andra annan annat att av bara behöver bland blev bli blir blivit bra bättre båda de del
        dem den denna deras dess dessa det detta dig din dina ditt dock du där därför då efter eftersom egen
        egna ej eller en enda enligt er era ert ett fall fanns finns fler flera flest fram från få får fått för
        före första ge genom ger gick gjorde gå går gör göra ha hade han hans har havet hela helt henne hennes
        hon honom hur här i icke igen in inga ingen inget innan inom inte ja jag ju kan kom komma kommer kring
        kunde kunna lika lite man med mellan men mer mera mest mig min mina mindre mitt mot mycket må många
        måste möjligt ni nog nu ny nya när någon något några och också om oss på redan rätt sade samma samt
        sedan ser sig sin sina sitt sju själv ska skall skulle snart som stor stora större säga säger så tar
        till tillbaka tre trots två under upp ut utan vad var vara varför varit varje vem vi vid vidare vilka
        vilken vilket vill visst vända vår våra vårt än är år åt över
    """,
    "tr": """
        acaba ama ancak arada aslında ayrıca az bana bazı belki ben beni benim beri bile bin bir biraz biri
        birkaç birlikte birçok biz bize bizi bizim bu buna bunda bundan bunlar bunları bunların bunu bunun
        burada böyle bütün da daha dahi de defa değil diye diğer dolayı dört eden ederek edilen edilmesi ediyor
        en etmek etti ettiği eğer fakat gibi göre hangi hatta hem henüz hep hepsi her herkes hiç iki ile ilk ise
        itibaren için işte kadar karşı kendi kendini kez ki kim kimse mi mu mü mı nasıl ne neden nedenle nerede
        niye o olan olarak oldu olduğu olduğunu olmak olması olmayan olsa olur on ona ondan onlar onları onların
        onu onun orada oysa pek rağmen sadece sanki sen senin siz sizin sonra tarafından tüm var ve veya ya yani
        yapmak yaptığı yapılan yeni yer yine yok yoksa zaten çok çünkü önce öyle üzere üç şey şeyler şimdi şu
        şöyle
    """,
    "uk": """
        а аби або адже але багато без би був була були було бути в вам вас ваш весь вже ви вона вони воно все
        всі всіх від він де деякі для до дуже ж же з з'явився за завжди зокрема зі й його йому кого кожен коли
        крім лише мене мені ми може можна моя між мій на навіть над нам нас наш не неї ним них нього ні ніж ній
        ніколи нічого о об один однак перед по поки потім при про під після раз разом саме свого своє своєї свої
        своїх свій себе серед собі та так така такий також такі там те тепер ти то тобто тоді той том тому три
        ту тут тільки у усе усі хоча хто це цей цим цих цього цю ця ці цій цієї через чи чим чого чому ще що щоб
        я як яка яке яки який яких якого якої якщо які є і із інша інше інших інші їй їм їх її
    """,
    "zh": "的 了 们 們 这 這 那 我 你 他 她 它 也 都 就 很 吗 嗎 呢 吧",  # whatever holds one of these is dropped
    "nb": _NORWEGIAN,
    "nn": _NORWEGIAN,
    "no": _NORWEGIAN,
}

_FAINT = {
    "en": """
        able access according act add added adding additional allow allowed allows april august available bad
        based began begin beginning best better big bit bring brought build building built call called case
        cases certain change changed changes check choose clear close common complete completely consider
        contain continue continued create created creating current currently day days december decide decided
        describe described detail details different difficult directly discuss early easier easily easy effort
        end ended ensure entire example examples exist existing expect experience explain fact far feature
        features february feel finally find finding follow followed following follows form forward found free
        friday full fully future general generally goal goals good great group groups grow half hand happen
        happened happy hard help helped helpful helping helps high higher hold hope hour hours huge idea ideas
        imagine important improve improved include included includes including increase information interest
        interested interesting involved issue issues items january job join july june keep kind knew know known
        knows large larger later latest lead learn learned leave led less level life line list little live long
        longer look looked looking looks lot lots love low main major man march matter mean means meant meet
        meeting men mention mentioned method minute minutes moment monday month months move moved multiple name
        named necessary need needed needs new news nice note november number october old open order original
        page paper part particular parts past people person piece place plan plans point points possible post
        posted potential present pretty previous previously probably problem problems process provide provided
        provides providing public published put question questions quick quickly quote read reader reading ready
        real reason reasons receive received recent recently recommend related remain remember report reported
        required result results return right run running saturday sense sent september series set several share
        shared short show showed shown shows side similar simple simply single site small sort special specific
        spend spent start started starting state stay step steps stop story strong stuff sunday sure talk talked
        talking team tell term terms test think thinking thought thursday time times today told tomorrow top
        topic topics total tried true truly try trying tuesday turn turned type types understand unfortunately
        update updated updates use useful user users uses various version view wait want wanted wants watch
        wednesday week weeks welcome woman women wonder wonderful word words work worked working works world
        worth write writing written wrong wrote year years yesterday young
    """,
}
