//! Who lives in the sample State. Names and places are made up; `exemple.fr` and `exemple.org` stand for real domains.

use kernel::ports::Population::{self, Agent, Contractor, External};

/// Everybody's password, for trying sign-in by password.
pub(super) const PASSWORD: &str = "sac-a-dos-exemple-2026";

pub(super) struct Organisation {
    pub(super) name: &'static str,
    pub(super) parent: Option<&'static str>,
    pub(super) acronym: Option<&'static str>,
    pub(super) kind: &'static str,
    pub(super) domains: &'static [(&'static str, Population)],
}

pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) address: &'static str,
    pub(super) title: &'static str,
    pub(super) population: Population,
    pub(super) organisation: Option<&'static str>,
    pub(super) unit: Option<&'static str>,
}

/// Parents before children.
pub(super) const ORGANISATIONS: &[Organisation] = &[
    organisation("Ministère de la Transition écologique", None, "MTE", "ministry", &[("ecologie.exemple.fr", Agent), ("prestataire.ecologie.exemple.fr", Contractor)]),
    organisation("Direction du numérique", Some("Ministère de la Transition écologique"), "DNUM", "direction", &[]),
    organisation("Direction de l’eau et de la biodiversité", Some("Ministère de la Transition écologique"), "DEB", "direction", &[]),
    organisation("Direction des ports et du littoral", Some("Ministère de la Transition écologique"), "DPL", "direction", &[]),
    organisation("Ministère de la Culture", None, "MC", "ministry", &[("culture.exemple.fr", Agent)]),
    organisation("Direction générale des patrimoines", Some("Ministère de la Culture"), "DGP", "direction", &[]),
    organisation("Service des bibliothèques", Some("Ministère de la Culture"), "SB", "direction", &[]),
    organisation("Ministère de l’Intérieur", None, "MI", "ministry", &[("interieur.exemple.fr", Agent)]),
    organisation("Préfecture du Finistère", Some("Ministère de l’Intérieur"), "PREF 29", "direction", &[("finistere.exemple.fr", Agent)]),
    organisation("Direction de la sécurité civile", Some("Ministère de l’Intérieur"), "DSC", "direction", &[]),
];

/// The first one administers the house.
pub(super) const PERSONS: &[Person] = &[
    person("Hélène Marchetti", "helene.marchetti@ecologie.exemple.fr", "Cheffe de projet guichet", Agent, Some("Direction du numérique"), Some("Bureau des services aux usagers")),
    person("Yann Le Goff", "yann.le-goff@ecologie.exemple.fr", "Directeur du numérique", Agent, Some("Direction du numérique"), None),
    person("Sophie Nguyen", "sophie.nguyen@ecologie.exemple.fr", "Conceptrice de services", Agent, Some("Direction du numérique"), Some("Bureau des services aux usagers")),
    person("Karim Benali", "karim.benali@ecologie.exemple.fr", "Architecte technique", Agent, Some("Direction du numérique"), Some("Bureau de l’architecture")),
    person("Mathilde Œuvrard", "mathilde.oeuvrard@ecologie.exemple.fr", "Juriste de la commande publique", Agent, Some("Direction du numérique"), Some("Mission achats")),
    person("Loïc Kerbrat", "loic.kerbrat@ecologie.exemple.fr", "Développeur", Agent, Some("Direction du numérique"), Some("Bureau de l’architecture")),
    person("Fatoumata Keïta", "fatoumata.keita@ecologie.exemple.fr", "Responsable de la sécurité des systèmes d’information", Agent, Some("Direction du numérique"), Some("Mission sécurité")),
    person("Thomas Rivière", "thomas.riviere@ecologie.exemple.fr", "Conseiller du cabinet", Agent, Some("Ministère de la Transition écologique"), Some("Cabinet")),
    person("Inès Belkacem", "ines.belkacem@ecologie.exemple.fr", "Secrétaire générale adjointe", Agent, Some("Ministère de la Transition écologique"), Some("Secrétariat général")),
    person("Gaëlle Tanguy", "gaelle.tanguy@ecologie.exemple.fr", "Hydrologue", Agent, Some("Direction de l’eau et de la biodiversité"), Some("Bureau des milieux aquatiques")),
    person("Bruno Castellani", "bruno.castellani@ecologie.exemple.fr", "Chef du bureau des milieux aquatiques", Agent, Some("Direction de l’eau et de la biodiversité"), Some("Bureau des milieux aquatiques")),
    person("Nathalie Dubois", "nathalie.dubois@ecologie.exemple.fr", "Chargée de mission biodiversité", Agent, Some("Direction de l’eau et de la biodiversité"), Some("Mission Natura 2000")),
    person("Émile Prévost", "emile.prevost@ecologie.exemple.fr", "Cartographe", Agent, Some("Direction de l’eau et de la biodiversité"), Some("Mission données")),
    person("Océane Lemaître", "oceane.lemaitre@ecologie.exemple.fr", "Chargée d’études littoral", Agent, Some("Direction des ports et du littoral"), Some("Bureau du trait de côte")),
    person("Jean-Marc Audouard", "jean-marc.audouard@ecologie.exemple.fr", "Inspecteur du littoral", Agent, Some("Direction des ports et du littoral"), Some("Inspection")),
    person("Aminata Sow", "aminata.sow@ecologie.exemple.fr", "Gestionnaire de ports", Agent, Some("Direction des ports et du littoral"), Some("Bureau des ports")),
    person("Aïssatou Diop", "aissatou.diop@culture.exemple.fr", "Cheffe de bureau", Agent, Some("Ministère de la Culture"), Some("Bureau des achats")),
    person("Ana Sánchez", "ana.sanchez@culture.exemple.fr", "Designer", Agent, Some("Ministère de la Culture"), Some("Mission numérique")),
    person("Paul-Henri de La Roche", "paul-henri.de-la-roche@culture.exemple.fr", "Conservateur général", Agent, Some("Direction générale des patrimoines"), Some("Bureau des musées")),
    person("Clémence Fauré", "clemence.faure@culture.exemple.fr", "Restauratrice", Agent, Some("Direction générale des patrimoines"), Some("Laboratoire")),
    person("Mehdi Lahlou", "mehdi.lahlou@culture.exemple.fr", "Archéologue", Agent, Some("Direction générale des patrimoines"), Some("Bureau de l’archéologie")),
    person("Lucie Weber", "lucie.weber@culture.exemple.fr", "Chargée d’inventaire", Agent, Some("Direction générale des patrimoines"), Some("Inventaire général")),
    person("Étienne Garnier", "etienne.garnier@culture.exemple.fr", "Photographe", Agent, Some("Direction générale des patrimoines"), Some("Inventaire général")),
    person("Camille Roussel", "camille.roussel@culture.exemple.fr", "Bibliothécaire", Agent, Some("Service des bibliothèques"), Some("Fonds patrimoniaux")),
    person("Minh Anh Tran", "minh.anh-tran@culture.exemple.fr", "Responsable des collections numériques", Agent, Some("Service des bibliothèques"), Some("Numérisation")),
    person("Odile Schneider", "odile.schneider@culture.exemple.fr", "Cheffe du service des bibliothèques", Agent, Some("Service des bibliothèques"), None),
    person("Rachid Amrani", "rachid.amrani@culture.exemple.fr", "Chargé des marchés", Agent, Some("Ministère de la Culture"), Some("Bureau des achats")),
    person("Zoé Lambert", "zoe.lambert@culture.exemple.fr", "Attachée de presse", Agent, Some("Ministère de la Culture"), Some("Cabinet")),
    person("Victor Delacroix-Bloch", "victor.delacroix-bloch@finistere.exemple.fr", "Sous-préfet", Agent, Some("Préfecture du Finistère"), Some("Cabinet du préfet")),
    person("Maëlle Quéméner", "maelle.quemener@finistere.exemple.fr", "Cheffe du bureau de l’environnement", Agent, Some("Préfecture du Finistère"), Some("Bureau de l’environnement")),
    person("Ronan Abgrall", "ronan.abgrall@finistere.exemple.fr", "Instructeur", Agent, Some("Préfecture du Finistère"), Some("Bureau de l’environnement")),
    person("Solène Jaouen", "solene.jaouen@finistere.exemple.fr", "Secrétaire", Agent, Some("Préfecture du Finistère"), Some("Secrétariat")),
    person("Farid Ouali", "farid.ouali@finistere.exemple.fr", "Chargé de la prévention des risques", Agent, Some("Préfecture du Finistère"), Some("Protection civile")),
    person("Céline Hoarau", "celine.hoarau@interieur.exemple.fr", "Officière de permanence", Agent, Some("Direction de la sécurité civile"), Some("Centre opérationnel")),
    person("Stéphane N’Guessan", "stephane.nguessan@interieur.exemple.fr", "Chef du centre opérationnel", Agent, Some("Direction de la sécurité civile"), Some("Centre opérationnel")),
    person("Léa Fontaine", "lea.fontaine@interieur.exemple.fr", "Analyste", Agent, Some("Direction de la sécurité civile"), Some("Veille")),
    person("Joël Payet", "joel.payet@interieur.exemple.fr", "Pilote", Agent, Some("Direction de la sécurité civile"), Some("Groupement d’hélicoptères")),
    person("Marie-Ange Lefèvre", "marie-ange.lefevre@interieur.exemple.fr", "Directrice des ressources humaines", Agent, Some("Ministère de l’Intérieur"), Some("Ressources humaines")),
    person("Hugo Bertrand", "hugo.bertrand@interieur.exemple.fr", "Administrateur systèmes", Agent, Some("Ministère de l’Intérieur"), Some("Exploitation")),
    person("Salomé Cohen", "salome.cohen@interieur.exemple.fr", "Déléguée à la protection des données", Agent, Some("Ministère de l’Intérieur"), Some("Affaires juridiques")),
    person("Claire Vasseur", "claire.vasseur@prestataire.ecologie.exemple.fr", "Consultante, Arpège Conseil", Contractor, Some("Direction du numérique"), Some("Mission achats")),
    person("Denis Moreau", "denis.moreau@messagerie.exemple.org", "Particulier", External, None, None),
];

const fn organisation(
    name: &'static str,
    parent: Option<&'static str>,
    acronym: &'static str,
    kind: &'static str,
    domains: &'static [(&'static str, Population)],
) -> Organisation {
    Organisation { name, parent, acronym: Some(acronym), kind, domains }
}

const fn person(
    name: &'static str,
    address: &'static str,
    title: &'static str,
    population: Population,
    organisation: Option<&'static str>,
    unit: Option<&'static str>,
) -> Person {
    Person { name, address, title, population, organisation, unit }
}
