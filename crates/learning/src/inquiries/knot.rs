//! The learning cycle as it really went, as a picture: four stations in a ring, governance and
//! learning in the middle, and one curved path through the dated visits in their real order.
//! Where everything stands is worked out here; the template only writes it down.

use std::fmt::Write as _;

use web::Page;

use super::{Remark, Stage, Turn};

/// How many visits the picture shows; the table beneath it has them all.
const MOST: usize = 40;
/// The width of the picture in its own units, so that a phone shows it nearly life-size.
const WIDTH: i32 = 360;
/// From one visit of a station down to the next.
const STEP: i32 = 32;
/// From a station's name down to its first visit.
const UNDER_NAME: i32 = 26;
/// Between stations, one above the other.
const GAP: i32 = 40;

/// One visit of a station.
pub(crate) struct Visit {
    pub(crate) number: usize,
    pub(crate) stage: &'static str,
    pub(crate) anchor: String,
    pub(crate) day: String,
    /// The same day, short enough to stand in the picture.
    pub(crate) short: String,
    pub(crate) iso: String,
    pub(crate) by: String,
    pub(crate) drawn: Option<Spot>,
}

/// Where a visit is drawn: its knot, and where its number and its day are written.
#[derive(Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) text_y: i32,
    pub(crate) day_x: i32,
}

/// A station, and where its name is written.
pub(crate) struct Station {
    pub(crate) key: &'static str,
    pub(crate) x: i32,
    pub(crate) y: i32,
}

/// The whole picture.
pub(crate) struct Knot {
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) stations: Vec<Station>,
    /// The faint ring that the stations stand on: middle, and half its width and height.
    pub(crate) ring: (i32, i32, i32, i32),
    pub(crate) visits: Vec<Visit>,
    /// The path through the visits, as SVG writes it; empty while there are fewer than two.
    pub(crate) path: String,
    /// Whether there are more visits than the picture shows.
    pub(crate) more: bool,
}

/// Draws the cycle from the talk of a question, in the order in which it went.
pub(crate) fn draw(page: &Page, talk: &[Remark], named: impl Fn(&Remark) -> String) -> Knot {
    let entered: Vec<(&Remark, Stage)> = talk.iter().filter_map(stage_of).collect();
    let hidden = entered.len().saturating_sub(MOST);
    let shown: Vec<Stage> = entered.iter().skip(hidden).map(|(_, stage)| *stage).collect();
    let counts = Stage::ALL.map(|stage| count(&shown, stage));
    let (height, tops) = lay_out(counts);
    let spots = spots(&shown, tops);
    let visits = entered
        .iter()
        .enumerate()
        .map(|(at, (said, stage))| Visit {
            number: at + 1,
            stage: stage.key(),
            anchor: said.id.to_string(),
            day: page.day(said.at),
            short: short(&page.iso_day(said.at)),
            iso: page.iso_day(said.at),
            by: named(said),
            drawn: at.checked_sub(hidden).and_then(|drawn| spots.get(drawn).copied()),
        })
        .collect();
    let stations = Stage::ALL
        .into_iter()
        .zip(tops)
        .map(|(stage, top)| Station { key: stage.key(), x: column(stage), y: top })
        .collect();
    let ring = (WIDTH / 2, height / 2, WIDTH / 2 - 60, height / 2 - 40);
    Knot { width: WIDTH, height, stations, ring, visits, path: curve(&spots), more: hidden > 0 }
}

/// A day and a month out of a date such as `2026-03-09`, as in `9/3/26`.
fn short(iso: &str) -> String {
    let mut parts = iso.split('-').map(|part| part.trim_start_matches('0'));
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let year = year.map_or("", |year| year.get(2..).unwrap_or(year));
    format!("{}/{}/{year}", day.unwrap_or(""), month.unwrap_or(""))
}

fn stage_of(said: &Remark) -> Option<(&Remark, Stage)> {
    match said.turn {
        Turn::Entered(stage) => Some((said, stage)),
        Turn::Talk | Turn::Closed | Turn::Reopened => None,
    }
}

fn count(stages: &[Stage], stage: Stage) -> i32 {
    i32::try_from(stages.iter().filter(|s| **s == stage).count()).unwrap_or(i32::MAX)
}

/// The middle of the column that a station stands in.
const fn column(stage: Stage) -> i32 {
    match stage {
        Stage::Understand | Stage::Experiment | Stage::Govern => WIDTH / 2,
        Stage::Design => WIDTH - 62,
        Stage::Embed => 62,
    }
}

/// How tall the picture is, and where each station's name is written, in the order of
/// [`Stage::ALL`]: understanding above, trying below, the other three between them.
fn lay_out(counts: [i32; 5]) -> (i32, [i32; 5]) {
    let tall = counts.map(|visits| UNDER_NAME + visits.max(1) * STEP);
    let [understand, design, experiment, embed, govern] = tall;
    let between = design.max(embed).max(govern);
    let middle = 24 + understand + GAP;
    let beside = |height: i32| middle + (between - height) / 2;
    let below = middle + between + GAP;
    (below + experiment, [24, beside(design), below, beside(embed), beside(govern)])
}

/// Where each visit is drawn: one under the other at its station, a little to either side.
fn spots(stages: &[Stage], tops: [i32; 5]) -> Vec<Spot> {
    let mut so_far = [0_i32; 5];
    stages
        .iter()
        .map(|stage| {
            let at = Stage::ALL.iter().position(|s| s == stage).unwrap_or_default();
            let row = so_far[at];
            so_far[at] += 1;
            let x = column(*stage) - 34 + if row % 2 == 0 { 0 } else { 10 };
            let y = tops[at] + UNDER_NAME + row * STEP;
            Spot { x, y, text_y: y + 5, day_x: x + 18 }
        })
        .collect()
}

/// A curve through the knots: a Catmull-Rom spline written as cubic Béziers, whose handles are a
/// sixth of the way between the neighbours on either side (Catmull and Rom, 1974). Each piece also
/// sways to the left of the way it goes, so that going back and forth is not one line drawn twice.
fn curve(spots: &[Spot]) -> String {
    let mut path = String::new();
    let Some(first) = spots.first().filter(|_| spots.len() > 1) else { return path };
    let point = |at: usize| spots.get(at).or(spots.last()).copied().unwrap_or(*first);
    // Writing to a String cannot fail.
    let _ = write!(path, "M{} {}", first.x, first.y);
    for at in 0..spots.len() - 1 {
        let (before, from) = (point(at.saturating_sub(1)), point(at));
        let (to, after) = (point(at + 1), point(at + 2));
        let (left_x, left_y) = (sway(to.y - from.y), sway(from.x - to.x));
        let x1 = from.x + (to.x - before.x) / 6 + left_x;
        let y1 = from.y + (to.y - before.y) / 6 + left_y;
        let x2 = to.x - (after.x - from.x) / 6 + left_x;
        let y2 = to.y - (after.y - from.y) / 6 + left_y;
        let _ = write!(path, " C{x1} {y1} {x2} {y2} {} {}", to.x, to.y);
    }
    path
}

/// How far a piece of the path leans aside: a quarter of its length, and never far.
fn sway(length: i32) -> i32 {
    (length / 4).clamp(-56, 56)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_goes_through_every_visit_in_the_order_it_was_made() {
        let went = [Stage::Experiment, Stage::Understand, Stage::Experiment, Stage::Govern];
        let (_, tops) = lay_out(Stage::ALL.map(|stage| count(&went, stage)));
        let spots = spots(&went, tops);
        let path = curve(&spots);
        let mut from = 0;
        for spot in &spots {
            let knot = format!("{} {}", spot.x, spot.y);
            let at = path[from..].find(&knot).expect("the knot is on the path");
            from += at + knot.len();
        }
    }

    #[test]
    fn no_two_visits_are_drawn_on_top_of_each_other_and_none_outside() {
        let went: Vec<Stage> = (0..MOST).map(|n| Stage::ALL[(n * 7) % 5]).collect();
        let (height, tops) = lay_out(Stage::ALL.map(|stage| count(&went, stage)));
        let spots = spots(&went, tops);
        for (at, spot) in spots.iter().enumerate() {
            assert!((12..WIDTH - 12).contains(&spot.x) && (12..height - 5).contains(&spot.y));
            for other in &spots[at + 1..] {
                assert!((spot.x - other.x).abs() >= 24 || (spot.y - other.y).abs() >= 24);
            }
        }
    }

    #[test]
    fn one_visit_makes_no_path() {
        assert_eq!(curve(&[Spot { x: 1, y: 1, text_y: 1, day_x: 1 }]), "");
    }
}
