# Bringing what people told from a file.
import-title = Bring {$stories} from a file
import-what = You can bring a table of what people told, saved as CSV. You then say which column holds their words.
import-only-you = Only you can read it, until you say what those who told it were told.
import-held-back-what = Columns that look like names, numbers of people, or marks are left out. We tell you which.
import-file = The file
import-file-hint = A CSV of at most 20 MB, with 2 to 60 columns.
import-send = Read this file
import-before = What you brought here before
import-no-name = A file without a name
import-waits = waits for you to say what they were told
import-nothing-kept = Nothing of it was kept.
import-choose-title = Which column holds what?
import-read-as = Rows under the headings: { $rows }. We read it as { $encoding }.
import-words = Their words
import-words-hint = The column in which people say what happened. Only this one is needed.
import-headline = A title
import-headline-hint = A few words for each, if there are any.
import-when = When it happened
import-when-hint = A day, a month, a year, or words.
import-teller = The name each of them chose
import-teller-hint = This is shown with their words. Leave it out if they did not choose it.
import-none = None of them
import-when-format = How the file writes its days
import-when-format-hint = Such as dd/mm/yyyy. Without it, a day that could be two days stays as words.
import-mapping-paste = Use choices you saved before
import-mapping = These choices
import-mapping-hint = Paste them here. They count instead of what is chosen above.
import-mapping-save = Copy this, to use it for the next file
import-look = See what would be kept
import-draft-note = The file is kept locked until you decide. After a day it is gone.
import-look-title = What would be kept
import-would-keep = Rows under the headings: { $rows }. Would be kept: { $kept }. Would not: { $refused }.
import-nothing-kept-yet = Nothing is kept yet.
import-keep = Keep these
import-choose-again = Choose again
import-already = { $count ->
    [one] One row is here already, from this same file. It stays as it was first kept.
   *[other] { $count } rows are here already, from this same file. They stay as they were first kept.
}
import-short = Rows that end early
import-short-what = These are kept. Look whether something is missing in them.
import-row-short = It has { $cells } of { $headings } cells.
import-remarks = Lines left out
import-comments = { $count ->
    [one] One line was left out as a remark.
   *[other] { $count } lines were left out as remarks.
}
import-first-rows = The first rows, as they would be kept
import-first-rows-what = Long words are cut short here only. All of them would be kept.
import-dates = Dates that stay words
import-dates-words = { $count ->
    [one] In one row, what is said of when is kept as words.
   *[other] In { $count } rows, what is said of when is kept as words.
}
import-dates-what = If they are days, choose again and say how the file writes its days.
import-dates-more = { $count ->
    [one] One more row is like this.
   *[other] { $count } more rows are like this.
}
import-date-two = It could be two days.
import-date-none = We could not read it as a day, a month or a year.
import-date-unlike = It does not fit how you said that the file writes its days.
import-dates-unlike = You said how the file writes its days. These do not fit that.
import-stays-beside = Columns kept beside the words
import-stays-beside-what = These are kept under their headings, marked as having come with the file. Nobody’s voice is in them.
import-held-back = Columns left out
import-held-back-why = Nothing of these is kept.
import-refused = Rows that are not kept
import-row = Row { $row } of the file ({ $story } { $nth })
import-row-what = A row has the number that a spreadsheet shows beside it. Headings, remarks and empty lines are counted too.
import-row-no-words = There are no words in it.
import-row-too-long = What stands under “{ $heading }” has { $were } letters. We can hold { $most }.
import-row-too-many-cells = It has { $were } cells under { $headings } headings. Perhaps a text is not in quotes.
import-row-erased = It was kept before, and then erased. It stays erased.
import-held-identifier-heading = Its heading says that it tells who somebody is.
import-held-name-heading = Its heading says that it holds names.
import-held-marks-heading = Its heading says that it holds marks.
import-held-emails = It holds e-mail addresses.
import-held-telephones = It holds telephone numbers.
import-held-nhs-numbers = It holds NHS numbers.
import-held-national-insurance = It holds National Insurance numbers.
import-held-postcodes = It holds full postcodes.
import-held-codes = It holds codes that are nearly all different.
import-held-network-addresses = It holds addresses of computers.
import-held-small-numbers = It holds small numbers, as marks are.
import-held-grades = It holds grades.
import-no-too-many-bytes = This file is larger than 20 MB. Split it, and bring the parts one by one.
import-no-empty = This file is empty.
import-no-spreadsheet = This is a spreadsheet or a zip file. Open it, and save it as CSV.
import-no-not-a-table = This is not a table of words. Save it again as CSV.
import-no-damaged = The letters in this file are broken. We tried to read them as { $encoding }. Save it again as CSV in UTF-8.
import-no-unclosed-quote = A quote opens in line { $line } and never closes. Close it, or take it out.
import-no-one-column = The headings in line { $line } make only one column. There should be a comma between columns.
import-no-too-many-columns = This file has { $were } columns. We can take { $most }.
import-no-too-many-rows = This file has more than { $most } rows. Split it, and bring the parts one by one.
import-no-long-heading = The heading of column { $column } has { $were } letters. We can take { $most }.
import-no-heading-not-there = There is no heading “{ $heading }” in this file. Choose the column that holds their words.
import-no-words-chosen = Choose the column that holds their words.
import-no-heading-twice = You chose “{ $heading }” for two things. Each needs its own.
import-no-format-without-when = You said how days are written. Choose the column that says when it happened, too.
import-no-format-unread = We cannot read “{ $format }”. Write it like dd/mm/yyyy.
import-no-mapping-unread = We cannot read these choices. { $why }
import-no-words-held-back = You chose “{ $heading }” for their words. { $why } Choose the column in which people say what happened.
import-going-title = Not all of it yet
import-going = Kept: { $kept }. Still to come: { $left }.
import-going-safe = You can stop here. Bring the same file again later, and it goes on. Nothing is kept twice.
import-go-on = Go on
import-one-title = A file you brought
import-not-ended = Some rows are still to come. Bring the same file again to go on.
import-when-brought = Brought on
import-encoding = Read as
import-rows = Rows under the headings
import-rows-kept = Rows kept
import-rows-refused = Rows not kept
import-again-note = To see which rows were not kept, bring the same file again. Nothing is kept twice.
import-state-title = What were they told?
import-state-why = Those who told this are not here. What were they told would happen with their words? Until you say it, only you can read them.
import-state-words = What they were told
import-state-hint = Say who asked them, when, and who they were told would read it.
import-state-send = Say it
import-wishes-title = Who may hear all of it?
import-wishes-what = This holds for everything in the file, in place of what held before. Offer no more than they were told.
import-wishing = A part of it is done. The rest follows.
import-beside-title = Came with the file
import-beside-what = These stood beside the words. Nobody’s voice is in them.
import-told-them = What whoever told this was told:
import-brought-by = brought in a file by { $name }
import-see = See the file it came in
import-link = Bring {$stories} from a file
waits-to-be-stated = Only you can read this. It waits until you say what whoever told it was told.
waits-import = A file waits for you to say what those who told it were told
unfit-not-stated = First say what those who told this were told.
unfit-file-half-sent = The file did not arrive whole. Please send it again.
