//! The plan of the house: every room, in the order of the floors.

use std::sync::Arc;

use access::Access;
use audit::Audit;
use blobs::Blobs;
use directory::Directory;
use identity::{Identity, Neighbours};
use kernel::{Language, Secret, Sentences, ports::Permissions};
use mail::{Brand, Mail};
use provider::Provider;
use sqlx::migrate::Migrator;
use store::Store;
use transfer::{Links, Transfer};
use web::Tool;

use crate::{ports::Ports, settings::Settings};

/// The rooms, furnished: what `serve` opens to the public and what the command line works with.
pub struct Furniture {
    pub store: Store,
    pub mail: Mail,
    pub identity: Identity,
    pub directory: Directory,
    pub access: Access,
    pub provider: Provider,
    pub transfer: Transfer,
    pub permissions: Arc<dyn Permissions>,
    /// Everything with doors of its own, bricks first.
    pub tools: Vec<Box<dyn Tool>>,
}

/// What agents call tools; bricks are not on this list.
pub(crate) const TOOLS: [&str; 1] = ["transfer"];

/// What the house needs besides its settings.
pub struct Means {
    pub store: Store,
    pub blobs: Blobs,
    /// Makes and proves the links of parcels.
    pub links: Links,
    /// Seals the keys that sign for other applications.
    pub seal: Secret<Vec<u8>>,
    /// Whether one click signs in as anybody.
    pub sample: bool,
}

/// Why a room could not be put in its place.
#[derive(Debug, thiserror::Error)]
pub enum Unfurnished {
    #[error(transparent)]
    Mail(#[from] mail::Error),
    #[error(transparent)]
    Provider(#[from] provider::Error),
}

/// Puts every room in its place.
///
/// # Errors
/// When a mail template does not read, the mail settings contradict each other, or the sealing key is no key.
pub fn furnish(settings: &Settings, means: Means) -> Result<Furniture, Unfurnished> {
    let Means { store, blobs, links, seal, sample } = means;
    let brand = Brand { name: settings.house.name.clone(), public_url: settings.origin() };
    let mut templates = transfer::letters();
    identity::templates(&mut templates);
    let mail = Mail::new(store.clone(), settings.mail.clone(), brand, templates)?;

    let identity_settings =
        identity::Settings { sample, https: settings.is_https(), ..settings.identity.clone() };
    let identity = Identity::new(store.clone(), mail.clone(), identity_settings);
    let directory = Directory::new(store.clone(), identity.clone());
    let access = Access::new(store.clone());
    let Ports { people, permissions } = Ports::new(&directory, &access);
    identity.meet(Neighbours { people: Arc::clone(&people), permissions: Arc::clone(&permissions) });
    let audit = Audit::new(store.clone(), Arc::clone(&people), Arc::clone(&permissions));
    let means = provider::Means {
        store: store.clone(),
        identity: identity.clone(),
        people: Arc::clone(&people),
        permissions: Arc::clone(&permissions),
        issuer: settings.origin(),
        seal,
    };
    let provider = Provider::new(means, settings.provider.clone())?;
    let means =
        transfer::Means { store: store.clone(), blobs, mail: mail.clone(), people, access: access.clone() };
    let transfer = Transfer::new(means, settings.transfer.clone(), links);

    let tools: Vec<Box<dyn Tool>> = vec![
        Box::new(identity.clone()),
        Box::new(directory.clone()),
        Box::new(audit),
        Box::new(provider.clone()),
        Box::new(transfer.clone()),
    ];
    Ok(Furniture { store, mail, identity, directory, access, provider, transfer, permissions, tools })
}

/// Every schema after the house's own, in the order in which they are brought up to date.
pub fn schemas() -> Vec<(&'static str, Migrator)> {
    vec![
        (mail::SCHEMA, mail::migrator()),
        (identity::SCHEMA, Identity::migrator()),
        (directory::SCHEMA, Directory::migrator()),
        (access::SCHEMA, Access::migrator()),
        (audit::SCHEMA, Audit::migrator()),
        (provider::SCHEMA, Provider::migrator()),
        (transfer::SCHEMA, Transfer::migrator()),
        (crate::sample::SCHEMA, crate::sample::migrator()),
    ]
}

/// Every sentence of every room.
pub(crate) fn sentences() -> Sentences {
    let own = [
        (Language::Fr, include_str!("../locales/fr/house.ftl")),
        (Language::En, include_str!("../locales/en/house.ftl")),
    ];
    let mut sentences = Sentences::new();
    let rooms = web::SENTENCES
        .iter()
        .chain(&mail::SENTENCES)
        .chain(&own)
        .chain(identity::SENTENCES)
        .chain(directory::SENTENCES)
        .chain(audit::SENTENCES)
        .chain(provider::SENTENCES)
        .chain(&transfer::SENTENCES);
    for (language, source) in rooms {
        sentences.add(*language, source).expect("a test adds all of them");
    }
    sentences
}
