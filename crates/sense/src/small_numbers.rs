//! Small numbers. A count below five can point at somebody; so can a nought. Below five, nought
//! included, there is one same answer: none.

/// From this count up, a count is shown.
pub const SHOWN_FROM: usize = 5;

/// The count, when it is large enough to point at nobody.
///
/// ```
/// assert_eq!(sense::shown_count(0), None);
/// assert_eq!(sense::shown_count(4), None);
/// assert_eq!(sense::shown_count(5), Some(5));
/// ```
#[must_use]
pub const fn shown_count(count: usize) -> Option<usize> {
    if count < SHOWN_FROM { None } else { Some(count) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn below_five_all_counts_give_one_same_answer(few in 0usize..5, many in 5usize..) {
            prop_assert_eq!(shown_count(few), shown_count(0));
            prop_assert_eq!(shown_count(many), Some(many));
        }
    }
}
