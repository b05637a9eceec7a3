//! Of all that the policies allow, and of each of them.

use crate::claim::{Claim, Over, Property};

pub(super) const ALL: &[Property] = &[
    Property {
        name: "stewards",
        says: "Stewardship gives no reading: whatever somebody looks after changes no answer, but \
               whether they may tend it.",
        over: Over::AllBut(&["tend"]),
        claim: Claim::WhateverElse(&["stewards"]),
    },
    Property {
        name: "money-gives-nothing",
        says: "Holding money and managing give nothing: whatever is allowed to whoever does would \
               be allowed to them, too, if they did less of it.",
        over: Over::By("Person"),
        claim: Claim::AlsoIf {
            otherwise: &["holds_money_of", "manages_in"],
            given: "
                forbid (principal is Person, action, resource) unless {
                    principal.holds_money_of.containsAll(principal.holds_money_of_otherwise) &&
                    principal.manages_in.containsAll(principal.manages_in_otherwise)
                };",
        },
    },
    Property {
        name: "slip",
        says: "Whoever holds a slip reaches their own telling with it, sees that something came of \
               it, and sees the face of a place whose door is open; nothing else.",
        over: Over::By("Slip"),
        claim: Claim::OnlyWhere(
            r#"permit (principal is Slip, action, resource is Telling)
               when { resource has slip && resource.slip == principal };
               permit (principal is Slip, action == Action::"see_it_came", resource is Held)
               when { resource.came_of_slips.contains(principal) };
               permit (principal is Slip, action == Action::"look_at", resource is System)
               when { resource.open_door };"#,
        ),
    },
    Property {
        name: "nobody",
        says: "Somebody we do not know sees the face of a place whose door is open; nothing else.",
        over: Over::By("Nobody"),
        claim: Claim::OnlyWhere(
            r#"permit (principal is Nobody, action == Action::"look_at", resource is System)
               when { resource.open_door };"#,
        ),
    },
    Property {
        name: "dev",
        says: "Somebody who stands nowhere, holds no pen, and has told nothing, raised nothing and \
               written nothing, and whom nobody named, reaches nothing but an open door and \
               themselves.",
        over: Over::By("Person"),
        claim: Claim::OnlyWhere(STANDS_SOMEWHERE),
    },
    Property {
        name: "errors",
        says: "No policy can stop at an error, so none is ever left out of an answer.",
        over: Over::Everything,
        claim: Claim::NoErrors,
    },
];

/// Every way in which somebody could stand to what is asked for.
const STANDS_SOMEWHERE: &str = r#"
    permit (principal is Person, action, resource is Telling) when {
        (resource has teller && resource.teller == principal) ||
        (resource has writer && resource.writer == principal) ||
        resource.heard_by_people.contains(principal) ||
        principal in resource.heard_by_systems ||
        principal.places.contains(resource.place) ||
        principal.keeps_safe.contains(resource.place) ||
        principal.hears_wrongs.contains(resource.place)
    };
    permit (principal is Person, action, resource is Held) when {
        principal in resource.system || resource.came_of_people.contains(principal)
    };
    permit (principal is Person, action, resource is System) when {
        principal in resource || principal.places.contains(resource.place) ||
        principal.stewards.contains(resource) || principal.rings.contains(resource) ||
        principal.keeps_safe.contains(resource)
    };
    permit (principal is Person, action == Action::"look_at", resource is System)
    when { resource.open_door };
    permit (principal is Person, action, resource is Worry) when {
        principal.places.contains(resource.place) ||
        principal.keeps_safe.contains(resource.place) ||
        principal.hears_wrongs.contains(resource.place)
    };
    permit (principal is Person, action, resource is Section) when {
        principal.holds_pen_of.contains(resource.life) ||
        resource.read_by_people.contains(principal) ||
        resource.written_by_people.contains(principal) ||
        principal in resource.read_by_systems || principal in resource.written_by_systems
    };
    permit (principal is Person, action, resource is Person)
    when { principal == resource || principal.places.containsAny(resource.places) };
"#;
