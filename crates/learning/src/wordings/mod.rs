//! The page on which somebody empties what they said before of a pattern, a question or a plan, and
//! where whoever else reads it learns what they can do. The verbs are those of
//! [`sharing::wordings::emptying`].

pub mod pages;
#[cfg(test)]
mod tests;
