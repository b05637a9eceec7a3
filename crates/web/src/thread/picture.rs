//! A thread as it is written down: each knot with its shape, its words and its day beside it, and
//! each link as a line between two of them. It is as wide as a phone, and grows downward.

use std::fmt::Write as _;

use ground::id::Kind;

use super::lay_out::{Bend, Laid, Link, lay_out};
use super::letters;

/// The width of the picture in its own units, so that the narrowest phone shows it nearly
/// life-size.
const WIDTH: i32 = 300;
/// From the edge to the middle of the first lane.
const EDGE: i32 = 14;
/// Between lanes, while there are few.
const BETWEEN: i32 = 22;
/// The most that all lanes take together, so that there is room for words beside them.
const MOST_LANES: i32 = 84;
/// From the last lane to the words.
const BESIDE: i32 = 22;
/// From the top of a row to the middle of its knot.
const TO_KNOT: i32 = 18;
/// From one line of words to the next.
const LINE: i32 = 21;
/// Beneath the words of a row.
const UNDER: i32 = 22;
/// How far from a knot a line has reached its lane.
const REACH: i32 = 20;
/// The most lines of a heading, and of one reason.
const MOST_OF_HEADING: usize = 3;
const MOST_OF_REASON: usize = 2;
/// The most reasons beside one knot; the table has them all.
const MOST_REASONS: usize = 2;

/// The shape of a knot: one for each kind of thing, so that nothing is said by colour alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A round voice, with a tail: what somebody told.
    Voice,
    /// Two that overlap: what several share.
    Shared,
    /// A diamond: an open question.
    Question,
    /// A triangle: something small that is tried.
    Trial,
    /// A square: what was learned.
    Lesson,
    /// A hexagon: a conversation.
    Table,
    /// An arrow: what was passed on.
    Arrow,
    /// A circle: anything else.
    Round,
}

impl Shape {
    /// The shape of this kind of thing.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Telling => Self::Voice,
            Kind::Pattern => Self::Shared,
            Kind::Inquiry => Self::Question,
            Kind::Experiment => Self::Trial,
            Kind::Lesson => Self::Lesson,
            Kind::Conversation => Self::Table,
            Kind::Ask => Self::Arrow,
            Kind::System | Kind::Person | Kind::Section | Kind::Passage => Self::Round,
        }
    }

    /// The outline around the point where the pen is, as SVG writes it.
    const fn outline(self) -> &'static str {
        match self {
            Self::Voice => "m-9 -1a9 8 0 1 1 9 8l-8 3l2 -5a9 8 0 0 1 -3 -6z",
            Self::Shared => "m-10 0a6 6 0 0 1 10 -4.5a6 6 0 1 1 0 9a6 6 0 0 1 -10 -4.5z",
            Self::Question => "m0 -10l10 10l-10 10l-10 -10z",
            Self::Trial => "m0 -10l10 17h-20z",
            Self::Lesson => "m-8 -8h16v16h-16z",
            Self::Table => "m-5 -9h10l5 9l-5 9h-10l-5 -9z",
            Self::Arrow => "m-9 -7h9l9 7l-9 7h-9z",
            Self::Round => "m-8 0a8 8 0 1 1 16 0a8 8 0 1 1 -16 0z",
        }
    }
}

/// One thing on a thread, with all that stands beside it.
#[derive(Clone, Debug)]
pub struct Knot {
    /// Its shape.
    pub shape: Shape,
    /// What kind of thing it is, in words.
    pub kind: String,
    /// Its heading.
    pub heading: String,
    /// The day, in words.
    pub day: String,
    /// Where its page is, if this reader may open it.
    pub path: Option<String>,
    /// Why it is there, a line for each reason.
    pub reasons: Vec<String>,
    /// How old it is, for its place.
    pub when: i64,
    /// Whether it is something that waits, or an answer that nothing came: it has an open outline.
    pub waits: bool,
}

/// One line of words, and where it begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// From the top.
    pub y: i32,
    /// The words.
    pub words: String,
}

/// One knot as it is drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lettered {
    /// Its outline.
    pub outline: String,
    /// Whether it has an open outline.
    pub waits: bool,
    /// Where its page is, if this reader may open it.
    pub path: Option<String>,
    /// What it is called, whole, for whoever hears the picture.
    pub name: String,
    /// What kind it is and the day.
    pub kind: Vec<Line>,
    /// Its heading.
    pub heading: Vec<Line>,
    /// Why it is there.
    pub reasons: Vec<Line>,
}

/// One link as it is drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Drawn {
    /// The line, as SVG writes it.
    pub line: String,
    /// Whether it goes back up.
    pub round: bool,
}

/// The whole picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// What its parts are called on a page that has several.
    pub name: &'static str,
    /// How wide, in its own units.
    pub width: i32,
    /// How tall.
    pub height: i32,
    /// Where words begin.
    pub words_at: i32,
    /// Its knots, from the top down.
    pub knots: Vec<Lettered>,
    /// Its links.
    pub links: Vec<Drawn>,
    /// Whether any knot leads to a page.
    pub leads_on: bool,
    /// Whether any link goes back up.
    pub comes_round: bool,
}

/// Draws a thread under this name.
#[must_use]
pub fn draw(name: &'static str, knots: &[Knot], links: &[Link]) -> Picture {
    let when: Vec<i64> = knots.iter().map(|knot| knot.when).collect();
    let laid = lay_out(&when, links);
    let between = match i32::try_from(laid.width).unwrap_or(i32::MAX) {
        lanes if lanes > 1 => BETWEEN.min(MOST_LANES / (lanes - 1)).max(1),
        _ => BETWEEN,
    };
    let x = |lane: usize| EDGE + between * i32::try_from(lane).unwrap_or_default();
    // Past this many lanes the last ones stand closer than a unit; they end where words begin.
    let x = |lane: usize| x(lane).min(EDGE + MOST_LANES);
    let words_at = x(laid.width.saturating_sub(1)) + BESIDE;
    let (mut top, mut places) = (0, vec![(0, 0); knots.len()]);
    let mut lettered = Vec::with_capacity(knots.len());
    for &at in &laid.order {
        let middle = (x(laid.lanes[at]), top + TO_KNOT);
        places[at] = middle;
        let (knot, height) = letter(&knots[at], middle, top, WIDTH - words_at - 4);
        lettered.push(knot);
        top += height;
    }
    Picture {
        name,
        width: WIDTH,
        height: top.max(1),
        words_at,
        links: laid.bends.iter().map(|bend| drawn(bend, &laid, &places, x(bend.lane))).collect(),
        leads_on: knots.iter().any(|knot| knot.path.is_some()),
        comes_round: laid.bends.iter().any(|bend| bend.round),
        knots: lettered,
    }
}

/// The words beside one knot, and how tall its row is.
fn letter(knot: &Knot, (x, y): (i32, i32), top: i32, room: i32) -> (Lettered, i32) {
    let mut at = top + TO_KNOT + 5;
    let mut put = |words: Vec<String>| -> Vec<Line> {
        let lines = words.into_iter().map(|words| {
            at += LINE;
            Line { y: at - LINE, words }
        });
        lines.collect()
    };
    // Quieter words are smaller, so a little more of them fits.
    let quiet = room * 8 / 7;
    let said = [knot.kind.as_str(), knot.day.as_str()];
    let said: Vec<&str> = said.into_iter().filter(|one| !one.is_empty()).collect();
    let together = said.join(" · ");
    // A day is not broken: where both do not fit in one line, it has a line of its own.
    let kind = match letters::width(&together) <= quiet {
        true => vec![together.clone()],
        false => said.iter().flat_map(|one| letters::lines(one, quiet, 2)).collect(),
    };
    let kind = put(kind);
    let heading = put(letters::lines(&knot.heading, room, MOST_OF_HEADING));
    let reasons = knot.reasons.iter().take(MOST_REASONS);
    let reasons =
        reasons.flat_map(|reason| letters::lines(reason, quiet, MOST_OF_REASON)).collect();
    let reasons = put(reasons);
    let lettered = Lettered {
        outline: format!("M{x} {y}{}", knot.shape.outline()),
        waits: knot.waits,
        path: knot.path.clone(),
        name: format!("{together}: {}", knot.heading),
        kind,
        heading,
        reasons,
    };
    (lettered, at - LINE - top + UNDER)
}

/// One link: out of its upper knot, down its lane, into its lower knot.
fn drawn(bend: &Bend, laid: &Laid, places: &[(i32, i32)], lane: i32) -> Drawn {
    let Link { of, what } = bend.link;
    let upper_first = laid.rows[of] < laid.rows[what];
    let (upper, lower) = if upper_first { (of, what) } else { (what, of) };
    let ((x1, y1), (x2, y2)) = (places[upper], places[lower]);
    let mut line = format!("M{x1} {y1}");
    // Writing to a String cannot fail.
    if x1 != lane {
        let (half, to) = (i32::midpoint(x1, lane), y1 + REACH);
        let _ = write!(line, "C{half} {y1} {lane} {y1} {lane} {to}");
    }
    let _ = write!(line, "V{}", if x2 == lane { y2 } else { y2 - REACH });
    if x2 != lane {
        let half = i32::midpoint(lane, x2);
        let _ = write!(line, "C{lane} {y2} {half} {y2} {x2} {y2}");
    }
    Drawn { line, round: bend.round }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knot(heading: &str, when: i64) -> Knot {
        Knot {
            shape: Shape::Voice,
            kind: "What somebody told".to_owned(),
            heading: heading.to_owned(),
            day: "9 March 2026".to_owned(),
            path: None,
            reasons: Vec::new(),
            when,
            waits: false,
        }
    }

    #[test]
    fn rows_are_tall_enough_for_their_words_and_for_their_lines() {
        let long = "Letters that do not know the buses, and buses that do not know the letters";
        let knots = [knot(long, 0), knot("Short", 1), knot(long, 2)];
        let links = [Link { of: 0, what: 1 }, Link { of: 0, what: 2 }];
        let picture = draw("thread", &knots, &links);
        let mut lines: Vec<i32> = Vec::new();
        for knot in &picture.knots {
            let words = knot.kind.iter().chain(&knot.heading).chain(&knot.reasons);
            lines.extend(words.map(|line| line.y));
        }
        assert!(lines.windows(2).all(|two| two[1] - two[0] >= LINE), "{lines:?}");
        assert!(lines.iter().all(|y| *y < picture.height));
        const { assert!(TO_KNOT + LINE + UNDER >= 2 * REACH, "a line reaches its lane in a row") };
    }

    #[test]
    fn however_many_lanes_there_are_there_is_room_for_words() {
        // A question for each voice, all open at once: a lane for each.
        let knots: Vec<Knot> = (0..200).map(|n| knot("Why?", n)).collect();
        let links: Vec<Link> = (0..100).map(|n| Link { of: n, what: n + 100 }).collect();
        let picture = draw("thread", &knots, &links);
        assert!(picture.words_at <= WIDTH - 180, "words begin at {}", picture.words_at);
    }

    #[test]
    fn nothing_to_draw_is_a_picture_of_nothing() {
        let picture = draw("thread", &[], &[]);
        assert!(picture.knots.is_empty() && picture.links.is_empty());
    }
}
