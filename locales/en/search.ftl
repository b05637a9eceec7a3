# Search.
search-title = Search
search-words = What are you looking for?
search-hint = A word or two. You find only what you may see. We keep nothing of what you type; your browser may.
search-send = Search
search-found = What was found
search-nothing = Nothing that you may see holds these words. Try fewer words, or longer ones.
search-none-with-all = Nothing that you may see holds all of these words.
search-some = With some of these words
search-instead = Look around instead
search-more = More
search-still-reading = Search is still being made ready. For some minutes, something may be missing here.
