//! Who may see what of whom. The one place where it is decided.

use std::collections::HashMap;

use kernel::{PersonId, ScopeId, ports::Population};
use serde::{Deserialize, Serialize};

/// What a person decides about: who sees it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Field {
    Telephones,
    /// Mail addresses. Who may not see them does not find by them either.
    Addresses,
    Place,
    Skills,
    Languages,
    /// What they say of themselves.
    About,
    Civility,
    Photo,
    Presence,
    /// When they are away, and who stands in. Who may not see it is not told "away" by their presence either.
    Absence,
    /// The groups on their card. A team shows its members to every agent all the same.
    Groups,
}

/// To whom a field is shown; each level holds those after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Audience {
    /// Every agent and contractor.
    #[default]
    Everyone,
    /// Those of the same ministry, or of whatever the tree's root is.
    Ministry,
    /// Those of the same bureau.
    Unit,
    /// Nobody but oneself and the correspondents of the tree.
    Nobody,
}

pub(crate) type Visibility = HashMap<Field, Audience>;

/// Who is looking.
#[derive(Debug, Clone)]
pub(crate) struct Viewer {
    pub(crate) person: PersonId,
    pub(crate) population: Population,
    /// From the root of their tree to their own unit.
    pub(crate) path: Vec<ScopeId>,
    /// The organisations whose trees they keep.
    pub(crate) keeps: Vec<ScopeId>,
    pub(crate) administers: bool,
}

/// Who is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) person: PersonId,
    pub(crate) path: &'a [ScopeId],
    pub(crate) protected: bool,
    pub(crate) visibility: &'a Visibility,
}

impl Viewer {
    /// Whether this person has a directory at all.
    pub(crate) fn is_agent(&self) -> bool {
        matches!(self.population, Population::Agent | Population::Contractor)
    }

    /// Whether an organisation, by its path, is in a tree that this person keeps.
    pub(crate) fn keeps(&self, path: &[ScopeId]) -> bool {
        self.administers || self.keeps.iter().any(|kept| path.contains(kept))
    }
}

/// Whether this viewer may know that this person exists.
pub(crate) fn may_meet(viewer: &Viewer, subject: Subject<'_>) -> bool {
    !subject.protected || viewer.person == subject.person || viewer.keeps(subject.path)
}

/// Whether this viewer may see this field of this person.
pub(crate) fn may_see(viewer: &Viewer, subject: Subject<'_>, field: Field) -> bool {
    if !may_meet(viewer, subject) {
        return false;
    }
    if viewer.person == subject.person || viewer.keeps(subject.path) {
        return true;
    }
    let both = |at: fn(&[ScopeId]) -> Option<&ScopeId>| {
        at(&viewer.path).is_some_and(|own| at(subject.path) == Some(own))
    };
    match subject.visibility.get(&field).copied().unwrap_or_default() {
        Audience::Everyone => viewer.is_agent(),
        Audience::Ministry => both(<[_]>::first),
        Audience::Unit => both(<[_]>::last),
        Audience::Nobody => false,
    }
}

/// Whether every agent may see this field of this person.
pub(crate) fn is_for_every_agent(subject: Subject<'_>, field: Field) -> bool {
    let audience = subject.visibility.get(&field).copied().unwrap_or_default();
    !subject.protected && audience == Audience::Everyone
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Tree {
        ministry: ScopeId,
        bureau: ScopeId,
        other_bureau: ScopeId,
        elsewhere: ScopeId,
    }

    fn tree() -> Tree {
        Tree {
            ministry: ScopeId::new(),
            bureau: ScopeId::new(),
            other_bureau: ScopeId::new(),
            elsewhere: ScopeId::new(),
        }
    }

    fn viewer(path: &[ScopeId]) -> Viewer {
        Viewer {
            person: PersonId::new(),
            population: Population::Agent,
            path: path.to_vec(),
            keeps: vec![],
            administers: false,
        }
    }

    #[test]
    fn each_audience_holds_the_next() {
        let tree = tree();
        let path = [tree.ministry, tree.bureau];
        let same_bureau = viewer(&path);
        let same_ministry = viewer(&[tree.ministry, tree.other_bureau]);
        let another = viewer(&[tree.elsewhere]);
        let nowhere = viewer(&[]);
        let external = Viewer { population: Population::External, ..viewer(&[]) };
        let keeper = Viewer { keeps: vec![tree.ministry], ..viewer(&[]) };
        let keeper_elsewhere = Viewer { keeps: vec![tree.elsewhere, tree.other_bureau], ..viewer(&[]) };
        let administrator = Viewer { administers: true, ..viewer(&[]) };
        let everyone = [
            &same_bureau,
            &same_ministry,
            &another,
            &nowhere,
            &external,
            &keeper,
            &keeper_elsewhere,
            &administrator,
        ];

        for (audience, who) in [
            (Audience::Everyone, [true, true, true, true, false, true, true, true]),
            (Audience::Ministry, [true, true, false, false, false, true, false, true]),
            (Audience::Unit, [true, false, false, false, false, true, false, true]),
            (Audience::Nobody, [false, false, false, false, false, true, false, true]),
        ] {
            let visibility = Visibility::from([(Field::Telephones, audience)]);
            let subject =
                Subject { person: PersonId::new(), path: &path, protected: false, visibility: &visibility };
            assert_eq!(everyone.map(|one| may_see(one, subject, Field::Telephones)), who, "{audience:?}");
            assert!(may_see(&another, subject, Field::Skills), "what is not said is for every agent");
            let oneself = Viewer { person: subject.person, ..viewer(&[]) };
            assert!(may_see(&oneself, subject, Field::Telephones), "everybody sees their own");
        }
    }

    #[test]
    fn nobody_shares_a_ministry_with_who_has_none() {
        let visibility =
            Visibility::from([(Field::Place, Audience::Ministry), (Field::Photo, Audience::Unit)]);
        let subject =
            Subject { person: PersonId::new(), path: &[], protected: false, visibility: &visibility };
        assert!(!may_see(&viewer(&[]), subject, Field::Place));
        assert!(!may_see(&viewer(&[]), subject, Field::Photo));
    }

    #[test]
    fn a_protected_person_is_met_by_themselves_and_who_keeps_their_tree() {
        let tree = tree();
        let (path, visibility) = ([tree.ministry, tree.bureau], Visibility::new());
        let subject =
            Subject { person: PersonId::new(), path: &path, protected: true, visibility: &visibility };
        let colleague = viewer(&path);
        let keeper = Viewer { keeps: vec![tree.ministry], ..viewer(&[]) };
        let neighbour = Viewer { keeps: vec![tree.other_bureau], ..viewer(&path) };
        let oneself = Viewer { person: subject.person, ..viewer(&path) };

        assert!(!may_meet(&colleague, subject) && !may_see(&colleague, subject, Field::Skills));
        assert!(!may_meet(&neighbour, subject), "who keeps another branch is like everybody");
        assert!(may_meet(&keeper, subject) && may_see(&keeper, subject, Field::Telephones));
        assert!(may_meet(&oneself, subject));
    }
}
