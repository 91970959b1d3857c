//! The verbs of the command line.

use std::{
    io::{IsTerminal, Read, Write},
    path::PathBuf,
};

use access::Role;
use clap::{Parser, Subcommand, ValueEnum};
use directory::{DomainPopulation, NewOrganisation, OwnDomain};
use identity::NewPerson;
use kernel::{Actor, EmailAddress, Language, PersonId, ScopeId, Secret, ports::Population};
use uuid::Uuid;

use crate::{
    Failed,
    database::{self, Opened},
    openapi,
    plan::Furniture,
    serve,
    settings::{LogFormat, Settings},
};

/// The digital backpack of public agents, in one program.
#[derive(Parser)]
#[command(name = "sacados", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// The settings file; `sacados.toml` in the current folder when there is one.
    #[arg(long, global = true, value_name = "FILE")]
    settings: Option<PathBuf>,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Serves until told to stop.
    Serve {
        /// Serves a sample State on this machine only: one click signs in as any of its agents.
        #[arg(long)]
        sample: bool,
    },
    /// Says what is wrong with the settings, the database and the mail relay before anything is served.
    Check,
    /// Brings the database up to date.
    Migrate,
    /// Persons and what they may do.
    #[command(subcommand)]
    Person(PersonVerb),
    /// Organisations and their e-mail domains.
    #[command(subcommand)]
    Organisation(OrganisationVerb),
    /// Prints the description of the API.
    Openapi,
}

#[derive(Subcommand)]
enum PersonVerb {
    /// Adds a person; a password may be given on standard input.
    Add {
        address: EmailAddress,
        #[arg(long)]
        name: String,
        #[arg(long, default_value = "fr")]
        language: Language,
    },
    /// Lists persons whose name or address contains a text.
    List { text: Option<String> },
    /// Closes a person's sessions and lets them open no other.
    Disable { address: EmailAddress },
    /// Lets a disabled person sign in again.
    Enable { address: EmailAddress },
    /// Takes away the code application, recovery codes and passkeys of who lost them; closes their sessions.
    ForgetFactors { address: EmailAddress },
    /// Sets a person's password, read on standard input.
    Password { address: EmailAddress },
    /// Gives a person a role.
    Grant { address: EmailAddress, role: RoleName },
    /// Takes a role back.
    Revoke { address: EmailAddress, role: RoleName },
}

#[derive(Subcommand)]
enum OrganisationVerb {
    /// Adds an organisation; addresses at its domains are its agents'.
    Add {
        name: String,
        #[arg(long)]
        acronym: Option<String>,
        /// ministry, direction, bureau, operator, local…
        #[arg(long, default_value = "ministry")]
        kind: String,
        /// An e-mail domain of its agents; may be given several times.
        #[arg(long)]
        domain: Vec<String>,
        /// An e-mail domain of those who work for it under contract; may be given several times.
        #[arg(long)]
        contractor_domain: Vec<String>,
    },
    /// Gives one more e-mail domain to an organisation that is there; with --remove, takes it away.
    Domain {
        /// Its id, as `add` printed it and as the address of its page ends.
        organisation: Uuid,
        domain: String,
        /// Addresses at it are of those who work for it under contract.
        #[arg(long, conflicts_with = "remove")]
        contractors: bool,
        #[arg(long)]
        remove: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Administrator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Administrator => Self::Administrator,
        }
    }
}

pub(crate) async fn carry_out(arguments: Arguments) -> Result<(), Failed> {
    if matches!(arguments.verb, Verb::Openapi) {
        let description = openapi::description().map_err(Failed::new)?;
        return std::io::stdout().write_all(description.as_bytes()).map_err(Failed::because);
    }
    let settings = Settings::read(arguments.settings.as_deref())?;
    start_log(&settings);
    match arguments.verb {
        Verb::Serve { sample } => Box::pin(serve::serve(settings, sample)).await,
        Verb::Check => Box::pin(check(settings)).await,
        Verb::Migrate => {
            with_database(&settings, async |opened| database::migrate(&opened.store).await).await
        }
        Verb::Person(verb) => with_rooms(&settings, async |rooms| person(rooms, verb).await).await,
        Verb::Organisation(verb) => {
            with_rooms(&settings, async |rooms| organisation(rooms, verb).await).await
        }
        Verb::Openapi => Ok(()),
    }
}

fn start_log(settings: &Settings) {
    let filter = tracing_subscriber::EnvFilter::new(&settings.house.log);
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match settings.house.log_format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().init(),
    }
}

async fn with_database(
    settings: &Settings,
    work: impl AsyncFnOnce(&Opened) -> Result<(), Failed>,
) -> Result<(), Failed> {
    let opened = database::open_beside(settings).await?;
    let done = work(&opened).await;
    opened.close().await;
    done
}

async fn with_rooms(
    settings: &Settings,
    work: impl AsyncFnOnce(&Furniture) -> Result<(), Failed>,
) -> Result<(), Failed> {
    with_database(settings, async |opened| {
        if opened.is_private() {
            database::migrate(&opened.store).await?;
        }
        work(&serve::furnish(settings, opened, false)?).await
    })
    .await
}

async fn check(settings: Settings) -> Result<(), Failed> {
    let mut wrong = settings.complaints();
    match database::open_beside(&settings).await {
        Err(failed) => wrong.push(failed.sentence()),
        Ok(opened) => {
            match database::pending(&opened.store).await {
                Ok(0) => {}
                Ok(_) if opened.is_private() => {}
                Ok(pending) => wrong.push(format!("{pending} migrations wait: run `sacados migrate`")),
                Err(failed) => wrong.push(failed.sentence()),
            }
            match serve::furnish(&settings, &opened, false) {
                Err(failed) => wrong.push(failed.sentence()),
                Ok(rooms) => {
                    if let Err(error) = rooms.mail.check().await {
                        wrong.push(format!("mail: {error}"));
                    }
                }
            }
            opened.close().await;
        }
    }
    if settings.mail.smtp.is_none() {
        println!(
            "There is no mail relay ([mail.smtp]): letters stay here, and administrators read them at /outbox, \
             sign-in codes included. Fine for a trial, not for a real house."
        );
    }
    if wrong.is_empty() {
        println!("Everything is in order.");
        return Ok(());
    }
    Err(Failed::new(wrong.join("\nsacados: ")))
}

async fn person(rooms: &Furniture, verb: PersonVerb) -> Result<(), Failed> {
    match verb {
        PersonVerb::Add { address, name, language } => {
            let password = read_password(false)?;
            let new = NewPerson { name: Some(name), address, language, proven: true, password };
            let person = rooms.identity.add_person(Actor::System, new).await?;
            println!("{person}");
        }
        PersonVerb::List { text } => {
            for person in rooms.identity.list(text.as_deref().unwrap_or_default(), 1000).await? {
                let state = if person.disabled { "disabled" } else { "" };
                println!("{}\t{}\t{}\t{state}", person.id, person.address, person.name.unwrap_or_default());
            }
        }
        PersonVerb::Disable { address } => {
            rooms.identity.disable(Actor::System, find(rooms, &address).await?).await?;
        }
        PersonVerb::Enable { address } => {
            rooms.identity.enable(Actor::System, find(rooms, &address).await?).await?;
        }
        PersonVerb::ForgetFactors { address } => {
            rooms.identity.forget_factors(Actor::System, find(rooms, &address).await?).await?;
        }
        PersonVerb::Password { address } => {
            let person = find(rooms, &address).await?;
            let password =
                read_password(true)?.ok_or_else(|| Failed::new("no password on standard input"))?;
            rooms.identity.set_password(Actor::System, person, password).await?;
        }
        PersonVerb::Grant { address, role } => {
            rooms.access.grant_role(Actor::System, find(rooms, &address).await?, role.into()).await?;
        }
        PersonVerb::Revoke { address, role } => {
            if !rooms.access.revoke_role(Actor::System, find(rooms, &address).await?, role.into()).await? {
                return Err(Failed::new(format!("{address} does not have this role")));
            }
        }
    }
    Ok(())
}

async fn organisation(rooms: &Furniture, verb: OrganisationVerb) -> Result<(), Failed> {
    match verb {
        OrganisationVerb::Add { name, acronym, kind, domain, contractor_domain } => {
            let agents = domain.into_iter().map(|domain| (domain, Population::Agent));
            let contractors = contractor_domain.into_iter().map(|domain| (domain, Population::Contractor));
            let domains = agents.chain(contractors).collect();
            let new = NewOrganisation { parent: None, name, acronym, kind, domains };
            println!("{}", rooms.directory.add_organisation(Actor::System, new).await?);
        }
        OrganisationVerb::Domain { organisation, domain, contractors, remove } => {
            let (id, domain) = (ScopeId::from_uuid(organisation), domain.trim().to_lowercase());
            let mut domains = rooms.directory.domains_of(id).await?;
            let had = domains.len();
            domains.retain(|own| own.domain != domain);
            if remove && domains.len() == had {
                return Err(Failed::new(format!("this organisation does not have the domain {domain}")));
            }
            if !remove {
                let population =
                    if contractors { DomainPopulation::Contractor } else { DomainPopulation::Agent };
                domains.push(OwnDomain { domain, population });
            }
            rooms.directory.give_domains(Actor::System, id, domains).await?;
        }
    }
    Ok(())
}

async fn find(rooms: &Furniture, address: &EmailAddress) -> Result<PersonId, Failed> {
    rooms
        .identity
        .find(address)
        .await?
        .ok_or_else(|| Failed::new(format!("nobody has the address {address}")))
}

/// A password comes on standard input, never in the arguments, which every program on the machine can read. It is one
/// line; none when standard input is a terminal and the password is optional.
fn read_password(required: bool) -> Result<Option<Secret<String>>, Failed> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        if !required {
            return Ok(None);
        }
        eprint!("Password: ");
    }
    let mut text = String::new();
    if input.is_terminal() {
        input.read_line(&mut text).map_err(Failed::because)?;
    } else {
        input.by_ref().take(4096).read_to_string(&mut text).map_err(Failed::because)?;
    }
    let text = text.trim_end_matches(['\r', '\n']);
    Ok((!text.is_empty()).then(|| Secret::new(text.to_owned())))
}
