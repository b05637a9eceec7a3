//! In random worlds, the audience rows and the policies say the same of every reader: lists are
//! narrowed exactly, and pages have no holes. What is held back from a reader, they can neither lay
//! beside other tellings nor quote.

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
    #![proptest_config(ProptestConfig::with_cases(proving::times(600)))]
    #[test]
    fn a_reader_is_in_the_audience_exactly_when_the_policies_let_them_hear(
        heard_by in audiences(),
        teller in proptest::option::of(0..PEOPLE),
        writer in proptest::option::of(0..PEOPLE),
        handed_over in any::<bool>(),
        waits in any::<bool>(),
        looking in any::<bool>(),
        unread in proptest::collection::vec(any::<bool>(), 5),
        more in any::<[bool; 3]>(),
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
        // Whoever wrote down what was handed over holds its pen no more.
        let rows = audience(teller, writer.filter(|_| !handed_over), &wishes, &held);
        let reader = Reader::imagined(person(who), stands);
        let keys = reader.audience_keys();
        let narrowed = rows.iter().any(|row| keys.contains(&row.id()));

        let of = |kind: fn(&Audience) -> Option<Uuid>| heard_by.iter().filter_map(kind);
        let matter = TellingMatter {
            teller,
            writer,
            handed_over,
            people: of(|a| matches!(a, Audience::Person(_)).then(|| a.id())).map(PersonId).collect(),
            systems: of(|a| matches!(a, Audience::System(_)).then(|| a.id())).map(SystemId).collect(),
            anyone: heard_by.contains(&Audience::Anyone),
            waits_to_be_read_back: waits,
            somebody_is_looking: looking,
            systems_waiting: unread
                .iter()
                .filter(|a| matches!(a, Audience::System(_)))
                .map(|a| SystemId(a.id()))
                .collect(),
            anyone_waits: unread.contains(&Audience::Anyone),
            ..TellingMatter::of(Uuid::from_u128(999), system(0))
        };
        let policies = Policies::ours().expect("our policies parse");
        let may = |action, matter: &TellingMatter| {
            policies.may(&reader, action, &Matter::Telling(matter.clone())).expect("decided")
        };
        prop_assert_eq!(narrowed, may(Action::Hear, &matter));

        // Of their own, too, nobody lays beside or quotes what does not reach them with others.
        let reached = narrowed && heard_by.iter().any(|to| keys.contains(&to.id()));
        let [laid_beside, quoted, for_a_second_adult] = more;
        let wished = TellingMatter {
            may_be_laid_beside: laid_beside,
            may_be_quoted: quoted,
            waits_for_second_adult: for_a_second_adult,
            ..matter
        };
        // Whoever hears it only to read it first, or to look after somebody, does no more with it.
        let asked = TellingMatter {
            asked_first: vec![person(who)],
            on_duty_first: true,
            worried_about: true,
            ..wished.clone()
        };
        for matter in [&wished, &asked] {
            prop_assert_eq!(may(Action::LayBeside, matter), reached && laid_beside);
            prop_assert_eq!(
                may(Action::Quote, matter),
                reached && quoted && !for_a_second_adult
            );
        }
    }
}
