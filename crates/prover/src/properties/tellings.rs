//! Of what somebody told.

use crate::claim::{Claim, Over, Property};

pub(super) const ALL: &[Property] = &[
    Property {
        name: "hearing",
        says: "Nobody hears a telling but its teller, whoever wrote it down until it was handed \
               over, whoever holds its slip, those named, those of a system it was offered to, \
               anyone of the place where it was offered to anyone, whoever keeps people safe while \
               a worry about it waits or who answered one, and whoever reads it first: asked by \
               name, on duty, or hearing what went wrong where it was left lying; and nobody under \
               18 where it is for an adult.",
        over: Over::Actions(&["hear"]),
        claim: Claim::OnlyWhere(
            "permit (principal is Slip, action, resource is Telling)
             when { resource has slip && resource.slip == principal };
             permit (principal is Person, action, resource is Telling) when {
                 (resource has teller && resource.teller == principal) ||
                 (!resource.handed_over && resource has writer && resource.writer == principal) ||
                 resource.heard_by_people.contains(principal) ||
                 principal in resource.heard_by_systems ||
                 (resource.heard_by_anyone && principal.places.contains(resource.place))
             };
             permit (principal is Person, action, resource is Telling) when {
                 principal.keeps_safe.contains(resource.place) &&
                 (resource.worried_about || resource.worry_answered_by.contains(principal))
             };
             permit (principal is Person, action, resource is Telling) when {
                 if resource.for_an_adult && principal.under_18 then false else
                 (resource.asked_first.contains(principal) &&
                  principal.places.contains(resource.place)) ||
                 (resource.on_duty_first && principal.keeps_safe.contains(resource.place)) ||
                 (resource.lies_unread && principal.hears_wrongs.contains(resource.place))
             };",
        ),
    },
    Property {
        name: "handed-over",
        says: "Whoever wrote down what was handed over hears it, passes it on and changes it as if \
               anybody else had written it down.",
        over: Over::Actions(&[
            "hear",
            "lay_beside",
            "quote",
            "read_with_four_words",
            "narrow",
            "tell_more",
        ]),
        claim: Claim::AlsoIf {
            otherwise: &["writer"],
            given: "
                forbid (principal, action, resource is Telling)
                unless { resource.handed_over };",
        },
    },
    Property {
        name: "changing",
        says: "Nobody narrows a telling or adds to it but its teller, whoever wrote it down until \
               it was handed over, and whoever holds its slip.",
        over: Over::Actions(&["narrow", "tell_more"]),
        claim: Claim::OnlyWhere(
            "permit (principal is Slip, action, resource is Telling)
             when { resource has slip && resource.slip == principal };
             permit (principal is Person, action, resource is Telling) when {
                 (resource has teller && resource.teller == principal) ||
                 (!resource.handed_over && resource has writer && resource.writer == principal)
             };",
        ),
    },
    Property {
        name: "quoting",
        says: "Nothing is quoted unless its teller said so, and then only by those named, of a \
               system it was offered to, or of the place where it was offered to anyone.",
        over: Over::Actions(&["quote"]),
        claim: Claim::OnlyWhere(
            "permit (principal is Person, action, resource is Telling) when {
                 resource.may_be_quoted &&
                 (resource.heard_by_people.contains(principal) ||
                  principal in resource.heard_by_systems ||
                  (resource.heard_by_anyone && principal.places.contains(resource.place)))
             };",
        ),
    },
    Property {
        name: "quoting-a-child",
        says: "Nothing of somebody under 18 is quoted, by anybody, until a second adult has looked \
               at it.",
        over: Over::Actions(&["quote"]),
        claim: Claim::Never(
            "permit (principal is Person, action, resource is Telling)
             when { resource.waits_for_second_adult };
             permit (principal is Slip, action, resource is Telling)
             when { resource.waits_for_second_adult };",
        ),
    },
    Property {
        name: "laying-beside",
        says: "Nothing is laid beside other tellings unless its teller said so.",
        over: Over::Actions(&["lay_beside"]),
        claim: Claim::Never(
            "permit (principal, action, resource is Telling)
             unless { resource.may_be_laid_beside };",
        ),
    },
    Property {
        name: "only-who-hears",
        says: "Whoever does anything with a telling hears it; but for whoever wrote it down and \
               handed it over, who may hold it back unheard.",
        over: Over::Actions(&[
            "read_first",
            "lay_beside",
            "quote",
            "read_with_four_words",
            "narrow",
            "tell_more",
        ]),
        claim: Claim::AlsoMay { what: "hear", given: "" },
    },
    Property {
        name: "second-reader",
        says: "What waits for a second reader is heard by its teller, whoever wrote it down until \
               it was handed over, whoever holds its slip, those named, those for whom nothing \
               waits, whoever reads it first, and those on duty with a worry; nobody else.",
        over: Over::Actions(&["hear", "lay_beside", "quote", "read_with_four_words"]),
        claim: Claim::Never(
            r#"permit (principal is Person, action, resource is Telling) when {
                   resource.waits_for_second_reader &&
                   !(resource has teller && resource.teller == principal) &&
                   !(!resource.handed_over && resource has writer &&
                     resource.writer == principal) &&
                   !resource.heard_by_people.contains(principal) &&
                   !(principal in resource.cleared_for_systems) &&
                   !(resource.cleared_for_anyone && principal.places.contains(resource.place)) &&
                   !(action == Action::"hear" && (
                       resource.asked_first.contains(principal) ||
                       (resource.lies_unread && principal.hears_wrongs.contains(resource.place)) ||
                       (principal.keeps_safe.contains(resource.place) && (
                           resource.on_duty_first || resource.worried_about ||
                           resource.worry_answered_by.contains(principal)))))
               };"#,
        ),
    },
    Property {
        name: "read-back",
        says: "What waits to be read back reaches its teller, whoever wrote it down until it was \
               handed over, whoever holds its slip, those named, and those on duty with a worry; \
               nobody else.",
        over: Over::Actions(&["hear", "read_first", "lay_beside", "quote", "read_with_four_words"]),
        claim: Claim::Never(
            r#"permit (principal is Person, action, resource is Telling) when {
                   resource.waits_to_be_read_back &&
                   !(resource has teller && resource.teller == principal) &&
                   !(!resource.handed_over && resource has writer &&
                     resource.writer == principal) &&
                   !resource.heard_by_people.contains(principal) &&
                   !(action == Action::"hear" && principal.keeps_safe.contains(resource.place) && (
                       resource.worried_about || resource.worry_answered_by.contains(principal)))
               };"#,
        ),
    },
    Property {
        name: "looking",
        says: "While somebody looks at whether a person in it could be hurt, a telling reaches its \
               teller, whoever wrote it down until it was handed over, whoever holds its slip, and \
               those on duty with a worry; nobody else.",
        over: Over::Actions(&["hear", "read_first", "lay_beside", "quote", "read_with_four_words"]),
        claim: Claim::Never(
            r#"permit (principal is Person, action, resource is Telling) when {
                   resource.somebody_is_looking &&
                   !(resource has teller && resource.teller == principal) &&
                   !(!resource.handed_over && resource has writer &&
                     resource.writer == principal) &&
                   !(action == Action::"hear" && principal.keeps_safe.contains(resource.place) && (
                       resource.worried_about || resource.worry_answered_by.contains(principal)))
               };"#,
        ),
    },
    Property {
        name: "own-second-reader",
        says: "Nobody reads first what they told themselves or wrote down.",
        over: Over::Actions(&["read_first"]),
        claim: Claim::Never(
            "permit (principal is Person, action, resource is Telling) when {
                 (resource has teller && resource.teller == principal) ||
                 (resource has writer && resource.writer == principal)
             };",
        ),
    },
    Property {
        name: "for-an-adult",
        says: "Whether somebody under 18 may be named or quoted is read first by nobody who is \
               under 18.",
        over: Over::Actions(&["read_first"]),
        claim: Claim::Never(
            "permit (principal is Person, action, resource is Telling)
             when { resource.for_an_adult && principal.under_18 };",
        ),
    },
    Property {
        name: "fewer-hear",
        says: "Offering a telling to fewer lets nobody new hear it or do anything with it.",
        over: Over::About("Telling"),
        claim: Claim::AlsoIf {
            otherwise: &[
                "heard_by_people",
                "heard_by_systems",
                "heard_by_anyone",
                "cleared_for_systems",
                "cleared_for_anyone",
            ],
            given: "
                forbid (principal, action, resource is Telling) unless {
                    resource.heard_by_people_otherwise.containsAll(resource.heard_by_people) &&
                    resource.heard_by_systems_otherwise.containsAll(resource.heard_by_systems) &&
                    resource.cleared_for_systems_otherwise
                        .containsAll(resource.cleared_for_systems) &&
                    (!resource.heard_by_anyone || resource.heard_by_anyone_otherwise) &&
                    (!resource.cleared_for_anyone || resource.cleared_for_anyone_otherwise)
                };",
        },
    },
    Property {
        name: "waiting",
        says: "Whatever a telling waits for besides lets nobody new hear it or do anything with it.",
        over: Over::About("Telling"),
        claim: Claim::AlsoIf {
            otherwise: &[
                "waits_to_be_read_back",
                "somebody_is_looking",
                "waits_for_second_reader",
                "waits_for_second_adult",
            ],
            given: "
                forbid (principal, action, resource is Telling) when {
                    (resource.waits_to_be_read_back_otherwise &&
                     !resource.waits_to_be_read_back) ||
                    (resource.somebody_is_looking_otherwise && !resource.somebody_is_looking) ||
                    (resource.waits_for_second_reader_otherwise &&
                     !resource.waits_for_second_reader) ||
                    (resource.waits_for_second_adult_otherwise && !resource.waits_for_second_adult)
                };",
        },
    },
];
