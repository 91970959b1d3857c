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

/// Compares lines with what is there. `top`: what the import is limited to; `columns`: what the file speaks of.
pub(crate) fn plan(
    lines: &[OrganisationLine],
    present: &[Present],
    top: Option<ScopeId>,
    columns: &[String],
) -> Plan {
    let mut plan = Plan::default();
    let by_uid: HashMap<&str, &Present> =
        present.iter().filter_map(|found| Some((found.uid.as_deref()?, found))).collect();
    let by_siret: HashMap<&str, &Present> =
        present.iter().filter_map(|found| Some((found.siret.as_deref()?, found))).collect();
    let mut at_uid: HashMap<&str, usize> = HashMap::new();
    let mut sirets: HashSet<&str> = HashSet::new();
    for (at, line) in lines.iter().enumerate() {
        if at_uid.contains_key(line.uid.as_str()) {
            plan.faults.push(Fault::new(line.line, "uid", "duplicate", Some(&line.uid)));
        } else if line.siret.as_deref().is_some_and(|siret| !sirets.insert(siret)) {
            plan.faults.push(Fault::new(line.line, "siret", "duplicate", line.siret.as_deref()));
        } else {
            at_uid.insert(&line.uid, at);
        }
    }
    let mut kept: HashSet<ScopeId> = top.into_iter().collect();
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
                (None, Some(found)) => ready.push((at, Some(found.id))),
                (None, None) => {
                    plan.faults.push(Fault::new(line.line, "parent", "no_such_organisation", Some(parent)));
                    // Still there: a fault takes nothing away.
                    kept.extend(by_uid.get(line.uid.as_str()).map(|found| found.id));
                }
            },
        }
    }
    ready.reverse();
    while let Some((at, parent)) = ready.pop() {
        let line = &lines[at];
        waiting.remove(&at);
        let found = by_uid.get(line.uid.as_str()).or_else(|| {
            let found = by_siret.get(line.siret.as_deref()?)?;
            // One that another line names is that line's.
            found.uid.is_none().then_some(found)
        });
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
        kept.extend(by_uid.get(line.uid.as_str()).map(|found| found.id));
    }
    plan.removed = present
        .iter()
        .filter(|found| found.uid.is_some() && !found.closed && !kept.contains(&found.id))
        .map(|found| found.id)
        .collect();
    plan
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
        }
    }

    fn columns() -> Vec<String> {
        ["uid", "parent", "name"].map(str::to_owned).into()
    }

    #[test]
    fn children_come_after_their_parents_in_whatever_order_they_are_listed() {
        let top = ScopeId::new();
        let lines = [line(2, "c", Some("b"), "C"), line(3, "b", Some("a"), "B"), line(4, "a", None, "A")];
        let plan = plan(&lines, &[], Some(top), &columns());
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
        let plan = plan(&lines, &[known], Some(top), &columns());
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
        let plan = plan(&lines, &there, Some(top), &columns());
        assert_eq!(plan.steps[0].outcome, Outcome::Unchanged);
        assert_eq!((plan.steps[1].outcome, plan.steps[1].moved), (Outcome::Changed, true));
        assert_eq!(plan.steps[1].changes, ["parent", "name"]);
        assert_eq!(plan.removed, [there[2].id], "what people added by hand stays");
    }

    #[test]
    fn kinds_are_understood() {
        assert_eq!(kind_of("Sous-direction").unwrap(), "sub_direction");
        assert_eq!(kind_of("Ministère").unwrap(), "ministry");
        assert_eq!(kind_of("cour d'appel"), Err(()));
        assert_eq!(kind_of("Tribunal judiciaire").unwrap(), "tribunal_judiciaire");
    }
}
