//! The bureaux of the sample State, below its directions, and who heads what.

/// A part of an organisation: (name, what it is under, acronym, kind).
pub(super) type Bureau = (&'static str, &'static str, &'static str, &'static str);

/// Whoever works in a unit of one of these names works there.
pub(super) const BUREAUX: &[Bureau] = &[
    ("Bureau des services aux usagers", "Direction du numérique", "BSU", "bureau"),
    ("Mission achats", "Direction du numérique", "MA", "mission"),
    ("Mission sécurité", "Direction du numérique", "MSSI", "mission"),
    ("Bureau des milieux aquatiques", "Direction de l’eau et de la biodiversité", "BMA", "bureau"),
    ("Mission Natura 2000", "Direction de l’eau et de la biodiversité", "N2000", "mission"),
    ("Bureau du trait de côte", "Direction des ports et du littoral", "BTC", "bureau"),
    ("Bureau des achats", "Ministère de la Culture", "BAC", "bureau"),
    ("Bureau des musées", "Direction générale des patrimoines", "BM", "bureau"),
    ("Inventaire général", "Direction générale des patrimoines", "IG", "unit"),
    ("Fonds patrimoniaux", "Service des bibliothèques", "FP", "unit"),
    ("Bureau de l’environnement", "Préfecture du Finistère", "BE", "bureau"),
    ("Centre opérationnel", "Direction de la sécurité civile", "COGIC", "unit"),
    ("Veille", "Direction de la sécurité civile", "CV", "unit"),
];

/// (organisation, function, address of its holder, whether they head it).
pub(super) const FUNCTIONS: &[(&str, &str, Option<&str>, bool)] = &[
    ("Direction du numérique", "Directeur du numérique", Some("yann.le-goff@ecologie.exemple.fr"), true),
    (
        "Bureau des services aux usagers",
        "Cheffe du bureau des services aux usagers",
        Some("helene.marchetti@ecologie.exemple.fr"),
        true,
    ),
    (
        "Mission achats",
        "Référente de la commande publique",
        Some("mathilde.oeuvrard@ecologie.exemple.fr"),
        false,
    ),
    (
        "Mission sécurité",
        "Responsable de la sécurité des systèmes d’information",
        Some("fatoumata.keita@ecologie.exemple.fr"),
        true,
    ),
    (
        "Ministère de la Transition écologique",
        "Secrétaire générale adjointe",
        Some("ines.belkacem@ecologie.exemple.fr"),
        false,
    ),
    (
        "Bureau des milieux aquatiques",
        "Chef du bureau des milieux aquatiques",
        Some("bruno.castellani@ecologie.exemple.fr"),
        true,
    ),
    ("Direction des ports et du littoral", "Directeur des ports et du littoral", None, true),
    ("Bureau des achats", "Cheffe du bureau des achats", Some("aissatou.diop@culture.exemple.fr"), true),
    (
        "Bureau des musées",
        "Chef du bureau des musées",
        Some("paul-henri.de-la-roche@culture.exemple.fr"),
        true,
    ),
    (
        "Service des bibliothèques",
        "Cheffe du service des bibliothèques",
        Some("odile.schneider@culture.exemple.fr"),
        true,
    ),
    (
        "Bureau de l’environnement",
        "Cheffe du bureau de l’environnement",
        Some("maelle.quemener@finistere.exemple.fr"),
        true,
    ),
    (
        "Préfecture du Finistère",
        "Sous-préfet, directeur de cabinet",
        Some("victor.delacroix-bloch@finistere.exemple.fr"),
        false,
    ),
    (
        "Centre opérationnel",
        "Chef du centre opérationnel",
        Some("stephane.nguessan@interieur.exemple.fr"),
        true,
    ),
    (
        "Centre opérationnel",
        "Permanence du centre opérationnel",
        Some("celine.hoarau@interieur.exemple.fr"),
        false,
    ),
];

/// (organisation, address of who keeps its tree).
pub(super) const CORRESPONDENTS: &[(&str, &str)] = &[
    ("Ministère de la Transition écologique", "ines.belkacem@ecologie.exemple.fr"),
    ("Ministère de la Culture", "odile.schneider@culture.exemple.fr"),
    ("Ministère de l’Intérieur", "marie-ange.lefevre@interieur.exemple.fr"),
    ("Préfecture du Finistère", "solene.jaouen@finistere.exemple.fr"),
];

/// (organisation, missions, telephone, mail).
pub(super) const MISSIONS: &[(&str, &str, &str, &str)] = &[
    (
        "Direction du numérique",
        "Conçoit les services numériques du ministère, les met en œuvre et les protège.",
        "01 40 81 21 22",
        "dnum@ecologie.exemple.fr",
    ),
    (
        "Bureau des services aux usagers",
        "Ouvre et fait vivre le guichet des usagers.",
        "02 99 00 41 00",
        "guichet@ecologie.exemple.fr",
    ),
    (
        "Direction de l’eau et de la biodiversité",
        "Veille sur l’eau, les milieux aquatiques et les espèces.",
        "01 40 81 30 00",
        "deb@ecologie.exemple.fr",
    ),
    (
        "Service des bibliothèques",
        "Conserve, numérise et fait connaître les collections.",
        "01 40 15 80 00",
        "bibliotheques@culture.exemple.fr",
    ),
    (
        "Préfecture du Finistère",
        "Représente l’État dans le département.",
        "02 98 76 29 29",
        "contact@finistere.exemple.fr",
    ),
];

/// Who is in the team of the sample State, the owner first.
pub(super) const TEAM: (&str, &str, &[&str]) = (
    "Équipe guichet",
    "Refonte du guichet des usagers : conception, développement, marchés.",
    &[
        "helene.marchetti@ecologie.exemple.fr",
        "yann.le-goff@ecologie.exemple.fr",
        "sophie.nguyen@ecologie.exemple.fr",
        "karim.benali@ecologie.exemple.fr",
        "loic.kerbrat@ecologie.exemple.fr",
        "mathilde.oeuvrard@ecologie.exemple.fr",
    ],
);

/// Somebody whom nobody is to find but themselves and who keeps their tree.
pub(super) const PROTECTED: &str = "lea.fontaine@interieur.exemple.fr";

/// Who is away, and who stands in.
pub(super) const AWAY: (&str, &str) =
    ("stephane.nguessan@interieur.exemple.fr", "celine.hoarau@interieur.exemple.fr");

pub(super) const SKILLS: &[&str] = &[
    "accueil des usagers",
    "RGAA",
    "marchés publics",
    "hydrologie",
    "cartographie",
    "droit de l’environnement",
    "archives",
    "gestion de crise",
    "conduite de projet",
    "données ouvertes",
    "budget",
    "conservation préventive",
];

pub(super) const LANGUAGES: &[&str] = &["anglais", "espagnol", "breton", "allemand", "arabe", "italien"];
