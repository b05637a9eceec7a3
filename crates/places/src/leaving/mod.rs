//! Taking away what somebody wrote for a group, under the group's key.

pub(crate) mod store;
