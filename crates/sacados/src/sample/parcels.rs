//! A few parcels, sent as a program would: through the public API, with files made on the spot.

use std::fmt::Write;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{Failed, plan::Furniture};

struct Parcel {
    from: &'static str,
    to: &'static [&'static str],
    title: &'static str,
    message: &'static str,
    files: &'static [(&'static str, usize)],
    /// How many of its recipients took everything already.
    taken_by: usize,
}

const PARCELS: &[Parcel] = &[
    Parcel {
        from: "maelle.quemener@finistere.exemple.fr",
        to: &["helene.marchetti@ecologie.exemple.fr"],
        title: "Relevés du trait de côte, semaine 47",
        message: "Bonjour,\nvoici les relevés promis. Le profil 12 est à revoir, la houle a faussé deux mesures.",
        files: &[
            ("releves-semaine-47.csv", 480_000),
            ("profils/profil-11.csv", 96_000),
            ("profils/profil-12.csv", 104_000),
        ],
        taken_by: 0,
    },
    Parcel {
        from: "helene.marchetti@ecologie.exemple.fr",
        to: &[
            "karim.benali@ecologie.exemple.fr",
            "mathilde.oeuvrard@ecologie.exemple.fr",
            "claire.vasseur@prestataire.ecologie.exemple.fr",
        ],
        title: "Plans du lot 3, indice C",
        message: "Bonjour, voici les tableaux à jour pour la réunion de 16 h. Merci de regarder d’abord le DPGF, où le lot 3 a changé.",
        files: &[
            ("DPGF_guichet_2027.csv", 210_000),
            ("Lot_3_surfaces.csv", 1_400_000),
            ("Calendrier.txt", 12_000),
        ],
        taken_by: 2,
    },
    Parcel {
        from: "helene.marchetti@ecologie.exemple.fr",
        to: &["aissatou.diop@culture.exemple.fr", "rachid.amrani@culture.exemple.fr"],
        title: "Annexes du marché 2026-114",
        message: "",
        files: &[("Annexe_1_bordereau.csv", 320_000), ("Annexe_2_calendrier.txt", 9_000)],
        taken_by: 2,
    },
    Parcel {
        from: "celine.hoarau@interieur.exemple.fr",
        to: &["victor.delacroix-bloch@finistere.exemple.fr", "helene.marchetti@ecologie.exemple.fr"],
        title: "Exercice de crue : retour d’expérience",
        message: "Le compte rendu et les horaires de chaque équipe. Vos corrections sont bienvenues jusqu’à vendredi.",
        files: &[("Compte-rendu.txt", 48_000), ("Horaires.csv", 76_000)],
        taken_by: 1,
    },
    Parcel {
        from: "denis.moreau@messagerie.exemple.org",
        to: &["ronan.abgrall@finistere.exemple.fr"],
        title: "Dossier de demande d’autorisation",
        message: "Madame, Monsieur, voici les pièces qui manquaient à mon dossier.",
        files: &[("Formulaire.txt", 14_000), ("Plan_de_situation.csv", 260_000)],
        taken_by: 0,
    },
];

/// Sends the parcels that their senders have not sent yet.
pub(super) async fn send(rooms: &Furniture, api: &Router) -> Result<(), Failed> {
    for parcel in PARCELS {
        let sender = Desk::of(rooms, api, parcel.from).await?;
        if sender.has_sent(parcel.title).await? {
            continue;
        }
        sender.send(parcel).await?;
        for recipient in &parcel.to[..parcel.taken_by] {
            Desk::of(rooms, api, recipient).await?.take(parcel.title).await?;
        }
    }
    Ok(())
}

/// Somebody at work, as the API sees them.
pub(super) struct Desk<'a> {
    api: &'a Router,
    cookie: String,
}

impl<'a> Desk<'a> {
    /// Signs in with one click.
    pub(super) async fn of(rooms: &Furniture, api: &'a Router, address: &str) -> Result<Self, Failed> {
        let person = super::find(rooms, address).await?;
        let stranger = Self { api, cookie: String::new() };
        let request = stranger
            .request(Method::POST, "/api/identity/sample/sessions")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(json!({ "person": person }).to_string()));
        let (headers, _) = stranger.answer(request.map_err(Failed::because)?).await?;
        let cookie =
            headers.get(header::SET_COOKIE).and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
        Ok(Self { api, cookie: cookie.split(';').next().unwrap_or_default().to_owned() })
    }

    async fn has_sent(&self, title: &str) -> Result<bool, Failed> {
        let sent = self.ask(Method::GET, "/api/transfer/parcels?box=sent", None).await?;
        Ok(rows(&sent).any(|row| row["title"] == title))
    }

    async fn send(&self, parcel: &Parcel) -> Result<(), Failed> {
        let new = json!({ "title": parcel.title, "message": parcel.message, "recipients": parcel.to });
        let draft = self.ask(Method::POST, "/api/transfer/parcels", Some(new)).await?;
        let id = draft["id"].as_str().unwrap_or_default();
        for (path, size) in parcel.files {
            self.upload(id, path, contents(path, *size)).await?;
        }
        self.ask(Method::PUT, &format!("/api/transfer/parcels/{id}/dispatch"), None).await?;
        Ok(())
    }

    /// Creates and fills a file in one request (tus 1.0, creation-with-upload).
    async fn upload(&self, parcel: &str, path: &str, bytes: Vec<u8>) -> Result<(), Failed> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let kind = if name.ends_with(".csv") { "text/csv" } else { "text/plain" };
        let metadata = [("filename", name), ("filetype", kind), ("relativePath", path)]
            .map(|(key, value)| format!("{key} {}", STANDARD.encode(value)))
            .join(",");
        let request = self
            .request(Method::POST, &format!("/tus/transfer/{parcel}"))
            .header("tus-resumable", "1.0.0")
            .header("upload-length", bytes.len())
            .header("upload-metadata", metadata)
            .header(header::CONTENT_TYPE, "application/offset+octet-stream")
            .body(Body::from(bytes));
        self.answer(request.map_err(Failed::because)?).await.map(drop)
    }

    async fn take(&self, title: &str) -> Result<(), Failed> {
        let received = self.ask(Method::GET, "/api/transfer/parcels?box=received", None).await?;
        let row = rows(&received).find(|row| row["title"] == title);
        let key = row.and_then(|row| row["key"].as_str()).unwrap_or_default().to_owned();
        let page = format!("/api/transfer/received/{key}");
        let parcel = self.ask(Method::GET, &page, None).await?;
        for file in parcel["files"].as_array().into_iter().flatten() {
            let address = format!("{page}/files/{}", file["id"].as_str().unwrap_or_default());
            let request = self.request(Method::GET, &address).body(Body::empty()).map_err(Failed::because)?;
            self.answer(request).await?;
        }
        Ok(())
    }

    pub(super) async fn ask(
        &self,
        method: Method,
        address: &str,
        body: Option<Value>,
    ) -> Result<Value, Failed> {
        let request = self.request(method, address).header(header::CONTENT_TYPE, "application/json");
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let (_, answer) = self.answer(request.body(body).map_err(Failed::because)?).await?;
        Ok(serde_json::from_slice(&answer).unwrap_or_default())
    }

    fn request(&self, method: Method, address: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(address)
            .header(header::COOKIE, &self.cookie)
            // As a page of the house would: what carries a cookie must say where it comes from.
            .header("sec-fetch-site", "same-origin")
    }

    async fn answer(&self, request: Request<Body>) -> Result<(HeaderMap, Vec<u8>), Failed> {
        let Ok(response) = self.api.clone().oneshot(request).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), 64 << 20).await.map_err(Failed::because)?.to_vec();
        if status.is_success() || status == StatusCode::PARTIAL_CONTENT {
            return Ok((headers, body));
        }
        Err(Failed::new(format!(
            "the sample State could not be furnished: {}",
            String::from_utf8_lossy(&body)
        )))
    }
}

fn rows(list: &Value) -> impl Iterator<Item = &Value> {
    list["parcels"].as_array().into_iter().flatten()
}

/// A table or a text of about this size, the same each time.
fn contents(path: &str, size: usize) -> Vec<u8> {
    let mut text = String::with_capacity(size + 80);
    if path.ends_with(".csv") {
        text.push_str("rang;repère;valeur;remarque\r\n");
    } else {
        let _ = writeln!(text, "{path}\n");
    }
    let mut line = 0_u64;
    while text.len() < size {
        line += 1;
        let value = line.wrapping_mul(2_654_435_761) % 100_000;
        let _ = if path.ends_with(".csv") {
            write!(text, "{line};R{:04};{},{:02};\r\n", value % 10_000, value / 100, value % 100)
        } else {
            writeln!(
                text,
                "{line:>5}. {} h {:02} : point {value:05} relevé, rien à signaler.",
                8 + value % 10,
                value % 60
            )
        };
    }
    text.into_bytes()
}
