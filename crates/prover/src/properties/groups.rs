//! Of what a group holds, and what is raised in a place.

use crate::claim::{Claim, Over, Property};

pub(super) const ALL: &[Property] = &[
    Property {
        name: "talk",
        says: "Whoever holds the money of a group, or manages in it, is outside its talk unless the \
               group asked them in for that one thing; whatever else they are.",
        over: Over::Actions(&["read_talk", "join_talk"]),
        claim: Claim::Never(
            "permit (principal is Person, action, resource is Held) when {
                 (principal.holds_money_of.contains(resource.system) ||
                  principal.manages_in.contains(resource.system)) &&
                 !resource.asked_in.contains(principal)
             };",
        ),
    },
    Property {
        name: "rewording",
        says: "Whoever holds the money of a group, or manages in it, puts no words of others there \
               better unless the group asked them in for that one thing.",
        over: Over::Actions(&["reword"]),
        claim: Claim::Never(
            "permit (principal is Person, action, resource is Held) when {
                 (principal.holds_money_of.contains(resource.system) ||
                  principal.manages_in.contains(resource.system)) &&
                 !resource.asked_in.contains(principal) &&
                 !(resource has said_by && resource.said_by == principal)
             };",
        ),
    },
    Property {
        name: "who-speaks-reads",
        says: "Whoever speaks in a group's talk reads it.",
        over: Over::Actions(&["join_talk"]),
        claim: Claim::AlsoMay { what: "read_talk", given: "" },
    },
    Property {
        name: "held",
        says: "What a group holds is read, talked about and put better only by whoever plays a part \
               in it; who is asked in must play a part, too.",
        over: Over::Actions(&["read", "take_part", "read_talk", "join_talk", "reword"]),
        claim: Claim::OnlyWhere(
            "permit (principal is Person, action, resource is Held)
             when { principal in resource.system };",
        ),
    },
    Property {
        name: "came",
        says: "That something came of it is seen by whoever plays a part in the group, and by those \
               whose tellings it came of, with an account or a slip.",
        over: Over::Actions(&["see_it_came"]),
        claim: Claim::OnlyWhere(
            "permit (principal is Person, action, resource is Held) when {
                 principal in resource.system || resource.came_of_people.contains(principal)
             };
             permit (principal is Slip, action, resource is Held)
             when { resource.came_of_slips.contains(principal) };",
        ),
    },
    Property {
        name: "worry",
        says: "What somebody raised is read by them, by whoever answered it, both only while they \
               play a part in the place, and while it is open by those on duty for it; nobody else.",
        over: Over::Actions(&["hear_worry"]),
        claim: Claim::OnlyWhere(
            "permit (principal is Person, action, resource is Worry) when {
                 principal.places.contains(resource.place) &&
                 ((resource has raised_by && resource.raised_by == principal) ||
                  resource.answered_by.contains(principal))
             };
             permit (principal is Person, action, resource is Worry) when {
                 resource.is_open &&
                 (if resource.is_wrong
                  then principal.hears_wrongs.contains(resource.place)
                  else principal.keeps_safe.contains(resource.place))
             };",
        ),
    },
    Property {
        name: "who-answers-reads",
        says: "Whoever answers what somebody raised, says that it goes on or puts it away, reads it.",
        over: Over::Actions(&["answer_worry", "say_it_goes_on", "put_away"]),
        claim: Claim::AlsoMay { what: "hear_worry", given: "" },
    },
    Property {
        name: "worry-of-the-team",
        says: "What went wrong in a place is not answered by those who keep people safe there, \
               unless they also hear what went wrong; and the other way round with a worry.",
        over: Over::Actions(&["answer_worry"]),
        claim: Claim::Never(
            "permit (principal is Person, action, resource is Worry) when {
                 if resource.is_wrong
                 then !principal.hears_wrongs.contains(resource.place)
                 else !principal.keeps_safe.contains(resource.place)
             };",
        ),
    },
    Property {
        name: "number",
        says: "The number of somebody who asked to be rung is seen only by whoever rings for the \
               place or keeps people safe in it.",
        over: Over::Actions(&["ring_back"]),
        claim: Claim::OnlyWhere(
            "permit (principal is Person, action, resource is System) when {
                 principal.rings.contains(resource) || principal.keeps_safe.contains(resource)
             };",
        ),
    },
];
