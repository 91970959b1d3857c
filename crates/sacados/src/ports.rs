//! Who answers which port.

use std::sync::Arc;

use access::Access;
use directory::Directory;
use kernel::ports::{People, Permissions};

/// The answers that rooms ask of each other.
#[derive(Clone)]
pub(crate) struct Ports {
    pub(crate) people: Arc<dyn People>,
    pub(crate) permissions: Arc<dyn Permissions>,
}

impl Ports {
    pub(crate) fn new(directory: &Directory, access: &Access) -> Self {
        Self { people: Arc::new(directory.clone()), permissions: Arc::new(access.clone()) }
    }
}
