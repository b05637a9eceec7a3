//! What the policies are asked to allow.

/// What somebody asks to do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// Read a telling.
    Hear,
    /// Lay a telling beside others.
    LayBeside,
    /// Quote from a telling.
    Quote,
    /// Write down how one reads a telling, in one's name.
    ReadWithFourWords,
    /// Say whether a telling may go further, having read it before others do.
    ReadFirst,
    /// Narrow, change or erase a telling.
    Narrow,
    /// Take a telling back from everybody but the one who holds its slip.
    HoldBack,
    /// Tell a later chapter.
    TellMore,
    /// Read what a group holds.
    Read,
    /// Add to what a group holds.
    TakePart,
    /// Put words that a group holds better than they stand.
    Reword,
    /// Read a group's talk and what it observed.
    ReadTalk,
    /// Speak in a group's talk.
    JoinTalk,
    /// See that something came of what one told.
    SeeItCame,
    /// See that a system is there, and what for.
    LookAt,
    /// Speak as one of a system.
    Belong,
    /// Tend a system's conditions, as its steward.
    Tend,
    /// Read what somebody raised, and what was answered.
    HearWorry,
    /// Answer what somebody raised.
    AnswerWorry,
    /// Say again of what was answered that it goes on.
    SayItGoesOn,
    /// Put away what one raised, so that none of one's own pages shows it.
    PutAway,
    /// See the number of somebody who asked to be rung.
    RingBack,
    /// Know that somebody has a page of their own.
    KnowOf,
    /// Read a part of somebody's own page.
    ReadSection,
    /// Write in a part of somebody's own page.
    WriteIn,
    /// Decide about a page of one's own: who sees what, whether it rests, and its end.
    HoldPen,
    /// Know somebody's name.
    Know,
}

impl Action {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Hear => "hear",
            Self::LayBeside => "lay_beside",
            Self::Quote => "quote",
            Self::ReadWithFourWords => "read_with_four_words",
            Self::ReadFirst => "read_first",
            Self::Narrow => "narrow",
            Self::HoldBack => "hold_back",
            Self::TellMore => "tell_more",
            Self::Read => "read",
            Self::TakePart => "take_part",
            Self::Reword => "reword",
            Self::ReadTalk => "read_talk",
            Self::JoinTalk => "join_talk",
            Self::SeeItCame => "see_it_came",
            Self::LookAt => "look_at",
            Self::Belong => "belong",
            Self::Tend => "tend",
            Self::HearWorry => "hear_worry",
            Self::AnswerWorry => "answer_worry",
            Self::SayItGoesOn => "say_it_goes_on",
            Self::PutAway => "put_away",
            Self::RingBack => "ring_back",
            Self::KnowOf => "know_of",
            Self::ReadSection => "read_section",
            Self::WriteIn => "write_in",
            Self::HoldPen => "hold_pen",
            Self::Know => "know",
        }
    }
}
