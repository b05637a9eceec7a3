//! A file of tellings that somebody brings.

use places::systems;

use super::Plant;
use crate::erasing_tests::{Here, Planted, run, typed};

/// A file brought from the command line, as whoever looks after the place.
pub(super) async fn bringing(here: &Here, plant: &Plant, planted: &Planted) {
    let folder = proving::folder();
    let file = folder.path().join(format!("{}.csv", plant.text("file")));
    let cells: Vec<String> =
        ["heading", "told", "beside"].iter().map(|field| plant.text(field)).collect();
    let text = format!("Words,{}\n{},{}\n", cells[0], cells[1], cells[2]);
    std::fs::write(&file, text).expect("written");
    let reader = here.reader(planted.asha).await;
    let mut look = here.store().database.look().await.expect("look");
    let place = systems::find(&here.sharing, &mut look, &reader, planted.place).await;
    let name = place.expect("the place").name.to_string();
    drop(look);
    let data = typed(&here.data);
    let words = ["--place", &name, "--words", "Words", "--json", "--data", data];
    let words = [&["import", "stories", typed(&file)][..], &words].concat();
    run(&words).await.expect("brought");
}
