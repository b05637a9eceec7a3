//! The learning cycle as it really went, as a picture: a row for each time something was started,
//! a lane for each station with governance and learning in the middle, and one path down through
//! them all. A knot that is pulled open, so that its order can be read; going back shows as going
//! back. Where everything stands is worked out here; the template only writes it down.

use std::fmt::Write as _;

use web::Page;
use web::thread::broken;

use super::{Stage, Started, TalkId, Went};

/// How many visits the picture shows; the table beneath it has more.
const MOST: usize = 40;
/// The width of the picture in its own units, so that the narrowest phone shows it nearly
/// life-size.
const WIDTH: i32 = 300;
/// From one visit down to the next.
const STEP: i32 = 52;
/// From the edge of the picture to the first lane, and from there to the next.
const LANE: i32 = 24;
/// From the middle of a lane to where the name above it begins.
const NAMED_FROM: i32 = 5;
/// From one line of a lane's name to the next.
const LINE: i32 = 18;
/// From the last line of a lane's name to where the lane begins.
const UNDER: i32 = 6;
/// The most lines of a lane's name.
const MOST_LINES: usize = 2;
/// Where the words beside a visit begin.
const WORDS_AT: i32 = 6 * LANE;

/// One visit of a station.
pub(crate) struct Visit {
    pub(crate) number: usize,
    pub(crate) stage: &'static str,
    /// The remark with which it began, where that stands on the same page.
    pub(crate) anchor: Option<String>,
    pub(crate) day: String,
    pub(crate) iso: String,
    pub(crate) by: String,
    pub(crate) drawn: Option<Spot>,
}

/// Where a visit is drawn: the middle of its knot, and the lines of its number, its name and day.
#[derive(Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) number_y: i32,
    pub(crate) name_y: i32,
    pub(crate) day_y: i32,
}

/// One lane: where it runs, and what it is called. The names stand above the lanes like steps, each
/// beginning over its own lane and above where the next begins, so that none is turned on its side
/// and no line runs through a word.
pub(crate) struct Lane {
    pub(crate) x: i32,
    /// Where the lane begins, under its name.
    pub(crate) top: i32,
    pub(crate) named_at: i32,
    /// The lines of its name, and where each stands.
    pub(crate) name: Vec<(i32, String)>,
}

/// The whole picture.
pub(crate) struct Knot {
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) words_at: i32,
    /// Each station's lane, from the left.
    pub(crate) lanes: Vec<Lane>,
    pub(crate) visits: Vec<Visit>,
    /// The path through the visits, as SVG writes it; empty while there are fewer than two.
    pub(crate) path: String,
    /// How many visits there were, with those that stand neither in the picture nor in the table.
    pub(crate) all: usize,
    /// Whether there are more visits than the picture shows.
    pub(crate) more: bool,
    /// Whether there are more visits than the table has.
    pub(crate) more_still: bool,
}

/// Draws how a question went, in the order in which it did. A visit leads to its remark if that is
/// `here`: on the same page.
pub(crate) fn draw(
    page: &Page,
    went: &Went,
    here: impl Fn(TalkId) -> bool,
    named: impl Fn(&Started) -> String,
) -> Knot {
    let entered = &went.latest;
    let hidden = entered.len().saturating_sub(MOST);
    let shown: Vec<Stage> = entered.iter().skip(hidden).map(|one| one.stage).collect();
    let (lanes, top) = lanes(|stage| page.t.say(stage.key()));
    let spots = spots(&shown, top);
    let visits = entered
        .iter()
        .enumerate()
        .map(|(at, one)| Visit {
            number: went.before + at + 1,
            stage: one.stage.key(),
            anchor: here(one.id).then(|| one.id.to_string()),
            day: page.day(one.at),
            iso: page.iso_day(one.at),
            by: named(one),
            drawn: at.checked_sub(hidden).and_then(|drawn| spots.get(drawn).copied()),
        })
        .collect();
    Knot {
        width: WIDTH,
        height: top + row(spots.len()) - STEP / 2,
        words_at: WORDS_AT,
        lanes,
        visits,
        path: path(&spots),
        all: went.before + entered.len(),
        more: hidden > 0,
        more_still: went.before > 0,
    }
}

/// Where the lane of a station runs: deciding and learning in the middle of the other four.
const fn lane(stage: Stage) -> i32 {
    LANE * match stage {
        Stage::Understand => 1,
        Stage::Design => 2,
        Stage::Govern => 3,
        Stage::Experiment => 4,
        Stage::Embed => 5,
    }
}

/// The lanes from the left with their names above them, and where the rows begin.
fn lanes(named: impl Fn(Stage) -> String) -> (Vec<Lane>, i32) {
    let mut stages = Stage::ALL;
    stages.sort_by_key(|stage| lane(*stage));
    let (mut lanes, mut at) = (Vec::new(), 0);
    for stage in stages {
        let x = lane(stage);
        let named_at = x - NAMED_FROM;
        let lines = broken(&named(stage), WIDTH - named_at, MOST_LINES).into_iter();
        let name = lines.map(|line| {
            at += LINE;
            (at, line)
        });
        let name = name.collect();
        lanes.push(Lane { x, top: at + UNDER, named_at, name });
    }
    (lanes, at + UNDER)
}

/// The middle of a row, counted from 0.
fn row(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX / STEP - 1) * STEP + STEP / 2
}

/// Where each visit is drawn: in the lane of its station, one row below the one before, the first
/// under the names.
fn spots(stages: &[Stage], top: i32) -> Vec<Spot> {
    let spot = |(at, stage): (usize, &Stage)| {
        let (x, y) = (lane(*stage), top + row(at));
        Spot { x, y, number_y: y + 5, name_y: y - 4, day_y: y + 15 }
    };
    stages.iter().enumerate().map(spot).collect()
}

/// A path down through the knots: between two rows it leaves and arrives straight down, so that it
/// never runs back up, and never through a row that is not its own.
fn path(spots: &[Spot]) -> String {
    let mut path = String::new();
    let Some((first, others)) = spots.split_first().filter(|(_, others)| !others.is_empty()) else {
        return path;
    };
    // Writing to a String cannot fail.
    let _ = write!(path, "M{} {}", first.x, first.y);
    let mut from = first;
    for to in others {
        let half = (from.y + to.y) / 2;
        let _ = write!(path, " C{} {half} {} {half} {} {}", from.x, to.x, to.x, to.y);
        from = to;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_goes_down_through_every_visit_in_the_order_it_was_made() {
        let went = [Stage::Experiment, Stage::Understand, Stage::Experiment, Stage::Govern];
        let spots = spots(&went, 100);
        let path = path(&spots);
        let mut from = 0;
        for spot in &spots {
            let knot = format!("{} {}", spot.x, spot.y);
            let at = path[from..].find(&knot).expect("the knot is on the path");
            from += at + knot.len();
        }
        assert!(spots.is_sorted_by_key(|spot| spot.y), "later is further down");
        assert_eq!(spots[0].x, spots[2].x, "going back is to the same lane");
    }

    #[test]
    fn no_two_visits_are_drawn_on_top_of_each_other_and_none_outside() {
        let went: Vec<Stage> = (0..MOST).map(|n| Stage::ALL[(n * 7) % 5]).collect();
        let spots = spots(&went, 100);
        let height = 100 + row(spots.len()) - STEP / 2;
        for (at, spot) in spots.iter().enumerate() {
            assert!((12..WORDS_AT - 12).contains(&spot.x));
            assert!((100 + 12..height - 12).contains(&spot.y), "under the names");
            assert!(spots[at + 1..].iter().all(|other| (spot.y - other.y).abs() >= 40));
        }
    }

    #[test]
    fn each_station_has_a_lane_of_its_own() {
        let lanes: std::collections::BTreeSet<i32> = Stage::ALL.into_iter().map(lane).collect();
        assert_eq!(lanes.len(), Stage::ALL.len());
    }

    #[test]
    fn each_lane_is_named_above_it_and_no_lane_runs_through_a_name() {
        let long = "To decide together, and to learn from what came of it";
        for name in ["Decide", "Decide and learn", long] {
            let (lanes, top) = lanes(|_| name.to_owned());
            assert_eq!(lanes.len(), Stage::ALL.len());
            for (at, lane) in lanes.iter().enumerate() {
                assert!(lane.name.len() == if name == long { 2 } else { 1 }, "{:?}", lane.name);
                assert!(lane.named_at < lane.x && lane.top <= top);
                assert!(lane.name.iter().all(|(y, _)| *y < lane.top));
                let left = &lanes[..at];
                // What runs down at the left passes where the name does not reach.
                assert!(left.iter().all(|other| other.x < lane.named_at && other.top < lane.top));
            }
        }
    }

    #[test]
    fn one_visit_makes_no_path() {
        assert_eq!(path(&spots(&[Stage::Design], 0)), "");
    }
}
