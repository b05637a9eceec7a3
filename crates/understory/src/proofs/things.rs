//! The town told: a place with a team and a plot in it, the cast with their parts, and one real
//! thing of each kind, made by the verbs that pages use.

mod lives;
pub(super) mod made;
mod passkeys;
mod together;

use std::collections::HashMap;

use ::store::Token;
use axum::Router;
use doors::sessions::{self, Way};
use ground::id::{PersonId, SystemId};
use ground::{Line, Words};
use places::ages;
use places::beginning::begin_place;
use places::dissents::{self, DissentId, Of};
use places::open_parts::{self, OpenPartId};
use places::opening::{self, Said};
use places::parts::{self, PartKind, Taken};
use places::purposes::{self, PurposeId};
use places::stewards::{self, RecallId};
use places::systems::{Drawn, Edge, Scale, around, draw_around, draw_inside, overlap};
use sharing::people::NewPerson;
use sharing::reader::{Given, give};
use sharing::{Reader, Sharing, StandingId, StandingKind};
use web::App;

use super::MONDAY;
use super::cast::Persona::{self, *};

/// Everything that a path or a form can name, as it stands there.
#[derive(Clone, Debug, Default)]
pub(super) struct Things {
    /// The session of each, for its cookie.
    pub(super) sessions: HashMap<Persona, String>,
    /// The id of each.
    pub(super) people: HashMap<Persona, String>,
    /// Everything else, by a short name.
    named: HashMap<&'static str, String>,
}

impl Things {
    /// What has this name. A name that nothing has is a fault of these tests.
    pub(super) fn of(&self, name: &str) -> String {
        let found = self.named.get(name).cloned();
        found.unwrap_or_else(|| panic!("There is no {name} in the town: make one in things.rs."))
    }

    fn put(&mut self, name: &'static str, thing: impl ToString) {
        self.named.insert(name, thing.to_string());
    }
}

/// The town while it is told.
struct Telling<'a> {
    app: &'a App,
    router: &'a Router,
    place: SystemId,
    team: SystemId,
    people: HashMap<Persona, PersonId>,
    things: Things,
}

pub(super) fn words(text: &str) -> Words {
    Words::parse(text).expect("words")
}

pub(super) fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

/// Tells the town.
pub(super) async fn tell(app: &App, router: &Router) -> Things {
    let store = app.store();
    let first = doors::first::make(store, MONDAY).await.expect("made").expect("an empty folder");
    let begun =
        |name, who| begin_place(store, app.clock(), line(name), line(who), "Europe/London", true);
    let (place, asha) = begun("Pit Hill", "Asha").await.expect("a place");
    let (_, dev) = begun("Elsewhere", "Dev").await.expect("another place");
    let mut it = Telling {
        app,
        router,
        place,
        team: SystemId::random(),
        people: HashMap::from([(Asha, asha), (Dev, dev)]),
        things: Things::default(),
    };
    // A place was named, so the one link of an empty folder is over.
    it.things.put("first", first.expose());
    it.things.put("style", app.assets().style().trim_start_matches("/assets/"));
    it.things.put("place", place);
    it.things.put("team", it.team);
    it.cast().await;
    it.systems().await;
    it.stewards().await;
    it.face().await;
    it.ages().await;
    it.doors().await;
    passkeys::tell(&mut it).await;
    lives::tell(&mut it).await;
    made::tell(&mut it).await;
    together::tell(&mut it).await;
    it.eve_leaves().await;
    it.things
}

impl Telling<'_> {
    fn sharing(&self) -> &Sharing {
        self.app.sharing()
    }

    fn id(&self, who: Persona) -> PersonId {
        self.people[&who]
    }

    async fn reader(&self, who: Persona) -> Reader {
        let mut look = self.sharing().store.database.look().await.expect("look");
        Reader::person(&mut look, self.id(who)).await.expect("a reader")
    }

    /// Everybody but Asha and Dev comes, and plays a part in the place.
    async fn cast(&mut self) {
        let store = self.app.store();
        for who in [Eve, Bryn, Carys, Ceri, Mair, Lowri, Gwen] {
            let name = line(&format!("{who:?}"));
            let new = NewPerson::prepare(&store.keys, self.app.clock(), &name, false).await;
            let new = new.expect("a person");
            ::store::write!(store.database, |work| new.keep(work).await).expect("kept");
            self.people.insert(who, new.id);
            let part = self.takes(who, self.place, false).await;
            match who {
                Bryn => self.things.put("bryns part in place", part),
                Eve => self.things.put("eves part", part),
                _ => {}
            }
        }
        self.things.people = self.people.iter().map(|(who, id)| (*who, id.to_string())).collect();
        for (&who, &id) in &self.people {
            let token = sessions::open(store, id, Way::Operator, MONDAY).await.expect("a session");
            self.things.sessions.insert(who, token.expose().to_owned());
        }
    }

    async fn takes(&self, who: Persona, system: SystemId, money: bool) -> StandingId {
        let plain = Taken::plain(system, self.id(who), PartKind::Resident, MONDAY);
        let taken = Taken { money, ..plain };
        parts::take(self.sharing(), &taken).await.expect("a part");
        taken.id
    }

    /// Mair draws the team and others join it; Ceri draws a plot, and stops looking after it.
    async fn systems(&mut self) {
        let plot = SystemId::random();
        // Whoever is of an organisation may confirm those who look after what is not theirs.
        for (id, who, name, scale) in [
            (self.team, Mair, "The Tuesday team", Scale::Team),
            (plot, Ceri, "The plot", Scale::Organisation),
        ] {
            let edge = Edge { name: line(name), theme: None, area: None, why: None };
            let drawn = Drawn { scale, edge };
            let by = self.id(who);
            draw_inside(self.sharing(), self.place, id, by, &drawn, MONDAY).await.expect("drawn");
        }
        for who in [Eve, Bryn, Carys, Ceri] {
            let part = self.takes(who, self.team, who == Carys).await;
            if who == Bryn {
                self.things.put("bryns part in team", part);
            }
        }
        self.things.put("plot", plot);
        let steward = self.standing(Ceri, plot, StandingKind::Steward).await;
        stewards::end_own(self.sharing(), plot, steward, self.id(Ceri), MONDAY)
            .await
            .expect("over");
        for (name, system, by) in
            [("purpose of place", self.place, Asha), ("purpose of team", self.team, Mair)]
        {
            let (id, words) = (PurposeId::random(), words("So that nobody sits in the cold."));
            let said = purposes::say(self.sharing(), system, id, self.id(by), &words, MONDAY).await;
            said.expect("said");
            self.things.put(name, id);
        }
        self.edges().await;
    }

    /// A valley around the team, what each of the two systems holds or overlaps with, who would draw its edge differently, and a part
    /// that nobody plays there yet.
    async fn edges(&mut self) {
        let sharing = self.sharing().clone();
        let (valley, name) = (SystemId::random(), line("The valley"));
        let edge = Edge { name, theme: None, area: None, why: None };
        let drawn = Drawn { scale: Scale::Region, edge };
        draw_around(&sharing, self.team, valley, self.id(Mair), &drawn, MONDAY)
            .await
            .expect("drawn");
        self.things.put("valley", valley);
        for (system, by, names) in [
            (self.place, Asha, ["overlap of place", "dissent in place", "open part of place"]),
            (self.team, Mair, ["overlap of team", "dissent in team", "open part of team"]),
        ] {
            let other = SystemId::random();
            let edge = Edge { name: line("The allotments"), theme: None, area: None, why: None };
            let drawn = Drawn { scale: Scale::Neighbourhood, edge };
            draw_inside(&sharing, self.place, other, self.id(Lowri), &drawn, MONDAY)
                .await
                .expect("drawn");
            // The place holds it; the team overlaps with it.
            if by == Mair {
                let said = overlap(&sharing, system, other, self.id(by), MONDAY).await;
                said.expect("said");
            }
            let reader = self.reader(by).await;
            let mut look = sharing.store.database.look().await.expect("look");
            let lying = around(&sharing, &mut look, &reader, system).await.expect("around");
            let mut lying = lying.overlaps.iter().chain(&lying.inner);
            let lying = lying.find(|one| one.system.id == other).expect("it lies there").id;
            self.things.put(names[0], lying);
            let (dissent, words) = (DissentId::random(), words("It leaves out the Rows."));
            let said = (Of::Edge(1), &words);
            dissents::say(&sharing, system, dissent, said, self.id(by), MONDAY)
                .await
                .expect("said");
            self.things.put(names[1], dissent);
            let (open, words) = (OpenPartId::random(), line("Somebody who can drive"));
            open_parts::leave_open(&sharing, system, open, &words, self.id(by), MONDAY)
                .await
                .expect("left open");
            self.things.put(names[2], open);
        }
    }

    /// The standing of this kind that somebody has in a system.
    async fn standing(&self, who: Persona, system: SystemId, kind: StandingKind) -> StandingId {
        let (sharing, reader) = (self.sharing(), self.reader(who).await);
        let mut look = sharing.store.database.look().await.expect("look");
        let system = places::systems::find(sharing, &mut look, &reader, system).await;
        let system = system.expect("a system");
        let all = parts::of_system(sharing, &mut look, &reader, &system).await.expect("parts");
        let theirs = |p: &&parts::Part| p.person == self.id(who) && p.standing == kind;
        all.iter().find(theirs).expect("a standing").id
    }

    /// Asha looks after the team too, without a part in it. Bryn calls on Mair and on Asha to stop.
    async fn stewards(&mut self) {
        let given = Given {
            id: StandingId::random(),
            system: self.team,
            place: self.place,
            person: self.id(Asha),
            kind: StandingKind::Steward,
            by: None,
            began: MONDAY,
        };
        let database = &self.app.store().database;
        ::store::write!(database, |work| give(work, given).await).expect("given");
        let carys = self.standing(Carys, self.team, StandingKind::Money).await;
        self.things.put("carys money", carys);
        for (who, system, standing, recall) in [
            (Mair, self.team, "mair looks after team", "recall in team"),
            (Asha, self.place, "asha looks after place", "recall in place"),
        ] {
            let id = self.standing(who, system, StandingKind::Steward).await;
            self.things.put(standing, id);
            let (call, why) = (RecallId::random(), words("We have not met since May."));
            let by = (self.id(Bryn), &why);
            stewards::call(self.sharing(), system, call, id, by, MONDAY).await.expect("called");
            self.things.put(recall, call);
        }
    }

    /// The place says what it has to say, and opens.
    async fn face(&mut self) {
        let said = |text| Some(words(text));
        let said = Said {
            story: None,
            controllers: said("The council."),
            data_protection: said("Ask at the desk."),
            keeping: said("Two years."),
            ring_now: said("999"),
            read_by: said("Gwen, on Tuesdays."),
            ring_back: said("Gwen, on Tuesdays."),
            open_door: true,
            keeps_safe: Some(self.id(Gwen)),
            hears_wrongs: Some(self.id(Lowri)),
            rings: None,
        };
        let (sharing, reader) = (self.sharing(), self.reader(Asha).await);
        let mut look = sharing.store.database.look().await.expect("look");
        let face = opening::face(sharing, &mut look, &reader, self.place).await.expect("a face");
        drop(look);
        let (place, by) = (self.place, self.id(Asha));
        opening::say(sharing, place, by, face.revision, &said, MONDAY).await.expect("said");
        opening::open_place(sharing, place, by, MONDAY).await.expect("open");
    }

    /// Lowri said once that she is under 18, and says now that she is not.
    async fn ages(&self) {
        let (sharing, lowri) = (self.sharing(), self.reader(Lowri).await);
        ages::say_under_18(sharing, &lowri, MONDAY).await.expect("said");
        ages::ask(sharing, &lowri, self.place, MONDAY).await.expect("asked");
    }

    /// A link, a card, invitations, and another session of Bryn's.
    async fn doors(&mut self) {
        let (store, bryn) = (self.app.store().clone(), self.id(Bryn));
        self.addresses(bryn).await;
        let link = doors::links::make(&store, bryn, doors::links::By::Operator, MONDAY).await;
        self.things.put("link", link.expect("a link").expose());
        let card = doors::cards::make(&store, bryn, MONDAY).await.expect("a card");
        self.things.put("card", card.code.expose());
        self.things.put("card words", card.words.join(" "));
        for (who, system, name, token) in [
            (Asha, self.place, "invitation into place", "invited into place"),
            (Mair, self.team, "invitation into team", "invited into team"),
        ] {
            let (id, reader) = (doors::invitations::InvitationId::random(), self.reader(who).await);
            let new = (id, ground::id::Uuid::new_v4());
            let made =
                doors::invitations::make(self.sharing(), &reader, system, new, None, MONDAY).await;
            self.things.put(name, id);
            self.things.put(token, made.expect("invited").0.expose());
        }
        let other = sessions::open(&store, bryn, Way::Card, MONDAY).await.expect("a session");
        let mut look = store.database.look().await.expect("look");
        let found = sessions::find(&mut look, &other.hash(), MONDAY).await.expect("looked");
        self.things.put("session", found.expect("a session").id);
    }

    /// One address of Bryn's is confirmed, and another waits.
    async fn addresses(&mut self, bryn: PersonId) {
        use doors::addresses::{Address, claim, confirm, confirming_link};
        let store = self.app.store();
        for text in ["bryn@town.example", "bryn@flats.example"] {
            let address = Address::parse(text).expect("an address");
            claim(store, bryn, &address, MONDAY).await.expect("given");
            let link = confirming_link(self.sharing(), bryn, MONDAY).await.expect("asked");
            let token = link.expect("a link").token;
            if text == "bryn@town.example" {
                let form = ground::id::Uuid::new_v4();
                confirm(store, &token, None, form, MONDAY).await.expect("confirmed");
            } else {
                self.things.put("address link", token.expose());
            }
        }
    }

    /// Eve ends her part in the place, and with it all that she was there.
    async fn eve_leaves(&mut self) {
        let part = StandingId::parse(&self.things.of("eves part")).expect("an id");
        parts::end(self.sharing(), self.place, part, self.id(Eve), MONDAY).await.expect("ended");
    }
}

/// The slip of the telling without an account.
pub(super) fn slip() -> Token {
    Token::random().expect("a slip")
}
