//! What the policies must keep to, proved for every request that there could be: any person, any
//! attributes, any number of systems. The symbolic compiler (`cedar-policy-symcc`) turns the
//! policies into logic, and the solver cvc5 looks for a request that breaks a property. Where there
//! is none, the property is proved; where there is one, it is shown.
//!
//! A proof speaks of the policies and of nothing else. What they are told (who holds which pen, who
//! was let in) are facts that other tests look after; where a property rests on such a fact, its
//! sentence says so.

mod ask;
mod claim;
mod counterexample;
mod properties;
mod text;

pub use ask::{Prover, Verdict};
pub use claim::{Claim, Over, Property};
pub use counterexample::Counterexample;
pub use properties::{all, named};
pub use text::{OTHERWISE, Ours};

/// Why nothing could be proved. That a property does not hold is no trouble: it is a [`Verdict`].
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The solver is not on this machine.
    #[error(
        "cvc5 is not installed, and nothing is proved without it. bin/setup installs it on Debian \
         (apt-get install cvc5); elsewhere install it from cvc5.github.io, or name it in CVC5"
    )]
    NoSolver,
    /// The solver or the symbolic compiler gave up, or could not be understood.
    #[error("{asked}: {why}")]
    Solver {
        /// What was asked.
        asked: String,
        /// What it said.
        why: String,
    },
    /// A text of policies or of the schema cannot be read.
    #[error("{what} cannot be read: {why}")]
    Unread {
        /// Which text.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// A property names something that the policies or the schema do not have, so it would prove
    /// nothing.
    #[error("{0}")]
    Missing(String),
}

impl Trouble {
    fn unread<E: std::fmt::Display>(what: &'static str) -> impl Fn(E) -> Self {
        move |why| Self::Unread { what, why: why.to_string() }
    }
}
