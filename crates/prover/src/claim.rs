//! What a property says, and of which requests.

/// One property: a sentence, and what it means for the policies.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// A short name, by which tests find it.
    pub name: &'static str,
    /// What it says, for whoever reads what was proved.
    pub says: &'static str,
    /// Of which kinds of request.
    pub over: Over,
    /// What must hold of them.
    pub claim: Claim,
}

/// Kinds of request: who asks, for what, of what.
#[derive(Clone, Copy, Debug)]
pub enum Over {
    /// Every kind that the schema knows.
    Everything,
    /// Those with one of these actions.
    Actions(&'static [&'static str]),
    /// All but those with one of these actions.
    AllBut(&'static [&'static str]),
    /// Those that ask about this kind of thing.
    About(&'static str),
    /// Those that this kind of reader asks.
    By(&'static str),
}

/// What must hold. Every text is policies; a *given* is `forbid`s that leave out what cannot be,
/// or what the property does not speak of.
#[derive(Clone, Copy, Debug)]
pub enum Claim {
    /// Whatever is allowed, these policies allow too.
    OnlyWhere(&'static str),
    /// Nothing that these policies permit is allowed.
    Never(&'static str),
    /// The answer is the same whatever else these attributes were.
    WhateverElse(&'static [&'static str]),
    /// Whatever is allowed is allowed, too, if these attributes were otherwise, as far as it is
    /// given how (their names then end in [`crate::OTHERWISE`]).
    AlsoIf {
        /// The attributes that are otherwise.
        otherwise: &'static [&'static str],
        /// How they are.
        given: &'static str,
    },
    /// Whoever may do what is asked for may also do this, with the same thing.
    AlsoMay {
        /// The other action.
        what: &'static str,
        /// What is a fact of the entities.
        given: &'static str,
    },
    /// No policy stops at an error, so none is left out of an answer.
    NoErrors,
}
