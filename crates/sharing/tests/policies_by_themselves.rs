//! What each sentence of the policies gives, by itself: who does what with a story while it travels
//! and while it waits, with what a group holds, and with what was raised. Asha told it, Bryn wrote
//! it down, and Carys is in turn whoever a row says. What does not stand in a row is refused.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use ground::id::{PersonId, SystemId, Uuid};
use sharing::policy::{Action, Matter, Policies, TellingMatter};
use sharing::reader::{SlipId, Standing, Who};
use sharing::{Reader, StandingKind};

const ASHA: PersonId = PersonId(Uuid::from_u128(1));
const BRYN: PersonId = PersonId(Uuid::from_u128(2));
const CARYS: PersonId = PersonId(Uuid::from_u128(3));
const SLIP: SlipId = SlipId(Uuid::from_u128(4));
const TOWN: SystemId = SystemId(Uuid::from_u128(11));
const TEAM: SystemId = SystemId(Uuid::from_u128(12));
const OTHER_TEAM: SystemId = SystemId(Uuid::from_u128(13));
const ELSEWHERE: SystemId = SystemId(Uuid::from_u128(14));

const HEAR: &[Action] = &[Action::Hear];
const FIRST: &[Action] = &[Action::Hear, Action::ReadFirst];
const BY_SLIP: &[Action] = &[Action::Hear, Action::Narrow, Action::TellMore];
const OWN: &[Action] = &[Action::Hear, Action::Narrow, Action::TellMore, Action::ReadWithFourWords];
const WITH_OTHERS: &[Action] =
    &[Action::Hear, Action::LayBeside, Action::Quote, Action::ReadWithFourWords];
const BOTH: &[Action] =
    &[Action::Hear, Action::ReadFirst, Action::LayBeside, Action::Quote, Action::ReadWithFourWords];
/// All that can be asked about a story.
const ALL: [Action; 8] = [
    Action::Hear,
    Action::Narrow,
    Action::TellMore,
    Action::HoldBack,
    Action::ReadFirst,
    Action::LayBeside,
    Action::Quote,
    Action::ReadWithFourWords,
];

const PART: (SystemId, StandingKind) = (TOWN, StandingKind::Part);
const OF_THE_TEAM: (SystemId, StandingKind) = (TEAM, StandingKind::Part);
const ON_DUTY: (SystemId, StandingKind) = (TOWN, StandingKind::KeepsSafe);
const HEARS_WRONGS: (SystemId, StandingKind) = (TOWN, StandingKind::HearsWrongs);

fn person(who: PersonId, stands: &[(SystemId, StandingKind)]) -> Reader {
    let standing = |&(system, kind): &(SystemId, StandingKind)| {
        let place = if system == ELSEWHERE { ELSEWHERE } else { TOWN };
        Standing { system, place, kind }
    };
    Reader::imagined(who, stands.iter().map(standing).collect())
}

fn carys(stands: &[(SystemId, StandingKind)]) -> Reader {
    person(CARYS, stands)
}

/// A story that may be laid beside others and quoted, and that nobody was offered.
fn story() -> TellingMatter {
    TellingMatter {
        teller: Some(ASHA),
        writer: Some(BRYN),
        slip: Some(SLIP),
        may_be_laid_beside: true,
        may_be_quoted: true,
        ..TellingMatter::of(Uuid::from_u128(21), TOWN)
    }
}

/// The same, offered to the team.
fn to_the_team() -> TellingMatter {
    TellingMatter { systems: vec![TEAM], ..story() }
}

/// Each row says who asks about which story, and what they may do while it travels, while it waits
/// for a second reader, while it waits to be read back, and while somebody looks at it.
type Row = (&'static str, Reader, TellingMatter, [&'static [Action]; 4]);

fn hold(rows: Vec<Row>) {
    let policies = Policies::ours().expect("our policies parse");
    for (who, reader, story, expected) in rows {
        let unread = story.systems.iter().copied().filter(|system| *system != OTHER_TEAM).collect();
        let waits = TellingMatter {
            systems_waiting: unread,
            anyone_waits: story.anyone && story.systems.is_empty(),
            ..story.clone()
        };
        let unread_back = TellingMatter { waits_to_be_read_back: true, ..story.clone() };
        let looked_at = TellingMatter { somebody_is_looking: true, ..story.clone() };
        for (state, story) in [story, waits, unread_back, looked_at].into_iter().enumerate() {
            let matter = Matter::Telling(story);
            let may = |action: &Action| policies.may(&reader, *action, &matter).expect("decided");
            let may: Vec<Action> = ALL.into_iter().filter(may).collect();
            assert_eq!(may, expected[state], "{who}, state {state}");
        }
    }
}

#[test]
fn whose_story_it_is_does_what_is_theirs_to_do_whatever_holds_it_back() {
    const HOLD_BACK: &[Action] = &[Action::HoldBack];
    let handed_over = || TellingMatter { handed_over: true, ..to_the_team() };
    let asked = |story| TellingMatter { asked_first: vec![ASHA, BRYN], ..story };
    let of_town = |who| person(who, &[PART]);
    let heard: &[Action] = &[Action::Hear, Action::HoldBack];
    let with_others = [
        Action::Hear,
        Action::HoldBack,
        Action::LayBeside,
        Action::Quote,
        Action::ReadWithFourWords,
    ];
    let one_of_the_team: &'static [Action] = with_others.to_vec().leak();
    hold(vec![
        ("Asha told it", person(ASHA, &[]), to_the_team(), [OWN; 4]),
        ("Asha is asked to read it first", of_town(ASHA), asked(to_the_team()), [OWN; 4]),
        ("Bryn wrote it down", person(BRYN, &[]), to_the_team(), [OWN; 4]),
        ("Bryn is asked to read it first", of_town(BRYN), asked(to_the_team()), [OWN; 4]),
        ("they have a slip for what Bryn wrote", of_town(BRYN), handed_over(), [HOLD_BACK; 4]),
        (
            "Bryn is one of the team they offered it to",
            person(BRYN, &[OF_THE_TEAM]),
            handed_over(),
            [one_of_the_team, HOLD_BACK, HOLD_BACK, HOLD_BACK],
        ),
        (
            "Bryn is asked to read first what they have a slip for",
            of_town(BRYN),
            asked(handed_over()),
            [heard, heard, HOLD_BACK, HOLD_BACK],
        ),
        ("and Carys did not write it", carys(&[PART]), handed_over(), [&[]; 4]),
        ("whoever holds the slip", Reader::slip(SLIP), story(), [BY_SLIP; 4]),
        ("another slip", Reader::slip(SlipId(Uuid::max())), story(), [&[]; 4]),
        ("nobody", Reader::nobody(), TellingMatter { anyone: true, ..to_the_team() }, [&[]; 4]),
    ]);
}

#[test]
fn whom_a_story_was_offered_to_hears_it_while_nothing_holds_it_back_for_them() {
    let anyone = || TellingMatter { anyone: true, ..story() };
    let and_anyone = || TellingMatter { anyone: true, ..to_the_team() };
    let and_the_other = || TellingMatter { systems: vec![TEAM, OTHER_TEAM], ..story() };
    let to_carys = || TellingMatter { people: vec![CARYS], ..to_the_team() };
    let elsewhere = || TellingMatter { systems: vec![ELSEWHERE], anyone: true, ..story() };
    let travels: [&[Action]; 4] = [WITH_OTHERS, &[], &[], &[]];
    let cleared: [&[Action]; 4] = [WITH_OTHERS, WITH_OTHERS, &[], &[]];
    let steward = [PART, (TEAM, StandingKind::Steward), (TEAM, StandingKind::Money)];
    hold(vec![
        ("Carys was named", carys(&[]), to_carys(), [WITH_OTHERS, WITH_OTHERS, WITH_OTHERS, &[]]),
        ("she is of the team", carys(&[OF_THE_TEAM]), to_the_team(), travels),
        (
            "of the team beside it",
            carys(&[(OTHER_TEAM, StandingKind::Part)]),
            to_the_team(),
            [&[]; 4],
        ),
        (
            "of a team it waits for no more",
            carys(&[(OTHER_TEAM, StandingKind::Part)]),
            and_the_other(),
            cleared,
        ),
        ("of one it waits for still", carys(&[OF_THE_TEAM]), and_the_other(), travels),
        ("of the town", carys(&[PART]), anyone(), travels),
        ("of the town, where anyone may", carys(&[PART]), and_anyone(), cleared),
        ("of another town", carys(&[(ELSEWHERE, StandingKind::Part)]), and_anyone(), [&[]; 4]),
        (
            "of one elsewhere it waits for",
            carys(&[(ELSEWHERE, StandingKind::Part)]),
            elsewhere(),
            travels,
        ),
        ("she looks after the team", carys(&steward), to_the_team(), [&[]; 4]),
    ]);
}

#[test]
fn nothing_is_laid_beside_or_quoted_past_its_tellers_wish_nor_quoted_of_a_child_unread() {
    const QUOTED: &[Action] = &[Action::Hear, Action::Quote, Action::ReadWithFourWords];
    const LAID: &[Action] = &[Action::Hear, Action::LayBeside, Action::ReadWithFourWords];
    let named = || TellingMatter { people: vec![CARYS], ..story() };
    let unlaid = TellingMatter { may_be_laid_beside: false, ..named() };
    let unquoted = TellingMatter { may_be_quoted: false, ..named() };
    let of_a_child = TellingMatter { waits_for_second_adult: true, ..named() };
    hold(vec![
        ("not to be laid beside others", carys(&[]), unlaid, [QUOTED, QUOTED, QUOTED, &[]]),
        ("not to be quoted", carys(&[]), unquoted, [LAID, LAID, LAID, &[]]),
        ("of a child", carys(&[]), of_a_child, [LAID, LAID, LAID, &[]]),
    ]);
}

#[test]
fn whoever_hears_a_story_for_a_worry_or_to_read_it_first_does_no_more_with_it() {
    let worried = || TellingMatter { worried_about: true, ..to_the_team() };
    let answered = |by| TellingMatter { worry_answered_by: vec![by], ..to_the_team() };
    let asked = || TellingMatter { asked_first: vec![CARYS], ..to_the_team() };
    let on_duty_first = || TellingMatter { on_duty_first: true, ..to_the_team() };
    let lies = || TellingMatter { lies_unread: true, ..to_the_team() };
    let all_others = || TellingMatter {
        asked_first: vec![ASHA],
        on_duty_first: true,
        lies_unread: true,
        worry_answered_by: vec![ASHA],
        ..worried()
    };
    let reads_first: [&[Action]; 4] = [FIRST, FIRST, &[], &[]];
    let and_travels: [&[Action]; 4] = [BOTH, FIRST, &[], &[]];
    let looks_after: [&[Action]; 4] = [WITH_OTHERS, HEAR, HEAR, HEAR];
    let travels: [&[Action]; 4] = [WITH_OTHERS, &[], &[], &[]];
    hold(vec![
        ("Carys is on duty", carys(&[ON_DUTY]), worried(), [HEAR; 4]),
        ("and of the team", carys(&[ON_DUTY, OF_THE_TEAM]), worried(), looks_after),
        ("she answered it", carys(&[ON_DUTY]), answered(CARYS), [HEAR; 4]),
        ("and is of the team", carys(&[ON_DUTY, OF_THE_TEAM]), answered(CARYS), looks_after),
        ("she answered it, and is on duty no more", carys(&[PART]), answered(CARYS), [&[]; 4]),
        ("Asha answered it", carys(&[ON_DUTY]), answered(ASHA), [&[]; 4]),
        ("nobody asked those on duty", carys(&[ON_DUTY, OF_THE_TEAM]), to_the_team(), travels),
        (
            "or those who hear what went wrong",
            carys(&[HEARS_WRONGS, OF_THE_TEAM]),
            to_the_team(),
            travels,
        ),
        ("others are asked", carys(&[OF_THE_TEAM]), all_others(), travels),
        ("others are asked, and she is of the town", carys(&[PART]), all_others(), [&[]; 4]),
        ("she was asked by name", carys(&[PART]), asked(), reads_first),
        ("and is of the team", carys(&[OF_THE_TEAM]), asked(), and_travels),
        ("she was asked, and has left the town", carys(&[]), asked(), [&[]; 4]),
        ("those on duty were asked", carys(&[ON_DUTY]), on_duty_first(), reads_first),
        ("and she is of the team", carys(&[ON_DUTY, OF_THE_TEAM]), on_duty_first(), and_travels),
        ("it lies unread", carys(&[HEARS_WRONGS]), lies(), reads_first),
        ("and she is of the team", carys(&[HEARS_WRONGS, OF_THE_TEAM]), lies(), and_travels),
    ]);
}

/// What Carys may do of these, as each row says.
fn holds(all: &[Action], rows: Vec<(&str, Reader, Matter, Vec<Action>)>) {
    let policies = Policies::ours().expect("our policies parse");
    for (who, reader, matter, expected) in rows {
        let may = |action: &Action| policies.may(&reader, *action, &matter).expect("decided");
        let may: Vec<Action> = all.iter().copied().filter(may).collect();
        assert_eq!(may, expected, "{who}");
    }
}

#[test]
fn what_a_group_holds_is_its_own_and_money_and_managing_are_outside_its_talk() {
    use Action::{JoinTalk, Read, ReadTalk, Reword, SeeItCame, TakePart};
    let all = [Read, TakePart, Reword, ReadTalk, JoinTalk, SeeItCame];
    let held = |asked_in: &[PersonId], said_by| Matter::to_reword(TEAM, asked_in, said_by);
    let came_of = |who| Matter::Held {
        system: TEAM,
        asked_in: Vec::new(),
        came_of: vec![who],
        said_by: None,
    };
    let outside = || vec![Read, TakePart, SeeItCame];
    let mut rows = vec![
        ("Carys is of the team", carys(&[OF_THE_TEAM]), held(&[], BRYN), all.to_vec()),
        ("of the town", carys(&[PART]), held(&[CARYS], CARYS), vec![]),
        ("it came of hers", carys(&[]), came_of(Who::Person(CARYS)), vec![SeeItCame]),
        ("it came of Bryn's", carys(&[PART]), came_of(Who::Person(BRYN)), vec![]),
        ("it came of a slip's", Reader::slip(SLIP), came_of(Who::Slip(SLIP)), vec![SeeItCame]),
        ("of another's", Reader::slip(SLIP), came_of(Who::Slip(SlipId(Uuid::max()))), vec![]),
    ];
    for kind in [StandingKind::Money, StandingKind::Manages] {
        let with_sway = || carys(&[OF_THE_TEAM, (TEAM, kind)]);
        let words_of_hers = vec![Read, TakePart, Reword, SeeItCame];
        rows.extend([
            ("with sway", with_sway(), held(&[], BRYN), outside()),
            ("others were asked in", with_sway(), held(&[BRYN], BRYN), outside()),
            ("asked in", with_sway(), held(&[CARYS], BRYN), all.to_vec()),
            ("words of hers", with_sway(), held(&[], CARYS), words_of_hers),
            ("sway alone", carys(&[(TEAM, kind)]), held(&[CARYS], CARYS), vec![]),
            (
                "sway elsewhere",
                carys(&[OF_THE_TEAM, (OTHER_TEAM, kind)]),
                held(&[], BRYN),
                all.to_vec(),
            ),
        ]);
    }
    holds(&all, rows);
}

#[test]
fn a_system_is_seen_spoken_for_tended_and_rung_for_by_those_who_do_that_there() {
    use Action::{Belong, Know, LookAt, RingBack, Tend};
    let all = [LookAt, Belong, Tend, RingBack];
    let team = || Matter::system(TEAM, TOWN);
    let open = || Matter::System { id: TOWN, place: TOWN, open_door: true };
    let in_team = |kind| carys(&[(TEAM, kind)]);
    holds(
        &all,
        vec![
            ("Carys is of the team", in_team(StandingKind::Part), team(), vec![LookAt, Belong]),
            ("of the town", carys(&[PART]), team(), vec![LookAt]),
            ("she looks after it", in_team(StandingKind::Steward), team(), vec![Tend]),
            ("she rings", in_team(StandingKind::Rings), team(), vec![RingBack]),
            ("she keeps people safe", in_team(StandingKind::KeepsSafe), team(), vec![RingBack]),
            ("she holds the money", in_team(StandingKind::Money), team(), vec![]),
            ("she is of another town", carys(&[(ELSEWHERE, StandingKind::Part)]), team(), vec![]),
            ("nobody", Reader::nobody(), team(), vec![]),
            ("nobody, at an open door", Reader::nobody(), open(), vec![LookAt]),
        ],
    );
    let named = |id, place| Matter::Person { id, places: vec![place] };
    holds(
        &[Know],
        vec![
            ("her own name", carys(&[]), named(CARYS, ELSEWHERE), vec![Know]),
            ("somebody of her town", carys(&[PART]), named(ASHA, TOWN), vec![Know]),
            ("somebody of another", carys(&[PART]), named(ASHA, ELSEWHERE), vec![]),
        ],
    );
}

#[test]
fn what_was_raised_is_with_those_on_duty_now_whoever_answered_it_and_whoever_raised_it() {
    use Action::{AnswerWorry, HearWorry, PutAway, SayItGoesOn};
    let all = [HearWorry, AnswerWorry, SayItGoesOn, PutAway];
    let raised = |is_wrong, is_open| Matter::Worry {
        place: TOWN,
        is_wrong,
        is_open,
        raised_by: Some(BRYN),
        answered_by: vec![ASHA],
    };
    let both = || vec![HearWorry, AnswerWorry];
    let of_town = |who| person(who, &[PART]);
    let of_bryn = vec![HearWorry, SayItGoesOn, PutAway];
    holds(
        &all,
        vec![
            ("Carys is on duty", carys(&[ON_DUTY]), raised(false, true), both()),
            ("and it was answered", carys(&[ON_DUTY]), raised(false, false), vec![]),
            ("what went wrong", carys(&[ON_DUTY]), raised(true, true), vec![]),
            ("she hears what went wrong", carys(&[HEARS_WRONGS]), raised(true, true), both()),
            ("and it was answered", carys(&[HEARS_WRONGS]), raised(true, false), vec![]),
            ("what somebody worries about", carys(&[HEARS_WRONGS]), raised(false, true), vec![]),
            ("Asha answered it", of_town(ASHA), raised(false, false), vec![HearWorry]),
            ("and has left", person(ASHA, &[]), raised(false, false), vec![]),
            ("Bryn raised it", of_town(BRYN), raised(true, false), of_bryn),
            ("and has left", person(BRYN, &[]), raised(true, false), vec![]),
            ("Carys is of the town", of_town(CARYS), raised(false, true), vec![]),
        ],
    );
}
