# The doors: signing in, leaving, cards, invitations.


# What is refused here
unfit-address = We cannot use this address. Look whether it is typed right. If it is, ask whoever runs this place.
unfit-address-of-another = This address already lets somebody else in here. One address opens one door only. Use another address.
unfit-card-words = We do not know these four words. Look at your card again. Are all four there, in the same order?
unfit-passkey = We could not let you in with this passkey. Try once more, or choose another way to sign in.
unfit-passkey-made = We could not keep this passkey. Try once more. If it happens again, another phone or computer may do better.
unfit-passkey-late = We waited five minutes for your device, and then stopped. Begin once more.
unfit-already-part = You already play a part here. Keep this link for somebody else.
bound-tries = There were too many wrong tries in this hour. Wait for an hour, then try again. If your card has a square picture, you can use that now.
bound-passkeys = You have ten passkeys. That is the most there can be. End one that you do not need, then add another.
bound-passkey-asks = Many people asked to sign in like this in this hour. Wait a little, or choose another way to sign in.
bound-address-tries = You can try five addresses in an hour. Wait a little, then try again.
bound-letters = We send at most five letters in an hour to one address. Wait a little, then try again.
bound-cards-handed = You can make twenty cards with people in an hour. Wait a little, then go on.
bound-invitations = A hundred invitations are waiting here. That is the most there can be. End some that nobody needs, then make a new one.

# Where I am signed in
session-title = Where you are signed in
session-explain = Each line is a phone or computer that is signed in as you. If you do not know one of them, end it.
session-by-mailed = By a letter to your address
session-by-operator = By a link from whoever runs this place
session-by-first = By the link from when this place began
session-by-card = By your card
session-by-invited = By an invitation
session-by-passkey = By a passkey
session-opened = Signed in on { $day }.
session-seen = Last here on { $day }.
session-here = This is where you are now
session-end = End this one
session-end-all = Sign out everywhere
session-links = Links made for you
session-links-explain = Whoever runs this place can make a link that signs in as you. When they do, you see it here.

session-news = What was done for you, or as you

# What others did at your door
news-notice = Something was done about how you get in, about what is kept of you, or in your name. We tell you each time.
news-notice-way = Did you know of it? Then all is well. If you did not, ask them why, and look at these.
news-notice-address = Is this still your e-mail address?
news-notice-card = Is this still your card?
news-notice-passkeys = Are these your passkeys?
news-notice-name = Is this still your name?
news-card-ended = On { $day }, { $by } ended your card. You were signed out everywhere.
news-card-handed = On { $day }, your card was made on the screen of { $by }, who may have seen its words. You can make a new one that nobody else sees.
news-address-changed = On { $day }, another e-mail address took the place of the one you signed in with.
news-name-changed = On { $day }, the name you are shown by was changed.
news-said-under-18 = On { $day }, it was said here that you are under 18.
news-said-grown = On { $day }, { $by } said that you are 18 now, since you had asked.
news-cannot-say-grown = You had asked that somebody says you are 18 now. On { $day }, { $by } answered that they cannot say so. You can ask again.
news-file-brought = On { $day }, whoever runs this place brought here, in your name, a file of what people told. It waits on your home page until you say what they were told.
news-passkey-added = On { $day }, a passkey was added that lets somebody in as you.
news-passkey-copied = On { $day }, we let nobody in with one of your passkeys, since there may be a copy of it. End it, and add a new one.
news-address-link = On { $day }, whoever runs this place made a link that confirms your e-mail address.

# Leaving
sign-out-title = Sign out
sign-out-explain = You will be signed out on this phone or computer. What you wrote is kept.
sign-out-button = Sign out
sign-out-elsewhere = See where else you are signed in
left-title = You have left
left-explain = Nothing of yours is on this page. You can close it now.

# Nobody should be shut out for good by leaving
way-back-title = You have no way back in yet
way-back-explain = When you leave, you are signed out here, and a link works only once. Then you could not come back by yourself.
way-back-card-what = A card lets you in again. It is a square picture and four words, to print or to write down.
way-back-card = Make a card
way-back-address = Or use your e-mail address

# Signing in
sign-in-title = Sign in
sign-in-place = People of { $name } come in here.
sign-in-explain = There is no password here. Choose one of these ways.
sign-in-mail = With a letter
sign-in-mail-explain = We send you a letter with a link. The link works once, for half an hour.
sign-in-address = Your e-mail address
sign-in-mail-button = Send me a link
sign-in-no-mail = This place cannot send letters. Ask whoever runs this place for a link.
sign-in-passkey = With a passkey
sign-in-passkey-explain = Have you added a passkey? Then unlock your phone or computer as you always do. There is nothing to type.
sign-in-passkey-button = Sign in with a passkey
sign-in-card = With your card
sign-in-card-explain = Your card has four words on it. If it has a square picture, you can point your phone’s camera at that instead.
sign-in-words = The four words
sign-in-words-hint = Leave a space between the words. Big or small letters do not matter.
sign-in-card-button = Sign in with these words
sign-in-help = Have you lost your card, or do you have no way in? Ring somebody who looks after this place. They see to it that the card is ended, and help you get a new one.
sign-in-help-link = Whoever runs the server can also make you a link, so ask them, or have them asked. There they type “understory sign-in” and your name.
sign-in-asked-title = Look in your letters
sign-in-asked = If we know this address, a letter is on its way.
sign-in-asked-how = Open the link in it within half an hour. It works once.
sign-in-asked-none = Is nothing there? Look among the letters that your mail program holds back. We send at most five letters in an hour.
sign-in-back = Back to the ways to sign in

# A link that signs in
link-title = Sign in
link-explain = This link signs you in. It works once.
link-button = Sign in now
link-by-operator = Whoever runs this place made this link on { $day }.
link-made = Made on { $day }.
link-used = Used on { $day }.
link-not-used = Not used.
link-notice-title = Before you go on
link-notice = Whoever runs this place made a link that signs in as you. We tell you each time.
link-notice-way = Did you ask for it? Then all is well. If you did not, ask them why. You can sign out everywhere on the next page.
link-notice-button = I have read this
link-notice-sessions = See where you are signed in

# The letters themselves
letter-confirm-subject = Is this your address?
letter-confirm-before = Hello. Somebody gave this address to sign in with. If it was you, open this link within a day, and say that it is yours. If somebody else is signed in there, sign out first.
letter-confirm-after = If it was not you, do nothing. Then this address is not used.
letter-changed-subject = You sign in with another address now
letter-changed = Hello. Until today this address let you sign in. Somebody confirmed another one in its place. If it was you, all is well. If it was not, ring whoever looks after your place today.
letter-subject = Your link to sign in
letter-before = Hello. Somebody asked for a link to sign in with this address. If it was you, open this link. It works once, for half an hour.
letter-after = If it was not you, do nothing. Nobody can get in without this letter.

# My address
address-title = Your e-mail address
address-explain = We use it for one thing: to send you a link when you want to sign in. Nobody else here sees it.
address-no-mail = This place cannot send letters yet. We keep your address for when it can.
address-waits = This is not confirmed yet
address-waits-which = Waiting to be confirmed
address-waits-explain = Nobody can sign in with it until you have said that it is yours.
address-waits-letter = A letter with a link goes there. Open the link within a day.
address-waits-no-mail = This place cannot send letters. Ask whoever runs it for a link that confirms your address.
address-letter-again = Send the letter again
address-now = Your address
address-remove = Remove it
address-label = Your e-mail address
address-other = Another e-mail address
address-keep = Keep this address

# My name
name-title = Your name
name-explain = This is what others call you here. You can put it right at any time.
name-label = Your name
name-hint = It need not be your full name.
name-keep = Keep this name
name-typed = From now on everything here says the new one. The one before is shown to nobody. What people typed in their own words stays as they typed it.
bound-name-changes = A name can be changed three times in an hour. Wait for a while. Your name is as it was.
unfit-name-of-another = Somebody you know here goes by this name, or one that looks like it. Add something to yours, so that nobody takes you for them. Your name is as it was.

# What the letter's link opens
confirm-title = Is this your address?
confirm-who = Somebody called { $name } gave this address to sign in here.
confirm-somebody = This address was given to let somebody in here.
confirm-address = The address
confirm-explain = If that is you, say so. From then on, letters to this address let you in.
confirm-button = Yes, this is mine
confirm-not-you = If it is not you, close this page. Nothing happens then.
confirmed-title = Your address is confirmed
confirmed-explain = From now on, a letter to it lets you in.
confirmed-back = Go on
confirmed-sign-in = Sign in

# My passkeys
passkey-title = Your passkeys
passkey-explain = With a passkey you sign in by unlocking your phone or computer, with your finger, your face or its code. Nobody can read it off a paper or guess it.
passkey-unnamed = A passkey
passkey-added = Added on { $day }.
passkey-used = Last used on { $day }.
passkey-unused = Not used yet.
passkey-end = End this passkey
passkey-end-explain = A passkey that you end opens nothing here any more. Your device may still show it, and you can remove it there.
passkey-add = Sign in with this device
passkey-name = What do you call it?
passkey-name-hint = You can leave this empty. Your device keeps this name too, and may show it to whoever unlocks it.
passkey-add-button = Add a passkey
passkey-needs-scripts = A passkey needs a browser that knows passkeys and runs scripts, and this one does not. Every other way to sign in works here.
passkey-not-here = Passkeys do not work at this address. Whoever runs this place has to give it a name and a safe connection first.
passkey-make-explain = Your device asks you to unlock it now. If you have a passkey for this place on it, the new one takes its place there.
passkey-make = Make the passkey
passkey-stopped = Your device gave us no passkey. You can try once more.
passkey-not-now = Not now
passkey-come-in-title = Sign in with a passkey
passkey-come-in-explain = Your device asks which passkey to use, and you unlock it. Is this a phone or computer that others use? Then sign out when you are done.
passkey-come-in = Use my passkey
passkey-again = Try once more

# My card
card-title = Your card
card-explain = With a card you can sign in without e-mail. It has a square picture for a phone, and four words to type. Whoever holds the card can get in as you, so keep it like a key.
card-you-have = You have a card. It was made on { $day }.
card-beside = It was made on somebody else’s screen, and they may have seen its words. A new one is seen by you alone.
card-end = End this card
card-again-explain = We cannot show your card again. You can make a new one. Then the old one stops working.
card-again = Make a new card
card-make = Make my card
card-made-title = Here is your card
card-made-explain = You see it only once. Print this page now, or write the four words down.
card-slip-label = Your card
card-slip-camera = Point a phone’s camera at this:
card-slip-words = Or go to { $where } and type these four words:
card-slip-found = Have you found this card? It is somebody’s own. Please give it back to them, or tear it up.
card-lost = If the card is lost, ring somebody who looks after this place. They see to it that it is ended.
card-made-print = If you had an older card, it does not work any more.
card-made-done = I have kept it
card-in-title = Sign in with your card
card-in-explain = This card signs you in. Is this a phone or computer that others use? Then sign out when you are done.
card-in-button = Sign in now
card-in-none = No card is open here. Point your phone’s camera at it again, or type its four words.
card-in-words = Type the four words

# Inviting somebody
invite-title = Invite somebody
invite-explain = You get a link for one person. Give it to them yourself. It works once, for fourteen days.
invite-words = Your own words for them
invite-words-hint = You can leave this empty. Whoever has the link can read it. In the list below it tells you, and only you, which link is whose.
invite-button = Make the link
invite-here = Are they with you now?
invite-here-explain = For somebody without e-mail or a phone, you can make a card together, at a table.
invite-waiting = Waiting to be taken
invite-given-by = From { $name }.
invite-waits = Made on { $made } at { $time }. It waits until { $until }.
invite-your-words = You wrote:
invite-end = End this invitation
invite-made-title = Your link for one person
invite-made-explain = You see it only here. Print this page, or copy the link and send it.
invite-slip-label = Your invitation
invite-slip-camera = Point a phone’s camera at this:
invite-slip-link = Or open this link:
invite-slip-until = It works once, until { $day } at { $time }.
invite-made-note = It works for one person, once, for fourteen days. You or anybody else who looks after this can end it sooner.
invite-another = Back to invitations

# A card made together
hand-title = Make a card together
hand-explain = A card lets somebody in who has no e-mail. It is a square picture and four words, to print or to write down.
hand-over = Now hand them this screen. What follows is theirs to fill in.
hand-button = Yes, I take part. Make my card
hand-note = Whoever sits beside you can see the words. So we remind you who it was, and you can make a new card alone.
handed-title = Here is your card
handed-told = When you first use it, we remind you that it was made on this screen. Then you can make a new one that only you see.

# Being invited
invited-title = You are invited
invited-by = { $name } invites you to take part.
invited-by-somebody = Somebody invites you to take part.
invited-explain = If you say yes, you play a part here. People here will see your name. You can leave at any time.
invited-signed-in = You are signed in already. Your part will be yours under the name you have.
invited-name = What do you want to be called?
invited-name-hint = Any name you like to be known by. It need not be your full name.
unfit-name-of-somebody-here = Somebody here goes by this name, or one that looks like it. Add something to it, so that nobody takes one of you for the other.
unfit-own-name-of-somebody-here = Somebody there goes by your name, or one that looks like it. Add something to yours under “Your name”, then use this link again.
bound-invited-names = Five names can be tried with one invitation in an hour. Wait for a while. The invitation still waits for you.
invited-under-18 = I am under 18
invited-under-18-hint = Then what you tell starts with only you. You choose who else may hear it.
invited-button = Yes, I take part
invited-not-you = Is somebody else signed in here?
invited-have-account = Have you been here before?
invited-sign-in = Sign in first
