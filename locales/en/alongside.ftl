# Walking beside somebody: when people met, the next time, and what a worker notes.

# What is refused, and who can help
bound-visits = This page holds as many times of meeting as it can.
bound-there = Choose twelve people at the most, and say the others in the line above.
bound-copied = That is more than 500 times of meeting. Choose fewer days.
bound-meetings = Sixty next times are set here already, and that is the most. Call one off first.
bound-notes = This page holds as many notes as it can.
bound-held-notes = Forty of your notes do not show yet, and that is the most. Let one show first.
unfit-day-to-come = That day has not come yet. Set a next time instead.
unfit-who-was-there = By name stand only adults of your own place. Say who else was there in the line above.
unfit-nothing-to-copy = Nothing is written between these two days.
unfit-meeting-over = That day is over.
unfit-no-day = Choose a day.
unfit-whom-to-meet = Choose somebody in your corner.
unfit-when-it-shows = Choose a day after today, within three months. From that day on the note shows.
unfit-which-danger = Say in a line who would be in danger, and how.
unfit-own-danger = This page is yours. Nothing here is held back from you.

# When we met
section-met = When we met
section-met-hint = A few words after you met somebody, and the next time. Nobody has to write any.
visit-write = Write a few words about when you met
visit-new-title = When you met
visit-new-what = A few words are enough. Nothing is missing on a day when nobody writes.
visit-words = A few words
visit-words-hint = They read what you write.
visit-day = On which day?
visit-day-hint = Leave it empty for today.
visit-present = Who else was there, or was pulled in?
visit-present-hint = If you like. For instance: the housing officer, on the phone.
visit-by-name = Somebody from here was there
visit-by-name-who = Who was there, or was pulled in?
visit-keep = Keep it
visit-there = There too:
visit-there-line = There too: { $who }
visit-by = Written down by { $name }.
visit-out-what = The words go for good. Copies that somebody printed, took or wrote down are not in our hands.

# The next time
meeting-next = Next time: { $day }
meeting-with = with { $name }
meeting-set = Set the next time
meeting-new-title = The next time
meeting-title = The next time
meeting-nobody = Nobody is in your corner yet. Let somebody in first.
meeting-whom = With whom?
meeting-day = On which day?
meeting-line = When and where?
meeting-line-hint = If you like. For instance: ten o’clock, at the library.
meeting-keep = Keep it
meeting-change = Change it or call it off
meeting-off = Call it off
meeting-off-what = No reason is asked for. When its day is over, it goes from the page by itself.

# Notes
section-notes = Notes of people beside me
section-notes-hint = What somebody who walks beside you writes for their own work. You read it too.
note-write = Write a note
note-new-title = A note
note-new-what = For your own work, apart from when you met. They read it, and so does everybody they let in to this part.
note-new-own = Everybody you let in to this part reads it.
note-words = Your note
note-keep = Keep the note
note-danger = If they read this now, somebody would be in danger
note-danger-what = Then it shows on a day that you say, by itself, with today’s date. Until then you read it, and those who keep people safe in your place.
note-danger-why = Who would be in danger, and how?
note-danger-why-hint = One line. They read it when they look after this.
note-until = From which day on does it show?
note-until-hint = After today, within three months. It cannot be put off further.
held-notes-title = Notes that do not show yet
held-notes-what = Somebody would be in danger if these showed now. Each shows by itself on its day, with its true date and who read it before.
held-notes-none = Every note shows.
held-note-why = In danger:
held-note-until = It shows on { $day }.
held-note-show = Let it show now
waits-held-note = A note is held back, since somebody would be in danger

# Copying it for another system
copy-link = Copy for another system
copy-title = Copy for another system
copy-what = What was written here need not be typed again elsewhere. Choose the days, and take the text along.
copy-is-seen = They see on their page that you took a copy, and of which days.
copy-not-back = A copy cannot be called back.
copy-this = Copy this for another system
copy-first = From which day on?
copy-first-hint = Leave it empty for the last ninety days.
copy-last = Up to which day?
copy-last-hint = Leave it empty for today.
copy-show = Show the text
copy-file = Save it as a file
copy-text = The text, to mark and copy
copies-title = Copies that were taken
copies-of = of what was written from { $first } to { $last }
copies-cut = Copies taken longest ago are not shown here.

# On the home page
home-next = Whom you meet next

# Who knows about something
knows-title = Who knows about it?
knows-what = People here say what you may ask them about. Ask them: no form, and nobody in between.
knows-about = What about?
knows-about-hint = One or two words. For instance: damp, benefits, Polish.
knows-find = Find
knows-nobody = Nobody here has said that yet. Try another word.
knows-nobody-yet = Nobody here has said anything yet.
knows-cut = There are more. Type another word.
knows-say = Say what people may ask you about
knows-say-what = Everybody of this place sees it, with your name. You can take it back at any time.
knows-words = What may people ask you about?
knows-words-hint = A few words. For instance: letters from school.
knows-reach = How may they reach you?
knows-reach-hint = If you like. For instance: I am in the library on Mondays.
knows-keep = Say it
knows-back = Take it back
knows-link = Find who knows about something
bound-knows = You have said twelve things here already, and that is the most. Take one back first.
bound-knows-here = This place holds as many as it can. Ask somebody who looks after it.
not-allowed-knows-under-18 = Only adults stand in this list. Ask one of them about anything.
