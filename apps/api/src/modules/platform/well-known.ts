/**
 * Passwords that everybody tries first: the top of the public lists of leaked ones (from @zxcvbn-ts/language-common 4.1.3, MIT).
 * `whole` are long enough to be typed as they are; `stems` come with digits and signs around them (ASVS 6.2.4, 6.2.12).
 */
const whole = `
123qweasdzxc 1qaz2wsx3edc q1w2e3r4t5y6 1q2w3e4r5t6y mailcreated5240 qazwsxedcrfv 123456qwerty qwerty123456 polniypizdec0211
sojdlg123aljg leavemealone 123456654321 gfhjkmgfhjkm qazwsxedc123 ghjcnjgfhjkm zxcasdqwe123 sonyericsson ghhh47hj7649
123456789qwe 1qazxsw23edc masterbating qwerasdfzxcv qweasdzxc123 flvbybcnhfnjh 123456789987654321 112233445566 ghbdtnrfrltkf
websolutions finalfantasy 1qaz2wsx3edc4rfv chickenwing101 unbelievable administrator 123321123321 justinbieber contortionist
123qwe123qwe newproject2004 masturbation needforspeed businessbabe 123456789123 masterbaiting maurolarastefy supernatural
professional domainlock2005 scandinavian dkflbvbhjdbx hd764nw5d7e1vb1 qazwsxedcrfvtgb 123456789012 dkflbvbhjdyf counterstrike
zaq1xsw2cde3 vfvfvskfhfve 123456789abc fkmnthyfnbdf intelligence ghjcnjghjcnj admin18533362 23176djivanfros 123456789qwerty
qazxswedcvfr qwertyasdfgh whosyourdaddy 1111111111zz fktrcfylhjdbx fktrcfylhjdyf 541233432442 123456789qaz ghbdtnghbdtn
password1234 12345678900987654321 chesterfield 010203040506 lost4815162342 102030405060 vanyarespekt qwerty123456789
89231243658s iseedeadpeople transformers devilmaycry4 combat123654 qwertyytrewq jamesbond007 123123qweqwe 4815162342lost
123456789qqq asdfghjkl123 1234qwerasdf 123qwe456rty 1234567890qw ghjcnjrdfibyj qwertyuiop123 international saun24865709
q1w2e3r4t5y6u7 ptybnxtvgbjy polniypizdec110211 1qa2ws3ed4rf 123456789zxc 12345678987654321 playstation3 31217221027711
159753159753 mevefalkcakk 1234567890qwe hedimaptfcor cosmopolitan q1w2e3r4t5y6u7i8 zqjphsyf6ctifgu lhbjkjubz2957704
123456782000 andrewjackie 1qazxsw23edcvfr4 12qw34er56ty christopher1 159753456852 networkingpe philadelphia peanutbutter
boy4u2ownnyc ingodwetrust minecraft123 digitalprodu installdevic an83546921an13 qawsedrftgyh abc123456789 123321qweewq
auckland2010 residentevil olcrackmaster 1234567890zzz 32615948worms 012345678910 avrillavigne massimiliano nhfdvfnjkju123
742617000027 41d8cd98f00b nemvxyheqdd5oqxyxyzi temppassword punksnotdead fynfyfyfhbde nightcrawler playstation2 gjkysqgbpltw
ticketmaster 01telemike01 stratocaster ghjcnjqgfhjkm installsqlst 123456789101 1234567890qaz frederiksberg 1a2s3d4f5g6h
passwordpassword schoolgirlie sanfrancisco 89876065093rax 1234567qwertyu lytghjgtnhjdcr 111222333000 nhecsyfujkjdt
zaqwsxcderfv seemnemaailm qwaszxerdfcv antananarivu greenlantern qazwsxqazwsx vfrcbvvfrcbv 1234qwerasdfzxcv ghjcnjgbpltw
123321456654 1234567890987654321 1234567890qwerty q1w2e3r4t5y6u7i8o9p0 morganstanley 59382113kevinp qwe123qwe123 gtnhjpfdjlcr
zxcvbn123456 bltynbabrfwbz warhammer40k passwordstandard maprchem56458 construction bpgjldsgjldthnf iampurehaha2 qazxswedc123
qwertyuiop10 stinkyfinger cjdthitycndj corperfmonsy weihnachtsbau 1234567892000 1234567887654321 stickdaddy77 123456789000
014702580369 asdfgh123456 necronomicon mortalkombat 123qwerty123 systemofadown qaz123wsx456 nastyanastya zxcvbnm123456789
satisfaction cheeseburger a1s2d3f4g5h6 minnesota_hp 122333444455555 vladimirovna 111222333444555 ilovemyfamily michaeljackson
vfhbyfvfhbyf qwertyuiop12345 1qa2ws3ed4rf5tg websolutionssu amadeusptfcor specialinsta 123456789asd nhfycajhvths rfnthbyf1988
paraklast1974 webuivalidat msorcloledbr nondriversig 123456789qwer wazzkaprivet weihnachtsbaum fktrcfylhjdf z1x2c3v4b5n6m7
ghjnbdjcnjzybt qwertyuiop12 sonnenschein anytimetoday ntktdbpjh1994 nick1234-rem936 thecakeisalie ontheoutside zcfvfzkexifz
qwertasdfgzxcvb ghjatccbjyfk aksjdlasdakj89879 23wkoa0fp78dk marinamarina fatima753357 6215mila6215 zaq12wsxcde3
love777321777 123456789aaa 4815162342lf pfqwtd27121988 cnfc35762209 12345677654321 zxcvbnmmnbvcxz civilization findaupair007
alpha135792468 ghtdtlvtldtl edwardcullen gfhfktkjuhfv qazwsx123456 lytdybrbdfvgbhf asd123asd123 passwordassword ronaldinho10
ipo54tj45uy856 89semtsriuty foreveryoung sdicmt7seytn blacksonblon 420842084208555 ktjynsq40147 1a2a3a4a5a6a bullnuts2003
050605rostik 19960610ilja 123456zxcvbn z1x2c3v4b5n6 entertainment 89063032220m badiman28200 123ewqasdcxz nhbujyjvtnhbz
polniypizdec1102 ne_e_pod_chehyl hd764nw5d7e1vbv josephphone7 gthtrfnbgjkt configuratio msoracle32re bhrh0h2oof6xbqjeh
193570356033
`;

const stems = `
password qwerty dragon baseball football monkey letmein shadow master michael mustang qwertyuiop superman jordan qazwsx
jennifer killer hunter harley zxcvbnm asdfgh buster andrew batman soccer tigger charlie robert sunshine thomas iloveyou
ranger daniel hockey george computer michelle jessica starwars pepper klaster zxcvbn freedom princess joshua maggie ginger
amanda ashley cheese nicole summer matthew chelsea dallas biteme matrix william yankees taylor corvette austin access martin
heather thunder merlin secret diamond anthony hammer silver gfhjkm justin patrick richard bailey internet samantha golfer
scooter orange cookie maverick jackson sparky mickey phoenix bigdog snoopy guitar whatever chicken morgan andrea camaro
mercedes peanut ferrari cowboy falcon welcome samsung steelers joseph smokey dakota melissa arsenal boomer eagles tigers
marina nascar gateway porsche yellow monster spider diablo hannah bulldog junior london purple compaq lakers iceman hardcore
cowboys banana boston brandon tennis johnny miller coffee scooby edward nikita mother yamaha brandy barney chester oliver
charles player knight forever steven rangers midnight chicago bigdaddy redsox victoria badboy please fender jasper slayer
rabbit natasha rachel marine wizard marlboro raiders prince casper fishing flower crystal jasmine panties iwantu adidas
winner winter gandalf ghbdtn angela golden lauren cocacola winston madison angels blowme panther spanky shannon sophie
johnson asdfasdf toyota murphy canada danielle blowjob jonathan liverpoo muffin cooper apples jackie dennis sandra pokemon
slipknot carlos qazxsw scorpion qwaszx nathan butter startrek rainbow asdfghjkl redskins newyork gemini cameron qazwsxedc
florida liverpool turtle nicholas viking booger wilson sierra butthead doctor rocket victor dolphins captain bandit jaguar
packers pookie peaches dolphin helpme tucker theman tiffany maxwell jeremy qwertyui debbie albert maddog lovers monica united
giants nirvana metallic hotdog rosebud mountain benjamin warrior stupid elephant success jackass bonnie alexis scorpio samson
azerty freddy driver willie calvin sydney gators dexter creative voodoo arthur trouble america nissan gunner rebecca stella
garfield gordon jessie parker asdfghjk apollo eminem december legend airborne beavis august brooklyn godzilla skippy kitten
shelby beaver phantom nothing asdasd williams xavier braves darkness travis copper tomcat platinum qweqwe bigboy animal
police online voyager lifehack sniper trinity walter blazer heaven snowball playboy bubbles loveme hooters cricket marvin
willow donkey topgun nintendo saturn family november gabriel destiny pakistan pumpkin digital sergey chance explorer redwings
private therock runner lasvegas guinness beatles cassie christin celtic broncos andrey babygirl nelson donald eclipse cartman
fluffy louise michigan testing carolina little samuel alexande birdie cherry pantera sharon gibson vampire mexico buffalo
montana genius flyers maximus school minecraft lovely stalker metallica doggie carter kristina kimberly spencer speedy
barbara snickers sabrina carmen marcus bronco yankee friends paradise dreams magnum horses caroline lacrosse goober member
qwertyu enigma scotty bollocks surfer genesis poohbear qweasdzxc racing friend hawaii october vanessa poopoo einstein stanley
walker drowssap stephen courtney simple alaska badger action denise jester spitfire drummer forest patricia maryjane champion
diesel svetlana friday gregory pamela hotrod anderson douglas westside security google badass shorty tester thumper hitman
mozart general reddog lizard alexander melanie ruslan vincent teresa scarface marshall olivia veronica buddha spirit frankie
stargate antonio liberty natalie mercury naruto suzuki semperfi popcorn spooky marley system brittany claudia scotland
cherokee vikings simpsons leslie rascal qweasd loveyou hummer allison patches russia adrian jupiter penguin howard passion
vfhbyf vladimir franklin sandman infinity bastard raider passport assman fantasy bulldogs horney domino budlight ironman
disney norman softball bishop francis brutus redrum brooke bigred jeffrey fktrcfylh karina marines kawasaki digger ireland
oksana fireman cougar college alicia russell houston monday bradley justice wildcats tinker duncan dancer logitech avalon
swordfis everton reggie motorola alexandr timothy hentai claire patriots madonna colorado eugene ducati kermit juventus
indian connor galore freeuser smooth titanic boogie simpson warcraft wolverin elizabet arizona saints valentin georgia accord
baxter denver mitchell christ yfnfif stinky zachary roland naughty spiderma chopper brenda extreme virginia skyline zombie
pearljam froggy pirate fylhtq vision awesome alyssa dreamer predator bullet empire kirill people panthers skipper nemesis
peekaboo alison rolltide american cardinal arnold chevelle psycho danger mookie wanker manutd hobbes vegeta goblue burton
fyfcnfcbz picard windows loverboy lovelove vfrcbv victory bambam turkey serega tweety hiphop galina changeme rooster polina
berlin taurus electric ronald avatar raptor maksim spring brazil newport kenneth hendrix madmax england sublime britney
france darkside bigman hercules lawrence wolfpack classic lincoln ronaldo spiderman blizzard cheyenne wombat cjkysirj raymond
brother kristen pandora devils simone holiday wildcat kramer sterling caesar alabama carrie bondage basketball sports pickle
leather shaggy chronic flowers robbie gracie freepass airplane perfect kodiak billybob katana sunset stingray snowman
chocolat zeppelin garcia detroit wolves pontiac firebird gundam panzer outlaw pretty fisher connie business trevor redhead
hardon greenday tarheels nastya hellfire engineer savage service serenity michele lickme fireball remember darkstar miranda
harvey strike freddie pavilion beauty bobafett dbrnjhbz bigmac clinton bowling natali future harrison wallace swimming apache
pyramid dodgers whynot defender morris trooper cancer precious packard lucifer popeye weasel icecream stewart tanner
swordfish blonde presario rockstar viktor manager cheryl norton control wutang airforce julian atlanta thailand looking
casino lennon bluebird theone hawkeye hacker dustin elaine nfnmzyf sailor catfish goldfish maxima tattoo barbie design
pervert machine herman wrangler trucks roscoe tornado lights bubble cadillac madman orlando pegasus target longhorn philip
browns stefan cannon dilbert baller microsoft winnie christia shooter xfiles qazqaz lesbian street seattle corona amateur
cthutq prelude malibu freaky assassin integra atlantis dragons iloveu unicorn lonewolf regina stealth kristin peewee openup
bobcat stacey software newton leonardo student srinivas angelina valentina trigger zaqwsx lolita athena shotgun coyote bruins
veronika dollar country babydoll lestat wordpass hottie smiley potter random sweety butterfly chipper samurai maddie devildog
valerie mistress flipper express powers cessna teacher goldie polaris piglet cookies montreal hjvfirf ladies wolfgang fatboy
scully father single wicked fetish foobar castle tickle transam dfvgbh impala sunday hotstuff ronnie jasmin gambit toshiba
basketba lancer birthday stephani knicks roberto stinger testtest kathleen savannah shamrock benson squirt deftones trucker
redneck goldberg alfred blaster siemens shelly renegade manson subaru ibanez blondie hamilton swinger reaper cristina minnie
mylove galaxy lindsay dudley farmer gloria special blahblah enterpri travel bigone sweetpea skeeter indiana ficken trfnthbyf
freeman curtis smitty marino joanne bigfoot escort larisa trumpet tristan spartan babylon asdfghj sister valera stormy
paladin andreas cavalier marathon hamlet aardvark butterfl mister manchester napoleon indigo hornet skater jerome pierre
wonder toronto indians karate buckeyes hesoyam fredfred charger highland sweetie holland chiefs diamonds buckeye aurora
campbell griffin brandi redman passwor chandler drpepper monika maiden elizabeth leonard bernie garden autumn thuglife millie
jungle pencil tomtom insane timber sherlock mariah audrey hamster aragorn pioneer techno catdog lollol triumph sidney fktrctq
sophia morpheus island hobbit blabla pascal sampson consumer justme marion stones chrissy nadine goforit burger pitbull
kelsey adgjmptw spartak german kissme hunting kaiser martha colors artist harold italia sammie barcelona nicolas virgin
pebbles sundance isabella overlord emerald callie racecar isabelle germany goddess change wesley basket joejoe poison zipper
alpine shirley element huskers marcel christy sakura chichi inside ultimate nicola blackie watson rommel geronimo caserta
trojan philips sergio nugget tarzan bassman warren trixie chicks aleksandr webster sherry manuel portugal dodger anakin
bobbob bomber michel madness superfly florence yvonne fatcat global ybrbnf energy desire soldier bianca warlock martina
andrei seminole alejandr westham concrete harris margaret hector christop ladybug network bernard tintin qazxswedc trombone
pleasure rhbcnbyf history bluesky sherman january onelove cotton christian cdtnkfyf archie holden brianna vfvjxrf titans
stallion lindsey singer hansolo angelo joanna natalia beagle phillip panama smiles qawsed inferno mongoose connect kingkong
snatch flatron bluemoon rocker personal blessed snakes dominic forget finger beetle jamaica alberto mulder immortal passat
plastic dietcoke spunky whiskey monitor giovanni cactus ripper spyder markus planet patton exigen sticky waters nolimit
daniela hollywoo abigail morrison katrina trunks assass always deedee clifford mission pickles million sailing holmes
bonehead fernando ghbdtnbr charlott yomama darren rubber newman faster bertha memphis sylvia maurice hongkong jumper unreal
geheim rodney nylons sebastia pentium legion shalom kennedy brooks graham sprite curious pacific loulou funtime philly ferret
niners werewolf milton cantona kingdom africa office boeing gilbert abgrtyu pirates sheila french sweets cooldude palmer
eternity lollipop tottenha stocking monique anything foster jackoff biscuit drizzt camera columbia fossil moomoo makaveli
tracey robinson isabel martini salmon shasta jersey verbatim maniac snapper solomon patriot standard shaved blackcat asdzxc
punkrock raistlin infantry dillon gerald twister ricardo waterloo cjkywt clayton crimson serena oxford maxmax flight condor
seinfeld silvia biggie maxine musicman ravens colleen wolfman sharks megadeth cosmos velvet keeper foxtrot garrett damien
sesame skywalke banshee squirrel wolverine sunrise western grendel roxanne privet legolas marlin herbert lvbnhbq qazwsxed
carrot blades frosty stardust helena brownie groovy butler coolio twilight daytona licker peanuts intrepid pikachu trains
mollie vanhalen jericho hershey strider lobster punisher bottom murray kansas shogun goblin search neptune showtime darwin
amadeus suzanne oldman showme getsome muscle obiwan support rfrfirf skittles ekaterina whitney maestro tanker english tarheel
fighter thanks hannibal capital newlife anubis gothic sabine preston princes brendan evelyn python richie tequila clover
delete mirage surfing bentley portland potato baggins review porter chubby panasonic sandiego sooners derrick penelope
blackdog harmony fusion mature malcolm buttons californ safety playtime dagger moscow swallow warriors byteme stimpy gangster
christine turner iverson lester chargers liquid mushroom cracker dingdong nymets bigguy mobile tazman nimrod newpass crusader
bugger stranger dkflbvbh anastasia volume masters monroe miguel doodle collins powder archer gotcha battle dublin slapshot
guardian janice charly septembe photos knights angelica nookie milano scarlett stuart damian grizzly camille scruffy brasil
latino kittycat poopie munchkin lorenzo rammstein bananas barcelon santiago thegame gerard picasso walnut kolobok blackman
wisdom trance starcraft parrot quality auburn goodluck dorothy engine coltrane gorilla wheels katerina tamara postal luther
cassidy discover oakland spanking osiris dumbass lonestar bridge bender stonecol dookie meridian megaman racerx rjntyjr
sirius firefly alexandra madrid griffey phoebe weezer beautiful violet ledzep lowrider gangsta ghjcnj paradox tacobell loving
catalina vertigo halflife carson sergei shiloh johnjohn sobaka buffett aliens chucky bonjour kangaroo thompson sinner
socrates keyboard stevie trebor finish sprint shazam national celica scarlet hoover sommer frances hotboy cynthia qwerasdf
penguins formula rebels elwood melvin vacation ragnarok bollox lexmark lorraine claude rockon dodgeram tacoma wookie prodigy
tempest vfhecz flames sebastian colombia kitkat oblivion mystery sithlord server molson mustangs incubus smoker window
scoobydo rescue bigballs carpet titleist richmond director lawyer magnolia celeste melinda wright jimbob golfing bobbie
xanadu tardis blueeyes hearts pooper shaman mersedes springer imagine janine kenwood garbage martinez topper roberts lizzie
ashton elliott oracle sheena nuttertools mallard shemale asterix monkeys imperial cooler grateful gillian peterpan kingston
yourmom sleepy gremlin printer hudson freckles birdman aussie esther defiant margarita deadhead tatyana jackal frogger
bridget research tobias mariners rootbeer blondes donnie katrin weather aspirine frederic parola children account israel
stephanie shaolin noodles celine willis forgot rogers palace santos ohyeah magnus laurie creampie amazon kisses ludwig fatass
plymouth justdoit nellie putter broken nopass letsgo tatiana champs lightnin massive camelot deanna gizmodo spidey caliente
aezakmi goodtime mypass roller catherin active payton lonely redalert brucelee smokin porkchop astros aquarius thankyou
atomic fletcher shopping marian vanilla unknown sapphire temple marvel beckham kaktus myself sooner blacky hastings blackjac
aggies scream picture judith iforgot kasper cxfcnmt bangkok spectrum eduard jammer painter primus veritas ernest kristi
chevrole amsterdam slappy valley clancy spankme granny avenger rosemary husker candyman beatrice scrappy falcons harder
atlantic labrador smudge syracuse southern melody elijah center darling throat fatman krishna sanchez pancho pacman commando
vulcan clitoris lemons odessa barkley monopoly method kelley punkin pineappl celtics lesbians gangbang bennett flyboy hamburg
spartans tricky romashka snuggles infiniti anders billie hermes jeremiah vivian annette homerun forrest carolyn topcat hayden
cosworth vectra grover goodbye charlotte cuddles bossman horndog doberman telefon qawsedrf ivanov durango peugeot franco
plumber rbhbkk pauline exigent laguna emmanuel webmaster bowler leopard strong theking redbull viktoria breeze topdog
starbuck dalton hungry beefcake reality gjkbyf speaker shelley godsmack clarence writer loveit kingpin valhalla starfish
anarchy herbie blacks content sailboat desert fitness brando bohica achilles tractor hidden kicker labtec napass amelia
tuesday frontier swingers caitlin muppet terror legacy farside terminator matilda kentucky doughboy ramona butthole phillies
jrcfyf camels dannyboy oakley nebraska double qwertyuio sabbath pinkfloy homers striker looker fallen maryland luckydog
azamat september iguana oklahoma moloko vfrcbvrf javier daniil command rhonda studio pistol skiing franky stoner conrad
select houses elliot charmed vladik nathalie whocares maynard vkontakte ihateyou puppies zidane eileen dilligaf mandingo
moneys tyrone nevada kotenok mystic california budman church carlton rafael technics golfball rookie laptop jennie triton
trojans bunghole zvezda hurrican central stripper filter jethro gustav escape aberdeen lespaul rfnthbyf enterprise dthjybrf
cutter splash handsome oilers randall nofear cupcake excalibu momoney gbpltw bigger belinda svetik possum moocow brothers
bethany keystone babyboy flamingo firefox bogdan ccbill passwort soleil lancelot vipers marilyn tdutybq juliet leader madden
russian australia sabina coolman babies skinny zaphod kamikaze verona noodle doobie designer deadman attack vortex killme
dogman gopher somethin danila reagan cancel torres freaks azsxdc dracula poncho bearbear engage deskjet bradford hammers
deeznuts warhammer justine fabian blueblue marissa oregon bubbas sinatra hilton meatball mailman dawson columbus manchest
cthulhu macdaddy mighty michaela grandma sterlin cartoon summit sentinel tolkien bicycle beverly breast lickit meghan
universe capone julius bryant truelove hailey bowser kathryn fernand eleven rockets billyboy military jamesbon iloveyo
traffic redhot microsof miracle microlab gofish pantyhos lifetime mayday aikido conner cutlass thekid theodore titties sweden
function polska market scotch lansing elvira bloody hustler anfield catman bonita cheers tinman airbus peters azsxdcfv
santana hayley station gabrie scottie orioles charlton fortuna dfkthbz rustam warlord retard fatima ultima bigmoney rotten
grumpy oranges superstar asdfjkl boxing xtreme denali selena zxcasd huskies terminal wilbur kristy wildfire vladislav bikini
hollywood mayhem sultan gretchen figaro sixers sparta saratoga running models greenbay cancun marlene trinidad chewie crunch
bigbird mellon bigtime fashion piccolo rjirfrgbde rovers meatloaf hyperion sandro rightnow jarhead armani treasure miriam
hansen natural lisalisa bizkit maradona sayang charli rfhbyf utopia anaconda japanese camilla coconut govols emerson memory
catherine cruise dragoon woofwoof giorgi packer poontang illini christopher davids zaqxsw sticks revenge exodus reebok chanel
albatros cabbage beaner quincy greens tomato richards adriana kenworth deborah cooter dinosaur eeyore movies lionking creamy
poodle tsunami happyday knopka bogart corrado volley chickens whisper flying chocolate walleye hopper twisted chaser memorex
ericsson jensen positive crazybab science frisco romance sherwood shania rereirf sausage milana vfvekz profit zenith fugazi
junebug clemson tootsie fktrcfylhf comics zxcasdqwe vfczyz werner aspire hardrock condom rachael gringo anhyeuem madeline
february harper stocks marcos clapton roberta coleman applepie skywalker theresa koshka tundra vitalik gmoney ingrid pillow
fingers samiam davidson skorpion candle nobody hellyeah better australi rockhard sparkle johanna everest rfrnec hedgehog
wolfie yosemite marisa voyeur baddog jazzman cheetah slacker steele mikemike pooppoop barsik valeria deniska fright karolina
kirsten vfksirf kenshin bootie cyclone starship balloon maxell rupert milena bonsai salvador greatone vernon slider lillian
admiral cecilia stolen albion midget nikola hithere damnit dinamo francois calico duchess scratch powell stefano fortune
nyjets artemis robotech roadkill backdoor rastaman fiesta felicia alliance fletch jerkoff killbill goliath cinnamon rambler
malaka tekken carrera bangbang jeanette ramses operator duster wibble alibaba mechanic keywest amsterda bristol pingpong
rasputin marianne hooter rctybz sanders krista presto majestic nguyen fowler passwords buttman pompey trident viagra kipper
kingfish gotohell garage mattie isaiah steeler wrestlin pooter divine clipper charley macross railroad seamus swimmer jokers
thursday solnce kimber guiness mathew nature matador sparks typhoon retired subway ivanova ghetto florian vermont ktyjxrf
lolipop spears yzerman peterson magick phillips cinder shearer pupsik dfkthf allsop pippen dammit caveman critter underdog
skydive renault onlyme murder snoopdog jayhawk hotshot caramel broadway theboss umbrella feather credit splinter depeche
seeker respect crysis direct animals chemical cyclops chivas jamesbond blackhaw passpass sinclair megapass beanie translator
helloo magicman fishes supersta giuseppe caligula juggalo frozen quattro meredith wassup bullseye saturday cohiba floppy
alucard deacon tabitha kristine tunafish dkflbckfd kickass vietnam kendall safari crawford klingon looser goalie damage
maureen tazmania cigars facial deepthroat malina silence samara dfktynbyf cruiser vector tommyboy banker horizon chainsaw
button bigbear forfun abraham astrid carole andres sharky royals christina misfit fallout scania nudist getmoney budweise
believe brighton absolut kungfu kostya monaco gunners vfhufhbnf mamapapa minime blueboy penthous chrisbln whitey europa
bertie daphne groucho mirror village trader stroke walrus susanne number sabres nipper snowboar undertaker flounder moneyman
bottle kahuna canadian viewsonic coolguy downtown wagner strange fabric trisha italian ybrjkfq cypress eastside sneakers
passme topher golfgolf barber sinbad panasoni mybaby skidoo massimo jillian sparrow senior dalejr thecat snapple mondeo
leanne emmitt thanatos ghjcnjnfr maximum smegma thesims whitesox bonkers poseidon musica johannes gargoyle olivier hambone
bluedog intruder sunnyday compute smelly wapbbs answer studly simona solution newcastl adonis goodman europe goldstar quantum
buckshot static dollars titanium danzig jabroni library journey beastie chrono edwards gunnar federico custom daewoo briana
watcher albina sunflowe dorian babyblue premier staples stereo westwood usnavy boomboom sasuke dharma pisces motherlode
multiplelo sapper scanner marius callaway bayern lamont rivers walmart micheal starfire theend aaliyah doogie paintbal newbie
knickers lokomotiv hotred ufkbyf laurel wasser jessic thirteen rjycnfynby avalanch outkast truman magpie philippe poetry
havefun michell cubbies losers deejay fghtkm droopy blossom allmine zerocool tomorrow godfather greece second reading greene
sascha busted bimmer original builder demons nitram pudding bounce donuts jeanne idontknow aleksey vfvfgfgf leonid smokes
mylife beerbeer redfish working rodman beaches contact prissy gegcbr tights insert beretta francesc jewels searay padres
celeron mittens quartz diehard micron syncmaster cornell christie stunner rtyuehe hoosier peyton paintball monalisa queens
terrapin spongebob attitude backup whisky clevelan cedric barefoot chuckles barrett meathead gretzky kosmos cfitymrf biggles
`;

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const known = { whole: words(whole), stems: words(stems) };

/** True for a leaked password, and for a leaked word dressed with digits and signs, as "Password2026!!". */
export function isWellKnown(password: string): boolean {
  const plain = password.normalize("NFKC").toLowerCase();
  const stem = plain.replace(/^[^a-z]+|[^a-z]+$/g, "");
  return known.whole.has(plain) || known.stems.has(stem) || (known.whole.has(stem) && stem.length >= plain.length - 6);
}
