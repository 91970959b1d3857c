//! The SMTP relay letters leave by, and what its answers mean.

use std::{error::Error as _, fs};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    transport::smtp::{
        self, PoolConfig,
        authentication::Credentials,
        client::{Certificate, Tls as Layer, TlsParameters},
    },
};
use tokio::time::{Duration, timeout};

use crate::{Error, Smtp, Tls};

pub(crate) struct Relay {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    timeout: Duration,
    connections: usize,
}

/// Why a letter did not leave. Neither says what the relay wrote: it likes to quote addresses.
#[derive(Debug)]
pub(crate) enum Failure {
    /// This letter, or its recipient, will always be refused; with the reply's code when there is one.
    Refused(Option<u16>),
    /// Another time.
    Later(String),
}

impl Relay {
    pub(crate) fn new(smtp: &Smtp) -> Result<Self, Error> {
        let layer = match smtp.tls {
            Tls::None => Layer::None,
            Tls::Starttls => Layer::Required(tls(smtp)?),
            Tls::Tls => Layer::Wrapper(tls(smtp)?),
        };
        let connections = smtp.connections.clamp(1, 64);
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
            .port(smtp.port)
            .tls(layer)
            .timeout(Some(smtp.timeout()))
            .pool_config(PoolConfig::new().max_size(connections).idle_timeout(Duration::from_secs(30)));
        if let Some(credentials) = credentials(smtp)? {
            builder = builder.credentials(credentials);
        }
        Ok(Self { transport: builder.build(), timeout: smtp.timeout(), connections: connections as usize })
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections
    }

    pub(crate) async fn send(&self, message: Message) -> Result<(), Failure> {
        let answer = timeout(self.timeout, self.transport.send(message)).await;
        let error = match answer {
            Ok(Ok(_)) => return Ok(()),
            Ok(Err(error)) => error,
            Err(_) => return Err(Failure::Later("no answer in time".to_owned())),
        };
        // A final "no" may be said of the letter or of us: a wrong password, a relay closed for the night. It is of the
        // letter only if the relay still lets us in.
        if (error.is_permanent() || error.is_client()) && self.check().await.is_ok() {
            return Err(Failure::Refused(error.status().map(u16::from)));
        }
        Err(Failure::Later(reason(&error)))
    }

    pub(crate) async fn check(&self) -> Result<(), Error> {
        match timeout(self.timeout, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(Error::Relay("it hung up".to_owned())),
            Ok(Err(error)) => Err(Error::Relay(reason(&error))),
            Err(_) => Err(Error::Relay("no answer in time".to_owned())),
        }
    }
}

fn tls(smtp: &Smtp) -> Result<TlsParameters, Error> {
    let mut builder = TlsParameters::builder(smtp.host.clone());
    if let Some(path) = &smtp.authority_file {
        let unreadable =
            |why: String| Error::Settings(format!("smtp.authority_file {}: {why}", path.display()));
        let pem = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
        let certificate = Certificate::from_pem(&pem).map_err(|error| unreadable(error.to_string()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build_rustls().map_err(|error| Error::Settings(format!("smtp: {}", reason(&error))))
}

fn credentials(smtp: &Smtp) -> Result<Option<Credentials>, Error> {
    let Some(path) = &smtp.password_file else {
        return match smtp.username.is_empty() {
            true => Ok(None),
            false => Err(Error::Settings("smtp.username needs smtp.password_file".to_owned())),
        };
    };
    if smtp.username.is_empty() {
        return Err(Error::Settings("smtp.password_file needs smtp.username".to_owned()));
    }
    if smtp.tls == Tls::None && !matches!(smtp.host.as_str(), "localhost" | "127.0.0.1" | "::1") {
        return Err(Error::Settings("smtp: a password does not travel in clear; set tls".to_owned()));
    }
    let password = fs::read_to_string(path)
        .map_err(|error| Error::Settings(format!("smtp.password_file {}: {error}", path.display())))?;
    Ok(Some(Credentials::new(smtp.username.clone(), password.trim_end_matches(['\r', '\n']).to_owned())))
}

/// The code of an answer, or what happened to the connection.
fn reason(error: &smtp::Error) -> String {
    match (error.status(), error.source()) {
        (Some(code), _) => format!("the relay answered {code}"),
        (None, Some(cause)) => cause.to_string(),
        (None, None) => "the relay's answer makes no sense".to_owned(),
    }
}
