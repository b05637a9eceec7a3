//! What goes from one system to another.

use ground::id::SystemId;
use learning::asks;
use places::systems;

use super::Plant;
use crate::erasing_tests::{Here, MONDAY, Planted};

/// Bryn's team asks the place something, and Asha answers.
pub(super) async fn on(here: &Here, plant: &Plant, planted: &Planted) {
    let (sharing, place, team) = (&here.sharing, planted.place, SystemId::random());
    let edge = systems::Edge { name: plant.line("team"), theme: None, area: None, why: None };
    let drawn = systems::Drawn { scale: systems::Scale::Team, edge };
    let draws = systems::draw_inside(sharing, place, team, planted.bryn, &drawn, MONDAY).await;
    draws.expect("drawn");
    let (bryn, asha) = (here.reader(planted.bryn).await, here.reader(planted.asha).await);
    let what = asks::What::Obstacle(plant.words("ask"));
    let put = asks::Put { from: team, to: place, what, because: None };
    let id = asks::AskId::random();
    asks::pass_on(sharing, &bryn, id, &put, MONDAY).await.expect("passed on");
    let said = (asks::AskAnswerKind::Cannot, &plant.words("askanswer"));
    let answered =
        asks::answer(sharing, &asha, asks::AskAnswerId::random(), id, said, MONDAY).await;
    answered.expect("answered");
}
