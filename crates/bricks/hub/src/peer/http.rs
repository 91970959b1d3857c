//! The client that talks to providers: TLS except on this machine, no redirect followed, little time, short answers.

use std::{fs, future::Future, path::Path, time::Duration};

use openidconnect::http::{Request, Response};
use reqwest::{Certificate, Client, redirect::Policy};
use url::Url;

use crate::{Error, model::is_reachable};

/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: usize = 256 * 1024;

#[derive(Clone)]
pub(crate) struct Http {
    client: Client,
}

/// Nothing came back that could be read as an answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoAnswer {
    #[error("{0} is neither https nor this machine")]
    Unreachable(String),
    #[error("the answer is longer than {LONGEST_ANSWER} bytes")]
    TooLong,
    #[error(transparent)]
    Broken(#[from] reqwest::Error),
}

impl Http {
    /// # Errors
    /// [`Error::Client`] when the authority's file does not read.
    pub(crate) fn new(answer: Duration, authority_file: &str) -> Result<Self, Error> {
        // Another part of the program may have chosen already, and there is only one to choose.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let mut client = Client::builder()
            .redirect(Policy::none())
            .timeout(answer)
            .connect_timeout(answer)
            .user_agent(concat!("Sacados/", env!("CARGO_PKG_VERSION")));
        if !authority_file.is_empty() {
            client = client.tls_certs_merge(authorities(Path::new(authority_file))?);
        }
        let client = client.build().map_err(|error| Error::Client(error.to_string()))?;
        Ok(Self { client })
    }

    pub(crate) async fn call(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, NoAnswer> {
        let address = request.uri().to_string();
        if !Url::parse(&address).is_ok_and(|address| is_reachable(&address)) {
            return Err(NoAnswer::Unreachable(address));
        }
        let mut answer = self.client.execute(request.try_into()?).await?;
        let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
        let mut body = vec![];
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > LONGEST_ANSWER {
                return Err(NoAnswer::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    /// The client as `openidconnect` wants it.
    pub(crate) fn as_function(&self) -> impl Fn(Request<Vec<u8>>) -> Answering {
        let http = self.clone();
        move |request| {
            let http = http.clone();
            Box::pin(async move { http.call(request).await })
        }
    }
}

/// An answer on its way.
type Answering = std::pin::Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, NoAnswer>> + Send>>;

fn authorities(file: &Path) -> Result<Vec<Certificate>, Error> {
    let failed = |error: &dyn std::fmt::Display| Error::Client(format!("{}: {error}", file.display()));
    let pem = fs::read(file).map_err(|error| failed(&error))?;
    Certificate::from_pem_bundle(&pem).map_err(|error| failed(&error))
}
