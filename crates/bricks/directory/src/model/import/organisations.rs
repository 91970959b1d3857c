//! Lines about organisations, and the tree they make.

use std::collections::{HashMap, HashSet};

use kernel::ScopeId;
use serde::{Deserialize, Serialize};

use super::{
    Fault, Outcome,
    columns::{Column, folded},
    table::Line,
};
use crate::model::{
    organisation::{Contacts, checked_kind, checked_name, checked_siret},
    profile::{number, text},
};

/// One organisation as a file describes it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct OrganisationLine {
    pub(crate) line: u32,
    pub(crate) uid: String,
    /// The `uid` of what is above it; nothing: the top of the import.
    pub(crate) parent: Option<String>,
    pub(crate) name: String,
    pub(crate) acronym: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) siret: Option<String>,
    pub(crate) missions: Option<String>,
    pub(crate) contacts: Contacts,
}

impl OrganisationLine {
    /// # Errors
    /// The first thing that is wrong with the line.
    pub(crate) fn read(line: &Line) -> Result<Self, Fault> {
        let given = |column: Column| line.fields.get(column).map(String::as_str);
        let fault = |column: Column, code| Fault::new(line.number, column, code, given(column));
        let uid = given("uid").ok_or_else(|| fault("uid", "missing"))?;
        if uid.chars().count() > 100 {
            return Err(fault("uid", "too_long"));
        }
        let name = given("name").ok_or_else(|| fault("name", "missing"))?;
        let telephone = given("telephone").map(number).transpose();
        let contacts = Contacts {
            telephone: telephone.map_err(|_| fault("telephone", "bad_value"))?,
            address: text("address", given("address"), 300).map_err(|_| fault("address", "too_long"))?,
            mail: given("mail").map(str::to_owned),
            site: given("site").map(str::to_owned),
        };
        let kind = given("kind").map(kind_of).transpose();
        let siret = given("siret").map(checked_siret).transpose();
        Ok(Self {
            line: line.number,
            uid: uid.to_owned(),
            parent: given("parent").map(str::to_owned),
            name: checked_name(name).map_err(|_| fault("name", "bad_value"))?,
            acronym: text("acronym", given("acronym"), 40).map_err(|_| fault("acronym", "too_long"))?,
            kind: kind.map_err(|()| fault("kind", "bad_value"))?,
            siret: siret.map_err(|_| fault("siret", "bad_value"))?,
            missions: text("missions", given("missions"), 2_000)
                .map_err(|_| fault("missions", "too_long"))?,
            contacts: contacts.checked().map_err(|_| fault("mail", "bad_value"))?,
        })
    }
}

/// The kind that a French or English word means.
pub(crate) fn kind_of(word: &str) -> Result<String, ()> {
    let known = match folded(word).as_str() {
        "ministere" | "ministry" => "ministry",
        "direction" | "directiongenerale" | "administrationcentrale" => "direction",
        "sousdirection" | "subdirection" => "sub_direction",
        "bureau" | "office" => "bureau",
        "mission" => "mission",
        "pole" => "pole",
        "service" | "department" => "service",
        "operateur" | "operator" | "etablissementpublic" => "operator",
        "collectivite" | "commune" | "mairie" | "local" => "local",
        "prefecture" => "prefecture",
        _ => return checked_kind(&word.trim().to_lowercase().replace([' ', '-'], "_")).map_err(|_| ()),
    };
    Ok(known.to_owned())
}

/// An organisation that is there already.
#[derive(Debug, Clone)]
pub(crate) struct Present {
    pub(crate) id: ScopeId,
    /// Nothing for the top of the whole house.
    pub(crate) parent: Option<ScopeId>,
    /// The name that earlier files gave it.
    pub(crate) uid: Option<String>,
    pub(crate) name: String,
    pub(crate) acronym: Option<String>,
    pub(crate) kind: String,
    pub(crate) siret: Option<String>,
    pub(crate) missions: Option<String>,
    pub(crate) contacts: Contacts,
    pub(crate) closed: bool,
    /// Whether its last day is known: nothing new comes below it, unless the file names it and so opens it again.
    pub(crate) ending: bool,
}

/// What an import may do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// What it is limited to.
    pub(crate) top: Option<ScopeId>,
    /// Whether it may set SIRETs: those who keep a tree may not.
    pub(crate) sets_sirets: bool,
}

/// What is to be done with one line.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// Its place among the lines.
    pub(crate) at: usize,
    pub(crate) id: ScopeId,
    pub(crate) parent: Option<ScopeId>,
    pub(crate) outcome: Outcome,
    pub(crate) moved: bool,
    pub(crate) changes: Vec<String>,
}

/// What is to be done with a file: parents before children.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) faults: Vec<Fault>,
    /// Those that earlier files named and this one does not.
    pub(crate) removed: Vec<ScopeId>,
}

/// Compares lines with what is there. `columns`: what the file speaks of.
pub(crate) fn plan(
    lines: &[OrganisationLine],
    present: &[Present],
    terms: Terms,
    columns: &[String],
) -> Plan {
    let top = terms.top;
    let mut plan = Plan::default();
    let by_uid: HashMap<&str, &Present> =
        present.iter().filter_map(|found| Some((found.uid.as_deref()?, found))).collect();
    let by_siret: HashMap<&str, &Present> =
        present.iter().filter_map(|found| Some((found.siret.as_deref()?, found))).collect();
    let by_id: HashMap<ScopeId, &Present> = present.iter().map(|found| (found.id, found)).collect();
    // The organisation that a line is about, if it is there: by its name, else by its SIRET when no file named it.
    let found_of = |line: &OrganisationLine| -> Option<&Present> {
        let by_its_siret = || by_siret.get(line.siret.as_deref()?).filter(|found| found.uid.is_none());
        by_uid.get(line.uid.as_str()).or_else(by_its_siret).copied()
    };
    let sets_siret = |line: &OrganisationLine| {
        let known = found_of(line).and_then(|found| found.siret.as_ref());
        columns.iter().any(|column| column == "siret") && known != line.siret.as_ref()
    };
    let mut kept: HashSet<ScopeId> = top.into_iter().collect();
    let mut at_uid: HashMap<&str, usize> = HashMap::new();
    let mut sirets: HashSet<&str> = HashSet::new();
    for (at, line) in lines.iter().enumerate() {
        if at_uid.contains_key(line.uid.as_str()) {
            plan.faults.push(Fault::new(line.line, "uid", "duplicate", Some(&line.uid)));
        } else if line.siret.as_deref().is_some_and(|siret| !sirets.insert(siret)) {
            plan.faults.push(Fault::new(line.line, "siret", "duplicate", line.siret.as_deref()));
            kept.extend(found_of(line).map(|found| found.id));
        } else if !terms.sets_sirets && sets_siret(line) {
            plan.faults.push(Fault::new(line.line, "siret", "for_administrators", line.siret.as_deref()));
            // Still there: a fault takes nothing away.
            kept.extend(found_of(line).map(|found| found.id));
        } else {
            at_uid.insert(&line.uid, at);
        }
    }
    let mut children: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut ready: Vec<(usize, Option<ScopeId>)> = vec![];
    let mut waiting: HashSet<usize> = HashSet::new();
    let mut usable: Vec<usize> = at_uid.values().copied().collect();
    usable.sort_unstable();
    for at in usable {
        let line = &lines[at];
        match line.parent.as_deref() {
            None => ready.push((at, top)),
            Some(parent) => match (at_uid.get(parent), by_uid.get(parent)) {
                (Some(above), _) => {
                    children.entry(*above).or_default().push(at);
                    waiting.insert(at);
                }
                (None, Some(found)) if found.ending => {
                    plan.faults.push(Fault::new(line.line, "parent", "closed", Some(parent)));
                    kept.extend(found_of(line).map(|found| found.id));
                }
                (None, Some(found)) => {
                    // What something is put below stays, with what is above it.
                    kept.extend(above(found, &by_id));
                    ready.push((at, Some(found.id)));
                }
                (None, None) => {
                    plan.faults.push(Fault::new(line.line, "parent", "no_such_organisation", Some(parent)));
                    kept.extend(found_of(line).map(|found| found.id));
                }
            },
        }
    }
    ready.reverse();
    while let Some((at, parent)) = ready.pop() {
        let line = &lines[at];
        waiting.remove(&at);
        let found = found_of(line);
        let id = found.map_or_else(ScopeId::new, |found| found.id);
        if Some(id) == top {
            plan.faults.push(Fault::new(line.line, "uid", "circle", Some(&line.uid)));
            continue;
        }
        kept.insert(id);
        let moved = found.is_some_and(|found| found.parent != parent);
        let changes = found.map_or_else(Vec::new, |found| differences(line, found, moved, columns));
        let outcome = match found {
            None => Outcome::Added,
            Some(_) if changes.is_empty() => Outcome::Unchanged,
            Some(_) => Outcome::Changed,
        };
        plan.steps.push(Step { at, id, parent, outcome, moved, changes });
        for child in children.remove(&at).unwrap_or_default().into_iter().rev() {
            ready.push((child, Some(id)));
        }
    }
    // What still waits is below itself, or below a line that was refused.
    let mut waiting: Vec<usize> = waiting.into_iter().collect();
    waiting.sort_unstable();
    for at in waiting {
        let line = &lines[at];
        plan.faults.push(Fault::new(line.line, "parent", "circle", line.parent.as_deref()));
        kept.extend(found_of(line).map(|found| found.id));
    }
    plan.removed = present
        .iter()
        .filter(|found| found.uid.is_some() && !found.closed && !kept.contains(&found.id))
        .map(|found| found.id)
        .collect();
    plan
}

/// An organisation and all that is above it.
fn above<'a>(
    found: &'a Present,
    by_id: &'a HashMap<ScopeId, &'a Present>,
) -> impl Iterator<Item = ScopeId> + 'a {
    let parent = |found: &&'a Present| by_id.get(&found.parent?).copied();
    std::iter::successors(Some(found), parent).map(|found| found.id)
}

fn differences(line: &OrganisationLine, found: &Present, moved: bool, columns: &[String]) -> Vec<String> {
    let differs = [
        ("uid", found.uid.as_ref() != Some(&line.uid)),
        ("parent", moved),
        ("name", found.name != line.name),
        ("acronym", found.acronym != line.acronym),
        ("kind", line.kind.as_ref().is_some_and(|kind| *kind != found.kind)),
        ("siret", found.siret != line.siret),
        ("missions", found.missions != line.missions),
        ("telephone", found.contacts.telephone != line.contacts.telephone),
        ("mail", found.contacts.mail != line.contacts.mail),
        ("site", found.contacts.site != line.contacts.site),
        ("address", found.contacts.address != line.contacts.address),
    ];
    let speaks = |column: &str| columns.iter().any(|spoken| spoken == column);
    let changes = differs.iter().filter(|(column, differs)| *differs && speaks(column));
    let mut changes: Vec<String> = changes.map(|(column, _)| (*column).to_owned()).collect();
    if found.closed {
        changes.push("until".to_owned());
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(line: u32, uid: &str, parent: Option<&str>, name: &str) -> OrganisationLine {
        OrganisationLine {
            line,
            uid: uid.into(),
            parent: parent.map(str::to_owned),
            name: name.into(),
            ..OrganisationLine::default()
        }
    }

    fn present(uid: Option<&str>, parent: ScopeId, name: &str) -> Present {
        Present {
            id: ScopeId::new(),
            parent: Some(parent),
            uid: uid.map(str::to_owned),
            name: name.into(),
            acronym: None,
            kind: "bureau".into(),
            siret: None,
            missions: None,
            contacts: Contacts::default(),
            closed: false,
            ending: false,
        }
    }

    fn within(top: ScopeId) -> Terms {
        Terms { top: Some(top), sets_sirets: true }
    }

    fn columns() -> Vec<String> {
        ["uid", "parent", "name"].map(str::to_owned).into()
    }

    #[test]
    fn children_come_after_their_parents_in_whatever_order_they_are_listed() {
        let top = ScopeId::new();
        let lines = [line(2, "c", Some("b"), "C"), line(3, "b", Some("a"), "B"), line(4, "a", None, "A")];
        let plan = plan(&lines, &[], within(top), &columns());
        let order: Vec<&str> = plan.steps.iter().map(|step| lines[step.at].uid.as_str()).collect();
        assert_eq!(order, ["a", "b", "c"]);
        assert_eq!(plan.steps[0].parent, Some(top));
        assert_eq!(plan.steps[2].parent, Some(plan.steps[1].id));
        assert!(plan.faults.is_empty() && plan.removed.is_empty());
    }

    #[test]
    fn circles_orphans_and_twins_are_faults_and_take_nothing_away() {
        let top = ScopeId::new();
        let known = present(Some("x"), top, "X");
        let lines = [
            line(2, "x", Some("y"), "X"),
            line(3, "y", Some("x"), "Y"),
            line(4, "z", Some("nobody"), "Z"),
            line(5, "a", None, "A"),
            line(6, "a", None, "A again"),
        ];
        let plan = plan(&lines, &[known], within(top), &columns());
        let faults: Vec<_> = plan.faults.iter().map(|fault| (fault.line, fault.code.as_str())).collect();
        assert_eq!(faults, [(6, "duplicate"), (4, "no_such_organisation"), (2, "circle"), (3, "circle")]);
        assert_eq!(plan.steps.len(), 1);
        assert!(plan.removed.is_empty());
    }

    #[test]
    fn what_changed_what_did_not_and_what_is_gone() {
        let top = ScopeId::new();
        let there = [
            present(Some("same"), top, "Pareil"),
            present(Some("renamed"), top, "Avant"),
            present(Some("gone"), top, "Parti"),
            present(None, top, "Ajouté à la main"),
        ];
        let lines = [line(2, "same", None, "Pareil"), line(3, "renamed", Some("same"), "Après")];
        let plan = plan(&lines, &there, within(top), &columns());
        assert_eq!(plan.steps[0].outcome, Outcome::Unchanged);
        assert_eq!((plan.steps[1].outcome, plan.steps[1].moved), (Outcome::Changed, true));
        assert_eq!(plan.steps[1].changes, ["parent", "name"]);
        assert_eq!(plan.removed, [there[2].id], "what people added by hand stays");
    }

    #[test]
    fn a_parent_that_the_file_does_not_name_stays_with_what_is_above_it() {
        let top = ScopeId::new();
        let direction = present(Some("d"), top, "Direction");
        let bureau = present(Some("b"), direction.id, "Bureau");
        let gone = present(Some("g"), top, "Parti");
        let there = [direction, bureau, gone];
        let lines = [line(2, "new", Some("b"), "Section")];
        let made = plan(&lines, &there, within(top), &columns());
        assert_eq!((made.steps[0].parent, made.removed), (Some(there[1].id), vec![there[2].id]));

        let mut there = there;
        there[1].ending = true;
        let made = plan(&lines, &there, within(top), &columns());
        assert_eq!((made.steps.len(), made.faults[0].code.as_str()), (0, "closed"), "its last day is known");
        let named = [line(2, "new", Some("b"), "Section"), line(3, "b", None, "Bureau")];
        assert_eq!(plan(&named, &there, within(top), &columns()).steps.len(), 2, "named, it goes on");
    }

    #[test]
    fn who_keeps_a_tree_sets_no_siret() {
        let top = ScopeId::new();
        let known = Present { siret: Some("11004601800013".into()), ..present(Some("k"), top, "Connue") };
        let other = present(Some("o"), top, "Autre");
        let there = [known, other];
        let with = |line: OrganisationLine, siret: &str| OrganisationLine {
            siret: Some(siret.into()).filter(|siret: &String| !siret.is_empty()),
            ..line
        };
        let lines = [
            with(line(2, "k", None, "Connue"), "11004601800013"),
            with(line(3, "o", None, "Autre"), "11006801200050"),
            with(line(4, "n", None, "Nouvelle"), "11006801200068"),
            with(line(5, "p", None, "Sans"), ""),
        ];
        let columns: Vec<String> = ["uid", "name", "siret"].map(str::to_owned).into();
        let terms = Terms { top: Some(top), sets_sirets: false };
        let made = plan(&lines, &there, terms, &columns);
        let faults: Vec<_> = made.faults.iter().map(|fault| (fault.line, fault.code.as_str())).collect();
        assert_eq!(faults, [(3, "for_administrators"), (4, "for_administrators")]);
        assert_eq!((made.steps.len(), made.removed.len()), (2, 0), "and nothing is closed for it");
        let emptied = [with(line(2, "k", None, "Connue"), "")];
        assert_eq!(plan(&emptied, &there, terms, &columns).faults.len(), 1, "nor takes one away");
        assert_eq!(plan(&lines, &there, within(top), &columns).steps.len(), 4, "administrators do");
    }

    #[test]
    fn kinds_are_understood() {
        assert_eq!(kind_of("Sous-direction").unwrap(), "sub_direction");
        assert_eq!(kind_of("Ministère").unwrap(), "ministry");
        assert_eq!(kind_of("cour d'appel"), Err(()));
        assert_eq!(kind_of("Tribunal judiciaire").unwrap(), "tribunal_judiciaire");
    }
}
