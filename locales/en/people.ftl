# People: pages of one's own, what stands in them, and who is let in.

kind-section = A part of somebody’s own page
kind-passage = Something on somebody’s own page

# What is refused, and who can help
not-allowed-only-whose-page = Only the person whose page this is can do that. Ask them.
not-allowed-only-who-may-write = You can read this part, but not write in it. The person whose page it is can let you.
not-allowed-only-who-wrote-it = Only whoever said this can put it in other words.
bound-lives = You have twelve pages already, and that is the most. End one first.
bound-sections = This page has forty parts already, and that is the most.
bound-passages = This part holds as much as it can. Add a part of your own and go on there.
bound-corner = Sixty people and groups are in this corner already, and that is the most. End one first.
unfit-nobody-let-in = Choose somebody to let in, or a group.
unfit-whom-to-let-in = You can let in people and groups of your own place, and not yourself.
unfit-child-let-in = Somebody under 18 cannot be let in to an adult’s page by themselves.
unfit-until-before-from = The last day comes before the first one.
unfit-corner-over = This has ended already. Let them in anew.

# The pages one has, and those one is let in to
you-lives = Your page
you-lives-what = What matters to you, in your words. You say who sees what.
lives-title = Your page, and people you walk beside
lives-mine = Your own
lives-none = You have no page yet. Nobody needs one.
lives-begin = Begin a page of your own
lives-begin-what = It is yours alone until you let somebody in. You can let it rest, or end it, whenever you like.
lives-name = What shall stand above it?
lives-name-hint = What people call you, or anything you like. People you let in see it.
lives-begin-button = Begin my page
lives-theirs = People you walk beside
lives-theirs-none = Nobody has let you in to their page at the moment.

# A page of one's own
life-yours = This page is yours. Nobody reads any of it unless you let them in.
life-rests = This page is resting
life-rests-what = While it rests, nobody but you sees it. Everything stays as it was.
life-wake = Take it up again
life-they-see-you-looked = They see on their page that you looked, and on which day. What you write here is theirs to read and to take out.
life-nothing-here = Nothing is said here yet.
life-nothing-given = They have named you here, and have not opened any part of their page to you.
life-all-of = All of “{ $part }”
life-read-by-nobody = Nobody but you reads this.
life-read-by = Read by { $names }.
life-read-by-more = Read by { $names }, and others in your corner.
life-let-in-for = What they let you in for
life-likes-to-meet = Where and how they like to meet
life-let-in-until = You are let in until
life-somebody = Somebody
life-words = The words
life-more = More about this page
life-rename = Put another name above it
life-rename-button = Keep the name
life-rest = Let this page rest
life-rest-what = Nobody but you sees it while it rests. You can take it up again at any time, and everybody you let in sees it again then.
life-rest-button = Let it rest
life-back = Back to the page

# Its parts
section-matters = What matters to me
section-matters-hint = People, places, things, what you would miss.
section-good-life = What a good life looks like to me
section-good-life-hint = A good day, or a good year. As small or as big as you like.
section-to-know = What I want you to know
section-to-know-hint = Say it once here, and you need not tell it again.
section-proud-of = What I am proud of
section-proud-of-hint = Something you did, made, got through or are good at.
section-can-offer = What I can offer
section-can-offer-hint = Something you know, do or have that others could use.
section-evidence = What I keep to show
section-evidence-hint = Your own notes of what happened, to show when you choose.
section-own = Something else
section-own-hint = Whatever you want to stand here.
section-away = Put “{ $part }” away
section-back = Lay out “{ $part }” again
section-add = Add a part of your own
section-heading = What is it called?
section-heading-hint = One line. People you open it to see it.
section-add-button = Add it

# Saying something
say-in = Say something in “{ $part }”
say-words = In your own words
say-whose = Whose words are these?
say-own = My own
say-together = Theirs: I wrote them down with them and read them back
say-keep = Keep it
passage-together = written down with them
passage-reworded = put in other words since
passage-open = What was said on { $day }, alone
passage-better-what = What was said before stays below, with the day, for everybody who reads this part.
passage-out = Take this out
passage-out-what = The words go for good, and everything said here before them. Copies that somebody printed or wrote down are not in our hands.
passage-out-button = Take it out for good

# Who looked
life-looked-title = Who looked at your page
life-looked-what = Everybody who read a part of this page, and on which day. Nobody else sees this list.
life-looked-nobody = Nobody but you has read anything here.

# Ending it
life-end-title = End this page
life-end-what = A page ends when you say so, and only then.
life-end-gone = Everything on it goes for good, also what others wrote here for you.
life-end-copies = What somebody printed, saved or wrote down stays with them. We cannot call it back.
life-end-backups = Old backups can no longer be read once their keys are seven days old.
life-end-take = First take along everything that is yours
life-end-button = End it
life-end-keep = Keep my page
life-end-with-others = You hold this page together with others. It stays with them, and you leave it. They are not told.
life-end-leave = Leave this page

# Who is in somebody's corner
corner-title = Who’s in my corner
corner-what = People and groups you let in to your page: what for, from when, until when, and what they read.
corner-nobody = Nobody is let in. Your page is yours alone.
corner-let-in = Let somebody in
corner-before = Who was let in before
corner-before-cut = What was over longest ago is not shown here.
corner-group = A group: whoever is part of it at that moment
corner-purpose = What for?
corner-purpose-hint = If you like. They see this.
corner-meeting = Where and how do you like to meet?
corner-meeting-hint = If you like. For instance: at the library, not by phone.
corner-began = From which day on?
corner-began-hint = Leave it empty for now, straight away.
corner-until-label = Until which day?
corner-until-hint = Leave it empty if you want to end it yourself.
corner-from = Since { $day }.
corner-from-to-come = From { $day } on.
corner-until = Until { $day }.
corner-until-you-end-it = Until you end it.
corner-ended = Ended on { $day }.
corner-reads = Reads:
corner-writes-too = and may write there
corner-reads-nothing = Reads nothing. They see that you named them, and what stands above your page.
corner-end = End it for { $name }
corner-is-over = This is over.
corner-new-title = Let somebody in
corner-new-what = You choose whom, what for, how long, and which parts. Next you see exactly what they would read. Nothing happens before that.
corner-who = Whom?
corner-who-hint = People and groups of your own place.
corner-choose = Choose
corner-people = People
corner-groups = Groups
corner-parts = What may they read?
corner-parts-hint = Nothing is ticked. What you do not tick stays yours alone.
corner-may-read = They may read it
corner-may-write = They may write here, too
corner-see-first = See what they would read
corner-would-title = What would happen
corner-would-person = If you let { $name } in like this, this is all they would read.
corner-would-group = If you let in { $name } like this, whoever is part of that group would read this, and nothing else.
corner-would-label = What they would see
corner-would-empty = Nothing is said here yet. What is said later, they read too.
corner-would-more = They would also read everything said here earlier.
corner-would-write = They may write here too. You can take out whatever they write.
corner-would-nothing = No part of your page. They would see that you named them, and what stands above your page.
corner-would-looked = You will see who looked, and on which day.
corner-would-end = You can narrow or end it at any moment, without a reason. We tell nobody.
corner-would-copies = What somebody prints, saves or writes down, you cannot call back.
corner-would-duty = If they believe that you, a child or somebody else is in danger, the law may make them tell others. A court can ask too.
corner-would-yes = Let { $name } in
corner-would-no = Do not let anybody in
corner-one-title = In my corner
corner-change-what = It holds at once, whether wider or narrower. They are not told.
corner-change = Keep it like this
