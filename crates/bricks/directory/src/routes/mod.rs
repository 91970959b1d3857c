//! HTTP in, one action, HTTP out.

mod alerts;
mod find;
mod functions;
mod groups;
mod imports;
mod organisations;
mod people;
mod suggestions;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use alerts::Alert;

use crate::Directory;

/// `import_bytes`: of one file that is imported.
pub(crate) fn router(import_bytes: usize) -> OpenApiRouter<Directory> {
    let photos = OpenApiRouter::new()
        .routes(routes!(people::set_photo, people::delete_photo))
        .layer(DefaultBodyLimit::max(Directory::LARGEST_PHOTO));
    let files = OpenApiRouter::new()
        .routes(routes!(imports::list_imports, imports::read_import))
        .layer(DefaultBodyLimit::max(import_bytes));
    OpenApiRouter::new()
        .routes(routes!(find::find))
        .routes(routes!(people::my_profile, people::change_my_profile))
        .routes(routes!(people::set_absence, people::end_absence))
        .routes(routes!(people::set_presence))
        .routes(routes!(people::open_card, people::change_profile))
        .routes(routes!(people::photo))
        .routes(routes!(people::protect))
        .merge(photos)
        .routes(routes!(suggestions::suggest))
        .routes(routes!(suggestions::list_suggestions))
        .routes(routes!(suggestions::decide))
        .merge(files)
        .routes(routes!(imports::show_import))
        .routes(routes!(imports::apply_import))
        .routes(routes!(organisations::list_organisations, organisations::open_organisation))
        .routes(routes!(
            organisations::show_organisation,
            organisations::change_organisation,
            organisations::close_organisation
        ))
        .routes(routes!(organisations::set_domains))
        .routes(routes!(organisations::set_head))
        .routes(routes!(organisations::name_correspondent, organisations::dismiss_correspondent))
        .routes(routes!(functions::add_function))
        .routes(routes!(functions::change_function, functions::end_function))
        .routes(routes!(functions::hand_function))
        .routes(routes!(groups::list_groups, groups::make_group))
        .routes(routes!(groups::show_group, groups::change_group, groups::end_group))
        .routes(routes!(groups::put_member, groups::remove_member))
        .routes(routes!(alerts::list_alerts))
}

/// A body of bytes, or what the house says of one that is too large or cut.
fn whole(
    body: Result<axum::body::Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<axum::body::Bytes, web::Failure> {
    use kernel::{Kind, Problem};
    body.map_err(|rejection| {
        web::Failure(if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Problem::plain(Kind::TooLarge, "web.body_too_large")
        } else {
            Problem::plain(Kind::Invalid, "web.body_cut").because(rejection)
        })
    })
}
