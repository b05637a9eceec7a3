# Moving and leaving: taking a page of one's own along, opening one from elsewhere, and ending it.

# What is refused, and who can help
not-allowed-only-who-named-it = Only whoever named this can end it before its day.
bound-holds = Twenty things are held here already, and that is the most. End one first.
unfit-page-ends = This page is about to end. Keep it first, and ask then.
unfit-hold-until = Say until which day: one that is to come, and within ten years.

# Ending it
life-end-closed = From that moment nobody but you sees any of it.
life-end-days = For seven days you can keep it after all, and nobody is told. Then it goes by itself.
life-ends-title = This page is about to end
life-ends = This page ends on { $day }
life-ends-what = Nobody but you sees any of it now. You can keep it after all until it goes. Nobody is told.
life-ends-keep = Keep it after all

# What is held
holds-title = Must something be kept?
holds-what = If a law, a court or a duty says that this page must not go yet, say so here. It then stays closed to everybody, and goes when that is over.
holds-begin = Say why it must not go yet
holds-duty = Why?
holds-duty-hint = One line. For instance: the tribunal may ask for it.
holds-until = Until which day?
holds-until-hint = Ten years from now at the most.
holds-button = Hold it until then
holds-said = Named by { $name } on { $day }. Held until { $until }.
holds-end = This need not be held any more
