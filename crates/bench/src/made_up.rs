//! Made-up tellings, the same in every run: some short, some longer, some with a title.

/// One made-up telling, before it is anybody's.
pub(crate) struct Story {
    pub(crate) title: Option<String>,
    pub(crate) words: String,
    pub(crate) matters: Option<String>,
    pub(crate) named: bool,
}

const SENTENCES: [&str; 16] = [
    "The bus that used to stop by the library now turns before the hill, so I walk the last part.",
    "My sister came on Tuesdays until her shifts changed, and nobody asked what happened then.",
    "When the kitchen at the hall is open, people stay after they have eaten and begin to talk.",
    "I rang four times about the damp, and each time I told the whole thing from the start.",
    "She sat down with me and asked what a good week would look like, and then she waited.",
    "We share one washing line between three flats, and it works because we all know each other.",
    "The letter said I had missed a visit, but nobody had told me that there would be one.",
    "On Fridays the boys mend bicycles in the yard; last month they mended mine for nothing.",
    "It was the caretaker who noticed that my curtains had not been opened for two days.",
    "They moved my worker to another team, and I did not want to begin again with a stranger.",
    "I would like to cook for somebody once a week, if somebody would like to be cooked for.",
    "Since the bench was put back by the pond, I have met two neighbours I never knew I had.",
    "The form asks what is wrong with you on the first page, so I never got to the second.",
    "He said he could not promise anything, but he came back the next day, as he had said.",
    "My granddaughter reads me the notices, because the print is small and the board is high.",
    "What helped was not the money; it was that one person stayed the same the whole way through.",
];

const TITLES: [&str; 5] =
    ["The last stop", "Tuesdays", "Four telephone calls", "A good week", "The bench by the pond"];

/// The made-up telling with this number.
pub(crate) fn story(number: usize) -> Story {
    let sentences = 4 + number % 6;
    let mut words = String::new();
    for at in 0..sentences {
        if at > 0 {
            words.push_str(if at == sentences / 2 { "\n\n" } else { " " });
        }
        words.push_str(SENTENCES[(number * 7 + at * 3) % SENTENCES.len()]);
    }
    let matters =
        number.is_multiple_of(4).then(|| SENTENCES[(number * 5 + 1) % SENTENCES.len()].into());
    Story {
        title: number.is_multiple_of(2).then(|| TITLES[number % TITLES.len()].to_owned()),
        words,
        matters,
        named: number.is_multiple_of(3),
    }
}

/// The name of the person with this number.
pub(crate) fn name(number: usize) -> String {
    const FIRST: [&str; 8] = ["Asha", "Bryn", "Carys", "Dilys", "Emrys", "Farah", "Gwen", "Hari"];
    const LAST: [&str; 5] = ["Bevan", "Khan", "Morgan", "Okoro", "Pugh"];
    format!("{} {}", FIRST[number % FIRST.len()], LAST[number / FIRST.len() % LAST.len()])
}

/// How many people tell.
pub(crate) const PEOPLE: usize = 40;
