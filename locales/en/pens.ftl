# Holding the pen of a page together

pens-title = Who holds the pen of this page
pens-what = Whoever holds the pen reads and changes everything here, says who is let in, and sees who looked.
pens-you = You
pens-with-others = You hold the pen of this page together with others. Nobody else reads any of it unless one of you lets them in.
pens-link = Hold the pen together with somebody
pens-asked = Asked, and no answer yet
pens-called-to-them = To them it is called “{ $called }”.
pens-take-back = Take it back for { $name }
pens-ask = Ask somebody to hold it with you
pens-ask-reads = They read everything that was ever said here, and can change it and take it out.
pens-ask-own-pages = Pages that you keep for yourself stay yours. Nobody can tell whether you have any.
pens-ask-leaves = Each of you can leave this page by themselves. The others are not told.
pens-who = Whom?
pens-called = What is this page called to them?
pens-called-hint = They see this line, and nothing else here, until they say yes. Empty, they see what stands above the page.
pens-ask-button = Ask them
pens-asks-you = { $name } asks you to hold the pen of “{ $called }” together
pens-asks-you-what = You would both read and change everything there. Pages of your own stay yours. If you say no, they are not told.
pens-yes = Yes, I hold it too
pens-no = No, thank you
not-allowed-only-who-was-asked = Only whoever was asked can answer. You can take it back.
bound-pens = Twelve people hold this pen, or were asked to. That is the most.
unfit-holds-the-pen = They hold this pen already, or were asked to.
unfit-child-holds-the-pen = Two grown-ups must hold the pen first, before somebody under 18 does.
unfit-nobody-asked = Choose whom you want to ask.
