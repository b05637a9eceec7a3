//! Heads of the trail, to be kept off the machine. A chain that was made anew from the beginning
//! holds together by itself; that it goes through a head which was kept elsewhere shows that it is
//! the same chain still.

use std::fmt;

use ground::Outcome;
use ground::id::SystemId;
use store::{Database, Look, bind, sql};

use crate::trail::Verified;

/// The hash of one batch of a system's trail: the last, when it was written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// Which system.
    pub system: SystemId,
    /// Which batch.
    pub number: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

impl Head {
    /// The head of a chain, if it holds and has a batch.
    #[must_use]
    pub fn of(chain: &Verified) -> Option<Self> {
        let hash = chain.head.as_slice().try_into().ok()?;
        let whole = chain.broken_at.is_none() && chain.batches > 0;
        whole.then_some(Self { system: chain.system, number: chain.batches, hash })
    }

    /// Reads a head as it is written: the system, the batch and its hash, with spaces between.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split_whitespace();
        let system = SystemId::parse(parts.next()?)?;
        let number = parts.next()?.parse().ok().filter(|number| *number > 0)?;
        let hash = unhex(parts.next()?)?;
        parts.next().is_none().then_some(Self { system, number, hash })
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.system, self.number)?;
        self.hash.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut hash = [0_u8; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(hash)
}

/// What a chain is to a head that was kept elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Against {
    /// The chain goes through it: nothing up to there was changed since.
    Through,
    /// The chain has another batch in that place: it was made anew.
    Another,
    /// The chain is shorter than that, or there is none any more: some of it was taken away.
    Gone,
    /// The chain does not hold so far, so it says nothing.
    Broken,
}

/// Holds one head against the chains as they were [verified](crate::trail::verify).
pub async fn against(database: &Database, chains: &[Verified], head: &Head) -> Outcome<Against> {
    let Some(chain) = chains.iter().find(|chain| chain.system == head.system) else {
        return Ok(Against::Gone);
    };
    if head.number > chain.batches {
        return Ok(if chain.broken_at.is_some() { Against::Broken } else { Against::Gone });
    }
    let stands = hash_of(&mut database.look().await?, head.system, head.number).await?;
    Ok(if stands.as_deref() == Some(&head.hash) { Against::Through } else { Against::Another })
}

async fn hash_of(look: &mut Look, system: SystemId, number: i64) -> Outcome<Option<Vec<u8>>> {
    let row = look
        .maybe(
            sql!("SELECT hash FROM trail_batches WHERE system_id = $1 AND number = $2"),
            bind().id(system).number(number),
        )
        .await?;
    row.map(|row| row.bytes("hash")).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_is_written_and_nothing_else_is() {
        let head = Head { system: SystemId::random(), number: 12, hash: [171; 32] };
        assert_eq!(Head::parse(&head.to_string()), Some(head.clone()));
        let text = head.to_string();
        for wrong in [
            String::new(),
            "a 1 b".to_owned(),
            format!("{text} more"),
            text.replace(" 12 ", " 0 "),
            text.replace(" 12 ", " -1 "),
            text[..text.len() - 1].to_owned(),
            text.replace("ab", "xy"),
        ] {
            assert_eq!(Head::parse(&wrong), None, "{wrong}");
        }
    }
}
