//! Rounds in turn, A B A B, so that whatever else the machine does falls on both alike.

use std::time::Duration;

use crate::client::{self, Ask};
use crate::server::{self, Server};
use crate::settings::Bench;
use crate::{Done, note};

/// One side of a comparison.
pub(crate) struct Side<'a> {
    pub(crate) name: &'static str,
    pub(crate) server: &'a Server,
    pub(crate) ask: Ask,
}

/// What one round came to.
pub(crate) struct Round {
    /// Answers in a second.
    pub(crate) per_second: f64,
    /// How long the middle answer took, in milliseconds.
    pub(crate) middle_ms: f64,
    /// How long the slowest but one in a hundred took, in milliseconds.
    pub(crate) late_ms: f64,
    /// The server's processor time for each answer, in milliseconds, with what it had left over.
    pub(crate) work_ms: f64,
    /// The clients' own processor time for each answer, in milliseconds.
    pub(crate) client_ms: f64,
}

/// What all rounds of one side came to.
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    pub(crate) rounds: Vec<Round>,
    /// How many answers came, the warming included.
    pub(crate) answers: usize,
}

/// A comparison: the program first, then what stands beside it.
pub(crate) struct Comparison {
    pub(crate) title: &'static str,
    pub(crate) about: String,
    pub(crate) sides: Vec<Measured>,
}

/// Warms every side, and then lets them take turns.
pub(crate) async fn take_turns(sides: &[Side<'_>], set: &Bench) -> Done<Vec<Measured>> {
    let mut measured = Vec::with_capacity(sides.len());
    for side in sides {
        let warmed = client::load(side.server.address, &side.ask, set.warming()).await?;
        settle(side, set).await?;
        measured.push(Measured { name: side.name, rounds: Vec::new(), answers: warmed.answers });
    }
    for number in 1..=set.rounds() {
        let mut line = format!("  round {number}:");
        for (side, measured) in sides.iter().zip(&mut measured) {
            let (round, answers) = round(side, set.round(), set).await?;
            line.push_str(&format!("  {} {:.0}/s", side.name, round.per_second));
            measured.rounds.push(round);
            measured.answers += answers;
        }
        note(&line);
    }
    Ok(measured)
}

async fn round(side: &Side<'_>, lasting: Duration, set: &Bench) -> Done<(Round, usize)> {
    let (before, client_before) = (side.server.worked()?, server::worked("self")?);
    let load = client::load(side.server.address, &side.ask, lasting).await?;
    let client = server::worked("self")? - client_before;
    settle(side, set).await?;
    let worked = side.server.worked()? - before;
    if load.waits.is_empty() {
        return Err("a round without an answer".into());
    }
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 answers")]
    let answers = load.answers as f64;
    let at = |part: usize| f64::from(load.waits[(load.waits.len() - 1) * part / 100]) / 1_000.0;
    let round = Round {
        per_second: answers / load.seconds,
        middle_ms: at(50),
        late_ms: at(99),
        work_ms: worked * 1_000.0 / answers,
        client_ms: client * 1_000.0 / answers,
    };
    Ok((round, load.answers))
}

/// A smoke test has no time to wait, and its numbers say nothing anyway.
async fn settle(side: &Side<'_>, set: &Bench) -> Done {
    if set.quick { Ok(()) } else { side.server.settle().await }
}

/// The middle of some numbers, with the least and the most.
pub(crate) struct Spread {
    pub(crate) middle: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

/// The spread of these numbers; zeros where there are none.
pub(crate) fn spread(numbers: impl IntoIterator<Item = f64>) -> Spread {
    let mut numbers: Vec<f64> = numbers.into_iter().collect();
    numbers.sort_by(f64::total_cmp);
    let at = |place: usize| numbers.get(place).copied().unwrap_or_default();
    let half = numbers.len() / 2;
    let middle = if numbers.len().is_multiple_of(2) && half > 0 {
        f64::midpoint(at(half - 1), at(half))
    } else {
        at(half)
    };
    Spread { middle, least: at(0), most: at(numbers.len().saturating_sub(1)) }
}

/// How one side's throughput stands to another's, round by round.
pub(crate) fn ratio(one: &Measured, other: &Measured) -> Spread {
    spread(one.rounds.iter().zip(&other.rounds).map(|(a, b)| a.per_second / b.per_second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        let even = spread([4.0, 1.0, 2.0, 3.0]);
        assert_eq!((even.least, even.middle, even.most), (1.0, 2.5, 4.0));
        assert_eq!(spread([3.0, 1.0, 2.0]).middle, 2.0);
        assert_eq!(spread([]).middle, 0.0);
    }
}
