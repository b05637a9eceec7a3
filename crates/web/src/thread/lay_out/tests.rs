use proptest::prelude::*;

use super::{Laid, Link, lay_out};

fn links(pairs: &[(usize, usize)]) -> Vec<Link> {
    pairs.iter().map(|&(of, what)| Link { of, what }).collect()
}

/// A thread of up to forty knots, with links any way round.
fn threads() -> impl Strategy<Value = (Vec<i64>, Vec<Link>)> {
    (1_usize..40).prop_flat_map(|knots| {
        let when = prop::collection::vec(0_i64..20, knots);
        let link = (0..knots, 0..knots).prop_map(|(of, what)| Link { of, what });
        (when, prop::collection::vec(link, 0..90))
    })
}

fn row(laid: &Laid, knot: usize) -> usize {
    laid.rows[knot]
}

proptest! {
    #[test]
    fn no_two_knots_stand_in_one_place((when, links) in threads()) {
        let laid = lay_out(&when, &links);
        let mut rows = laid.rows.clone();
        rows.sort_unstable();
        prop_assert_eq!(rows, (0..when.len()).collect::<Vec<_>>());
        prop_assert!(laid.lanes.iter().all(|lane| *lane < laid.width));
    }

    #[test]
    fn every_link_goes_down_unless_the_thread_comes_round((when, links) in threads()) {
        let laid = lay_out(&when, &links);
        for bend in &laid.bends {
            let down = row(&laid, bend.link.of) < row(&laid, bend.link.what);
            prop_assert_eq!(down, !bend.round);
        }
    }

    #[test]
    fn a_thread_that_never_comes_round_goes_down_everywhere((when, links) in threads()) {
        // What is there because of something has a greater number, so no thread comes round.
        let links: Vec<Link> = links.into_iter().filter(|l| l.of < l.what).collect();
        let laid = lay_out(&when, &links);
        prop_assert!(laid.bends.iter().all(|bend| !bend.round));
    }

    #[test]
    fn every_link_is_drawn_once_and_nothing_else((when, links) in threads()) {
        let laid = lay_out(&when, &links);
        let mut said: Vec<Link> = links.into_iter().filter(|l| l.of != l.what).collect();
        said.sort_unstable();
        said.dedup();
        let drawn: Vec<Link> = laid.bends.iter().map(|bend| bend.link).collect();
        prop_assert_eq!(drawn, said);
    }

    #[test]
    fn no_lane_passes_through_a_knot_that_is_none_of_its_own((when, links) in threads()) {
        let laid = lay_out(&when, &links);
        for bend in &laid.bends {
            let (one, other) = (row(&laid, bend.link.of), row(&laid, bend.link.what));
            for between in one.min(other) + 1..one.max(other) {
                let knot = laid.order[between];
                prop_assert!(laid.lanes[knot] != bend.lane, "{bend:?} runs through {knot}");
            }
        }
    }

    #[test]
    fn links_share_a_stretch_of_a_lane_only_with_an_end_in_common((when, links) in threads()) {
        let laid = lay_out(&when, &links);
        for (at, one) in laid.bends.iter().enumerate() {
            for other in laid.bends[at + 1..].iter().filter(|other| other.lane == one.lane) {
                let spans = [one, other].map(|bend| {
                    let (a, b) = (row(&laid, bend.link.of), row(&laid, bend.link.what));
                    (a.min(b), a.max(b))
                });
                let apart = spans[0].1 <= spans[1].0 || spans[1].1 <= spans[0].0;
                let (a, b) = (one.link, other.link);
                let in_common = a.of == b.of || a.what == b.what;
                prop_assert!(apart || (in_common && one.round == other.round), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn the_same_thread_is_the_same_picture((when, links) in threads()) {
        let again: Vec<Link> = links.iter().rev().copied().collect();
        prop_assert_eq!(lay_out(&when, &links), lay_out(&when, &again));
    }
}

#[test]
fn a_chain_is_one_straight_line() {
    let laid = lay_out(&[3, 1, 2], &links(&[(1, 2), (2, 0)]));
    assert_eq!((laid.order, laid.lanes, laid.width), (vec![1, 2, 0], vec![0, 0, 0], 1));
}

#[test]
fn many_voices_run_into_one_lane() {
    let voices: Vec<(usize, usize)> = (0..12).map(|voice| (voice, 12)).collect();
    let laid = lay_out(&(0..13).collect::<Vec<_>>(), &links(&voices));
    assert_eq!(laid.width, 2);
    assert!(laid.bends.iter().all(|bend| bend.lane == 0));
    assert_eq!(laid.lanes[12], 0);
}

#[test]
fn a_thing_reached_twice_stands_once_with_two_threads_into_it() {
    // One telling in two patterns, and one question because of both.
    let laid = lay_out(&[0, 1, 2, 3], &links(&[(0, 1), (0, 2), (1, 3), (2, 3)]));
    assert_eq!(laid.order, [0, 1, 2, 3]);
    assert_eq!(laid.bends.iter().filter(|bend| bend.link.what == 3).count(), 2);
}

#[test]
fn what_comes_round_is_drawn_and_said() {
    let laid = lay_out(&[0, 1], &links(&[(0, 1), (1, 0)]));
    let round: Vec<bool> = laid.bends.iter().map(|bend| bend.round).collect();
    assert_eq!(round, [false, true]);
}

#[test]
fn four_hundred_links_are_laid_out() {
    let all: Vec<(usize, usize)> = (0..400).map(|n| (n % 30, 30 + (n * 7) % 300)).collect();
    let laid = lay_out(&(0..330).collect::<Vec<_>>(), &links(&all));
    assert_eq!(laid.order.len(), 330);
}
