//! Of whom a line speaks, and what it would change.

use std::collections::{HashMap, HashSet};

use kernel::{EmailAddress, PersonId, ScopeId};
use store::Tx;

use super::{super::Work, called::Ground, scan::Seen};
use crate::{
    Directory, Error,
    entries::Entry,
    model::{
        import::{Fault, Outcome, columns::folded, people::PersonLine},
        profile::{Telephone, TelephoneKind},
    },
    rows::imports::{self, WrittenPerson},
};

/// A line with whom it speaks of and what it would do.
pub(super) struct Resolved {
    pub(super) line: PersonLine,
    pub(super) person: Option<PersonId>,
    pub(super) organisation: ScopeId,
    pub(super) outcome: Outcome,
    pub(super) changes: Vec<&'static str>,
    pub(super) telephones: Vec<Telephone>,
    /// Whether their employer vouches for the address.
    pub(super) proven: bool,
    /// The place they have is another one.
    pub(super) moves: bool,
    /// They have a place in the directory.
    pub(super) placed: bool,
    /// They had another name, beyond case and accents.
    pub(super) renamed: bool,
    pub(super) sort_name: String,
}

impl Directory {
    /// Finds of whom lines speak, and what they would change.
    pub(super) async fn resolve(
        &self,
        tx: &mut Tx,
        work: &Work,
        ground: &Ground,
        lines: Vec<PersonLine>,
        columns: &[String],
        seen: &mut Seen,
    ) -> Result<(Vec<Resolved>, Vec<Fault>), Error> {
        let uids: Vec<&str> = lines.iter().filter_map(|line| line.uid.as_deref()).collect();
        let by_uid: HashMap<String, PersonId> = if uids.is_empty() {
            HashMap::new()
        } else {
            imports::by_uids(&mut **tx, work.tree(), &uids).await?.into_iter().collect()
        };
        let addresses: Vec<EmailAddress> = lines.iter().filter_map(|line| line.address.clone()).collect();
        let by_address = self.persons_by_address(tx, &addresses).await?;
        let persons: HashSet<PersonId> = by_uid.values().chain(by_address.values()).copied().collect();
        let persons: Vec<PersonId> = persons.into_iter().collect();
        // Nobody of a file of newcomers is looked up further.
        let (entries, known_as) = if persons.is_empty() {
            (HashMap::new(), HashMap::new())
        } else {
            let known_as = imports::uids_of(&mut **tx, work.tree(), &persons).await?.into_iter().collect();
            (self.entries_within(tx, &persons).await?, known_as)
        };

        let known = Known { entries: &entries, known_as: &known_as, columns };
        let (mut resolved, mut faults) = (vec![], vec![]);
        for line in lines {
            let of_uid = line.uid.as_ref().and_then(|uid| by_uid.get(uid)).copied();
            let of_address =
                line.address.as_ref().and_then(|address| by_address.get(address.as_str())).copied();
            // A line that is wrong takes nobody away.
            seen.named.extend(of_uid.into_iter().chain(of_address));
            match resolve_one(work, ground, line, (of_uid, of_address), &known, seen) {
                Ok(one) => resolved.push(one),
                Err(fault) => faults.push(fault),
            }
        }
        Ok((resolved, faults))
    }

    pub(super) async fn persons_by_address(
        &self,
        tx: &mut Tx,
        addresses: &[EmailAddress],
    ) -> Result<HashMap<String, PersonId>, Error> {
        if addresses.is_empty() {
            return Ok(HashMap::new());
        }
        let found = self.inner.identity.persons_by_address_within(tx, addresses).await?;
        let found = addresses.iter().zip(found);
        Ok(found.filter_map(|(address, found)| Some((address.as_str().to_owned(), found?.id))).collect())
    }
}

/// What is known of whom some lines may speak.
struct Known<'a> {
    pub(super) entries: &'a HashMap<PersonId, Entry>,
    /// Under which name the tree's records know them.
    pub(super) known_as: &'a HashMap<PersonId, String>,
    /// What the file speaks of.
    pub(super) columns: &'a [String],
}

fn resolve_one(
    work: &Work,
    ground: &Ground,
    line: PersonLine,
    (of_uid, of_address): (Option<PersonId>, Option<PersonId>),
    known: &Known<'_>,
    seen: &mut Seen,
) -> Result<Resolved, Fault> {
    let fault = |column, code, value: Option<&str>| Fault::new(line.line, column, code, value);
    let address = line.address.as_ref().map(EmailAddress::as_str);
    if line.uid.as_ref().is_some_and(|uid| !seen.uids.insert(uid.clone())) {
        return Err(fault("uid", "duplicate", line.uid.as_deref()));
    }
    if address.is_some_and(|address| !seen.addresses.insert(address.to_owned())) {
        return Err(fault("address", "duplicate", address));
    }
    let within = |path: &[ScopeId]| work.top.is_none_or(|top| path.contains(&top));
    let theirs = |person: &PersonId| {
        known.entries.get(person).is_some_and(|entry| {
            let path = entry.subject().path;
            let placed = entry.row.population().is_some();
            let theirs = if placed || !path.is_empty() { within(path) } else { !entry.record.proven };
            theirs && !entry.record.disabled
        })
    };
    // Whoever is not in the tree is said of nobody: an address of another tree is answered alike whether somebody has it or
    // not, and whoever else it is, protected or suspended, in one word.
    let domain = line.address.as_ref().and_then(|address| ground.domains.get(address.domain()));
    // A ministry's domain is that of all its parts.
    let above = |path: &[ScopeId]| path.last().is_some_and(|own| work.path.contains(own));
    let foreign = domain.is_some_and(|path| !within(path) && !above(path));
    if foreign && !of_address.as_ref().is_some_and(theirs) {
        return Err(fault("address", "foreign_domain", address));
    }
    if !of_uid.iter().chain(&of_address).all(theirs) {
        return Err(fault("address", "outside", address));
    }
    // Two names for two people are not one person.
    if of_uid.is_some() && of_address.is_some() && of_uid != of_address {
        return Err(fault("address", "conflict", address));
    }
    let person = of_uid.or(of_address);
    if person.is_some_and(|person| !seen.persons.insert(person)) {
        return Err(fault("address", "duplicate", address));
    }
    let other_name = person.and_then(|person| known.known_as.get(&person)).filter(|_| of_uid.is_none());
    if other_name.is_some() && line.uid.is_some() {
        return Err(fault("uid", "conflict", line.uid.as_deref()));
    }
    let entry = person.and_then(|person| known.entries.get(&person));
    if entry.is_none() {
        if address.is_none() {
            return Err(fault("address", "missing", None));
        }
        if line.name.is_none() {
            return Err(fault("name", "missing", None));
        }
    }

    let placed = entry.filter(|entry| entry.row.population().is_some());
    let present = placed.and_then(|entry| entry.subject().path.last().copied());
    let organisation = match line.organisation.as_deref() {
        Some(name) => ground.called.find(name).map_err(|code| fault("organisation", code, Some(name)))?,
        None => match present.or(work.top) {
            Some(organisation) => organisation,
            None => return Err(fault("organisation", "missing", None)),
        },
    };
    let other = |(old, new): (&String, &String)| folded(old) != folded(new);
    let names = placed.and_then(|entry| entry.record.name.as_ref()).zip(line.name.as_ref());
    let mut resolved = Resolved {
        person,
        organisation,
        outcome: Outcome::Added,
        changes: vec![],
        telephones: telephones(&line, entry, known.columns),
        proven: domain.is_some(),
        moves: present != Some(organisation)
            || placed.is_none_or(|entry| entry.population != line.population()),
        placed: placed.is_some(),
        renamed: names.is_some_and(other),
        sort_name: line
            .name
            .clone()
            .or_else(|| entry.and_then(|entry| entry.record.name.clone()))
            .unwrap_or_default(),
        line,
    };
    if let Some(entry) = entry {
        resolved.changes = differences(&resolved, entry, known);
        resolved.outcome = match (placed.is_some(), resolved.changes.is_empty()) {
            (false, _) => Outcome::Added,
            (true, true) => Outcome::Unchanged,
            (true, false) => Outcome::Changed,
        };
    }
    Ok(resolved)
}

/// The columns in which a line differs from what is kept.
fn differences(resolved: &Resolved, entry: &Entry, known: &Known<'_>) -> Vec<&'static str> {
    let (line, row) = (&resolved.line, &entry.row);
    let place = row.place();
    let speaks = |column: &str| known.columns.iter().any(|spoken| spoken == column);
    let differs = [
        ("uid", line.uid.is_some() && known.known_as.get(&entry.id()) != line.uid.as_ref()),
        ("name", line.name.is_some() && line.name != entry.record.name),
        ("organisation", resolved.moves),
        ("title", speaks("title") && line.title != row.place_title),
        ("usage_name", speaks("usage_name") && line.usage_name != row.usage_name),
        ("civility", speaks("civility") && line.civility != row.civility),
        ("telephone", resolved.telephones != row.telephones),
        ("site", speaks("site") && line.site != place.site),
        ("office", speaks("office") && line.office != place.office),
        ("postal_address", speaks("postal_address") && line.postal_address != place.address),
        ("languages", speaks("languages") && line.languages != row.languages),
        ("skills", speaks("skills") && line.skills != row.skills),
    ];
    differs.iter().filter(|(_, differs)| *differs).map(|(column, _)| *column).collect()
}

/// Numbers of the kinds that the file speaks of are the file's; the others stay.
fn telephones(line: &PersonLine, entry: Option<&Entry>, columns: &[String]) -> Vec<Telephone> {
    let spoken = |kind: TelephoneKind| {
        let column = match kind {
            TelephoneKind::Desk => "telephone",
            TelephoneKind::Mobile => "mobile",
            TelephoneKind::Duty | TelephoneKind::Other => return false,
        };
        columns.iter().any(|known| known == column)
    };
    let own = entry.map(|entry| entry.row.telephones.as_slice()).unwrap_or_default();
    let same = |number: &&Telephone| line.telephones.contains(number);
    if own.iter().filter(|number| spoken(number.kind)).all(|number| same(&number))
        && line.telephones.iter().all(|number| own.contains(number))
    {
        return own.to_vec();
    }
    line.telephones.iter().chain(own.iter().filter(|number| !spoken(number.kind))).cloned().collect()
}

pub(super) fn written(one: &Resolved) -> Option<WrittenPerson<'_>> {
    let line = &one.line;
    Some(WrittenPerson {
        person: one.person?.uuid(),
        sort_name: line.usage_name.as_deref().unwrap_or(&one.sort_name),
        usage_name: line.usage_name.as_deref(),
        civility: line.civility.as_deref(),
        site: line.site.as_deref(),
        office: line.office.as_deref(),
        address: line.postal_address.as_deref(),
        telephones: &one.telephones,
        languages: &line.languages,
        skills: &line.skills,
        external_id: line.uid.as_deref(),
        new_title: one.changes.contains(&"title"),
    })
}
