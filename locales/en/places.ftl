# Places: who and what we mean here, what it is for, who is part of it, and who looks after it.

# How wide something is
scale-life = Somebody’s own page
scale-team = A team or a group
scale-organisation = An organisation
scale-neighbourhood = A neighbourhood
scale-place = A place
scale-region = A region
scale-nation = A nation

# What is still missing before a place opens
missing-keeps-safe = Somebody on duty to keep people safe.
missing-controllers = Who answers for what is kept here.
missing-data-protection = Whom to ask about what is kept here.
missing-keeping = How long things are kept.
missing-ring-now = Whom to ring when somebody needs help now.
missing-read-by = Who will read what people tell, and when.

# What is refused, and who can help
not-allowed-only-those-looking-after = Only the people looking after this can do that. Ask one of them.
not-allowed-only-those-who-belong = Only people who are part of this can do that. Ask one of them to add you.
not-allowed-part-without-place = This person is not part of the place yet. Somebody who looks after the place can invite them.
not-allowed-own-money = You cannot say this about yourself. Somebody else who is part of this can say it.
not-allowed-own-duty = You cannot put yourself on duty once a place has opened. Somebody else who looks after it can.
not-allowed-no-card = They have no card that could be lost: they never had one, or it has ended already. Nothing was changed. Have they no way in? Whoever runs this server can make a link for them.
not-allowed-on-duty = This person is on duty to keep people safe. First choose somebody else for that, on the opening page.
not-allowed-steward-from-outside = Only somebody who is part of this can look after it. Add them first.
not-allowed-somebody-looks-after = Somebody looks after this already. Ask them to share it with you.
not-allowed-confirm-oneself = You cannot confirm yourself. Somebody from another organisation can.
not-allowed-confirm-same-organisation = You two are part of the same organisation. Somebody from another one has to confirm.
not-allowed-confirm-without-organisation = Confirming takes a part in an organisation that they are no part of. You have none here.
not-allowed-recall-oneself = You can stop by yourself. There is a button for it.
not-allowed-end-alone = This takes two people besides the one it is about. Somebody else has to say it, not whoever called for it.
unfit-nested-in-itself = Nothing can lie in itself. Choose something else.
unfit-nested-nearer = Only something as wide or wider can hold this. Draw it the other way round, or say that the two overlap.
unfit-nested-round = The other one lies in this already. Two things cannot lie in each other. You can say that they overlap, once that is ended.
unfit-nested-already = It is said already how these two lie to each other. End that first, then say it anew.
unfit-nothing-chosen = Choose something from the list.
unfit-lies = Say whether it lies in the other one, or overlaps with it.
unfit-zone = We do not know this time zone. Use a name such as Europe/London.
unfit-scale = Choose how wide it is from the list.
unfit-story-word = Say the word for one and for many, or leave both empty.
unfit-rings-no-hours = You chose somebody who rings people back. Say who rings and when, or choose nobody.
unfit-person-not-here = Choose somebody who is part of this place.
unfit-nobody-chosen = Choose a person from the list.
bound-parts = This person is part of nearly two hundred things. There is no room for more. End one first.
bound-nestings = This lies in fifty other things already. End one of them first.
bound-dissent = That is longer than a thousand characters. Say it shorter, so that it can stand beside what it is about.
bound-dissents = You said it three times already. Wait for an answer, or talk to the others.
bound-open-parts = Thirty are open here already. End one of them first.

# Small words that several pages use
nobody-yet = Nobody yet
back-to = Back to { $name }

# The very first page
first-title = Begin a place
first-explain = A place is where people tell, listen and learn together. It can be a town, an estate or a valley.
first-place-name = What is the place called?
first-place-name-hint = The name that people who live there use.
first-own-name = What are you called?
first-own-name-hint = The name that people here know you by.
missing-place-name = Please say what the place is called.
missing-own-name = Please say what you are called.
first-begin = Begin
first-note = You look after the place at first. Later, people from other organisations confirm you or choose somebody else.

# Opening a place
opening-title = What this place says before it opens
opening-explain = Nobody can tell anything here until this place opens. You can keep what you say bit by bit.
opening-missing-explain = These have to be there before this place can open. Opening keeps what you typed too.
opening-missing = Still missing
opening-ready = Everything is said. You can open this place now.
opening-ready-where = The button is at the end of this page
opening-open = Open this place
opening-opened = This place opened on { $day }.
opening-keep = Keep this
opening-safe-legend = Keeping people safe
opening-keeps-safe = Who is on duty to keep people safe?
opening-keeps-safe-hint = Has to be there before the place opens. When somebody worries about a person, this is who hears it. Everybody sees their name.
opening-ring-now = Whom can somebody ring who needs help now?
opening-ring-now-hint = Has to be there before the place opens. Numbers and hours. People see this before their first word.
opening-read-by = Who will read what people tell, and when?
opening-read-by-hint = Has to be there before the place opens. Be honest. If nobody reads at the weekend, say so.
opening-rings = Who rings people back who ask for it?
opening-rings-hint = They see the number and nothing else. Whoever keeps people safe sees it too.
opening-ring-back = Who rings back, and when?
opening-ring-back-hint = People see this before they ask. Leave it empty, and the page says that nobody rings here.
opening-hears-wrongs = Who hears it when something went wrong here?
opening-hears-wrongs-hint = Choose somebody outside the team, whom people can trust.
opening-law-legend = What is kept, and who answers for it
opening-controllers = Which organisations answer for what is kept here?
opening-controllers-hint = Has to be there before the place opens. The law calls them controllers. Give their full names.
opening-data-protection = Whom can people ask about what is kept?
opening-data-protection-hint = Has to be there before the place opens. A name, and how to reach them. The law calls this a data protection contact.
opening-keeping = How long are things kept?
opening-keeping-hint = Has to be there before the place opens. Say it so that a child could follow it. Name any law that makes you keep something.
opening-words-legend = The word for a story
opening-story-one = What do people here call one story?
opening-story-one-hint = Some people do not like the word. You can say “experience” or “account”. Leave it empty for “story”.
opening-story-many = And when there are many?
opening-story-many-hint = For example “experiences”.
opening-door-legend = An open door
opening-door = Anybody may tell here without signing in
opening-door-hint = They get a slip with a code. With it they can come back and see what came of it.
opening-all-at-once = One person looks after this place, keeps people safe and hears what went wrong. Then nobody else hears it when that person is what went wrong. Choose somebody else for one of these, if you can.
poster-label = A poster for the open door
poster-what = Tell what happened. You need no account.
poster-camera = Hold your phone’s camera over this picture.
poster-address = Or type this address.

# What a place says of itself
says-not-open = This place is not open yet. It may still change what stands here.
says-nothing-yet = Nothing is said about this yet.
says-kept-safe-by = On duty to keep people safe:
says-ring-now = If you need somebody now
says-read-by = Who reads what people tell, and when
says-ring-back = Who rings people back
says-controllers = Which organisations answer for what is kept
says-data-protection = Whom you can ask about it
says-keeping = How long things are kept
says-tell = Tell without an account

# All systems of a place
systems-title = Places and groups
systems-explain = A place is made of many groups, and may lie in something wider. Some lie in others, some overlap. Being part of one does not make anybody part of another.
systems-empty = You are not part of a place yet. Somebody who is can invite you.
systems-empty-way = Go to the first page
overlaps-with = overlaps with { $names }

# One system
system-title = { $name }
system-not-open = This place is not open yet
system-not-open-explain = Nobody can tell anything here until it opens.
system-open = See what is still missing
system-open-now = Everything is said: open it
system-purpose = What is it for?
system-versions = { $count ->
    [one] One version so far. Say it anew
   *[other] All { $count } versions
}
system-versions-more = More than { $count } versions
system-links = What goes on here
system-stories = What people told
system-patterns = What we keep hearing
system-inquiries = Questions we’re working on
system-asks = What groups ask each other
system-lessons = What we learned
system-intended = Is it what we intended?
system-edge = Where is its edge, and why there?
system-edge-none = Nobody has said yet why the edge is where it is.
system-outer = It lies in
system-overlaps = It overlaps with
system-inner = It holds
system-lay = How it lay before
lay-in = It lay in { $name }. { $by } ended that on { $day }.
lay-over = It overlapped with { $name }. { $by } ended that on { $day }.
lay-holding = It held { $name }. { $by } ended that on { $day }.
system-draw-inside = Add something inside
system-draw-around = Add something around this
system-draw-edge = Draw the edge anew
system-people = Who is part of it?
system-people-all = See everybody, and who was part of it before
system-invite = Invite somebody
system-stewards = People looking after this
system-stewards-all = See what they did
system-face = What this place says of itself
system-face-change = Change what this place says

# Adding something inside
inside-title = Add something inside { $name }
inside-explain = Draw a line around people who do something together. Say why the line is there.
inside-scale = What is it?
inside-draw = Add it
inside-note = You become part of it, and you look after it at first.

# Adding something around
around-title = Add something around { $name }
around-explain = Draw a wider line that this lies in. Say why the line is there.
around-note = You become part of it, and you look after it at first. Nobody else becomes part of it, and nobody hears anything more.

# An edge
edge-title = Draw the edge of { $name } anew
edge-explain = Edges are drawn for a reason, and they may move. The reason that stood before stays in view.
edge-name = What is it called?
edge-name-hint = The name that people in it use.
edge-theme = What is it about?
edge-theme-hint = For example damp homes, or getting to hospital. You can leave this empty.
edge-area = Where is it?
edge-area-hint = Streets or places, as people call them. You can leave this empty.
edge-why = Why is the edge here?
edge-why-hint = Who and what is in it, what is not, and why you think so.
edge-draw = Draw it like this
edge-lying = How does it lie to others?
edge-lying-hint = Things may lie in several others, and overlap with others. Nobody becomes part of anything by this, and nobody hears anything more.
edge-lying-none = Nobody has said so far.
edge-lying-end = No longer
edge-lying-button = Say so
edge-how = Say one more
edge-how-within = It lies in
edge-how-overlaps = It overlaps with
edge-other = What?
edge-other-choose = Choose one
lying-in = It lies in { $name }.
lying-overlaps = It overlaps with { $name }.
lying-holds = It holds { $name }.

# Who would draw an edge differently
edge-differently = Others would draw it differently
edge-differently-before = said before the edge was drawn anew
edge-differ = I would draw the edge differently
edge-differ-label = I would draw it differently, because…
edge-differ-hint = It stands here with your name, for everybody who sees this page. Nobody votes.
edge-differ-button = Say it
edge-answer = Answer this
edge-answer-label = What do you answer?
edge-answer-button = Answer
edge-answered = { $by } answered on { $day }.
edge-not-answered = Nobody has answered this yet.

# What something is for
purposes-title = What is { $name } for?
purposes-explain = Every version stays here, with who agreed to it.
purpose-label = Say in your words what it is for
purpose-hint = Write it as you would say it to a neighbour.
purpose-say = Say what it is for
purpose-now = Now
purpose-then = On { $day }
purpose-empty = Nobody has said yet what this is for. Most people start with one sentence.
purpose-none = Nobody has said yet what this is for.
purpose-agree = I agree with this
purpose-agreed = These people agreed:
purpose-agreed-more = More people agreed than stand here.
purpose-nobody-agreed = Nobody has agreed to this yet.
purpose-differently = Some see it differently
purpose-differ = I see it differently
purpose-differ-label = How do you see it?
purpose-differ-hint = It stands beside this version, with your name. Nobody votes.
purpose-differ-button = Say it

# What somebody may be here
part-resident = Lives here
part-neighbour = Neighbour
part-worker = Works here
part-volunteer = Gives time
part-organisation = Speaks for an organisation
part-funder = Brings money
part-steward = Helps it all work together
part-regulator = Checks that things are safe
part-other = Something else
part-holds-money = Holds this group’s money
part-manages = Manages people who work here
part-kind = As what?
part-kind-hint = Choose what comes closest. Your own words count more.
part-words = In your own words
part-words-hint = For example “I mend bikes and I live at number 9”. You can leave this empty.
part-fits = How does what you do fit here?
part-fits-hint = A sentence or two. You can leave this empty.
part-power = Money and managing people
part-power-hint = Groups keep some of their talk apart from those who hold money or manage people. Please be open about it.
part-money-box = Holds this group’s money
part-manages-box = Manages people who work here
part-say-anew = Say it in other words
part-say-first = Say what you are here

# Who is part of something
people-title = Everybody in { $name }
people-explain = Each line says who is or was part of this, from when to when, and who asked them in.
people-none = Nobody is part of this yet.
people-between = From { $from } until { $until }.
people-since = Since { $day }.
people-given-by = Asked in by { $name }.
people-at-the-start = There from the start.
people-end = End this part
people-end-what = Then { $name } is this no more. If it is their last part here, they are out, and only an invitation lets them back. It is listed that you did it.
people-end-yes = Yes, end this part
people-money-over = No longer holds the money
people-manages-over = No longer manages people here
people-lost-card = They lost their card
people-add = Add somebody
people-another = Say what else I am here
standing-part = Part of this
standing-steward = Looks after this
standing-keeps-safe = On duty to keep people safe
standing-hears-wrongs = Hears it when something went wrong
standing-rings = Rings people back who ask for it

# A part that nobody plays yet
open-parts = Open places
open-parts-explain = Nobody plays these parts yet. They are left open on purpose, and that is fine.
open-part-since = Left open by { $by } on { $day }.
open-part-end = No longer open
open-part-add = Leave a place open for somebody
open-part-label = Who is not here yet?
open-part-hint = For example “somebody who speaks Romanian”. Do not name a person.
open-part-button = Leave it open

# A lost card
lost-title = A lost card
lost-who = Has { $name } told you that their card is lost? Do this only when they asked you to, or when somebody may be using it.
lost-ends = Their card will open nothing any more. You will see nothing of it, and get no new one.
lost-signed-out = They will be signed out on every phone and computer.
lost-address = Did they confirm an e-mail address, or add a passkey, after they got this card? Then it goes too, since somebody else may have done so. Earlier ones stay.
lost-listed = It is listed for everybody that you did this. They are told when they next sign in.
lost-button = End their card
lost-not = Do not end it
lost-after = They come in again by a letter to their own address. Without one, whoever runs this server makes them a link. Then they make a new card themselves.

# Under 18, and 18 now
age-title = Your age
age-explain = Are you under 18? You can say so at any time. It holds at once, for all that you told.
age-under-18 = You said that you are under 18.
age-not-named = Nothing you told is quoted, and no name stands with it, until a second adult has looked.
age-narrowest = What you tell starts with only you. You choose who else may hear it.
age-not-alone = You cannot take this back by yourself. Somebody who looks after the place has to say so too.
age-button = I am under 18
age-what-happens = This hides your name and all quotes of you at once. To undo it, somebody who looks after the place has to say that you are 18.
age-yes = Yes, I am under 18
age-grown-title = Are you 18 now?
age-grown-explain = Then ask somebody who looks after a place you are part of. They read your name, and that you say you are 18. Nobody else does.
age-grown-where = Where do you ask?
age-grown-button = I am 18 now
age-nobody-to-ask = You play no part anywhere now, so there is nobody to ask.
age-asked-title = You said that you are 18 now
age-asked-in = You asked on { $day }, in { $name }. It holds when somebody who looks after it has said so too.
age-asked = You asked on { $day }. It holds when somebody who looks after the place has said so too.
age-back = Do not ask any longer
unfit-none-chosen-place = Choose where you ask.
not-allowed-own-age = Another adult who looks after this place has to say so.
ages-title = Who says that they are 18 now
ages-explain = They said once that they are under 18. Now they say that they are not. Say yes only when you know it. Is somebody urging them? Then talk to them alone first.
ages-listed = It is listed that you said so, but not of whom. They are told that it was you.
ages-since = Asked on { $day }
ages-grown = Yes, they are 18
ages-cannot-say = I cannot say so
ages-nobody = Nobody waits for this.
ages-nobody-way = People looking after this

# Giving a part
add-title = Add somebody to { $name }
add-explain = Choose somebody who is part of the place. They can change these words later.
add-person = Who?
add-person-hint = Everybody here is part of the place. To ask in somebody new, send them an invitation.
add-choose = Choose a person
add-button = Add
add-nobody = Everybody of this place is part of it already.
add-nobody-way = Go back
another-title = What else are you in { $name }?
another-explain = People are many things at once. Say what else you are here.

# One’s own part
own-title = You in { $name }
own-explain = Say what you are here, as you would say it yourself. You can leave all of it empty.
own-keep = Keep this
own-later = Not now
own-end = Do you want to stop?
own-end-explain = You can stop being part of this at any time. That you were part of it stays in the list.
own-end-button = Stop being part of this

# People looking after this
stewards-title = People looking after { $name }
stewards-explain = They invite people and keep things going. Looking after this gives nobody a right to read what people told.
stewards-nobody = Nobody looks after this now.
stewards-take = I will look after it
stewards-ask = Ask somebody to look after it too
stewards-ask-label = Who?
stewards-ask-hint = People from other organisations have to confirm them.
stewards-ask-button = Ask them
stewards-before = Who looked after it before
stewards-done = What they did here
stewards-done-explain = Everything that they did here as people looking after this. For whom an invitation was is not said. What the people who run the computer did is not in it.
steward-acting = looks after this for now
steward-confirmed = looks after this
steward-acting-explain = Looks after this for now. Still wanted: one person from another organisation, whom they did not bring in, to confirm it. Or two people from two other organisations.
steward-acting-one-more = Looks after this for now. Still wanted: one more person to confirm it. They are from yet another organisation, or somebody else brought them in.
steward-brought-in = Was brought in by them.
steward-confirmed-by = Confirmed by:
steward-confirm = I confirm them
steward-confirm-counts = Those can confirm who are part of an organisation that this person is no part of. One is enough if this person did not bring them in. Otherwise it takes two, from two organisations.
steward-call = I think they should stop
steward-call-why = Why do you think so?
steward-call-hint = Everybody here can read this. It stays in view until it is answered.
steward-call-button = Say it to everybody
steward-calls = { $count ->
    [one] one call to stop waits for an answer
   *[other] { $count } calls to stop wait for an answer
}
steward-stop = Stop looking after this
steward-stop-explain = What you did stays in the list. You are still part of this.
steward-stop-last = Nobody else looks after this. When you stop, nobody does, until somebody who is part of it takes it on. Ask somebody first.
steward-stop-button = I stop looking after this
recall-heading = { $by } thinks they should stop
recall-open = This waits for an answer.
recall-answered = Answered on { $day }:
recall-answer = What do you answer?
recall-answer-button = Answer
recall-end = We decided that they stop
recall-end-how = How did you decide?
recall-end-hint = It takes two people: whoever called for it, and you.
recall-end-button = They stop looking after this

# What was done in looking after this
act-began = { $by } drew the edge and began to look after this.
act-said = { $by } changed what this place says of itself.
act-put-to-keep-safe = { $by } put { $about } on duty for keeping people safe.
act-put-to-hear-wrongs = { $by } put { $about } on duty for hearing what went wrong.
act-put-to-ring = { $by } put { $about } on duty for ringing people back.
act-opened = { $by } opened this place.
act-edge = { $by } drew the edge anew. The reason for it before was:
act-edge-alone = { $by } drew the edge anew.
act-lies-within = { $by } said that this lies in something wider.
act-holds = { $by } said that something nearer lies in this.
act-overlaps = { $by } said that this overlaps with something else.
act-nesting-ended = { $by } ended how this lay to something else.
act-edge-answered = { $by } answered { $about }, who would draw the edge differently.
act-part-given = { $by } added { $about }.
act-invited = { $by } made an invitation.
act-invitation-ended = { $by } ended an invitation.
act-handed = { $by } let somebody new in at a table, and made their card there.
act-part-ended = { $by } ended a part that { $about } had here.
act-standing-over = { $by } said that { $about } no longer holds money or manages people here.
act-card-ended = { $by } ended the card of { $about }, who had lost it.
act-said-grown = { $by } said that somebody who had asked is 18 now.
act-given = { $by } said that { $about } looks after this too.
act-confirmed = { $by } confirmed { $about }.
act-confirmed-brought-in = { $by } confirmed { $about }, who had brought them in.
act-called = { $by } called on { $about } to stop.
act-answered = { $by } answered.
act-ended = { $by } said that { $about } no longer looks after this.

# What waits
waits-place-not-open = This place is not open yet. Something is still missing.
waits-grown = Somebody says that they are 18 now. They wait for your word.
waits-recall = Somebody thinks you should stop looking after this. They wait for your answer.
