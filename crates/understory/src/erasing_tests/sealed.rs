//! What people type stands in no byte of any file.

use std::path::PathBuf;

use super::{Here, bytes, planting};

/// How many texts a place has at least, so that a verb that stops planting is noticed.
const TEXTS: usize = 150;

async fn nothing_stands_in_the_clear(in_postgres: bool) {
    let here = Here::new(in_postgres).await;
    let planted = planting::place(&here).await;
    assert!(planted.texts >= TEXTS, "{} texts were planted", planted.texts);
    // While it is open: the files, their write-ahead logs and what is shared beside them.
    here.write_out().await;
    assert_eq!(bytes::telling_tales(&here.everywhere()), Vec::<PathBuf>::new());
    // It can be read all the same, by whoever may.
    assert_eq!(here.hears(planted.asha, planted.ashas).await, Some(planted.ashas_words));
    assert_eq!(here.knows(planted.asha, planted.bryn).await, Some(planted.bryns_name));
    // And when it is closed.
    here.close().await;
    assert!(bytes::telling_tales(&here.everywhere()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_sqlite_holds_a_word_that_anybody_typed() {
    nothing_stands_in_the_clear(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_postgres_holds_a_word_that_anybody_typed() {
    nothing_stands_in_the_clear(true).await;
}
