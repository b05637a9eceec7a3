//! Of somebody's own page.

use crate::claim::{Claim, Over, Property};

/// Who was let in to write was let in to read: the rows of those who write are part of the rows of
/// those who read, so it is a fact of the entities.
const WHO_WRITES_READS: &str = "
    forbid (principal, action, resource is Section) unless {
        resource.read_by_people.containsAll(resource.written_by_people) &&
        resource.read_by_systems.containsAll(resource.written_by_systems)
    };";

pub(super) const ALL: &[Property] = &[
    Property {
        name: "let-in",
        says: "Nobody reads a part of somebody's page, or knows of it, unless they hold its pen, \
               were let in by name, or play a part now in a group that was let in.",
        over: Over::Actions(&["know_of", "read_section"]),
        // A lawful opening would be one clause more.
        claim: Claim::OnlyWhere(
            "permit (principal is Person, action, resource is Section) when {
                 principal.holds_pen_of.contains(resource.life) ||
                 resource.read_by_people.contains(principal) ||
                 principal in resource.read_by_systems
             };",
        ),
    },
    Property {
        name: "let-in-to-write",
        says: "Nobody writes in a part of somebody's page unless they hold its pen, were let in by \
               name to write, or play a part now in a group that was let in to write.",
        over: Over::Actions(&["write_in"]),
        claim: Claim::OnlyWhere(
            "permit (principal is Person, action, resource is Section) when {
                 principal.holds_pen_of.contains(resource.life) ||
                 resource.written_by_people.contains(principal) ||
                 principal in resource.written_by_systems
             };",
        ),
    },
    Property {
        name: "pen",
        says: "Nobody decides about somebody's page unless they hold its pen.",
        over: Over::Actions(&["hold_pen"]),
        claim: Claim::OnlyWhere(
            "permit (principal is Person, action, resource is Section)
             when { principal.holds_pen_of.contains(resource.life) };",
        ),
    },
    Property {
        name: "funder",
        says: "Whoever holds the money of a group that was let in, or manages in it, reads no part \
               of that page, knows nothing of it and writes nothing in it, unless they were let in \
               by name or hold its pen; whatever else they are. (A group that was let in to write \
               was let in to read: that is a fact, and not proved here.)",
        over: Over::Actions(&["know_of", "read_section", "write_in"]),
        claim: Claim::Never(
            "permit (principal is Person, action, resource is Section) when {
                 (principal.holds_money_of.containsAny(resource.read_by_systems) ||
                  principal.manages_in.containsAny(resource.read_by_systems)) &&
                 !resource.read_by_people.contains(principal) &&
                 !resource.written_by_people.contains(principal) &&
                 !principal.holds_pen_of.contains(resource.life)
             };",
        ),
    },
    Property {
        name: "funder-writes",
        says: "Whoever holds the money of a group that was let in, or manages in it, writes nothing \
               in that page through any group, even if they were let in by name to read.",
        over: Over::Actions(&["write_in"]),
        claim: Claim::Never(
            "permit (principal is Person, action, resource is Section) when {
                 (principal.holds_money_of.containsAny(resource.read_by_systems) ||
                  principal.manages_in.containsAny(resource.read_by_systems)) &&
                 !resource.written_by_people.contains(principal) &&
                 !principal.holds_pen_of.contains(resource.life)
             };",
        ),
    },
    Property {
        name: "withdrawn",
        says: "Where nobody is let in any more, nobody but whoever holds its pen has any way in to \
               a part of somebody's page.",
        over: Over::About("Section"),
        claim: Claim::Never(
            "permit (principal is Person, action, resource is Section) when {
                 resource.read_by_people.isEmpty() && resource.read_by_systems.isEmpty() &&
                 resource.written_by_people.isEmpty() &&
                 resource.written_by_systems.isEmpty() &&
                 !principal.holds_pen_of.contains(resource.life)
             };",
        ),
    },
    Property {
        name: "fewer-names",
        says: "Letting in fewer people by name lets in nobody new.",
        over: Over::About("Section"),
        claim: Claim::AlsoIf {
            otherwise: &["read_by_people", "written_by_people"],
            given: "
                forbid (principal, action, resource is Section) unless {
                    resource.read_by_people_otherwise.containsAll(resource.read_by_people) &&
                    resource.written_by_people_otherwise.containsAll(resource.written_by_people)
                };",
        },
    },
    Property {
        name: "fewer-groups",
        says: "Letting in fewer groups lets in nobody new, but for whoever holds the money of a \
               group that was let in before, or manages in it: they are shut out only while it is.",
        over: Over::About("Section"),
        claim: Claim::AlsoIf {
            otherwise: &["read_by_systems", "written_by_systems"],
            given: "
                forbid (principal, action, resource is Section) unless {
                    resource.read_by_systems_otherwise.containsAll(resource.read_by_systems) &&
                    resource.written_by_systems_otherwise.containsAll(resource.written_by_systems)
                };
                forbid (principal is Person, action, resource is Section) when {
                    principal.holds_money_of.containsAny(resource.read_by_systems_otherwise) ||
                    principal.manages_in.containsAny(resource.read_by_systems_otherwise)
                };",
        },
    },
    Property {
        name: "rests",
        says: "While somebody's page rests, nobody but whoever holds its pen sees or writes \
               anything of it.",
        over: Over::About("Section"),
        claim: Claim::Never(
            "permit (principal is Person, action, resource is Section)
             when { resource.rests && !principal.holds_pen_of.contains(resource.life) };",
        ),
    },
    Property {
        name: "who-writes-reads",
        says: "Whoever may write in a part of somebody's page may read it, if it is a fact that \
               whoever was let in to write was let in to read.",
        over: Over::Actions(&["write_in"]),
        claim: Claim::AlsoMay { what: "read_section", given: WHO_WRITES_READS },
    },
    Property {
        name: "who-reads-knows",
        says: "Whoever may read a part of somebody's page may know of it.",
        over: Over::Actions(&["read_section"]),
        claim: Claim::AlsoMay { what: "know_of", given: "" },
    },
];
