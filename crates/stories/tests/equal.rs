//! In random worlds, the audience rows and the policies say the same of every reader: lists are
//! narrowed exactly, and pages have no holes.

use ground::id::{PersonId, SystemId, Uuid};
use proptest::prelude::*;
use sharing::policy::{Action, Matter, Policies, TellingMatter};
use sharing::reader::Standing;
use sharing::{Audience, Reader, StandingKind};
use stories::tellings::Wishes;
use stories::tellings::wishes::{Held, audience};

const PEOPLE: u128 = 4;
const SYSTEMS: u128 = 3;

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n + 1))
}

fn system(n: u128) -> SystemId {
    SystemId(Uuid::from_u128(n + 101))
}

fn audiences() -> impl Strategy<Value = Vec<Audience>> {
    let one = prop_oneof![
        (0..PEOPLE).prop_map(|n| Audience::Person(person(n))),
        (0..SYSTEMS).prop_map(|n| Audience::System(system(n))),
        Just(Audience::Anyone),
    ];
    proptest::collection::vec(one, 0..5)
}

fn standings() -> impl Strategy<Value = Vec<Standing>> {
    let kinds = prop_oneof![
        3 => Just(StandingKind::Part),
        1 => Just(StandingKind::Steward),
        1 => Just(StandingKind::Money),
        1 => Just(StandingKind::KeepsSafe),
    ];
    let one = (0..SYSTEMS, kinds).prop_map(|(n, kind)| Standing {
        system: system(n),
        place: system(0),
        kind,
    });
    proptest::collection::vec(one, 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn a_reader_is_in_the_audience_exactly_when_the_policies_let_them_hear(
        heard_by in audiences(),
        teller in proptest::option::of(0..PEOPLE),
        writer in proptest::option::of(0..PEOPLE),
        waits in any::<bool>(),
        looking in any::<bool>(),
        unread in proptest::collection::vec(any::<bool>(), 5),
        who in 0..PEOPLE,
        stands in standings(),
    ) {
        let wishes = Wishes { heard_by: heard_by.clone(), ..Wishes::default() };
        let unread: Vec<Audience> = heard_by
            .iter()
            .zip(unread)
            .filter(|(to, unread)| *unread && !matches!(to, Audience::Person(_)))
            .map(|(to, _)| *to)
            .collect();
        let held = Held {
            waits_to_be_read_back: waits,
            somebody_is_looking: looking,
            waits_for_second_reader: unread.clone(),
        };
        let (teller, writer) = (teller.map(person), writer.map(person));
        let rows = audience(teller, writer, &wishes, &held);
        let reader = Reader::imagined(person(who), stands);
        let keys = reader.audience_keys();
        let narrowed = rows.iter().any(|row| keys.contains(&row.id()));

        let of = |kind: fn(&Audience) -> Option<Uuid>| heard_by.iter().filter_map(kind);
        let matter = TellingMatter {
            id: Uuid::from_u128(999),
            place: system(0),
            teller,
            writer,
            slip: None,
            people: of(|a| matches!(a, Audience::Person(_)).then(|| a.id())).map(PersonId).collect(),
            systems: of(|a| matches!(a, Audience::System(_)).then(|| a.id())).map(SystemId).collect(),
            anyone: heard_by.contains(&Audience::Anyone),
            worried_to: Vec::new(),
            waits_to_be_read_back: waits,
            somebody_is_looking: looking,
            systems_waiting: unread
                .iter()
                .filter(|a| matches!(a, Audience::System(_)))
                .map(|a| SystemId(a.id()))
                .collect(),
            anyone_waits: unread.contains(&Audience::Anyone),
            asked_first: Vec::new(),
            on_duty_first: false,
            waits_for_second_adult: false,
            may_be_laid_beside: false,
            may_be_quoted: false,
        };
        let policies = Policies::ours().expect("our policies parse");
        let decided = policies.may(&reader, Action::Hear, &Matter::Telling(matter)).expect("decided");
        prop_assert_eq!(narrowed, decided);
    }
}
