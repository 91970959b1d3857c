//! What files may call organisations, and what is known of the tree while lines are compared with it.

use std::collections::HashMap;

use kernel::ScopeId;
use store::Tx;

use crate::{
    Directory, Error,
    model::{days, import::columns::folded},
    rows::import_tree,
};

/// What is known of the tree while lines are compared with it.
pub(super) struct Ground {
    pub(super) called: Called,
    pub(super) domains: HashMap<String, Vec<ScopeId>>,
}

/// What files may call organisations, folded. What their own records call them goes before what people do.
#[derive(Default)]
pub(super) struct Called(HashMap<String, (Rank, Vec<ScopeId>)>);

/// By what an organisation is called, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    ExternalId,
    Siret,
    Name,
}

impl Called {
    pub(super) fn note(&mut self, name: &str, rank: Rank, id: ScopeId) {
        let known = self.0.entry(folded(name)).or_insert_with(|| (rank, vec![]));
        if rank < known.0 {
            *known = (rank, vec![]);
        }
        if rank == known.0 && !known.1.contains(&id) {
            known.1.push(id);
        }
    }

    /// # Errors
    /// `no_such_organisation`; `ambiguous` when several are called so.
    pub(super) fn find(&self, name: &str) -> Result<ScopeId, &'static str> {
        match self.0.get(&folded(name)).map(|(_, ids)| ids.as_slice()) {
            None => Err("no_such_organisation"),
            Some([one]) => Ok(*one),
            Some(_) => Err("ambiguous"),
        }
    }
}

impl Directory {
    pub(super) async fn ground(&self, tx: &mut Tx, top: Option<ScopeId>) -> Result<Ground, Error> {
        let today = days::day_of(self.now());
        let mut called = Called::default();
        for row in import_tree::called(&mut **tx, top, today).await? {
            let id = row.id();
            let names = [
                (row.external_id, Rank::ExternalId),
                (row.siret, Rank::Siret),
                (row.acronym, Rank::Name),
                (Some(row.name), Rank::Name),
            ];
            for (name, rank) in names {
                if let Some(name) = name {
                    called.note(&name, rank, id);
                }
            }
        }
        let domains = import_tree::domains(&mut **tx).await?.into_iter().collect();
        Ok(Ground { called, domains })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_records_call_an_organisation_wins_over_what_people_do() {
        let [coded, siret, named, twin] = [ScopeId::new(), ScopeId::new(), ScopeId::new(), ScopeId::new()];
        let mut called = Called::default();
        called.note("DGP", Rank::Name, named);
        called.note("dgp", Rank::ExternalId, coded);
        called.note("11004601800013", Rank::Name, named);
        called.note("110 046 018 00013", Rank::Siret, siret);
        called.note("DGP", Rank::Name, twin);
        called.note("Archives", Rank::Name, named);
        called.note("Archives", Rank::Name, twin);
        assert_eq!(called.find("DGP"), Ok(coded));
        assert_eq!(called.find("11004601800013"), Ok(siret));
        assert_eq!(called.find("archives"), Err("ambiguous"));
        assert_eq!(called.find("Musées"), Err("no_such_organisation"));
    }
}
