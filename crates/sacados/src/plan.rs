//! The plan of the house: every room, in the order of the floors.

use std::sync::Arc;

use access::Access;
use audit::Audit;
use blobs::Blobs;
use directory::Directory;
use hub::Hub;
use identity::{Identity, Neighbours, SealingKey};
use kernel::{Language, Problem, Secret, Sentences, ports::Permissions};
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
    pub hub: Hub,
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
    /// Seals the secrets that providers of ministries share with us.
    pub hub_key: Secret<Vec<u8>>,
    /// What second factors are sealed under.
    pub sealing_key: SealingKey,
    /// Seals the keys that sign for other applications.
    pub seal: Secret<Vec<u8>>,
    /// Whether one click signs in as anybody.
    pub sample: bool,
}

/// Puts every room in its place.
///
/// # Errors
/// When a mail template does not read, when the mail settings contradict each other, when a file they name does not read.
pub fn furnish(settings: &Settings, means: Means) -> Result<Furniture, Problem> {
    let Means { store, blobs, links, hub_key, sealing_key, seal, sample } = means;
    let brand = Brand { name: settings.house.name.clone(), public_url: settings.origin() };
    let mut templates = transfer::letters();
    identity::templates(&mut templates);
    hub::templates(&mut templates);
    let mail =
        Mail::new(store.clone(), settings.mail.clone(), brand, templates).map_err(Problem::internal)?;

    let identity_settings = identity::Settings {
        sample,
        https: settings.is_https(),
        public_url: settings.origin(),
        house_name: settings.house.name.clone(),
        sealing_key,
        ..settings.identity.clone()
    };
    let identity = Identity::new(store.clone(), mail.clone(), identity_settings);
    let directory = Directory::with_settings(store.clone(), identity.clone(), settings.directory.clone());
    let access = Access::new(store.clone()).knowing(directory.clone());
    let Ports { people, permissions } = Ports::new(&directory, &access);
    identity.meet(Neighbours { people: Arc::clone(&people), permissions: Arc::clone(&permissions) });
    directory.meet(Arc::clone(&permissions));
    let audit = Audit::new(store.clone(), Arc::clone(&people), Arc::clone(&permissions));
    let means = hub::Means {
        store: store.clone(),
        mail: mail.clone(),
        identity: identity.clone(),
        directory: directory.clone(),
        permissions: Arc::clone(&permissions),
        key: hub_key,
        origin: settings.origin(),
    };
    let hub = Hub::new(means, hub::Settings { https: settings.is_https(), ..settings.hub.clone() })?;
    identity.heed(Arc::new(hub.clone()));
    let means = provider::Means {
        store: store.clone(),
        identity: identity.clone(),
        people: Arc::clone(&people),
        permissions: Arc::clone(&permissions),
        issuer: settings.origin(),
        seal,
    };
    let provider = Provider::new(means, settings.provider.clone()).map_err(Problem::from)?;
    let means = transfer::Means {
        store: store.clone(),
        blobs,
        mail: mail.clone(),
        people,
        groups: Arc::new(directory.clone()),
        access: access.clone(),
    };
    let transfer = Transfer::new(means, settings.transfer.clone(), links);

    let tools: Vec<Box<dyn Tool>> = vec![
        Box::new(identity.clone()),
        Box::new(directory.clone()),
        Box::new(audit),
        Box::new(hub.clone()),
        Box::new(provider.clone()),
        Box::new(transfer.clone()),
    ];
    Ok(Furniture { store, mail, identity, directory, access, hub, provider, transfer, permissions, tools })
}

/// Every schema after the house's own, in the order in which they are brought up to date.
pub fn schemas() -> Vec<(&'static str, Migrator)> {
    vec![
        (mail::SCHEMA, mail::migrator()),
        (identity::SCHEMA, Identity::migrator()),
        (directory::SCHEMA, Directory::migrator()),
        (access::SCHEMA, Access::migrator()),
        (audit::SCHEMA, Audit::migrator()),
        (hub::SCHEMA, Hub::migrator()),
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
        .chain(hub::SENTENCES)
        .chain(provider::SENTENCES)
        .chain(&transfer::SENTENCES);
    for (language, source) in rooms {
        sentences.add(*language, source).expect("a test adds all of them");
    }
    sentences
}
