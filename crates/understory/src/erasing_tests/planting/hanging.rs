//! What hangs on somebody and on what they told, and has to go with them: what was waved away, what
//! they were asked, files they brought, and that they looked.

use exchange::Mapping;
use ground::Moment;
use ground::id::Uuid;
use places::ages;
use sharing::Audience;
use sharing::vest::{Vest, VestId};
use store::{Sql, Token, bind};
use stories::imports::{self, Plan};
use stories::second_readings::{Asks, Whom};
use stories::tellings::tell::{self, Where};
use stories::tellings::{Manner, Teller, TellingId};
use stories::worries::{InThisId, WorryId};
use stories::{alike, came, vest, worries};

use super::Plant;
use crate::erasing_tests::{Here, MONDAY, Planted};

pub(super) async fn hanging(here: &Here, plant: &Plant, planted: &mut Planted) {
    said_to_be_in_it(here, plant, planted).await;
    waved_away(here, planted).await;
    read_with_four_words(here, plant, planted).await;
    asked_of_bryn(here, plant, planted).await;
    files(here, plant, planted).await;
    began_with_a_link(here, planted).await;
    asks_about_his_age(here, planted).await;
}

/// Bryn says that he is under 18, and then that he is not.
async fn asks_about_his_age(here: &Here, planted: &Planted) {
    let bryn = here.reader(planted.bryn).await;
    ages::say_under_18(&here.sharing, &bryn, MONDAY).await.expect("said");
    ages::ask(&here.sharing, &bryn, planted.place, MONDAY).await.expect("asked");
}

/// Asha says that she is in what Bryn offered, Carys answers, and Bryn looks what came of it.
async fn said_to_be_in_it(here: &Here, plant: &Plant, planted: &Planted) {
    let sharing = &here.sharing;
    let (asha, carys) = (here.reader(planted.asha).await, here.reader(planted.carys).await);
    let (id, words) = (InThisId::random(), plant.words("inthis"));
    let said = worries::say_in_this(sharing, &asha, planted.offered, id, Some(&words), MONDAY);
    said.await.expect("said");
    let words = plant.words("inthisanswer");
    let settled = worries::answer(sharing, &carys, WorryId(id.0), &words, MONDAY).await;
    settled.expect("settled");
    let bryn = here.reader(planted.bryn).await;
    came::saw(sharing, &bryn, planted.offered).await.expect("looked");
}

/// Bryn waves a suggestion away between what others told, and Asha two about what he told.
async fn waved_away(here: &Here, planted: &Planted) {
    let (asha, bryn) = (here.reader(planted.asha).await, here.reader(planted.bryn).await);
    for (who, telling, other) in [
        (&bryn, planted.ashas, planted.written_down),
        (&asha, planted.offered, planted.ashas),
        (&asha, planted.ashas, planted.offered),
    ] {
        alike::dismiss(&here.sharing, who, telling, other).await.expect("waved away");
    }
}

/// Asha reads with four words what Bryn offered, and he answers; and Bryn reads so what Asha told.
async fn read_with_four_words(here: &Here, plant: &Plant, planted: &Planted) {
    let (sharing, words) = (&here.sharing, |field| Some(plant.words(field)));
    for (who, telling) in [(planted.asha, planted.offered), (planted.bryn, planted.ashas)] {
        let (id, reader) = (VestId::random(), here.reader(who).await);
        let said = Vest {
            variety: words("variety"),
            empathy: words("empathy"),
            strengths: words("strengths"),
            trust: words("trust"),
        };
        let read = vest::read_telling(sharing, &reader, telling, (id, &said), MONDAY);
        read.await.expect("read");
        if who == planted.asha {
            let (bryn, answer) = (here.reader(planted.bryn).await, plant.words("vestanswer"));
            let answered = (id, Some(&answer));
            vest::answer(sharing, &bryn, telling, answered, MONDAY).await.expect("answered");
        }
    }
}

/// Carys asks Bryn to read first what she offers to the place.
async fn asked_of_bryn(here: &Here, plant: &Plant, planted: &Planted) {
    let heard_by = vec![Audience::System(planted.place), Audience::Person(planted.bryn)];
    let mut told = plant.told(Manner::Self_, heard_by);
    told.asks = Asks { whom: Whom::Person(planted.bryn), ..told.asks };
    let (carys, id) = (Teller::Person(planted.carys), TellingId::random());
    let home = Where { system: planted.place, place: planted.place };
    tell::tell(&here.sharing, carys, home, id, &told, MONDAY).await.expect("told");
}

/// Bryn keeps one file, of which nobody else hears anything, and sends another.
async fn files(here: &Here, plant: &Plant, planted: &mut Planted) {
    let (sharing, bryn) = (&here.sharing, here.reader(planted.bryn).await);
    let home = Where { system: planted.place, place: planted.place };
    let cells = ["brought", "broughtbeside"].map(|field| plant.text(field));
    let bytes = format!("Words,Notes\n{},{}\n", cells[0], cells[1]);
    let mapping = Mapping::words("Words");
    let whose = (planted.bryn, planted.place);
    let plan = Plan::of(&sharing.store.keys, whose, bytes.as_bytes(), mapping, None);
    let plan = plan.expect("a file");
    let kept = imports::keep(sharing, &bryn, home, &plan, usize::MAX, &mut |_| {}).await;
    assert!(kept.expect("kept").is_whole());
    let mut look = here.store().database.look().await.expect("look");
    let brought = Sql("SELECT id FROM tellings WHERE import_id = $1");
    let row = look.one(brought, bind().id(plan.id)).await.expect("a telling");
    planted.brought = TellingId(row.id::<Uuid>("id").expect("an id"));
    drop(look);
    let (name, sent) = (plant.line("filename"), plant.text("sent"));
    let draft = imports::drafts::put(sharing, &bryn, home, Some(&name), sent.as_bytes()).await;
    planted.files = vec![plan.id.0, draft.expect("sent").0];
}

/// A folder's first link named Bryn once.
async fn began_with_a_link(here: &Here, planted: &Planted) {
    let (hash, form) = (Token::random().expect("a token").hash(), Uuid::new_v4());
    let began = Sql("INSERT INTO first_links (hash, made, spent, spent_by, place_id, person_id) \
                     VALUES ($1, $2, $3, $4, $5, $6)");
    let database = &here.store().database;
    let at: Moment = MONDAY;
    let bound =
        || bind().hash(&hash).moment(at).moment(at).id(form).id(planted.place).id(planted.bryn);
    store::write!(database, |work| work.run(began, bound()).await).expect("began");
}
